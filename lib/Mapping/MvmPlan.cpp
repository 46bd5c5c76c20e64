//===- MvmPlan.cpp - What follows from a plan -----------------------------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "acim/Mapping/MvmPlan.h"
#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/STLExtras.h"
#include <set>

using namespace mlir::acim;

std::vector<int32_t> mlir::acim::outputsOf(const CrossbarBlock &block) {
  std::set<int32_t> outputs;
  for (const BlockColumn &column : block.columns)
    if (column.output != BlockColumn::allOutputs)
      outputs.insert(column.output);
  return {outputs.begin(), outputs.end()};
}

std::vector<size_t> mlir::acim::driveStarts(const InputCode &code, int32_t planesPerDrive) {
  std::vector<size_t> starts;
  const std::vector<int64_t> &scales = code.planeScale;
  for (size_t plane = 0; plane < scales.size(); ++plane) {
    const bool continues = !starts.empty() && scales[plane] == 2 * scales[plane - 1] &&
                           plane - starts.back() < static_cast<size_t>(planesPerDrive);
    if (!continues)
      starts.push_back(plane);
  }
  starts.push_back(scales.size());
  return starts;
}

InputCode mlir::acim::gatherDrives(const InputCode &code, int32_t planesPerDrive) {
  InputCode gathered = code;
  gathered.planeScale.clear();
  const std::vector<size_t> starts = driveStarts(code, planesPerDrive);
  for (size_t first : llvm::ArrayRef(starts).drop_back())
    gathered.planeScale.push_back(code.planeScale[first]);
  for (InputBitPlane &plane : gathered.bitPlanes) {
    const size_t drive = llvm::upper_bound(starts, plane.drivePlane) - starts.begin() - 1;
    plane.coefficient *= 1 << (plane.drivePlane - starts[drive]);
    plane.drivePlane = static_cast<uint16_t>(drive);
  }
  return gathered;
}

std::vector<size_t> MvmPlan::activityOffsets() const {
  std::vector<size_t> offsets{0};
  for (const CrossbarBlock &block : blocks) {
    const size_t drives = numDrives(block);
    for (size_t rowGroup = 0; rowGroup < block.rowGroups.size(); ++rowGroup)
      offsets.push_back(offsets.back() + drives * block.activityCounters(rowGroup));
  }
  return offsets;
}

static void addEach(std::vector<int64_t> &totals, const std::vector<int64_t> &parts) {
  if (totals.size() < parts.size())
    totals.resize(parts.size());
  for (size_t i = 0; i < parts.size(); ++i)
    totals[i] += parts[i];
}

static void addEach(std::vector<MvmCounts> &totals, const std::vector<MvmCounts> &parts) {
  if (totals.size() < parts.size())
    totals.resize(parts.size());
  for (size_t i = 0; i < parts.size(); ++i)
    totals[i].add(parts[i]);
}

void MvmCounts::add(const MvmCounts &other) {
  positions += other.positions;
  clippedConversions += other.clippedConversions;
  refinedPositions += other.refinedPositions;
  addEach(activeRows, other.activeRows);
  addEach(drivesByActiveRows, other.drivesByActiveRows);
  addEach(refinements, other.refinements);
  addEach(secondDrives, other.secondDrives);
}

void MvmCounts::repeat(int64_t times) {
  for (int64_t *count : {&positions, &clippedConversions, &refinedPositions})
    *count *= times;
  for (std::vector<int64_t> *counts : {&activeRows, &drivesByActiveRows})
    for (int64_t &count : *counts)
      count *= times;
  for (std::vector<MvmCounts> *parts : {&refinements, &secondDrives})
    for (MvmCounts &part : *parts)
      part.repeat(times);
}
