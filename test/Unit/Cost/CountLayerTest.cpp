//===- CountLayerTest.cpp - Counts against plain nested loops -----------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "RandomPlan.h"
#include "gtest/gtest.h"
#include <cstdlib>
#include <set>

using namespace mlir::acim;
using namespace mlir::acim::test;

namespace {

/// Bits that tell apart what a column can give with exactly `active` active rows: the extremes over
/// all choices of rows and levels, row by row.
int64_t boundedBits(const InputCode &code, const ConversionRange &range,
                    const std::vector<int> &cells, size_t active) {
  std::set<int64_t> levels;
  for (uint32_t bits : code.table)
    for (size_t plane = 0; plane < code.planeScale.size(); ++plane)
      levels.insert(driveLevel(code, bits, plane));
  levels.erase(0);
  std::vector<std::set<int64_t>> sums(active + 1);
  sums[0] = {0};
  for (int cell : cells)
    for (size_t k = active; k-- > 0;)
      for (int64_t sum : sums[k])
        for (int64_t level : levels)
          sums[k + 1].insert(sum + level * cell);
  const int64_t first = range.codeOf(*sums[active].begin()),
                last = range.codeOf(*sums[active].rbegin());
  int64_t bits = 1;
  while ((int64_t(1) << bits) < last - first + 1)
    ++bits;
  return bits;
}

/// Counts the events of a layer one by one: every position, drive, word line, bit line.
struct PlainCounts {
  std::map<int64_t, int64_t> conversionsByBits;
  std::vector<int64_t> cellsByLevel = std::vector<int64_t>(8, 0);
  int64_t conversions = 0, shiftAdds = 0, drivenRows = 0, cellEvents = 0, convertedPlanes = 0,
          idlePlanes = 0, idleConversions = 0, emptyConversions = 0, skippedConversions = 0,
          skippedCellEvents = 0, boundedConversions = 0, boundedBits = 0, activeRowCounts = 0;

  explicit PlainCounts(const RandomLayer &layer) : layer(layer), plan(layer.plan) {
    for (int64_t position = 0; position < layer.counts.positions; ++position)
      for (const CrossbarBlock &block : plan.blocks)
        for (const Drive &drive : drivesOf(plan, block))
          visitBlock(block, position, drive);
  }

private:
  struct RowGroup {
    const CrossbarBlock &block;
    size_t index, firstRow, endRow, active, plane;
    bool isIdle() const { return block.skipsIdlePlanes && active == 0; }
    bool isLeftOut(size_t column) const {
      return !block.skippedPlanes.empty() && (block.skippedPlanes[column] >> plane) % 2 == 1;
    }
  };

  void visitBlock(const CrossbarBlock &block, int64_t position, const Drive &drive) {
    size_t firstRow = 0;
    for (size_t index = 0; index < block.rowGroups.size(); ++index) {
      size_t size = block.rowGroups[index];
      RowGroup rows{block,
                    index,
                    firstRow,
                    firstRow + size,
                    activeRows(layer, block, firstRow, size, position, drive),
                    drive.front()};
      bool converts = false;
      for (size_t column = 0; column < block.columns.size(); column += block.columnGroup)
        converts |= visitActivation(rows, position, drive, column);
      visitCells(rows, position, drive);
      activeRowCounts += block.boundsByActiveRows && converts;
      firstRow += size;
    }
  }

  /// One activation of an operation unit; whether it has a converted column at all.
  bool visitActivation(const RowGroup &rows, int64_t position, const Drive &drive,
                       size_t firstColumn) {
    const CrossbarBlock &block = rows.block;
    size_t endColumn = std::min(firstColumn + block.columnGroup, block.columns.size());
    bool isDriving = false;
    for (size_t column = firstColumn; column < endColumn; ++column)
      isDriving |= !rows.isLeftOut(column);
    for (size_t row = rows.firstRow; row < rows.endRow; ++row)
      drivenRows += isDriving * drivenWordLines(rows, row, position, drive);
    bool converts = false;
    for (size_t column = firstColumn; column < endColumn; ++column)
      converts |= visitColumn(rows, column);
    (rows.isIdle() ? idlePlanes : convertedPlanes) += converts;
    return converts;
  }

  int64_t drivenWordLines(const RowGroup &rows, size_t row, int64_t position, const Drive &drive) {
    int64_t driven = 0;
    for (size_t plane = 0; plane < drive.size(); ++plane)
      if (isDriven(plan, layer.input(position, rows.block.group, rows.block.rows[row]),
                   drive[plane]))
        driven += 1 << plane;
    return driven;
  }

