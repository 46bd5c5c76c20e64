//===- UnitValue.h - Physical constants and where they come from ----------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The only place where friendly units (pJ, um2, mW, ns) become SI units.
//
//===----------------------------------------------------------------------===//

#ifndef ACIM_HARDWARE_UNITVALUE_H
#define ACIM_HARDWARE_UNITVALUE_H

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/StringRef.h"
#include <cstdint>
#include <optional>
#include <string>

namespace mlir::acim {

/// What a constant measures. SI units: joule, watt, square metre, second, events per second.
enum class Dimension : uint8_t { Energy, Power, Area, Time, Rate };

llvm::StringRef stringifyDimension(Dimension dimension);

/// Names of the units of a dimension, smallest first ("fJ", "pJ", ...).
llvm::ArrayRef<llvm::StringRef> unitNames(Dimension dimension);

/// `written` in `unit` as an SI number, correctly rounded; nullopt when the unit is not one of the
/// dimension's.
std::optional<double> toSi(double written, llvm::StringRef unit, Dimension dimension);

/// Grades of evidence, best first: what a reader may conclude from a constant.
llvm::ArrayRef<llvm::StringRef> gradeNames();

/// A constant with its provenance.
struct UnitValue {
  double value = 0;   ///< in SI units
  std::string source; ///< where it comes from
  std::string grade;  ///< one of gradeNames()
  double written = 0; ///< as the description writes it, in `unit`
  std::string unit;

  /// "1.055 pJ, published: <source>".
  std::string provenance() const;
};

/// Shortest decimal text that reads back as the same number.
std::string shortestDecimal(double number);

} // namespace mlir::acim

#endif // ACIM_HARDWARE_UNITVALUE_H
