//===- RandomPlan.h - Layers and inputs to count ------------------------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef ACIM_TEST_UNIT_COST_RANDOMPLAN_H
#define ACIM_TEST_UNIT_COST_RANDOMPLAN_H

#include "acim/Cost/CostCounts.h"

namespace mlir::acim::test {

/// A layer placed on crossbars as the tiler does it, with random digits, ranges and inputs.
struct RandomLayer {
  MvmPlan plan;
  LayerContext context;
  std::vector<int32_t> inputs; ///< positions x groups x rows
  MvmCounts counts;            ///< of running the plan over the inputs
};

/// With `skips`, most blocks skip idle planes, and columns without digits are not converted.
RandomLayer makeRandomLayer(unsigned seed, bool skips = true);

/// Whether input `x` drives its word line in plane `plane`.
bool isDriven(const MvmPlan &plan, int32_t x, size_t plane);

} // namespace mlir::acim::test

#endif // ACIM_TEST_UNIT_COST_RANDOMPLAN_H
