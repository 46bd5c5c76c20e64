//===- RandomPlan.cpp - Layers and inputs to count ----------------------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "RandomPlan.h"
#include "acim/Mapping/GatedPlan.h"
#include "acim/Support/Tiling.h"
#include <algorithm>
#include <random>

using namespace mlir::acim;
using namespace mlir::acim::test;

static void countDrivesByActiveRows(RandomLayer &layer) {
  const MvmPlan &plan = layer.plan;
  for (const CrossbarBlock &block : plan.blocks) {
    size_t firstRow = 0;
    for (int32_t size : block.rowGroups) {
      for (const Drive &drive : drivesOf(plan, block)) {
        std::vector<int64_t> drives(size + 1);
        for (int64_t p = 0; p < layer.counts.positions; ++p)
          ++drives[activeRows(layer, block, firstRow, size, p, drive)];
        drives.resize(block.boundsByActiveRows ? size + 1 : block.skipsIdlePlanes ? 1 : 0);
        layer.counts.drivesByActiveRows.insert(layer.counts.drivesByActiveRows.end(),
                                               drives.begin(), drives.end());
      }
      firstRow += size;
    }
  }
}

/// Counts what the inputs of a layer drive.
static void countDrivesOf(RandomLayer &layer) {
  const MvmPlan &plan = layer.plan;
  const size_t planes = plan.input.planeScale.size();
  layer.counts.activeRows.assign(plan.groups * planes * plan.rows, 0);
  for (int64_t p = 0; p < layer.counts.positions; ++p)
    for (int64_t g = 0; g < plan.groups; ++g)
      for (int64_t row = 0; row < plan.rows; ++row)
        for (size_t plane = 0; plane < planes; ++plane)
          layer.counts.activeRows[(g * planes + plane) * plan.rows + row] +=
              isDriven(plan, layer.input(p, g, row), plane);
  countDrivesByActiveRows(layer);
}

namespace {
class Maker {
public:
  Maker(unsigned seed, bool skips, bool isGated) : random(seed), skips(skips), isGated(isGated) {}

  RandomLayer make() {
    MvmPlan &plan = layer.plan;
    plan.name = "layer";
    plan.groups = pick({1, 1, 2, 5});
    plan.rows = between(1, 40);
    plan.outputs = plan.groups > 1 ? between(1, 3) : between(1, 9);
    plan.input = pick({0, 0, 1}) == 0 ? binaryInputCode(pick({3, 8}), -4)
                                      : canonicalSignedInputCode(-4, 60, between(-9, 4));
    planesPerDrive = pick({1, 1, 1, 2, 3});
    plan.initial.assign(plan.groups * plan.outputs, 0);
    readout = std::vector<Readout>{Readout::Single, Readout::Difference,
                                   Readout::Separate}[between(0, 2)];
    layer.context.arrayRows = 16;
    layer.context.arrayColumns = 16;
    layer.context.maxActiveRows = pick({4, 9, 16});
    layer.context.maxActiveColumns = pick({3, 8, 16});
    layer.context.inferences = between(1, 3);
    layer.context.inputElements = plan.groups * plan.rows + 7;
    place();
    run(layer.context.inferences * between(1, 4));
    return std::move(layer);
  }

private:
  int64_t between(int64_t low, int64_t high) { return low + int64_t(random() % (high - low + 1)); }
  int64_t pick(std::vector<int64_t> values) { return values[between(0, values.size() - 1)]; }

  TilingRequest request() {
    TilingRequest request;
    request.groups = layer.plan.groups;
    request.rows = layer.plan.rows;
    request.outputs = layer.plan.outputs;
    request.digitsPerOutput = isGated ? 4 : pick({1, 4});
    request.referenceColumns = isGated ? 0 : pick({0, 1});
    const int64_t wordLinesPerRow = (1 << planesPerDrive) - 1;
    request.arrayRows = layer.context.arrayRows / wordLinesPerRow;
    request.arrayColumns = layer.context.arrayColumns;
    request.maxActiveRows = std::max<int64_t>(1, layer.context.maxActiveRows / wordLinesPerRow);
    request.maxActiveColumns = layer.context.maxActiveColumns;
    return request;
  }

  void place() {
    Tiling tiling = llvm::cantFail(tileLayer(request()));
    for (size_t i = 0; i < tiling.crossbars.size(); ++i) {
      layer.context.tileOfCrossbar.push_back(5 + i / 2);
      for (const TileBlock &tile : tiling.crossbars[i].blocks)
        layer.plan.blocks.push_back(makeBlock(tile, i));
    }
  }

