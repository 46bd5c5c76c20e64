//===- SecondPass.cpp - Events of what a gate lets through ----------------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "SecondPass.h"
#include "CrossbarEvents.h"
#include "llvm/ADT/STLExtras.h"

using namespace mlir::acim;

static bool isAny(const BlockColumn &) { return true; }

/// What a mask leaves out of the conversions that `plan` has at so many positions.
static void countGated(const MvmPlan &plan, int64_t positions, LayerCounts &result) {
  MvmCounts counts;
  counts.positions = positions;
  counts.drivesByActiveRows.resize(plan.activityOffsets().back());
  LayerCounts unmasked;
  CrossbarEvents(plan, counts).countConversions(isAny, unmasked);
  result.emptyConversions += unmasked.emptyConversions;
  result.skippedConversions += unmasked.skippedConversions;
  result.gatedConversions += unmasked.shiftAdds;
}

static void addCells(std::vector<int64_t> &cells, llvm::ArrayRef<int64_t> added, int64_t sign) {
  cells.resize(std::max(cells.size(), added.size()));
  for (size_t level = 0; level < added.size(); ++level)
    cells[level] += sign * added[level];
}

/// All cells of the columns that are activated conduct, or would if those of bit lines that are not
/// converted were not gated: all but the cells that refinements read.
static void countCells(const LayerCounts &driven, const LayerCounts &refined, LayerCounts &result) {
  addCells(result.cellsByLevel, driven.cellsByLevel, 1);
  addCells(result.skippedCellsByLevel, driven.cellsByLevel, 1);
  addCells(result.skippedCellsByLevel, refined.cellsByLevel, -1);
  addCells(result.skippedCellsByLevel, refined.skippedCellsByLevel, 1);
}

void mlir::acim::countSecondPass(const GatedPlan &gated, const MvmCounts &counts,
                                 LayerCounts &result) {
  LayerCounts driven, refined;
  for (auto [refinement, counted] : llvm::zip_equal(gated.refinements, counts.refinements)) {
    const MvmPlan &plan = refinement.low.plan;
    const CrossbarEvents events(plan, counted);
    events.countConversions(isAny, result);
    events.countDrives(refined);
    countGated(plan, counts.positions - counted.positions, result);
    result.clippedConversions += counted.clippedConversions;
    result.gatedOutputs += counts.positions;
    result.refinedOutputs += counted.positions;
  }
  for (auto [drive, counted] : llvm::zip_equal(gated.drives, counts.secondDrives)) {
    const CrossbarEvents events(drive.part.plan, counted);
    events.countActivations(result);
    events.countDrives(driven);
  }
  result.drivenRows += driven.drivenRows;
  countCells(driven, refined, result);
}