  /// All cells conduct where any column is converted.
  void visitCells(const RowGroup &rows, int64_t position, const Drive &drive) {
    const CrossbarBlock &block = rows.block;
    bool isDriving = false;
    for (size_t column = 0; column < block.columns.size(); ++column)
      isDriving |= !rows.isLeftOut(column);
    for (size_t row = rows.firstRow; isDriving && row < rows.endRow; ++row)
      for (int64_t k = 0; k < drivenWordLines(rows, row, position, drive); ++k)
        for (size_t column = 0; column < block.columns.size(); ++column) {
          const int digit = block.digits[row * block.columns.size() + column];
          visitCell(block, digit);
          skippedCellEvents += rows.isLeftOut(column) * std::abs(digit);
        }
  }

  /// Whether the column is converted here at all.
  bool visitColumn(const RowGroup &rows, size_t column) {
    const CrossbarBlock &block = rows.block;
    const ConversionRange &range = block.ranges[rows.index * block.columns.size() + column];
    for (int array = 0; array < (block.readout == Readout::Separate ? 2 : 1); ++array) {
      if (range.bits == 0)
        ++emptyConversions;
      else if (rows.isLeftOut(column))
        ++skippedConversions;
      else if (rows.isIdle())
        ++idleConversions;
      else
        visitConversion(rows, column, range, array);
    }
    return range.bits != 0 && !rows.isLeftOut(column);
  }

  void visitConversion(const RowGroup &rows, size_t column, const ConversionRange &range,
                       int array) {
    const CrossbarBlock &block = rows.block;
    ++conversions;
    ++shiftAdds;
    if (!block.boundsByActiveRows) {
      ++conversionsByBits[range.bits];
      return;
    }
    std::vector<int> cells;
    for (size_t row = rows.firstRow; row < rows.endRow; ++row) {
      const int digit = block.digits[row * block.columns.size() + column];
      const bool isSeparate = block.readout == Readout::Separate;
      cells.push_back(isSeparate ? std::max(array == 0 ? digit : -digit, 0) : digit);
    }
    int64_t bits = ::boundedBits(plan.input, range, cells, rows.active);
    ++boundedConversions;
    boundedBits += range.bits - bits;
    ++conversionsByBits[bits];
  }

  void visitCell(const CrossbarBlock &block, int digit) {
    int plus = std::max(digit, 0), minus = std::max(-digit, 0);
    ++cellsByLevel[plus];
    if (block.readout != Readout::Single)
      ++cellsByLevel[minus];
    cellEvents += plus + minus;
  }

  const RandomLayer &layer;
  const MvmPlan &plan;
};

class CountLayer : public testing::TestWithParam<unsigned> {};

} // namespace

TEST_P(CountLayer, EqualsPlainLoops) {
  RandomLayer layer = makeRandomLayer(GetParam());
  LayerCounts counts = countLayer(layer.plan, layer.counts, layer.context);
  PlainCounts plain(layer);
  for (auto [bits, conversions] : counts.conversionsByBits)
    EXPECT_EQ(conversions, plain.conversionsByBits[bits]) << bits; // a resolution may be in no use
  EXPECT_EQ(counts.conversions(), plain.conversions);
  EXPECT_EQ(counts.shiftAdds, plain.shiftAdds);
  EXPECT_EQ(counts.drivenRows, plain.drivenRows);
  EXPECT_EQ(counts.cellEvents(), plain.cellEvents);
  EXPECT_EQ(counts.convertedPlanes, plain.convertedPlanes);
  EXPECT_EQ(counts.idlePlanes, plain.idlePlanes);
  EXPECT_EQ(counts.idleConversions, plain.idleConversions);
  EXPECT_EQ(counts.emptyConversions, plain.emptyConversions);
  EXPECT_EQ(counts.skippedConversions, plain.skippedConversions);
  EXPECT_EQ(counts.skippedCellEvents(), plain.skippedCellEvents);
  EXPECT_EQ(counts.boundedConversions, plain.boundedConversions);
  EXPECT_EQ(counts.boundedBits, plain.boundedBits);
  EXPECT_EQ(counts.activeRowCounts, plain.activeRowCounts);
  int64_t all = plain.idlePlanes + plain.convertedPlanes;
  EXPECT_DOUBLE_EQ(counts.idleShare() * all, plain.idlePlanes);
  std::vector<int64_t> levels = counts.cellsByLevel;
  levels.resize(8);
  EXPECT_EQ(levels, plain.cellsByLevel);
}

