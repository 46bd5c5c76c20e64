//===- UnitValue.cpp - Physical constants and where they come from --------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "acim/Hardware/UnitValue.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/Twine.h"
#include <array>
#include <charconv>

using namespace mlir::acim;
using llvm::ArrayRef;
using llvm::StringRef;

namespace {
struct Units {
  Dimension dimension;
  StringRef name;
  llvm::SmallVector<StringRef> units;
  llvm::SmallVector<int> exponents; ///< one unit is 10^exponent SI units
};
} // namespace

static const Units &unitsOf(Dimension dimension) {
  static const Units table[] = {
      {Dimension::Energy, "energy", {"fJ", "pJ", "nJ", "uJ", "J"}, {-15, -12, -9, -6, 0}},
      {Dimension::Power, "power", {"nW", "uW", "mW", "W"}, {-9, -6, -3, 0}},
      {Dimension::Area, "area", {"um2", "mm2", "m2"}, {-12, -6, 0}},
      {Dimension::Time, "time", {"ps", "ns", "us", "s"}, {-12, -9, -6, 0}},
      {Dimension::Rate,
       "rate",
       {"S/s", "MS/s", "GS/s", "op/s", "Mop/s", "Gop/s"},
       {0, 6, 9, 0, 6, 9}}};
  return *llvm::find_if(table, [&](const Units &units) { return units.dimension == dimension; });
}

StringRef mlir::acim::stringifyDimension(Dimension dimension) { return unitsOf(dimension).name; }

ArrayRef<StringRef> mlir::acim::unitNames(Dimension dimension) { return unitsOf(dimension).units; }

// The exponent is applied in decimal, so that 27.1 pJ is the double nearest to 2.71e-11 and prints
// as that.
std::optional<double> mlir::acim::toSi(double written, StringRef unit, Dimension dimension) {
  const Units &units = unitsOf(dimension);
  const auto *it = llvm::find(units.units, unit);
  if (it == units.units.end())
    return std::nullopt;
  int exponent = units.exponents[it - units.units.begin()];
  std::array<char, 32> digits;
  auto [end, error] =
      std::to_chars(digits.begin(), digits.end(), written, std::chars_format::scientific);
  auto [mantissa, power] = StringRef(digits.begin(), end - digits.begin()).split('e');
  int writtenPower = 0;
  power.consume_front("+");
  power.getAsInteger(10, writtenPower);
  double value = 0;
  std::string text = (mantissa + "e" + llvm::Twine(writtenPower + exponent)).str();
  StringRef(text).getAsDouble(value);
  return value;
}

ArrayRef<StringRef> mlir::acim::gradeNames() {
  static const StringRef names[] = {"measured", "published",   "library",
                                    "derived",  "unconfirmed", "assumption"};
  return names;
}

std::string mlir::acim::shortestDecimal(double number) {
  std::array<char, 32> digits;
  auto [end, error] = std::to_chars(digits.begin(), digits.end(), number);
  return std::string(digits.begin(), end);
}

std::string UnitValue::provenance() const {
  return (llvm::Twine(shortestDecimal(written)) + " " + unit + ", " + grade + ": " + source).str();
}
