//===- ColumnRanges.h - What a bit line can sum to ----------------------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Static ranges of bit-line sums. They are tight: every row is driven
// independently, so some input attains each end.
//
//===----------------------------------------------------------------------===//

#ifndef ACIM_SUPPORT_COLUMNRANGES_H
#define ACIM_SUPPORT_COLUMNRANGES_H

#include "acim/Support/InputPlanes.h"
#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/SmallVector.h"
#include <vector>

namespace mlir::acim {

/// A closed interval of integers.
struct SumRange {
  int64_t lo = 0;
  int64_t hi = 0;

  bool contains(SumRange other) const { return lo <= other.lo && other.hi <= hi; }
  bool operator==(SumRange other) const { return lo == other.lo && hi == other.hi; }
};

/// The smallest interval that holds both.
SumRange hull(SumRange a, SumRange b);

/// The levels that a drive plane puts on a row, over all table entries.
SumRange driveLevels(const InputCode &code, size_t plane);

/// The hull of driveLevels over all drive planes and of level 0, with which a row is left undriven;
/// {0, 1} for binary planes.
SumRange driveLevels(const InputCode &code);

/// Tight range of sum_j level_j * digit_j.
SumRange columnRange(llvm::ArrayRef<int8_t> digits, SumRange levels);

/// The tight ranges of the two arrays of a pair that holds `digits`, each read on its own.
SumRange positiveColumnRange(llvm::ArrayRef<int8_t> digits, SumRange levels);
SumRange negativeColumnRange(llvm::ArrayRef<int8_t> digits, SumRange levels);

/// Tight ranges of the sums in which exactly 0, 1, ... all rows have a level of `levels` other than
/// 0.
std::vector<SumRange> rangesByActiveRows(llvm::ArrayRef<int8_t> digits, SumRange levels);

/// Range of any column of `rows` cells whose digits lie in [minDigit, maxDigit].
SumRange naiveColumnRange(int64_t rows, int64_t minDigit, int64_t maxDigit, SumRange levels);

/// Bits of a converter with a programmable zero that reads every integer of `range` exactly; at
/// least 1.
unsigned exactBits(SumRange range);

} // namespace mlir::acim

#endif // ACIM_SUPPORT_COLUMNRANGES_H
