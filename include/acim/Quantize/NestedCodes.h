//===- NestedCodes.h - Weights that are good with and without low digits --===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Rounding weights to multiples of 2^n leaves what makes up best for the low digits that are not
// there, which truncating them does not: the sums of the truncated digits are not 0 on average, nor
// do later weights make up for the errors of earlier ones.
//
//===----------------------------------------------------------------------===//

#ifndef ACIM_QUANTIZE_NESTEDCODES_H
#define ACIM_QUANTIZE_NESTEDCODES_H

#include "acim/Quantize/LayerProblem.h"

namespace mlir::acim {

/// One group of a layer: weights as scale * (high + low).
struct NestedCodes {
  std::vector<int32_t> high;  ///< outputs x rows: multiples of 2^lowBits
  std::vector<int32_t> low;   ///< outputs x rows: below 2^(lowBits - 1) in magnitude
  std::vector<double> scales; ///< outputs
  /// outputs: added to the scaled accumulators, sum_j (w - scale (high + low)) mean_j.
  std::vector<double> biasCorrections;
};

/// How a group is rounded.
struct NestOptions {
  unsigned lowBits = 4;
  int32_t largestCode = 128; ///< that high and low digits hold together
  /// How often results have their low codes. Without, the error of the high codes alone counts;
  /// with 0 low codes are 0, and the bias makes up for the mean of what is missing.
  double share = 0;
  /// What driven inputs are larger than the raw ones. High codes alone lack the low codes times the
  /// driven inputs.
  int64_t inputOffset = 0;
  bool scales = true; ///< each output takes the scale that suits it
};

/// Rounds the weights to high codes, then what these leave to low ones, both with the error
/// compensation of GPTQ. Prices play no part.
NestedCodes nestCodes(const LayerProblem &problem, const NestOptions &options);

} // namespace mlir::acim

#endif // ACIM_QUANTIZE_NESTEDCODES_H
