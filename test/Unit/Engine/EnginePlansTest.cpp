//===- EnginePlansTest.cpp - Which plans engines take ---------------------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "EngineChecks.h"
#include "TestPlans.h"
#include "acim/Mapping/PlaceLayer.h"
#include "acim/Mapping/PlanChecks.h"
#include "gtest/gtest.h"

using namespace mlir::acim;
using namespace mlir::acim::test;

namespace {

TEST(Engine, AutoTakesTheAlgebraicEngineOnlyWhereItIsExact) {
  std::mt19937 random(16);
  PlanSpec spec;
  spec.rows = 10;
  std::vector<int16_t> weights(spec.rows * spec.outputs, 3); // one digit of 3: sums up to 30
  spec.range = {0, 5, 0};
  MvmPlan plan = makePlan(spec, weights);
  EXPECT_TRUE(isProvablyExact(plan));
  EXPECT_EQ(engineFor(plan, EngineKind::Auto)->kind(), EngineKind::Algebraic);
  EXPECT_EQ(engineFor(plan, EngineKind::BitPlane)->kind(), EngineKind::BitPlane);
  for (ConversionRange range : {ConversionRange{1, 5, 0}, {-2, 5, 0}, {0, 5, 1}}) {
    spec.range = range;
    MvmPlan inexact = makePlan(spec, weights);
    EXPECT_FALSE(isProvablyExact(inexact));
    EXPECT_EQ(engineFor(inexact, EngineKind::Auto)->kind(), EngineKind::BitPlane);
  }
}

TEST(Engine, LayersThatLeaveConversionsOutAreNotExact) {
  PlanSpec spec;
  MvmPlan plan = makePlan(spec, std::vector<int16_t>(spec.rows * spec.outputs, 3));
  CrossbarBlock &block = plan.blocks[0];
  block.skippedPlanes.assign(block.columns.size(), 0);
  block.skippedPlanes[1] = 4; // holds no digits
  EXPECT_TRUE(isProvablyExact(plan));
  block.skippedPlanes[4] = 4 + 8;
  EXPECT_FALSE(isProvablyExact(plan));
  std::optional<InexactConversion> found = findInexactConversion(plan);
  ASSERT_TRUE(found.has_value());
  EXPECT_EQ(describe(plan, *found), "row group 0, column 4 (output 1) sums reach from 0 to 48 but "
                                    "are not converted in plane 2");
  EXPECT_FALSE(findInexactReading(plan).has_value());
}

TEST(Engine, AlgebraicRefusesAndNamesTheColumn) {
  PlanSpec spec;
  spec.rows = 20;
  spec.activeRows = 12;
  spec.range = {0, 5, 0};
  std::vector<int16_t> weights(spec.rows * spec.outputs, 0);
  for (int64_t row = 0; row < spec.rows; ++row)
    weights[2 * spec.rows + row] = 16 * 3; // digit 2 of output 2
  MvmPlan plan = makePlan(spec, weights);
  plan.name = "conv1";
  EXPECT_EQ(errorOf(plan, EngineKind::Algebraic),
            "layer 'conv1' is not one exact product: in block 0, row group 0, column 10 (output 2) "
            "sums reach from 0 to 36 but the converter reads from 0 to 31 in steps of 1; use the "
            "engine 'bit-plane' or 'auto', or a finer converter");
}

/// What engines have against a valid plan after `change`.
template <typename Change> std::string errorAfter(Change change) {
  PlanSpec spec;
  MvmPlan plan = makePlan(spec, std::vector<int16_t>(spec.rows * spec.outputs, 1));
  change(plan);
  return errorOf(plan, EngineKind::BitPlane);
}

TEST(Engine, RefusesPlansThatContradictThemselves) {
  EXPECT_EQ(errorAfter([](MvmPlan &) {}), "");
  EXPECT_EQ(errorAfter([](MvmPlan &plan) { plan.rows = 0; }),
            "plan of layer 'test': groups, rows and outputs must be positive");
  EXPECT_EQ(errorAfter([](MvmPlan &plan) { plan.initial.pop_back(); }),
            "plan of layer 'test': expected 4 initial values, found 3");
  EXPECT_EQ(errorAfter([](MvmPlan &plan) { plan.input.table[3] = 4; }),
            "plan of layer 'test': the planes of input -125 stand for 4, expected 3");
  EXPECT_EQ(errorAfter([](MvmPlan &plan) { plan.input.table[3] = 256; }),
            "plan of layer 'test': input -125 sets bits beyond the 8 bit planes");
  EXPECT_EQ(errorAfter([](MvmPlan &plan) { plan.input.planeScale.push_back(1); }),
            "plan of layer 'test': drive plane 8 has no bit plane");
  EXPECT_EQ(errorAfter([](MvmPlan &plan) { plan.input.planeScale.pop_back(); }),
            "plan of layer 'test': a bit plane names a drive plane that does not exist");
  EXPECT_EQ(errorAfter([](MvmPlan &plan) { plan.input.bitPlanes.clear(); }),
            "plan of layer 'test': expected 1 to 32 bit planes, found 0");
  EXPECT_EQ(errorAfter([](MvmPlan &plan) { plan.input.inputLo = 32700; }),
            "plan of layer 'test': inputs from 32700 to 32955 are no 16-bit integers");
}

TEST(Engine, RefusesBlocksThatContradictThemselves) {
  auto blockError = [](auto change) {
    return errorAfter([&](MvmPlan &plan) { change(plan.blocks[0]); });
  };
  const std::string prefix = "plan of layer 'test': block 0: ";
  EXPECT_EQ(blockError([](CrossbarBlock &block) { block.group = 1; }),
            prefix + "its group does not exist");
  EXPECT_EQ(blockError([](CrossbarBlock &block) { block.rows[0] = 16; }),
            prefix + "a row names an input that does not exist");
  EXPECT_EQ(blockError([](CrossbarBlock &block) { block.columns[0].output = 4; }),
            prefix + "a column names an output that does not exist");
  EXPECT_EQ(blockError([](CrossbarBlock &block) {
              block.rowGroups = {8, 7};
            }),
            prefix + "its row groups do not add up to its rows");
  EXPECT_EQ(blockError([](CrossbarBlock &block) { block.digits.pop_back(); }),
            prefix + "expected one digit for each row and column");
  EXPECT_EQ(blockError([](CrossbarBlock &block) { block.digits[0] = -128; }),
            prefix + "a digit is -128, whose magnitude fits no cell");
  EXPECT_EQ(blockError([](CrossbarBlock &block) { block.ranges.pop_back(); }),
            prefix + "expected one conversion range for each row group and column");
  EXPECT_EQ(blockError([](CrossbarBlock &block) { block.ranges[0].bits = 31; }),
            prefix + "a conversion range has more than 30 bits with its step");
  EXPECT_EQ(blockError([](CrossbarBlock &block) { block.ranges[0].bits = 0; }),
            prefix + "a column that is not converted in a row group has digits there");
  EXPECT_EQ(blockError([](CrossbarBlock &block) { block.ranges[1].bits = 0; }), "");
  EXPECT_EQ(blockError([](CrossbarBlock &block) {
              block.inputSums = {1, 2};
            }),
            prefix + "expected one factor of the summed inputs for each column");
  for (int32_t planes : {0, 4})
    EXPECT_EQ(blockError([&](CrossbarBlock &block) { block.planesPerDrive = planes; }),
              prefix + "expected 1 to 3 planes in a drive");
  EXPECT_EQ(blockError([](CrossbarBlock &block) {
              block.planesPerDrive = 2;
              block.boundsByActiveRows = true;
            }),
            prefix + "conversions are bounded by active rows, but read several planes at once");
  EXPECT_EQ(errorAfter([](MvmPlan &plan) {
              plan.input = withMultiLevelDrivers(plan.input, 2);
              plan.blocks[0].planesPerDrive = 2;
            }),
            prefix + "its rows are repeated, but no two neighbouring drive planes have scales that "
                     "double");
  EXPECT_EQ(
      errorAfter([](MvmPlan &plan) {
        plan.input = withMultiLevelDrivers(plan.input, 2);
        plan.blocks[0].boundsByActiveRows = true;
      }),
      "plan of layer 'test': conversions are bounded by active rows, but rows are driven with "
      "levels from 0 to 3, expected -1 to 1");
  EXPECT_EQ(blockError([](CrossbarBlock &block) {
              block.skippedPlanes = {1, 2};
            }),
            prefix + "expected one set of skipped planes for each column");
  EXPECT_EQ(blockError([](CrossbarBlock &block) {
              block.skippedPlanes.assign(block.columns.size(), 256);
            }),
            prefix + "a plane is skipped with which no drive begins");
  EXPECT_EQ(blockError([](CrossbarBlock &block) {
              block.planesPerDrive = 2;
              block.skippedPlanes.assign(block.columns.size(), 5);
              block.skippedPlanes.back() = 2;
            }),
            prefix + "a plane is skipped with which no drive begins");
  EXPECT_EQ(blockError([](CrossbarBlock &block) {
              block.readout = Readout::Single;
              block.digits[0] = -1;
            }),
            prefix + "a single array cannot hold negative digits");
}

TEST(Engine, SkipsIdlePlanesOnlyWhereZeroReadsAsZero) {
  PlanSpec spec;
  for (auto [range, readsZero] : {std::pair(ConversionRange{-512, 10, 0}, true),
                                  {{0, 4, 0}, true},
                                  {{-15, 4, 0}, true},
                                  {{-16, 4, 0}, false},
                                  {{1, 4, 0}, false},
                                  {{-8, 4, 2}, true},
                                  {{-6, 4, 2}, false}}) {
    spec.range = range;
    MvmPlan plan = makePlan(spec, std::vector<int16_t>(spec.rows * spec.outputs));
    EXPECT_EQ(errorOf(plan, EngineKind::BitPlane), "");
    plan.blocks[0].skipsIdlePlanes = true;
    EXPECT_EQ(errorOf(plan, EngineKind::BitPlane),
              readsZero
                  ? ""
                  : "plan of layer 'test': block 0: idle planes are skipped, but a conversion "
                    "range does not read 0 as 0")
        << range.lo;
  }
}

TEST(Engine, RefusesTwoLevelsOnOneWordLine) {
  PlanSpec spec;
  MvmPlan plan = makePlan(spec, std::vector<int16_t>(spec.rows * spec.outputs, 1));
  plan.input.planeScale = {1};
  plan.input.bitPlanes = {{0, 2}, {0, -1}};
  plan.input.inputLo = 0;
  plan.input.offset = 0;
  plan.input.table = {0b00, 0b11};
  EXPECT_EQ(errorOf(plan, EngineKind::BitPlane),
            "plan of layer 'test': drive plane 0 is driven with both signs at once");
}

TEST(Engine, KindsHaveNames) {
  EXPECT_EQ(stringifyEngineKind(EngineKind::Auto), "auto");
  EXPECT_EQ(stringifyEngineKind(EngineKind::Algebraic), "algebraic");
  EXPECT_EQ(stringifyEngineKind(EngineKind::BitPlane), "bit-plane");
}

TEST(Engine, CountsAddUp) {
  MvmCounts total, part;
  part.positions = 3;
  part.activeRows = {1, 2};
  part.drivesByActiveRows = {3, 0};
  part.clippedConversions = 5;
  total.add(part);
  total.add(part);
  EXPECT_EQ(total.positions, 6);
  EXPECT_EQ(total.activeRows, (std::vector<int64_t>{2, 4}));
  EXPECT_EQ(total.drivesByActiveRows, (std::vector<int64_t>{6, 0}));
  EXPECT_EQ(total.clippedConversions, 10);
}

TEST(Engine, CountsOfBothPassesAddUpAndRepeat) {
  MvmCounts total, part;
  part.refinedPositions = 2;
  part.refinements.resize(2);
  part.refinements[1].clippedConversions = 4;
  part.secondDrives.resize(1);
  part.secondDrives[0].activeRows = {0, 3};
  total.add(part);
  total.add(part);
  EXPECT_EQ(total.refinedPositions, 4);
  EXPECT_EQ(total.refinements[1].clippedConversions, 8);
  EXPECT_EQ(total.secondDrives[0].activeRows, (std::vector<int64_t>{0, 6}));
  part.repeat(5);
  EXPECT_EQ(part.refinedPositions, 10);
  EXPECT_EQ(part.refinements[1].clippedConversions, 20);
  EXPECT_EQ(part.secondDrives[0].activeRows, (std::vector<int64_t>{0, 15}));
}

/// Running in tiles gives what running at once gives.
TEST(Engine, RunsAddUp) {
  std::mt19937 random(17);
  PlanSpec spec;
  spec.groups = 2;
  spec.range = {-9, 4, 0};
  MvmPlan plan = makePlan(spec, randomWeights(spec, random));
  std::unique_ptr<Engine> engine = engineFor(plan, EngineKind::BitPlane);
  const int64_t positions = 50, inputsEach = plan.groups * plan.rows;
  std::vector<int16_t> inputs = randomInputs(plan, positions, random);
  RunResult whole = runEngine(*engine, plan, inputs, positions), tiled;
  tiled.outputs.resize(whole.outputs.size());
  for (int64_t p = 0; p < positions; p += 7) {
    const int64_t size = std::min<int64_t>(7, positions - p);
    engine->run(llvm::ArrayRef(inputs).slice(p * inputsEach, size * inputsEach), size,
                llvm::MutableArrayRef(tiled.outputs).drop_front(p * plan.groups * plan.outputs),
                tiled.counts);
  }
  expectEqual(tiled, whole);
}

TEST(ScalarReference, RoundsHalfUpAndSaturates) {
  const ConversionRange range{-4, 3, 1}; // -4, -2, ..., 10
  EXPECT_EQ(range.hi(), 10);
  for (auto [sum, reading] : {std::pair(-9, -4),
                              {-4, -4},
                              {-3, -2},
                              {-2, -2},
                              {-1, 0},
                              {0, 0},
                              {1, 2},
                              {9, 10},
                              {10, 10},
                              {11, 10},
                              {99, 10}})
    EXPECT_EQ(convert(range, sum), reading) << sum;
}

} // namespace
