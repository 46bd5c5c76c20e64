//===- ClipCandidates.h - Settings that clip, and what they do ---------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef ACIM_LIB_QUANTIZE_CLIPCANDIDATES_H
#define ACIM_LIB_QUANTIZE_CLIPCANDIDATES_H

#include "BitLineSamples.h"
#include "acim/Quantize/AffineFit.h"

namespace mlir::acim {

/// How often the sums of bit lines are met, weighed by the squared error that an error of 1 makes.
class WeightedSums {
public:
  /// Of lines whose settings hold [lo, hi].
  WeightedSums(int32_t lo, int32_t hi) : lo(lo), weights(hi - lo + 1) {}

  void add(const BitLineSamples &line, double importance);

  int32_t lowest() const { return lo; }
  llvm::ArrayRef<double> bySum() const { return weights; } ///< from the lowest on

private:
  int32_t lo;
  std::vector<double> weights;
};

/// What is tried in place of `exact`, which holds all of `sums` and comes first where it has at
/// most `mostBits` (0: any): fewer bits, in steps of 1, 2 and 4.
std::vector<ConversionRange> clippingSettings(const ConversionRange &exact,
                                              const WeightedSums &sums, unsigned mostBits,
                                              bool programmableZero);

/// [sample]: what reading the line's sums with `range` adds to its output.
std::vector<double> clippingErrors(const BitLineSamples &line, const ConversionRange &range);

/// sums[s] += sign * values[s].
void addTo(std::vector<double> &sums, llvm::ArrayRef<double> values, double sign = 1);

/// Of an output and of what errors leave of it, sample by sample.
JointMoments momentsOf(llvm::ArrayRef<double> output, llvm::ArrayRef<double> errors);

} // namespace mlir::acim

#endif // ACIM_LIB_QUANTIZE_CLIPCANDIDATES_H
