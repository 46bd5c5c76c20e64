//===- IdlePlanes.h - Counts drive planes without an active row ---------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef ACIM_LIB_ENGINE_IDLEPLANES_H
#define ACIM_LIB_ENGINE_IDLEPLANES_H

#include "InputCodes.h"
#include "InputKernels.h"
#include "acim/Mapping/MvmPlan.h"
#include <vector>

namespace mlir::acim {

/// Counts the idle planes of the blocks of a plan that skip them; nothing for the others. Row
/// groups of the same inputs are looked at once.
class IdlePlanes {
public:
  explicit IdlePlanes(const MvmPlan &plan);

  void startCounts(MvmCounts &counts) const { counts.idlePlanes.resize(numCounts); }

  /// Adds the idle planes of at most kernels::maxCountedPositions positions.
  void count(const InputCodes &codes, size_t positions, MvmCounts &counts) const;

private:
  /// Inputs that are driven together, and the first counter of each row group that is driven by
  /// them.
  struct Rows {
    std::vector<kernels::ByteRun> runs;
    std::vector<size_t> targets;
  };

  size_t numCounts, numSlices;
  std::vector<uint32_t> planeBits; ///< bits of a table entry that make each drive plane active
  std::vector<Rows> rowGroups;
};

} // namespace mlir::acim

#endif // ACIM_LIB_ENGINE_IDLEPLANES_H
