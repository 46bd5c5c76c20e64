//===- ConverterSettings.cpp - What a converter is set to ----------------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "acim/Mapping/ConverterSettings.h"

#include <algorithm>

using namespace mlir::acim;

/// What acim.block can say.
static constexpr uint8_t largestStepLog2 = 16;

SumRange mlir::acim::anyCellsRange(const DigitCode &code, Readout readout, SumRange driveLevels,
                                   int64_t rows) {
  const bool separate = readout == Readout::Separate;
  const int64_t lowest = separate ? 0 : code.minDigit;
  const int64_t highest = std::max<int64_t>(code.maxDigit, separate ? -code.minDigit : 0);
  return naiveColumnRange(rows, lowest, highest, driveLevels);
}

SumRange mlir::acim::cellsRange(llvm::ArrayRef<int8_t> digits, Readout readout,
                                SumRange driveLevels) {
  if (readout == Readout::Separate)
    return hull(positiveColumnRange(digits, driveLevels), negativeColumnRange(digits, driveLevels));
  return columnRange(digits, driveLevels);
}

/// The fewest bits whose codes hold `sums`.
static ConversionRange tightSetting(const ConverterChoice &choice, SumRange sums) {
  if (choice.rule == ConverterRule::Proven && sums == SumRange{0, 0})
    return {0, 0, 0};
  ConversionRange setting;
  setting.bits = static_cast<uint8_t>(exactBits(sums));
  setting.lo = static_cast<int32_t>(sums.lo);
  if (choice.programmableZero)
    return setting;
  auto lowest = [&] { return sums.lo < 0 ? -(int32_t(1) << setting.bits) / 2 : 0; };
  for (setting.lo = lowest(); !readsExactly(setting, sums); setting.lo = lowest())
    ++setting.bits;
  return setting;
}

ConversionRange mlir::acim::converterSetting(const ConverterChoice &choice, SumRange sums) {
  if (choice.isTight())
    return tightSetting(choice, sums);
  const bool isSigned = choice.readout == Readout::Difference || sums.lo < 0;
  ConversionRange setting;
  setting.bits = static_cast<uint8_t>(choice.bits);
  setting.lo = isSigned ? -(int32_t(1) << choice.bits) / 2 : 0;
  auto spans = [&] { return setting.lo <= sums.lo && sums.hi <= setting.hi(); };
  while (choice.rule == ConverterRule::FullRange && !spans() &&
         setting.stepLog2 < largestStepLog2) {
    setting.lo *= 2;
    ++setting.stepLog2;
  }
  return setting;
}

bool mlir::acim::readsExactly(const ConversionRange &setting, SumRange sums) {
  if (!setting.isConverted())
    return sums == SumRange{0, 0};
  return setting.stepLog2 == 0 && SumRange{setting.lo, setting.hi()}.contains(sums);
}