TEST_P(CountLayer, MacsAndCellsFollowFromTheShape) {
  RandomLayer layer = makeRandomLayer(GetParam());
  LayerCounts counts = countLayer(layer.plan, layer.counts, layer.context);
  int64_t macs = 0, cells = 0;
  for (int64_t i = 0; i < layer.counts.positions; ++i)
    for (int64_t g = 0; g < layer.plan.groups; ++g)
      macs += layer.plan.rows * layer.plan.outputs;
  for (const CrossbarBlock &block : layer.plan.blocks)
    cells += block.digits.size() * block.wordLinesPerRow();
  EXPECT_EQ(counts.macs, macs);
  EXPECT_EQ(counts.usedCells, cells);
  EXPECT_EQ(counts.crossbars, int64_t(layer.context.tileOfCrossbar.size()));
  EXPECT_EQ(counts.totalCells, counts.crossbars * 256);
  EXPECT_LE(counts.utilisation(), 1);
}

TEST_P(CountLayer, EveryConversionIsPartOfOneStep) {
  RandomLayer layer = makeRandomLayer(GetParam(), /*skips=*/false);
  LayerCounts counts = countLayer(layer.plan, layer.counts, layer.context);
  EXPECT_LE(counts.steps, counts.convertedPlanes); // blocks that work at once share a step
  if (counts.profiles.size() != 1)
    return; // profiles do not say how many crossbars have them
  int64_t conversions = 0, steps = 0;
  for (auto [converted, activations] : counts.profiles.front()) {
    conversions += converted * activations;
    steps += activations;
  }
  EXPECT_EQ(conversions * layer.counts.positions * counts.crossbars, counts.conversions());
  EXPECT_EQ(steps * layer.counts.positions * counts.crossbars, counts.steps);
}

TEST_P(CountLayer, TrafficIsWhatTheTilesHold) {
  RandomLayer layer = makeRandomLayer(GetParam());
  LayerCounts counts = countLayer(layer.plan, layer.counts, layer.context);
  std::map<int64_t, std::set<int64_t>> rows, crossbarOutputs, tileOutputs;
  std::map<int64_t, int64_t> wordLines;
  for (const CrossbarBlock &block : layer.plan.blocks) {
    int64_t tile = layer.context.tileOfCrossbar[block.crossbar];
    wordLines[block.crossbar] += block.rows.size();
    for (int32_t row : block.rows)
      rows[tile].insert(block.group * 1000 + row);
    for (const BlockColumn &column : block.columns)
      if (column.output >= 0) {
        crossbarOutputs[block.crossbar].insert(block.group * 1000 + column.output);
        tileOutputs[tile].insert(block.group * 1000 + column.output);
      }
  }
  int64_t positions = layer.counts.positions, inputBits = 8, sumBits = 32;
  int64_t fetched = 0, sums = 0, sent = 0, inputRegister = 0, read = 0, registers = 0;
  for (const auto &entry : rows)
    fetched += positions * entry.second.size() * inputBits;
  for (const auto &entry : crossbarOutputs)
    sums += positions * entry.second.size() * sumBits;
  for (const auto &entry : tileOutputs)
    sent += positions * entry.second.size() * sumBits;
  sent -= positions * tileOutputs.begin()->second.size() * sumBits;
  for (const auto &entry : wordLines)
    inputRegister +=
        positions * entry.second * (inputBits + int64_t(layer.plan.input.planeScale.size()));
  for (auto [bits, times] : counts.tileReads)
    read += bits * times;
  for (auto [bits, times] : counts.inputRegister)
    registers += bits * times;
  EXPECT_EQ(read, fetched);
  EXPECT_EQ(registers, inputRegister);
  EXPECT_EQ(counts.busBits, fetched + sums);
  EXPECT_EQ(counts.routerBits, sent + layer.context.inferences * layer.context.inputElements *
                                          inputBits * int64_t(rows.size()));
}

