//===- EngineTest.cpp - Engines against the scalar reference and each other ===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "acim/Engine/Engine.h"
#include "EngineChecks.h"
#include "TestPlans.h"
#include "hwy/targets.h"
#include "gtest/gtest.h"
#include <algorithm>

using namespace mlir::acim;
using namespace mlir::acim::test;

namespace {

/// Converters that saturate low, high, both, or not at all.
std::vector<ConversionRange> someRanges() {
  return {{-8, 4, 0}, {0, 4, 0},  {-16, 5, 0}, {0, 7, 0},     {-33, 6, 0},
          {5, 4, 0},  {-9, 2, 0}, {0, 9, 0},   {-1024, 11, 0}};
}

TEST(Engine, EncodingsAndReadoutsAgree) {
  std::mt19937 random(1);
  for (PlanSpec spec : allEncodings())
    for (unsigned cellBits : {1, 2, 3, 4})
      for (const ConversionRange &range : someRanges()) {
        spec.cellBits = cellBits;
        spec.rows = 150; // 128 + 22
        spec.outputs = 5;
        spec.range = range;
        checkSpec(spec, 3, random);
      }
}

TEST(Engine, AnyRowGroupSize) {
  std::mt19937 random(2);
  for (PlanSpec spec : allEncodings())
    for (int64_t activeRows : {1, 9, 16, 17, 32, 33, 64, 65, 128, 256})
      for (const ConversionRange &range : {ConversionRange{-10, 5, 0}, {-1024, 12, 0}}) {
        spec.activeRows = activeRows;
        spec.arrayRows = 256;
        spec.rows = 301;
        spec.outputs = 7;
        spec.range = range;
        checkSpec(spec, 2, random);
      }
}

TEST(Engine, AdcResolutions) {
  std::mt19937 random(3);
  for (unsigned bits = 4; bits <= 10; ++bits)
    for (PlanSpec spec : allEncodings()) {
      spec.rows = 144;
      spec.outputs = 16;
      const bool pair =
          spec.encoding == WeightEncoding::SignMagnitude && spec.readout == Readout::Difference;
      spec.range = {pair ? -(1 << (bits - 1)) : 0, static_cast<uint8_t>(bits), 0};
      checkSpec(spec, 4, random);
    }
}

TEST(Engine, StepsLargerThanOne) {
  std::mt19937 random(4);
  for (PlanSpec spec : allEncodings())
    for (uint8_t stepLog2 : {1, 2, 5})
      for (int64_t activeRows : {9, 30, 128}) {
        spec.rows = 140;
        spec.outputs = 3;
        spec.activeRows = activeRows;
        spec.range = {spec.encoding == WeightEncoding::SignMagnitude ? -21 : 0, 4, stepLog2};
        checkSpec(spec, 5, random);
      }
}

TEST(Engine, InputCodes) {
  std::mt19937 random(5);
  const InputCode codes[] = {
      binaryInputCode(8, 0),
      binaryInputCode(8, -100),
      binaryInputCode(1, 0),
      binaryInputCode(4, -3),
      binaryInputCode(11, 5),
      binaryInputCode(16, -32768),
      canonicalSignedInputCode(-128, 127, 128),
      canonicalSignedInputCode(0, 255, 0),
      canonicalSignedInputCode(-300, 4000, 17),
      signMagnitudeInputCode(-128, 127, 3),
      twosComplementInputCode(-128, 127, 0),
      withMultiLevelDrivers(binaryInputCode(8, -128), 2),
      withMultiLevelDrivers(binaryInputCode(7, -10), 3),
      withMultiLevelDrivers(canonicalSignedInputCode(-128, 127, 128), 2),
      withMultiLevelDrivers(canonicalSignedInputCode(-128, 127, 3), 4),
      binaryInputCode(-20, 43, 20),
      binaryInputCode(100, 611, -100),
      binaryInputCode(7, 7, -7),
  };
  for (const InputCode &code : codes)
    for (PlanSpec spec : allEncodings())
      for (int64_t activeRows : {12, 128}) {
        spec.input = code;
        spec.rows = 133;
        spec.outputs = 4;
        spec.activeRows = activeRows;
        spec.range = {-20, 6, 0};
        checkSpec(spec, 3, random);
        spec.range = {-4096, 13, 0};
        checkSpec(spec, 3, random);
      }
}

TEST(Engine, Groups) {
  std::mt19937 random(6);
  for (PlanSpec spec : allEncodings())
    for (auto [groups, rows, outputs] :
         {std::tuple(40, 9, 1), {3, 9, 4}, {5, 70, 2}, {2, 130, 1}, {3, 20, 33}}) {
      spec.groups = groups;
      spec.rows = rows;
      spec.outputs = outputs;
      for (int64_t activeRows : {4, 9, 128})
        for (const ConversionRange &range :
             {ConversionRange{-7, 4, 0}, {-3, 3, 1}, {-1024, 12, 0}}) {
          spec.activeRows = activeRows;
          spec.range = range;
          checkSpec(spec, 3, random);
        }
    }
}

TEST(Engine, ManyPositionsAndOutputs) {
  std::mt19937 random(7);
  PlanSpec spec;
  spec.rows = 30;
  spec.outputs = 45; // 32 + 13 on two crossbars
  spec.activeRows = 16;
  spec.range = {-8, 4, 0};
  for (int64_t positions : {1, 7, 8, 31, 64, 65, 300})
    checkSpec(spec, positions, random);
  spec.range = {-1024, 12, 0};
  for (int64_t positions : {1, 7, 8, 31, 64, 65, 600})
    checkSpec(spec, positions, random);
}

TEST(Engine, TinyLayers) {
  std::mt19937 random(8);
  for (PlanSpec spec : allEncodings())
    for (int64_t rows : {1, 2, 3})
      for (int64_t outputs : {1, 2, 3}) {
        spec.rows = rows;
        spec.outputs = outputs;
        spec.range = {-1024, 12, 0};
        checkSpec(spec, 5, random);
        spec.range = {-1, 2, 0};
        checkSpec(spec, 5, random);
      }
}

TEST(Engine, NoPositions) {
  std::mt19937 random(9);
  checkSpec(PlanSpec(), 0, random);
}

TEST(Engine, SplitDigitsAndNarrowCrossbars) {
  std::mt19937 random(10);
  for (PlanSpec spec : allEncodings()) {
    spec.rows = 40;
    spec.outputs = 3;
    spec.arrayRows = 16;
    spec.arrayColumns = 3;
    spec.range = {-6, 5, 0};
    checkSpec(spec, 4, random);
  }
}

TEST(Engine, ZeroWeights) {
  std::mt19937 random(11);
  for (PlanSpec spec : allEncodings())
    for (const ConversionRange &range : {ConversionRange{-8, 4, 0}, {3, 4, 0}, {-9, 3, 2}}) {
      spec.rows = 20;
      spec.range = range;
      checkPlan(makePlan(spec, std::vector<int16_t>(spec.rows * spec.outputs)), 4, random);
    }
}

TEST(Engine, WideWeightsAndInputs) {
  std::mt19937 random(12);
  PlanSpec spec;
  spec.weightBits = 15;
  spec.rows = 300;
  spec.outputs = 5;
  spec.range = {-1024, 11, 0};
  for (InputCode code : {binaryInputCode(16, -32768), binaryInputCode(8, -128)}) {
    spec.input = code;
    spec.groups = 1;
    checkSpec(spec, 5, random);
    spec.groups = 2;
    spec.outputs = 1;
    checkSpec(spec, 5, random);
  }
}

/// The largest sums that 32 bits must not be asked to hold.
TEST(Engine, ExtremeProducts) {
  std::mt19937 random(13);
  for (int64_t outputs : {1, 3}) {
    PlanSpec spec;
    spec.weightBits = 15;
    spec.rows = 100;
    spec.outputs = outputs;
    spec.range = {-1024, 11, 0};
    spec.input = binaryInputCode(16, -32768);
    MvmPlan plan = makePlan(spec, std::vector<int16_t>(outputs * spec.rows, -32767));
    std::vector<int16_t> inputs(3 * spec.rows, -32768);
    RunResult expected = runScalarReference(plan, inputs, 3);
    for (EngineKind kind : {EngineKind::Algebraic, EngineKind::BitPlane})
      expectEqual(runEngine(*engineFor(plan, kind), plan, inputs, 3), expected);
  }
}

/// Ranges, digits, rows and columns in no order at all.
TEST(Engine, ArbitraryBlocks) {
  std::mt19937 random(14);
  auto pick = [&](int lo, int hi) { return std::uniform_int_distribution<int>(lo, hi)(random); };
  for (int trial = 0; trial < 60; ++trial) {
    PlanSpec spec;
    spec.rows = pick(1, 90);
    spec.outputs = pick(1, 12);
    spec.activeRows = pick(1, 90);
    spec.cellBits = 3;
    MvmPlan plan = makePlan(spec, randomWeights(spec, random));
    for (CrossbarBlock &block : plan.blocks) {
      block.readout = static_cast<Readout>(pick(1, 2));
      std::shuffle(block.rows.begin(), block.rows.end(), random);
      for (BlockColumn &column : block.columns)
        column = {pick(-1, static_cast<int>(plan.outputs) - 1), pick(-9, 9)};
      for (size_t c = 0; trial % 2 == 0 && c < block.columns.size(); ++c)
        block.inputSums.push_back(pick(-3, 3) * 100);
      block.planesPerDrive = pick(1, 3);
      const int widest = pick(0, 3) * pick(0, 42);
      for (int8_t &digit : block.digits)
        digit = static_cast<int8_t>(pick(-widest, widest));
      for (ConversionRange &range : block.ranges)
        range = {pick(-200, 100), static_cast<uint8_t>(pick(1, 9)),
                 static_cast<uint8_t>(trial % 2 ? pick(0, 3) : 0)};
    }
    if (trial % 3 == 0)
      skipDrives(plan, random);
    checkPlan(plan, 3, random);
    for (CrossbarBlock &block : plan.blocks)
      for (ConversionRange &range : block.ranges)
        range = {-8 * pick(0, 25), 9, range.stepLog2};
    checkSkipping(plan, 3, random);
  }
}

/// The portable code and every vector width that this machine has.
TEST(Engine, AllTargetsAgree) {
  for (int bit = 0; bit < 63; ++bit) {
    const int64_t target = int64_t(1) << bit;
    if ((hwy::SupportedTargets() & target) == 0)
      continue;
    SCOPED_TRACE(hwy::TargetName(target));
    hwy::SetSupportedTargetsForTest(target);
    std::mt19937 random(15);
    for (PlanSpec spec : allEncodings())
      for (int64_t groups : {1, 3})
        for (int64_t activeRows : {9, 27, 70}) {
          spec.groups = groups;
          spec.rows = 70;
          spec.outputs = groups == 1 ? 9 : 2;
          spec.activeRows = activeRows;
          spec.input = canonicalSignedInputCode(-128, 127, 128);
          spec.range = {-20, 5, 1};
          checkSpec(spec, 3, random);
          checkSkipping(makePlan(spec, randomWeights(spec, random)), 3, random);
          spec.input = binaryInputCode(8, -128);
          spec.range = {-1024, 12, 0};
          checkSpec(spec, 3, random);
        }
    hwy::SetSupportedTargetsForTest(0);
  }
}

} // namespace
