//===- EngineChecks.cpp - Makes and runs engines in tests -----------------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "EngineChecks.h"
#include "acim/Mapping/PlanChecks.h"
#include "acim/Support/ColumnRanges.h"
#include "gtest/gtest.h"

using namespace mlir::acim;
using namespace mlir::acim::test;

std::unique_ptr<Engine> mlir::acim::test::engineFor(const MvmPlan &plan, EngineKind kind) {
  llvm::Expected<std::unique_ptr<Engine>> engine = createEngine(plan, kind);
  EXPECT_TRUE(static_cast<bool>(engine)) << llvm::toString(engine.takeError());
  return engine ? std::move(*engine) : nullptr;
}

std::string mlir::acim::test::errorOf(const MvmPlan &plan, EngineKind kind) {
  llvm::Expected<std::unique_ptr<Engine>> engine = createEngine(plan, kind);
  return engine ? "" : llvm::toString(engine.takeError());
}

RunResult mlir::acim::test::runEngine(const Engine &engine, const MvmPlan &plan,
                                      llvm::ArrayRef<int16_t> inputs, int64_t positions) {
  RunResult result;
  result.outputs.resize(positions * plan.groups * plan.outputs, -1);
  engine.run(inputs, positions, result.outputs, result.counts);
  return result;
}

static void expectEqualCounts(const MvmCounts &found, const MvmCounts &expected) {
  EXPECT_EQ(found.activeRows, expected.activeRows);
  EXPECT_EQ(found.drivesByActiveRows, expected.drivesByActiveRows);
  EXPECT_EQ(found.positions, expected.positions);
  EXPECT_EQ(found.clippedConversions, expected.clippedConversions);
  EXPECT_EQ(found.refinedPositions, expected.refinedPositions);
  ASSERT_EQ(found.refinements.size(), expected.refinements.size());
  for (size_t k = 0; k < found.refinements.size(); ++k)
    expectEqualCounts(found.refinements[k], expected.refinements[k]);
  ASSERT_EQ(found.secondDrives.size(), expected.secondDrives.size());
  for (size_t k = 0; k < found.secondDrives.size(); ++k)
    expectEqualCounts(found.secondDrives[k], expected.secondDrives[k]);
}

void mlir::acim::test::expectEqual(const RunResult &found, const RunResult &expected) {
  EXPECT_EQ(found.outputs, expected.outputs);
  expectEqualCounts(found.counts, expected.counts);
}

void mlir::acim::test::checkPlan(const MvmPlan &plan, int64_t positions, std::mt19937 &random) {
  const std::vector<int16_t> inputs = randomInputs(plan, positions, random);
  const RunResult expected = runScalarReference(plan, inputs, positions);
  expectEqual(runEngine(*engineFor(plan, EngineKind::BitPlane), plan, inputs, positions), expected);
  const MvmCounts counts = countDrives(plan, inputs, positions);
  EXPECT_EQ(counts.positions, positions);
  EXPECT_EQ(counts.activeRows, expected.counts.activeRows);
  EXPECT_EQ(counts.drivesByActiveRows, expected.counts.drivesByActiveRows);
  EXPECT_EQ(counts.refinedPositions, expected.counts.refinedPositions);
  if (findInexactReading(plan))
    return;
  EXPECT_EQ(expected.counts.clippedConversions, 0);
  expectEqual(runEngine(*engineFor(plan, EngineKind::Algebraic), plan, inputs, positions),
              expected);
}

void mlir::acim::test::checkSpec(const PlanSpec &spec, int64_t positions, std::mt19937 &random) {
  checkPlan(makePlan(spec, randomWeights(spec, random)), positions, random);
}

std::vector<PlanSpec> mlir::acim::test::allEncodings() {
  std::vector<PlanSpec> specs;
  for (WeightEncoding encoding :
       {WeightEncoding::TwosComplement, WeightEncoding::OffsetDigital,
        WeightEncoding::OffsetReference, WeightEncoding::Cheapest, WeightEncoding::SignMagnitude}) {
    PlanSpec spec;
    spec.encoding = encoding;
    specs.push_back(spec);
  }
  specs.push_back(specs.back());
  specs.back().readout = Readout::Separate;
  return specs;
}

/// Inputs that mostly use few of their planes, so that row groups are often idle.
static std::vector<int16_t> quietInputs(const MvmPlan &plan, int64_t positions,
                                        std::mt19937 &random) {
  std::vector<int16_t> inputs = randomInputs(plan, positions, random);
  for (int16_t &input : inputs) {
    const int quiet = -plan.input.offset + static_cast<int>(random() % 4);
    if (random() % 8 != 0 && quiet >= plan.input.inputLo && quiet <= plan.input.inputHi())
      input = static_cast<int16_t>(quiet);
  }
  return inputs;
}

/// Columns without digits in a row group are not converted there.
static void dropEmptyColumns(CrossbarBlock &block) {
  const size_t columns = block.columns.size();
  size_t firstRow = 0;
  for (size_t g = 0; g < block.rowGroups.size(); firstRow += block.rowGroups[g++])
    for (size_t c = 0; c < columns; ++c) {
      bool empty = true;
      for (size_t row = firstRow; row < firstRow + block.rowGroups[g]; ++row)
        empty &= block.digits[row * columns + c] == 0;
      if (empty)
        block.ranges[g * columns + c].bits = 0;
    }
}

void mlir::acim::test::checkSkipping(MvmPlan plan, int64_t positions, std::mt19937 &random) {
  const std::vector<int16_t> inputs = quietInputs(plan, positions, random);
  const RunResult plain = runScalarReference(plan, inputs, positions);
  EXPECT_TRUE(plain.counts.drivesByActiveRows.empty()); // nothing is skipped
  const bool unitLevels = SumRange{-1, 1}.contains(driveLevels(plan.input));
  for (size_t b = 0; b < plan.blocks.size(); ++b) {
    CrossbarBlock &block = plan.blocks[b];
    block.skipsIdlePlanes = b % 3 != 2;
    block.boundsByActiveRows = unitLevels && block.planesPerDrive == 1 && b % 4 != 1;
    dropEmptyColumns(block);
  }
  RunResult expected = runScalarReference(plan, inputs, positions);
  EXPECT_EQ(expected.outputs, plain.outputs);
  EXPECT_EQ(expected.counts.clippedConversions, plain.counts.clippedConversions);
  expectEqual(runEngine(*engineFor(plan, EngineKind::BitPlane), plan, inputs, positions), expected);
  if (!findInexactReading(plan))
    expectEqual(runEngine(*engineFor(plan, EngineKind::Algebraic), plan, inputs, positions),
                expected);
}

void mlir::acim::test::skipDrives(MvmPlan &plan, std::mt19937 &random) {
  for (CrossbarBlock &block : plan.blocks) {
    if (random() % 5 == 0)
      continue;
    const std::vector<size_t> starts = driveStarts(plan.input, block.planesPerDrive);
    const uint32_t kinds = 1 + random() % 4;
    for (size_t c = 0; c < block.columns.size(); ++c) {
      std::mt19937 kind(c % kinds);
      uint32_t skipped = 0;
      for (size_t drive = 0; drive + 1 < starts.size(); ++drive)
        skipped |= uint32_t(kind() % 3 == 0) << starts[drive];
      block.skippedPlanes.push_back(skipped);
    }
  }
}
