//===- GatedEngineTest.cpp - Two passes against plain loops ---------------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "EngineChecks.h"
#include "TestPlans.h"
#include "acim/Mapping/PlanChecks.h"
#include "gtest/gtest.h"
#include <algorithm>

using namespace mlir::acim;
using namespace mlir::acim::test;

namespace {

constexpr GateGranularity granularities[] = {GateGranularity::Output, GateGranularity::Unit};
constexpr GateImportance importances[] = {GateImportance::Value, GateImportance::Magnitude};

/// A gate with thresholds that masks are on above about as often as below: outputs of the plan.
Gate randomGate(const MvmPlan &plan, std::mt19937 &random) {
  Gate gate;
  gate.lowBits = 2 * (1 + random() % 3);
  gate.granularity = granularities[random() % 2];
  gate.importance = importances[random() % 2];
  const std::vector<int64_t> outputs =
      runScalarReference(plan, randomInputs(plan, 1, random), 1).outputs;
  for (size_t o = 0; o < plan.initial.size(); ++o)
    gate.thresholds.push_back(gate.granularity == GateGranularity::Output ? outputs[o]
                                                                          : outputs[o] / 8);
  gate.thresholds.front() = Gate::refinesAlways;
  return gate;
}

void checkGate(MvmPlan plan, int64_t positions, std::mt19937 &random) {
  plan.gate = randomGate(plan, random);
  checkPlan(plan, positions, random);
}

PlanSpec signedSpec() {
  PlanSpec spec;
  spec.encoding = WeightEncoding::Segmented;
  spec.rows = 40;
  spec.outputs = 6;
  spec.activeRows = 16;
  return spec;
}

TEST(GatedEngine, EqualsPlainLoops) {
  std::mt19937 random(31);
  for (int64_t groups : {1, 3})
    for (int64_t rows : {5, 40, 150})
      for (int64_t activeRows : {9, 128})
        for (const ConversionRange &range :
             {ConversionRange{-7, 4, 0}, {-4, 3, 1}, {-1024, 12, 0}}) {
          PlanSpec spec = signedSpec();
          spec.groups = groups;
          spec.rows = rows;
          spec.outputs = groups == 1 ? 9 : 2;
          spec.activeRows = activeRows;
          spec.range = range;
          checkGate(makePlan(spec, randomWeights(spec, random)), 20, random);
        }
}

/// Idle planes, bounded conversions, column groups, skipped conversions, rows in any order.
TEST(GatedEngine, GoesWithWhatBlocksDo) {
  std::mt19937 random(32);
  for (int trial = 0; trial < 40; ++trial) {
    PlanSpec spec = signedSpec();
    spec.readout = trial % 3 == 0 ? Readout::Separate : Readout::Difference;
    spec.arrayColumns = trial % 5 == 0 ? 3 : 17;
    spec.arrayRows = 24;
    spec.range = {-8, trial % 2 == 0 ? uint8_t(12) : uint8_t(4), 0};
    if (trial % 2 == 0)
      spec.range.lo = -1024;
    MvmPlan plan = makePlan(spec, randomWeights(spec, random));
    for (CrossbarBlock &block : plan.blocks) {
      std::shuffle(block.rows.begin(), block.rows.end(), random);
      block.columnGroup = static_cast<int32_t>(random() % 3 * 4);
      block.skipsIdlePlanes = random() % 2 == 0;
      block.boundsByActiveRows = random() % 3 == 0;
    }
    if (trial % 3 == 0)
      skipDrives(plan, random);
    checkGate(std::move(plan), 9, random);
  }
}

TEST(GatedEngine, SeveralPlanesADrive) {
  std::mt19937 random(33);
  for (int32_t planes : {2, 3}) {
    PlanSpec spec = signedSpec();
    spec.planesPerDrive = planes;
    spec.range = {-4096, 13, 0};
    checkGate(makePlan(spec, randomWeights(spec, random)), 9, random);
  }
}

TEST(GatedEngine, NoPositions) {
  std::mt19937 random(34);
  PlanSpec spec = signedSpec();
  checkGate(makePlan(spec, randomWeights(spec, random)), 0, random);
}

TEST(GatedEngine, AnOpenGateComputesWhatThePlanDoes) {
  std::mt19937 random(35);
  for (GateGranularity granularity : granularities)
    for (const ConversionRange &range : {ConversionRange{-7, 4, 0}, {-1024, 12, 0}}) {
      PlanSpec spec = signedSpec();
      spec.range = range;
      MvmPlan plan = makePlan(spec, randomWeights(spec, random));
      const std::vector<int16_t> inputs = randomInputs(plan, 12, random);
      const RunResult plain = runScalarReference(plan, inputs, 12);
      const bool exact = isProvablyExact(plan);
      plan.gate = Gate{4, granularity, GateImportance::Value,
                       std::vector<int64_t>(spec.outputs, Gate::refinesAlways)};
      EXPECT_EQ(isProvablyExact(plan), exact);
      const RunResult gated = runEngine(*engineFor(plan, EngineKind::Auto), plan, inputs, 12);
      EXPECT_EQ(gated.outputs, plain.outputs);
      int64_t clipped = gated.counts.clippedConversions;
      for (const MvmCounts &refinement : gated.counts.refinements)
        clipped += refinement.clippedConversions;
      EXPECT_EQ(clipped, plain.counts.clippedConversions);
      EXPECT_EQ(gated.counts.refinedPositions, 12);
      plan.gate->thresholds[2] = 0;
      EXPECT_FALSE(isProvablyExact(plan));
    }
}

TEST(GatedEngine, AClosedGateComputesTheHighDigits) {
  std::mt19937 random(36);
  PlanSpec spec = signedSpec();
  spec.range = {-1024, 12, 0};
  MvmPlan plan = makePlan(spec, randomWeights(spec, random));
  plan.gate = Gate{4, GateGranularity::Output, GateImportance::Magnitude,
                   std::vector<int64_t>(spec.outputs, INT64_MAX)};
  const std::vector<int16_t> inputs = randomInputs(plan, 12, random);
  MvmPlan high = plan;
  high.gate.reset();
  for (CrossbarBlock &block : high.blocks)
    for (size_t k = 0; k < block.digits.size(); ++k)
      if (block.columns[k % block.columns.size()].scale < 16)
        block.digits[k] = 0;
  const RunResult found = runEngine(*engineFor(plan, EngineKind::Auto), plan, inputs, 12);
  EXPECT_EQ(found.outputs, runScalarReference(high, inputs, 12).outputs);
  EXPECT_EQ(found.counts.refinedPositions, 0);
}

/// Running in tiles gives what running at once gives.
TEST(GatedEngine, RunsAddUp) {
  std::mt19937 random(37);
  PlanSpec spec = signedSpec();
  spec.groups = 2;
  spec.range = {-9, 4, 0};
  MvmPlan plan = makePlan(spec, randomWeights(spec, random));
  plan.gate = randomGate(plan, random);
  std::unique_ptr<Engine> engine = engineFor(plan, EngineKind::BitPlane);
  const int64_t positions = 50, inputsEach = plan.groups * plan.rows;
  std::vector<int16_t> inputs = randomInputs(plan, positions, random);
  RunResult whole = runEngine(*engine, plan, inputs, positions), tiled;
  tiled.outputs.resize(whole.outputs.size());
  MvmCounts total;
  for (int64_t p = 0; p < positions; p += 7) {
    const int64_t size = std::min<int64_t>(7, positions - p);
    tiled.counts = {};
    engine->run(llvm::ArrayRef(inputs).slice(p * inputsEach, size * inputsEach), size,
                llvm::MutableArrayRef(tiled.outputs).drop_front(p * plan.groups * plan.outputs),
                tiled.counts);
    total.add(tiled.counts);
  }
  tiled.counts = total;
  expectEqual(tiled, whole);
}

TEST(GatedEngine, RefusesGatesThatContradictThePlan) {
  auto errorAfter = [](auto change) {
    PlanSpec spec = signedSpec();
    MvmPlan plan = makePlan(spec, std::vector<int16_t>(spec.rows * spec.outputs, 1));
    plan.gate = Gate{4, {}, {}, std::vector<int64_t>(spec.outputs, 0)};
    change(plan);
    return errorOf(plan, EngineKind::Auto);
  };
  EXPECT_EQ(errorAfter([](MvmPlan &) {}), "");
  EXPECT_EQ(errorAfter([](MvmPlan &plan) { plan.gate->thresholds.pop_back(); }),
            "plan of layer 'test': expected 6 thresholds of its gate, found 5");
  EXPECT_EQ(errorAfter([](MvmPlan &plan) { plan.gate->lowBits = 63; }),
            "plan of layer 'test': expected a gate of 1 to 62 low bits, found 63");
  EXPECT_EQ(
      errorAfter([](MvmPlan &plan) { plan.blocks[0].columns[0].output = BlockColumn::allOutputs; }),
      "plan of layer 'test': a layer with a gate cannot have reference columns");
}

} // namespace
