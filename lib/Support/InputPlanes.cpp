//===- InputPlanes.cpp - Inputs as sums of driven bit planes ------------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "acim/Support/InputPlanes.h"
#include "acim/Support/SignedDigits.h"
#include "llvm/ADT/STLFunctionalExtras.h"
#include "llvm/ADT/SmallVector.h"
#include "llvm/Support/MathExtras.h"
#include <algorithm>
#include <cassert>
#include <numeric>

using namespace mlir::acim;

int64_t mlir::acim::driveLevel(const InputCode &code, uint32_t bits, size_t plane) {
  int64_t level = 0;
  for (size_t t = 0; t < code.bitPlanes.size(); ++t)
    if (code.bitPlanes[t].drivePlane == plane && (bits >> t & 1))
      level += code.bitPlanes[t].coefficient;
  return level;
}

int64_t mlir::acim::decodePlanes(const InputCode &code, uint32_t bits) {
  int64_t value = 0;
  for (size_t t = 0; t < code.bitPlanes.size(); ++t)
    if (bits >> t & 1)
      value += code.planeScale[code.bitPlanes[t].drivePlane] * code.bitPlanes[t].coefficient;
  return value;
}

InputCode mlir::acim::binaryInputCode(unsigned bits, int32_t lo) {
  assert(bits >= 1 && bits <= 16 && "tables are built for inputs of up to 16 bits");
  InputCode code;
  code.inputLo = lo;
  code.offset = -lo;
  for (unsigned bit = 0; bit < bits; ++bit) {
    code.planeScale.push_back(int64_t(1) << bit);
    code.bitPlanes.push_back({static_cast<uint16_t>(bit), 1});
  }
  code.table.resize(size_t(1) << bits);
  std::iota(code.table.begin(), code.table.end(), 0u);
  return code;
}

namespace {

/// A value as one signed digit (-1, 0 or 1) a plane.
using PlaneDigits = llvm::SmallVector<int8_t, 18>;

/// Builds a code from the digits of every value of [lo, hi]: planes that a value sets positive,
/// negative, or both.
class CodeBuilder {
public:
  CodeBuilder(int32_t lo, int32_t hi, int32_t offset,
              llvm::function_ref<PlaneDigits(int64_t)> digitsOf) {
    assert(lo <= hi && hi - lo < (1 << 16) && "tables are built for inputs of up to 16 bits");
    code.inputLo = lo;
    code.offset = offset;
    for (int32_t x = lo; x <= hi; ++x)
      values.push_back(digitsOf(x + offset));
  }

  InputCode build(llvm::ArrayRef<int64_t> planeScales) {
    code.table.resize(values.size());
    for (size_t plane = 0; plane < planeScales.size(); ++plane)
      addPlane(plane, planeScales[plane]);
    return std::move(code);
  }

private:
  void addPlane(size_t plane, int64_t scale) {
    bool isDriven = false;
    for (int8_t sign : {1, -1}) {
      auto sets = [&](const PlaneDigits &digits) { return digits[plane] == sign; };
      if (std::none_of(values.begin(), values.end(), sets))
        continue;
      if (!isDriven)
        code.planeScale.push_back(scale);
      isDriven = true;
      uint32_t bit = uint32_t(1) << code.bitPlanes.size();
      code.bitPlanes.push_back({static_cast<uint16_t>(code.planeScale.size() - 1), sign});
      for (size_t index = 0; index < values.size(); ++index)
        code.table[index] |= sets(values[index]) ? bit : 0;
    }
  }

  InputCode code;
  std::vector<PlaneDigits> values;
};

/// Planes that hold the magnitudes of u for x in [lo, hi], and scales 1, 2, 4, ... of so many
/// planes.
unsigned magnitudeBits(int32_t lo, int32_t hi, int32_t offset) {
  int64_t first = int64_t(lo) + offset, last = int64_t(hi) + offset;
  return llvm::bit_width(static_cast<uint64_t>(std::max(std::abs(first), std::abs(last))));
}

llvm::SmallVector<int64_t> powersOfTwo(unsigned count) {
  llvm::SmallVector<int64_t> scales;
  for (unsigned bit = 0; bit < count; ++bit)
    scales.push_back(int64_t(1) << bit);
  return scales;
}

} // namespace

InputCode mlir::acim::twosComplementInputCode(int32_t lo, int32_t hi, int32_t offset) {
  unsigned bits = magnitudeBits(lo, hi, offset) + 1;
  CodeBuilder builder(lo, hi, offset, [&](int64_t u) {
    PlaneDigits digits(bits);
    for (unsigned bit = 0; bit < bits; ++bit)
      digits[bit] = static_cast<int8_t>(u >> bit & 1);
    return digits;
  });
  llvm::SmallVector<int64_t> scales = powersOfTwo(bits);
  scales.back() = -scales.back();
  return builder.build(scales);
}

InputCode mlir::acim::signMagnitudeInputCode(int32_t lo, int32_t hi, int32_t offset) {
  unsigned bits = magnitudeBits(lo, hi, offset);
  CodeBuilder builder(lo, hi, offset, [&](int64_t u) {
    PlaneDigits digits(bits);
    for (unsigned bit = 0; bit < bits; ++bit)
      digits[bit] = static_cast<int8_t>((std::abs(u) >> bit & 1) * (u < 0 ? -1 : 1));
    return digits;
  });
  return builder.build(powersOfTwo(bits));
}

InputCode mlir::acim::canonicalSignedInputCode(int32_t lo, int32_t hi, int32_t offset) {
  unsigned bits = magnitudeBits(lo, hi, offset) + 1;
  CodeBuilder builder(lo, hi, offset, [&](int64_t u) {
    PlaneDigits digits(bits);
    [[maybe_unused]] llvm::LogicalResult fits = nonAdjacentDigits(std::abs(u), 1, digits);
    assert(succeeded(fits) && "one more plane than the magnitude has bits always suffices");
    for (int8_t &digit : digits)
      digit = static_cast<int8_t>(u < 0 ? -digit : digit);
    return digits;
  });
  return builder.build(powersOfTwo(bits));
}

InputCode mlir::acim::withMultiLevelDrivers(const InputCode &code, unsigned dacBits) {
  InputCode gathered = code;
  gathered.planeScale.clear();
  llvm::SmallVector<std::pair<uint16_t, int32_t>>
      places; // drive plane and factor of each old plane
  for (size_t plane = 0; plane < code.planeScale.size(); ++plane) {
    int64_t factor =
        gathered.planeScale.empty() ? 0 : code.planeScale[plane] / gathered.planeScale.back();
    bool continues = plane > 0 && code.planeScale[plane] == 2 * code.planeScale[plane - 1] &&
                     factor < (int64_t(1) << dacBits);
    if (!continues) {
      gathered.planeScale.push_back(code.planeScale[plane]);
      factor = 1;
    }
    places.push_back(
        {static_cast<uint16_t>(gathered.planeScale.size() - 1), static_cast<int32_t>(factor)});
  }
  for (InputBitPlane &bitPlane : gathered.bitPlanes) {
    auto [drivePlane, factor] = places[bitPlane.drivePlane];
    bitPlane = {drivePlane, bitPlane.coefficient * factor};
  }
  return gathered;
}
