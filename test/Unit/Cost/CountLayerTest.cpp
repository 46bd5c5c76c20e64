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

/// Counts the events of a layer one by one: every position, plane, word line, bit line.
struct PlainCounts {
  std::map<int64_t, int64_t> conversionsByBits;
  std::vector<int64_t> cellsByLevel = std::vector<int64_t>(8, 0);
  int64_t conversions = 0, shiftAdds = 0, drivenRows = 0, cellEvents = 0, convertedPlanes = 0,
          idlePlanes = 0;

  explicit PlainCounts(const RandomLayer &layer) {
    const MvmPlan &plan = layer.plan;
    for (int64_t position = 0; position < layer.counts.positions; ++position)
      for (size_t plane = 0; plane < plan.input.planeScale.size(); ++plane)
        for (const CrossbarBlock &block : plan.blocks)
          visitBlock(layer, block, position, plane);
  }

  void visitBlock(const RandomLayer &layer, const CrossbarBlock &block, int64_t position,
                  size_t plane) {
    size_t firstRow = 0;
    for (size_t rowGroup = 0; rowGroup < block.rowGroups.size(); ++rowGroup) {
      for (size_t column = 0; column < block.columns.size(); column += block.columnGroup)
        visitActivation(layer, block, position, plane, rowGroup, firstRow, column);
      firstRow += block.rowGroups[rowGroup];
    }
  }

  /// One activation of an operation unit.
  void visitActivation(const RandomLayer &layer, const CrossbarBlock &block, int64_t position,
                       size_t plane, size_t rowGroup, size_t firstRow, size_t firstColumn) {
    size_t endColumn = std::min(firstColumn + block.columnGroup, block.columns.size());
    bool converts = false, isIdle = true;
    for (size_t row = firstRow; row < firstRow + block.rowGroups[rowGroup]; ++row) {
      const MvmPlan &plan = layer.plan;
      int32_t x =
          layer.inputs[(position * plan.groups + block.group) * plan.rows + block.rows[row]];
      if (!isDriven(plan, x, plane))
        continue;
      ++drivenRows;
      isIdle = false;
      for (size_t column = firstColumn; column < endColumn; ++column)
        visitCell(block, block.digits[row * block.columns.size() + column]);
    }
    bool isSkipped = block.skipsIdlePlanes && isIdle;
    for (size_t column = firstColumn; column < endColumn; ++column)
      converts |= visitConversion(
          block, block.ranges[rowGroup * block.columns.size() + column].bits, isSkipped);
    (isSkipped ? idlePlanes : convertedPlanes) += converts;
  }

  /// Whether the column has a converter here at all.
  bool visitConversion(const CrossbarBlock &block, int64_t bits, bool isSkipped) {
    if (bits == 0 || isSkipped)
      return bits != 0;
    int64_t readings = block.readout == Readout::Separate ? 2 : 1;
    conversions += readings;
    shiftAdds += readings;
    conversionsByBits[bits] += readings;
    return true;
  }

  void visitCell(const CrossbarBlock &block, int digit) {
    int plus = std::max(digit, 0), minus = std::max(-digit, 0);
    ++cellsByLevel[plus];
    if (block.readout != Readout::Single)
      ++cellsByLevel[minus];
    cellEvents += plus + minus;
  }
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
    cells += block.digits.size();
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
  LayerCounts skipping = countLayer(layer.plan, layer.counts, layer.context);
  for (CrossbarBlock &block : layer.plan.blocks) {
    block.skipsIdlePlanes = false;
    for (ConversionRange &range : block.ranges)
      range.bits = std::max<uint8_t>(range.bits, 1);
  }
  LayerCounts all = countLayer(layer.plan, layer.counts, layer.context);
  EXPECT_LE(skipping.conversions(), all.conversions());
  EXPECT_EQ(skipping.shiftAdds, skipping.conversions());
  EXPECT_LE(skipping.convertedPlanes + skipping.idlePlanes, all.convertedPlanes);
  EXPECT_EQ(all.idlePlanes, 0);
  EXPECT_EQ(skipping.drivenRows, all.drivenRows);
  EXPECT_EQ(skipping.cellsByLevel, all.cellsByLevel);
  EXPECT_EQ(skipping.steps, all.steps);
  EXPECT_EQ(skipping.profiles, all.profiles);
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
  plan.inputSumScale = 0;
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
  plan.inputSumScale = -2;
  EXPECT_EQ(countLayer(plan, counts, context).digital.total(), 7 * (2 + 4 + 2 + 4 + 2));
}
