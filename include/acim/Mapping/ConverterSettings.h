//===- ConverterSettings.h - What a converter is set to ------------------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef ACIM_MAPPING_CONVERTERSETTINGS_H
#define ACIM_MAPPING_CONVERTERSETTINGS_H

#include "acim/Mapping/MvmPlan.h"
#include "acim/Support/ColumnRanges.h"
#include "acim/Support/Digits.h"

namespace mlir::acim {

/// Which sums the codes of a converter stand for.
enum class ConverterRule : uint8_t {
  UnitStep,   ///< consecutive sums, `bits` of them; saturates
  FullRange,  ///< the step doubles until the codes span the largest sum
  Sufficient, ///< the fewest bits that hold every sum of so many rows, whatever the cells hold
  Proven,     ///< the fewest bits that hold every sum of the cells
};

/// Conversions that share one setting.
enum class SettingScope : uint8_t { Layer, Crossbar, Column };

/// How the bit lines of a layer are read.
struct ConverterChoice {
  unsigned bits = 8; ///< resolution; the most that Sufficient and Proven may use
  ConverterRule rule = ConverterRule::UnitStep;
  Readout readout = Readout::Difference;
  SettingScope scope = SettingScope::Column; ///< of Sufficient and Proven
  /// Whether the lowest code can stand for any sum; else for 0, or for -2^(bits-1) where sums can
  /// be negative.
  bool programmableZero = true;

  /// Whether settings follow from the sums and hold all of them.
  bool isTight() const {
    return rule == ConverterRule::Sufficient || rule == ConverterRule::Proven;
  }
};

/// Sums that one conversion can meet with `rows` driven rows of any cells of `code`.
SumRange anyCellsRange(const DigitCode &code, Readout readout, SumRange driveLevels, int64_t rows);

/// Sums that the conversions of a bit line with these cells can meet.
SumRange cellsRange(llvm::ArrayRef<int8_t> digits, Readout readout, SumRange driveLevels);

/// The setting for conversions whose sums lie in `sums`. A bit line that can only give 0 is not
/// converted under Proven. Tight settings may have more bits than the choice allows.
ConversionRange converterSetting(const ConverterChoice &choice, SumRange sums);

/// Whether `setting` reads every sum of `sums` as it is.
bool readsExactly(const ConversionRange &setting, SumRange sums);

} // namespace mlir::acim

#endif // ACIM_MAPPING_CONVERTERSETTINGS_H
