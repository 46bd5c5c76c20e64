//===- DriveCounter.h - Counts drives by their active rows --------------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef ACIM_LIB_ENGINE_DRIVECOUNTER_H
#define ACIM_LIB_ENGINE_DRIVECOUNTER_H

#include "InputCodes.h"
#include "InputKernels.h"
#include "acim/Mapping/MvmPlan.h"
#include "llvm/ADT/ArrayRef.h"
#include <map>
#include <vector>

namespace mlir::acim {

/// Counts the drives of those blocks of a plan that skip or bound conversions by the number of
/// active rows; nothing for the others. Row groups of the same inputs are looked at once.
class DriveCounter {
public:
  explicit DriveCounter(const MvmPlan &plan);

  void startCounts(MvmCounts &counts) const { counts.drivesByActiveRows.resize(numCounters); }

  /// Adds the drives of at most kernels::maxCountedPositions positions.
  void count(const InputCodes &codes, size_t positions, MvmCounts &counts) const;

private:
  /// Inputs that are driven together, and where the counters of each row group that is driven by
  /// them begin.
  struct Rows {
    std::vector<kernels::ByteRun> runs;
    const std::vector<uint32_t> *bitsOfDrives;
    size_t activityCounters;
    std::vector<size_t> targets;
  };

  void addBlock(const MvmPlan &plan, const CrossbarBlock &block, llvm::ArrayRef<size_t> targets);
  void countIdle(const Rows &rows, const InputCodes &codes, size_t positions,
                 MvmCounts &counts) const;
  void countActive(const Rows &rows, const InputCodes &codes, size_t positions,
                   MvmCounts &counts) const;

  size_t numCounters, numSlices;
  /// By planes per drive: the bits of a table entry that make each drive active.
  std::map<int32_t, std::vector<uint32_t>> bitsOfDrives;
  std::vector<Rows> rowGroups;
  /// Which of `rowGroups` has these inputs, planes per drive and counters.
  std::map<std::tuple<std::vector<size_t>, int32_t, size_t>, size_t> known;
};

} // namespace mlir::acim

#endif // ACIM_LIB_ENGINE_DRIVECOUNTER_H
