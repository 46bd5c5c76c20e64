//===- LaneSets.cpp - Bit lines side by side in vector lanes ------------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "LaneSets.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/STLExtras.h"

using namespace mlir::acim;

namespace {

/// Blocks of more outputs fill enough lanes by themselves.
constexpr size_t maxSharedBlockLanes = 4;

std::vector<Lane> lanesOf(const CrossbarBlock &block) {
  std::vector<Lane> lanes;
  llvm::DenseMap<int32_t, size_t> laneOfOutput; // looked up only
  for (size_t c = 0; c < block.columns.size(); ++c) {
    auto [entry, inserted] = laneOfOutput.try_emplace(block.columns[c].output, lanes.size());
    if (inserted)
      lanes.push_back({&block, block.columns[c].output, {}});
    auto &lines = lanes[entry->second].lines;
    const auto column = static_cast<uint32_t>(c);
    if (block.readout == Readout::Separate) {
      lines.push_back({column, BitLine::Positive});
      lines.push_back({column, BitLine::Negative});
    } else {
      lines.push_back({column, BitLine::Whole});
    }
  }
  return lanes;
}

/// Whether lanes of `block` may join `set`.
bool joins(const CrossbarBlock &block, const LaneSet &set) {
  return !set.sharedInputs && set.planesPerDrive() == block.planesPerDrive &&
         set.rowGroups() == llvm::ArrayRef(block.rowGroups);
}

} // namespace

size_t LaneSet::numLines() const {
  size_t lines = 0;
  for (const Lane &lane : lanes)
    lines = std::max(lines, lane.lines.size());
  return lines;
}

std::vector<LaneSet> mlir::acim::buildLaneSets(const MvmPlan &plan) {
  std::vector<LaneSet> sets;
  for (const CrossbarBlock &block : plan.blocks) {
    std::vector<Lane> lanes = lanesOf(block);
    if (lanes.empty())
      continue;
    const bool narrow = plan.groups > 1 && lanes.size() <= maxSharedBlockLanes;
    auto set = narrow ? llvm::find_if(sets, [&](const LaneSet &s) { return joins(block, s); })
                      : sets.end();
    if (set == sets.end()) {
      set = sets.emplace(sets.end());
      set->sharedInputs = !narrow;
    }
    llvm::append_range(set->lanes, std::move(lanes));
  }
  return sets;
}
