//===- LaneSets.h - Bit lines side by side in vector lanes --------------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A lane belongs to one output of one block (or to its reference columns) and
// works off that output's bit lines one after the other. Blocks too narrow to
// fill vectors, those of depthwise layers, share a lane set.
//
//===----------------------------------------------------------------------===//

#ifndef ACIM_LIB_ENGINE_LANESETS_H
#define ACIM_LIB_ENGINE_LANESETS_H

#include "acim/Mapping/MvmPlan.h"
#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/SmallVector.h"
#include <algorithm>
#include <vector>

namespace mlir::acim {

/// One bit line, read on its own.
struct BitLine {
  /// Whole: the column's digits with their signs. The others: one array of a pair that is read
  /// separately.
  enum Side : uint8_t { Whole, Positive, Negative };
  uint32_t column;
  Side side;

  /// What the line's cell holds for the column's digit.
  int64_t cell(int64_t digit) const {
    return side == Whole ? digit : std::max<int64_t>(side == Positive ? digit : -digit, 0);
  }
};

struct Lane {
  const CrossbarBlock *block;
  int32_t output; ///< within the group, or BlockColumn::allOutputs
  llvm::SmallVector<BitLine, 4> lines;
};

/// Lanes that are converted together, row group by row group.
struct LaneSet {
  std::vector<Lane> lanes;
  bool sharedInputs = true; ///< all lanes belong to one block

  llvm::ArrayRef<int32_t> rowGroups() const { return lanes.front().block->rowGroups; }
  int32_t planesPerDrive() const { return lanes.front().block->planesPerDrive; }
  size_t numLines() const;
};

std::vector<LaneSet> buildLaneSets(const MvmPlan &plan);

} // namespace mlir::acim

#endif // ACIM_LIB_ENGINE_LANESETS_H