  CrossbarBlock makeBlock(const TileBlock &tile, size_t crossbar) {
    CrossbarBlock block;
    block.crossbar = crossbar;
    block.group = tile.group;
    for (int64_t row = 0; row < tile.numRows; ++row)
      block.rows.push_back(tile.firstRow + row);
    block.rowGroups.assign(tile.rowGroups.begin(), tile.rowGroups.end());
    block.columnGroup = tile.columnGroup;
    block.readout = readout;
    block.planesPerDrive = static_cast<int32_t>(planesPerDrive);
    for (int64_t i = 0; i < tile.numOutputs; ++i)
      for (int64_t digit = 0; digit < tile.numDigits; ++digit)
        block.columns.push_back({int32_t(tile.firstOutput + i), int64_t(1) << (2 * digit)});
    for (int64_t i = 0; i < tile.referenceColumns; ++i)
      block.columns.push_back({BlockColumn::allOutputs, -128});
    for (size_t i = 0; i < block.rows.size() * block.columns.size(); ++i)
      block.digits.push_back(readout == Readout::Single ? between(0, 3) : between(-3, 3));
    for (size_t i = 0; i < block.rowGroups.size() * block.columns.size(); ++i)
      block.ranges.push_back(
          {int32_t(between(-5, 0)) * 2, uint8_t(between(1, 9)), uint8_t(pick({0, 0, 0, 1}))});
    if (pick({0, 1}) == 0)
      for (size_t i = 0; i < block.columns.size(); ++i)
        block.inputSums.push_back(pick({0, -128, 3}));
    if (skips)
      skip(block);
    return block;
  }

  /// Leaves out idle planes of most blocks, and some columns, whose cells it empties.
  void skip(CrossbarBlock &block) {
    block.skipsIdlePlanes = pick({0, 1, 1}) != 0;
    block.boundsByActiveRows = planesPerDrive == 1 && pick({0, 1}) != 0;
    if (pick({0, 1}) == 0)
      leaveOut(block);
    size_t firstRow = 0;
    for (size_t g = 0; g < block.rowGroups.size(); firstRow += block.rowGroups[g++])
      for (size_t column = 0; column < block.columns.size(); ++column) {
        if (pick({0, 1}) == 0)
          continue;
        block.ranges[g * block.columns.size() + column].bits = 0;
        for (size_t row = firstRow; row < firstRow + block.rowGroups[g]; ++row)
          block.digits[row * block.columns.size() + column] = 0;
      }
  }

  /// Leaves out the conversions of some columns in some drives, and all of the last drive.
  void leaveOut(CrossbarBlock &block) {
    const std::vector<Drive> drives = drivesOf(layer.plan, block);
    const int64_t share = between(1, 3);
    for (size_t column = 0; column < block.columns.size(); ++column) {
      uint32_t planes = uint32_t(1) << drives.back().front();
      for (const Drive &drive : drives)
        planes |= uint32_t(between(0, share) == 0) << drive.front();
      block.skippedPlanes.push_back(planes);
    }
  }

  void run(int64_t positions) {
    const MvmPlan &plan = layer.plan;
    layer.counts.positions = positions;
    for (int64_t i = 0; i < positions * plan.groups * plan.rows; ++i)
      layer.inputs.push_back(between(plan.input.inputLo, plan.input.inputHi()));
    countDrivesOf(layer);
  }

  std::mt19937 random;
  bool skips, isGated;
  Readout readout = Readout::Single;
  int64_t planesPerDrive = 1;
  RandomLayer layer;
};
} // namespace

bool mlir::acim::test::isDriven(const MvmPlan &plan, int32_t x, size_t plane) {
  return driveLevel(plan.input, plan.input.table[x - plan.input.inputLo], plane) != 0;
}

std::vector<Drive> mlir::acim::test::drivesOf(const MvmPlan &plan, const CrossbarBlock &block) {
  std::vector<Drive> drives;
  for (size_t plane = 0; plane < plan.input.planeScale.size(); ++plane) {
    const bool doubles =
        plane > 0 && plan.input.planeScale[plane] == 2 * plan.input.planeScale[plane - 1];
    if (!doubles || drives.back().size() == size_t(block.planesPerDrive))
      drives.emplace_back();
    drives.back().push_back(plane);
  }
  return drives;
}