/// What is skipped is neither converted nor added; rows, cells and the schedule stay.
TEST_P(CountLayer, SkippingSavesConversionsOnly) {
  RandomLayer layer = makeRandomLayer(GetParam());
  for (CrossbarBlock &block : layer.plan.blocks)
    block.skippedPlanes.clear();
  LayerCounts skipping = countLayer(layer.plan, layer.counts, layer.context);
  for (CrossbarBlock &block : layer.plan.blocks) {
    block.skipsIdlePlanes = block.boundsByActiveRows = false;
    for (ConversionRange &range : block.ranges)
      range.bits = std::max<uint8_t>(range.bits, 1);
  }
  LayerCounts all = countLayer(layer.plan, layer.counts, layer.context);
  EXPECT_EQ(skipping.conversions() + skipping.idleConversions + skipping.emptyConversions,
            all.conversions());
  EXPECT_EQ(all.idleConversions + all.emptyConversions + all.boundedConversions, 0);
  EXPECT_EQ(skipping.shiftAdds, skipping.conversions());
  EXPECT_LE(skipping.convertedPlanes + skipping.idlePlanes, all.convertedPlanes);
  EXPECT_EQ(all.idlePlanes, 0);
  EXPECT_EQ(skipping.drivenRows, all.drivenRows);
  EXPECT_EQ(skipping.cellsByLevel, all.cellsByLevel);
  EXPECT_EQ(skipping.steps, all.steps);
  EXPECT_EQ(skipping.profiles, all.profiles);
}

/// What a program leaves out is neither converted, driven for itself nor scheduled.
TEST_P(CountLayer, LeavingConversionsOutSavesWhatTheyTake) {
  RandomLayer layer = makeRandomLayer(GetParam());
  LayerCounts some = countLayer(layer.plan, layer.counts, layer.context);
  for (CrossbarBlock &block : layer.plan.blocks)
    block.skippedPlanes.clear();
  LayerCounts all = countLayer(layer.plan, layer.counts, layer.context);
  EXPECT_EQ(some.conversions() + some.idleConversions + some.skippedConversions,
            all.conversions() + all.idleConversions);
  EXPECT_EQ(all.skippedConversions + all.skippedCellEvents(), 0);
  EXPECT_LE(some.convertedPlanes + some.idlePlanes, all.convertedPlanes + all.idlePlanes);
  EXPECT_LE(some.drivenRows, all.drivenRows);
  EXPECT_LE(some.skippedCellEvents(), some.cellEvents());
  EXPECT_LE(some.cellEvents(), all.cellEvents());
  EXPECT_LE(some.steps, all.steps);
}

INSTANTIATE_TEST_SUITE_P(Random, CountLayer, testing::Range(0u, 60u));

TEST(CountLayerOnce, DepthwiseBlocksOnOneCrossbarWorkAtOnce) {
  MvmPlan plan;
  plan.name = "depthwise";
  plan.groups = 3;
  plan.rows = 9;
  plan.outputs = 1;
  plan.input = binaryInputCode(8, -128);
  for (int32_t group = 0; group < 3; ++group) {
    CrossbarBlock block;
    block.group = group;
    for (int32_t row = 0; row < 9; ++row)
      block.rows.push_back(row);
    block.rowGroups = {9};
    block.columns = {{0, 1}, {0, 4}, {0, 16}, {0, 64}};
    block.columnGroup = 4;
    block.digits.assign(36, 1);
    block.ranges.assign(4, {-512, 10, 0});
    plan.blocks.push_back(block);
  }
  MvmCounts counts;
  counts.positions = 10;
  counts.activeRows.assign(3 * 8 * 9, 5);
  LayerContext context;
  context.tileOfCrossbar = {0};
  LayerCounts together = countLayer(plan, counts, context);
  EXPECT_EQ(together.profiles, std::vector<StepProfile>({{{12, 8}}}));
  EXPECT_EQ(together.steps, 10 * 8);
  EXPECT_EQ(together.convertedPlanes, 10 * 8 * 3);
  context.maxActiveRows = 9;
  LayerCounts apart = countLayer(plan, counts, context);
  EXPECT_EQ(apart.profiles, std::vector<StepProfile>({{{4, 24}}}));
  EXPECT_EQ(apart.conversions(), together.conversions());
}

