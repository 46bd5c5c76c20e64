//===- RangeArithmetic.h - What TOSA's arithmetic makes of ranges --------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The ranges of results from the ranges of operands. None of them is larger than the end points
// allow; where a result may wrap around there is none.
//
//===----------------------------------------------------------------------===//

#ifndef ACIM_SUPPORT_RANGEARITHMETIC_H
#define ACIM_SUPPORT_RANGEARITHMETIC_H

#include "acim/Support/ColumnRanges.h"
#include <optional>

namespace mlir::acim {

/// The integers of `bits` (1 to 64) bits.
SumRange signedRange(unsigned bits);
SumRange unsignedRange(unsigned bits);

/// What the values of an n-bit type are when its bits are read as unsigned, and back.
SumRange readAsUnsigned(SumRange range, unsigned bits);
SumRange readAsSigned(SumRange range, unsigned bits);

/// One multiplier of TOSA rescale.
struct RescaleFactor {
  int64_t multiplier;
  unsigned shift; ///< 1 to 62
};

/// TOSA rescale of one tensor.
struct RescaleArithmetic {
  int64_t inputZero = 0, outputZero = 0;
  SumRange output;          ///< where results saturate
  bool doubleRound = false; ///< shifts above 31 round at bit 31 first
  std::vector<RescaleFactor> factors;
};

std::optional<SumRange> rescaledRange(SumRange range, const RescaleArithmetic &rescale);

/// Averages of 1 to `largestCount` values of at most 16 bits, as AVG_POOL2D computes them in
/// results that saturate at `output`.
std::optional<SumRange> averageRange(SumRange range, int64_t inputZero, int64_t outputZero,
                                     int64_t largestCount, SumRange output);

/// What a table of 256 entries gives for 8-bit indices of `range`, one of 513 for 16-bit ones.
std::optional<SumRange> tableRange(llvm::ArrayRef<int64_t> table, SumRange range);

} // namespace mlir::acim

#endif // ACIM_SUPPORT_RANGEARITHMETIC_H
