//===- LayerProblem.h - A layer to be quantized again --------------------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef ACIM_QUANTIZE_LAYERPROBLEM_H
#define ACIM_QUANTIZE_LAYERPROBLEM_H

#include "acim/Quantize/CodePrices.h"
#include "acim/Quantize/ColumnPrices.h"

namespace mlir::acim {

/// Statistics of the inputs of a layer group.
struct SecondMoments {
  std::vector<double> means;      ///< rows
  std::vector<double> covariance; ///< rows x rows, of the inputs less their means
};

/// Means and covariance of the rows of `group` over samples x groups x rows raw inputs.
SecondMoments secondMoments(llvm::ArrayRef<int16_t> columns, int64_t groups, int64_t rows,
                            int64_t group);

/// Accumulators y[o] = sum_j weights[o, j] * x[j] of one group of a layer, and what errors in them
/// and the cells and conversions that compute them cost.
struct LayerProblem {
  int64_t outputs = 0;         ///< N
  int64_t rows = 0;            ///< K
  std::vector<double> weights; ///< outputs x rows; integers where they may be left as they are
  SecondMoments inputs;
  /// outputs: loss for a squared error of 1 in the output's accumulator, averaged over positions
  /// (of accuracy's stand-in: the squared change of the logits, say).
  std::vector<double> importance;
  std::vector<double> drives; ///< rows: levels that the row is driven with, an inference
  CodePrices cells;           ///< per unit of drive; 0 and all of the layer's codes among them
  ColumnUse columns;          ///< conversions; their rows are the layer's
};

} // namespace mlir::acim

#endif // ACIM_QUANTIZE_LAYERPROBLEM_H
