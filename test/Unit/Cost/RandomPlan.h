//===- RandomPlan.h - Layers and inputs to count ------------------------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef ACIM_TEST_UNIT_COST_RANDOMPLAN_H
#define ACIM_TEST_UNIT_COST_RANDOMPLAN_H

#include "acim/Cost/CostCounts.h"
#include <functional>

namespace mlir::acim::test {

/// A layer placed on crossbars as the tiler does it, with random digits, ranges and inputs.
struct RandomLayer {
  MvmPlan plan;
  LayerContext context;
  std::vector<int32_t> inputs; ///< positions x groups x rows
  MvmCounts counts;            ///< of running the plan over the inputs

  int32_t input(int64_t position, int64_t group, int64_t row) const {
    return inputs[(position * plan.groups + group) * plan.rows + row];
  }
};

/// The planes that are driven at once, lowest scale first.
using Drive = std::vector<size_t>;
std::vector<Drive> drivesOf(const MvmPlan &plan, const CrossbarBlock &block);

/// Rows of a row group of which `drive` drives a word line.
size_t activeRows(const RandomLayer &layer, const CrossbarBlock &block, size_t firstRow,
                  size_t numRows, int64_t position, const Drive &drive);

/// With `skips`, most blocks skip idle planes or bound conversions, and columns without digits are
/// not converted.
RandomLayer makeRandomLayer(unsigned seed, bool skips = true);

/// A layer with a gate, none of whose columns is a reference, and what its two passes counted where
/// masks are on or off by chance.
struct GatedLayer : RandomLayer {
  /// Whether the mask is on of an output in the row group of a block.
  std::function<bool(int64_t position, const CrossbarBlock &block, size_t rowGroup, int32_t output)>
      isOn;
};
GatedLayer makeGatedLayer(unsigned seed);

/// Turns all masks on.
void openGate(GatedLayer &layer);

/// Whether input `x` drives its word line in plane `plane`.
bool isDriven(const MvmPlan &plan, int32_t x, size_t plane);

} // namespace mlir::acim::test

#endif // ACIM_TEST_UNIT_COST_RANDOMPLAN_H