TEST(CountLayerOnce, ReductionAddsPartialSumsBiasAndSummedInputs) {
  RandomLayer layer = makeRandomLayer(3);
  MvmPlan &plan = layer.plan;
  plan.groups = 1;
  plan.rows = 4;
  plan.outputs = 2;
  plan.input = binaryInputCode(8, -128);
  plan.blocks.clear();
  for (int32_t crossbar = 0; crossbar < 2; ++crossbar) {
    CrossbarBlock block;
    block.crossbar = crossbar;
    block.rows = {2 * crossbar, 2 * crossbar + 1};
    block.rowGroups = {2};
    block.columnGroup = 3;
    block.columns = {{0, 1}, {1, 1}, {BlockColumn::allOutputs, -2}};
    block.digits.assign(6, 1);
    block.ranges.assign(3, {0, 2, 0});
    plan.blocks.push_back(block);
  }
  MvmCounts counts;
  counts.positions = 7;
  counts.activeRows.assign(plan.input.planeScale.size() * 4, 0);
  LayerContext context;
  context.tileOfCrossbar = {0, 0};
  // Two outputs meet two partial sums each, each block takes its reference from two outputs, two
  // initial values.
  EXPECT_EQ(countLayer(plan, counts, context).digital.total(), 7 * (2 + 4 + 2));
  // Two inputs are summed in each block; one is shifted by 1 and added to both outputs, the other
  // is multiplied and added to one.
  plan.blocks[0].inputSums = {0, 0, -2};
  plan.blocks[1].inputSums = {300, 0, 0};
  DigitalCounts digital = countLayer(plan, counts, context).digital;
  const std::map<std::pair<DigitalKind, int64_t>, int64_t> expected = {
      {{DigitalKind::Add, 32}, 7 * (2 + 4 + 2 + 2 + 1)},
      {{DigitalKind::Add, 9}, 7 * (2 + 2)},
      {{DigitalKind::Shift, 9}, 7},
      {{DigitalKind::Multiply, 9}, 7},
  };
  EXPECT_EQ(digital.byKind(), expected);
}

/// Plane 0 is converted in no column and not driven, plane 1 in one of two.
TEST(CountLayerOnce, PlanesThatAreNotConvertedAreNotDriven) {
  MvmPlan plan;
  plan.name = "skipping";
  plan.rows = 2;
  plan.outputs = 1;
  plan.input = binaryInputCode(3, 0);
  CrossbarBlock block;
  block.rows = {0, 1};
  block.rowGroups = {2};
  block.columnGroup = 2;
  block.columns = {{0, 1}, {0, 4}};
  block.digits = {3, 1, 2, 1};
  block.ranges.assign(2, {0, 5, 0});
  block.readout = Readout::Single;
  block.skippedPlanes = {0b011, 0b001};
  plan.blocks = {block};
  MvmCounts counts;
  counts.positions = 1;
  counts.activeRows = {1, 1, 0, 1, 1, 0}; // inputs 5 and 3
  LayerContext context;
  context.tileOfCrossbar = {0};
  LayerCounts result = countLayer(plan, counts, context);
  EXPECT_EQ(result.conversions(), 3);
  EXPECT_EQ(result.skippedConversions, 3);
  EXPECT_EQ(result.drivenRows, 2);
  EXPECT_EQ(result.cellsByLevel, (std::vector<int64_t>{0, 2, 1, 1}));
  EXPECT_EQ(result.skippedCellsByLevel, (std::vector<int64_t>{0, 0, 1}));
  EXPECT_EQ(result.steps, 2);
  EXPECT_EQ(result.profiles, std::vector<StepProfile>({{{1, 1}, {2, 1}}}));
}

/// Three planes on 1 + 2 + 4 word lines: one conversion instead of three.
TEST(CountLayerOnce, DrivesOfSeveralPlanesTakeMoreWordLines) {
  MvmPlan plan;
  plan.name = "repeated";
  plan.rows = 2;
  plan.outputs = 1;
  plan.input = binaryInputCode(4, 0);
  CrossbarBlock block;
  block.rows = {0, 1};
  block.rowGroups = {2};
  block.columnGroup = 1;
  block.columns = {{0, 1}};
  block.digits = {3, 1};
  block.ranges = {{0, 5, 0}};
  block.readout = Readout::Single;
  block.planesPerDrive = 3;
  plan.blocks = {block};
  MvmCounts counts;
  counts.positions = 1;
  counts.activeRows = {1, 0, 0, 1, 1, 1, 0, 1}; // inputs 5 and 14
  LayerContext context;
  context.tileOfCrossbar = {0};
  LayerCounts result = countLayer(plan, counts, context);
  EXPECT_EQ(result.usedCells, 14);
  EXPECT_EQ(result.conversions(), 2); // of planes 0 to 2, and of plane 3
  EXPECT_EQ(result.drivenRows, (1 + 4) + (2 + 4) + 1);
  EXPECT_EQ(result.cellsByLevel, (std::vector<int64_t>{0, 7, 0, 5}));
  EXPECT_EQ(result.steps, 2);
  EXPECT_EQ(result.inputRegister, (BurstCounts{{16, 1}, {6, 1}, {2, 1}}));
  context.maxActiveRows = 14;
  EXPECT_EQ(countLayer(plan, counts, context).steps, 2);
}
