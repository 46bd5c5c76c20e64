//===- Recompose.h - The matrix product that a plan stands for ----------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef ACIM_MAPPING_RECOMPOSE_H
#define ACIM_MAPPING_RECOMPOSE_H

#include "acim/Mapping/MvmPlan.h"

namespace mlir::acim {

/// The product that a plan computes where every conversion reads its sum exactly: for raw inputs x,
/// y[q, o] = base[q, o] + sum_j weights[q, o, j] * x[q, j].
struct Recomposition {
  std::vector<int64_t> weights; ///< groups x outputs x rows
  std::vector<int64_t> base;    ///< groups x outputs
};

/// `plan` is verified.
Recomposition recompose(const MvmPlan &plan);

/// The weights of those columns that are converted in the same drives.
struct PartialProduct {
  uint32_t planes = 0;          ///< bit i: drive plane i is converted
  std::vector<int64_t> weights; ///< groups x outputs x rows
};

/// What a plan computes where every conversion that is performed reads its sum exactly: with v(x)
/// what the planes of a part stand for,
/// y[q, o] = initial[q, o] + sum over parts and j: weights[q, o, j] * v(x[q, j]).
/// Summed inputs are part of the product of all planes. `plan` is verified.
std::vector<PartialProduct> partialProducts(const MvmPlan &plan);

} // namespace mlir::acim

#endif // ACIM_MAPPING_RECOMPOSE_H
