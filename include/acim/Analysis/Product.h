//===- Product.h - The matrix product of a layer -------------------------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// What a layer computes, whatever digits, planes and places compute it: the one thing
// that weights on the graph layer and the crossbars of a program must agree on.
//
//===----------------------------------------------------------------------===//

#ifndef ACIM_ANALYSIS_PRODUCT_H
#define ACIM_ANALYSIS_PRODUCT_H

#include "acim/Dialect/Acim/IR/Acim.h"
#include "acim/Mapping/MvmPlan.h"
#include "acim/Support/ColumnRanges.h"

namespace mlir::acim {

/// For raw inputs x, y[q, o] = bias[q, o] + sum_j weights[q, o, j] * x[q, j].
struct Product {
  int64_t groups, outputs, rows;
  std::vector<int64_t> weights; ///< groups x outputs x rows
  std::vector<int64_t> bias;    ///< groups x outputs

  /// See ProductDigest.h.
  std::string digest() const;

  /// All values of output `output` (of groups x outputs) for inputs in `inputs`; tight.
  SumRange range(int64_t output, SumRange inputs) const;
};

/// The product of `weights`; an error where their values are not in the module.
FailureOr<Product> productOf(WeightsOp weights);

/// The product that the digits, corrections and initial values of a verified plan give where every
/// conversion is exact.
Product productOf(const MvmPlan &plan);

} // namespace mlir::acim

#endif // ACIM_ANALYSIS_PRODUCT_H
