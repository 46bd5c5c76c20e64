//===- CrossbarEvents.h - Conversions, drives and cells -------------------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef ACIM_LIB_COST_CROSSBAREVENTS_H
#define ACIM_LIB_COST_CROSSBAREVENTS_H

#include "acim/Cost/CostCounts.h"
#include "acim/Support/ColumnRanges.h"
#include "llvm/ADT/STLFunctionalExtras.h"

namespace mlir::acim {

template <typename Container> int64_t sizeOf(const Container &container) {
  return static_cast<int64_t>(container.size());
}
inline int64_t columnsOf(const CrossbarBlock &block) { return sizeOf(block.columns); }
inline int64_t conversionsPerColumn(const CrossbarBlock &block) {
  return block.readout == Readout::Separate ? 2 : 1;
}

/// What happens in the crossbars of a plan, from how it was driven. Results are added to.
class CrossbarEvents {
public:
  CrossbarEvents(const MvmPlan &plan, const MvmCounts &counts);

  /// Conversions of the columns of which `isCounted` holds.
  void countConversions(llvm::function_ref<bool(const BlockColumn &)> isCounted,
                        LayerCounts &result) const;
  /// Activations of operation units that convert a column.
  void countActivations(LayerCounts &result) const;
  /// Driven word lines and the cells on them.
  void countDrives(LayerCounts &result) const;

private:
  struct DrivenRows;
  struct ColumnDrives;

  void visitRowGroups(llvm::function_ref<void(const DrivenRows &)> visit) const;
  ColumnDrives drivesOf(const DrivenRows &driven, int64_t column) const;
  void countColumns(const DrivenRows &driven,
                    llvm::function_ref<bool(const BlockColumn &)> isCounted,
                    LayerCounts &result) const;
  void countBounded(const DrivenRows &driven, int64_t column, llvm::ArrayRef<int64_t> byActive,
                    LayerCounts &result) const;
  void countDrives(const CrossbarBlock &block, llvm::ArrayRef<size_t> starts,
                   llvm::ArrayRef<size_t> drives, const std::vector<bool> &skipped,
                   LayerCounts &result) const;
  int64_t timesDriven(const CrossbarBlock &block, size_t first, size_t last, int32_t row) const;

  const MvmPlan &plan;
  const MvmCounts &counts;
  std::vector<size_t> activityOffsets;
  SumRange levels; ///< of any drive plane; for blocks that bound conversions
};

} // namespace mlir::acim

#endif // ACIM_LIB_COST_CROSSBAREVENTS_H