size_t mlir::acim::test::activeRows(const RandomLayer &layer, const CrossbarBlock &block,
                                    size_t firstRow, size_t numRows, int64_t position,
                                    const Drive &drive) {
  size_t active = 0;
  for (size_t row = firstRow; row < firstRow + numRows; ++row) {
    const int32_t x = layer.input(position, block.group, block.rows[row]);
    active += std::any_of(drive.begin(), drive.end(),
                          [&](size_t plane) { return isDriven(layer.plan, x, plane); });
  }
  return active;
}

RandomLayer mlir::acim::test::makeRandomLayer(unsigned seed, bool skips) {
  return Maker(seed, skips, /*isGated=*/false).make();
}

namespace {

/// Counts the second pass of a layer from its masks.
class SecondPassCounter {
public:
  explicit SecondPassCounter(GatedLayer &layer)
      : layer(layer), plan(layer.plan), gated(gatedPlanOf(layer.plan)) {}

  void count() {
    MvmCounts &counts = layer.counts;
    counts.refinements.clear();
    counts.secondDrives.clear();
    counts.refinedPositions = 0;
    for (const Refinement &refinement : gated.refinements)
      counts.refinements.push_back(
          countPart(refinement.low, [&](int64_t position) { return isOn(position, refinement); }));
    for (const SecondDrive &drive : gated.drives)
      counts.secondDrives.push_back(countPart(drive.part, [&](int64_t position) {
        return std::any_of(drive.refinements.begin(), drive.refinements.end(),
                           [&](size_t index) { return isOn(position, gated.refinements[index]); });
      }));
    for (int64_t p = 0; p < counts.positions; ++p)
      counts.refinedPositions +=
          std::any_of(gated.refinements.begin(), gated.refinements.end(),
                      [&](const Refinement &refinement) { return isOn(p, refinement); });
  }

private:
  /// A mask is the same in all blocks that it stands for: ask for the first.
  bool isOn(int64_t position, const Refinement &refinement) const {
    for (const CrossbarBlock &block : plan.blocks) {
      if (block.group != refinement.low.group)
        continue;
      size_t firstRow = 0;
      for (size_t g = 0; g < block.rowGroups.size(); firstRow += block.rowGroups[g++]) {
        std::vector<int32_t> rows(block.rows.begin() + firstRow,
                                  block.rows.begin() + firstRow + block.rowGroups[g]);
        if (plan.gate->granularity == GateGranularity::Output || rows == refinement.low.rows)
          return layer.isOn(position, block, g, refinement.output);
      }
    }
    return false;
  }

  MvmCounts countPart(const PlanPart &part, std::function<bool(int64_t)> isDriven) const {
    RandomLayer partLayer;
    partLayer.plan = part.plan;
    for (int64_t p = 0; p < layer.counts.positions; ++p)
      if (isDriven(p)) {
        ++partLayer.counts.positions;
        for (int32_t row : part.rows)
          partLayer.inputs.push_back(layer.input(p, part.group, row));
      }
    countDrivesOf(partLayer);
    return partLayer.counts;
  }

  GatedLayer &layer;
  const MvmPlan &plan;
  GatedPlan gated;
};

} // namespace

GatedLayer mlir::acim::test::makeGatedLayer(unsigned seed) {
  GatedLayer layer;
  static_cast<RandomLayer &>(layer) = Maker(seed, seed % 3 != 0, /*isGated=*/true).make();
  const bool byUnits = seed % 2 == 0;
  layer.plan.gate =
      Gate{seed % 4 < 2 ? 2 : 4, byUnits ? GateGranularity::Unit : GateGranularity::Output, {}, {}};
  layer.plan.gate->thresholds.resize(layer.plan.initial.size());
  const unsigned share = 1 + seed % 5; // about one mask of so many is on
  layer.isOn = [=](int64_t position, const CrossbarBlock &block, size_t rowGroup, int32_t output) {
    size_t firstRow = 0;
    for (size_t g = 0; byUnits && g < rowGroup; ++g)
      firstRow += block.rowGroups[g];
    const int64_t rows = byUnits ? block.rows[firstRow] : 0;
    return std::mt19937(((position * 64 + block.group) * 64 + rows) * 64 + output)() % share == 0;
  };
  SecondPassCounter(layer).count();
  return layer;
}

void mlir::acim::test::openGate(GatedLayer &layer) {
  layer.isOn = [](int64_t, const CrossbarBlock &, size_t, int32_t) { return true; };
  SecondPassCounter(layer).count();
}
