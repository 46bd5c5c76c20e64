//===- GatedPlan.h - The two passes of a gated layer ---------------------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A gate adds no arithmetic of its own: what it decides about are plans like all others. The first
// pass is the layer without the conversions of low columns; what an output is refined by is the
// plan of its low columns alone, run where its mask is on.
//
//===----------------------------------------------------------------------===//

#ifndef ACIM_MAPPING_GATEDPLAN_H
#define ACIM_MAPPING_GATEDPLAN_H

#include "acim/Mapping/MvmPlan.h"
#include "llvm/ADT/ArrayRef.h"

namespace mlir::acim {

/// Some columns of a group of a layer as a plan of their own, of one group that starts at 0.
struct PlanPart {
  int32_t group = 0;
  std::vector<int32_t> rows; ///< inputs of the group that its plan reads, rising
  MvmPlan plan;

  /// What the plan reads at the positions `at` of the layer's inputs, positions x groups x rows.
  std::vector<int16_t> gather(const MvmPlan &layer, llvm::ArrayRef<int16_t> inputs,
                              llvm::ArrayRef<int64_t> at) const;
};

/// What one mask decides about.
struct Refinement {
  size_t unit = 0;    ///< whose rows it adds up; of GatedPlan::units
  int32_t output = 0; ///< within the group
  PlanPart low;       ///< the output's low columns in these rows
};

/// Columns that the second pass activates at once, those of high digits left out.
struct SecondDrive {
  std::vector<size_t> refinements; ///< driven where one of them is on
  PlanPart part;
};

struct GatedPlan {
  MvmPlan first;  ///< the layer without the conversions of low columns
  MvmPlan second; ///< without those of high columns
  /// The high columns of the rows that a mask stands for: of each group, or of each row group; row
  /// groups of the same rows are one.
  std::vector<PlanPart> units;
  std::vector<Refinement> refinements; ///< unit by unit, output by output, where there are columns
  /// Block by block, row group by row group where masks tell these apart, column group by column
  /// group, where there are low columns.
  std::vector<SecondDrive> drives;
};

/// `plan` has a gate.
GatedPlan gatedPlanOf(const MvmPlan &plan);

} // namespace mlir::acim

#endif // ACIM_MAPPING_GATEDPLAN_H
