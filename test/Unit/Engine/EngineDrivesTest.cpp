//===- EngineDrivesTest.cpp - Drives that are joined, idle or left out -----===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "EngineChecks.h"
#include "TestPlans.h"
#include "acim/Mapping/PlaceLayer.h"
#include "gtest/gtest.h"
#include <algorithm>

using namespace mlir::acim;
using namespace mlir::acim::test;

namespace {

TEST(Engine, SkipsIdlePlanesAndEmptyColumns) {
  std::mt19937 random(18);
  const InputCode codes[] = {
      binaryInputCode(8, 0),
      binaryInputCode(12, -5),
      canonicalSignedInputCode(-128, 127, 3),
      canonicalSignedInputCode(-2000, 2000, 0),
      signMagnitudeInputCode(-128, 127, -7),
      withMultiLevelDrivers(binaryInputCode(8, -128), 2),
  };
  for (const InputCode &code : codes)
    for (PlanSpec spec : allEncodings())
      for (auto [groups, rows, outputs, activeRows] :
           {std::tuple(1, 150, 5, 128), {1, 90, 3, 16}, {1, 7, 2, 3}, {6, 9, 1, 9}, {3, 70, 2, 33}})
        for (const ConversionRange &range : {ConversionRange{-4, 4, 0}, {-4096, 13, 0}}) {
          spec.input = code;
          spec.groups = groups;
          spec.rows = rows;
          spec.outputs = outputs;
          spec.activeRows = activeRows;
          spec.range = range;
          std::vector<int16_t> weights = randomWeights(spec, random);
          for (size_t k = 0; k < weights.size(); ++k)
            if (k / 20 % 3 != 0 && spec.encoding != WeightEncoding::OffsetReference)
              weights[k] /= 16; // leaves columns empty
          checkSkipping(makePlan(spec, weights), 4, random);
        }
}

TEST(Engine, SkipsInManyPositions) {
  std::mt19937 random(19);
  PlanSpec spec;
  spec.rows = 30;
  spec.activeRows = 9;
  spec.range = {-8, 2, 2};
  for (int32_t planesPerDrive : {1, 2})
    for (int64_t positions : {1, 64, 65, 600}) {
      spec.planesPerDrive = planesPerDrive;
      checkSkipping(makePlan(spec, randomWeights(spec, random)), positions, random);
    }
}

/// Depthwise blocks share lanes only with those that are driven alike.
TEST(Engine, DrivesOfSeveralPlanes) {
  std::mt19937 random(20);
  const InputCode codes[] = {
      binaryInputCode(8, -128),
      binaryInputCode(11, 0),
      canonicalSignedInputCode(-128, 127, 128),
      signMagnitudeInputCode(-128, 127, -7),
      twosComplementInputCode(-128, 127, 0),
  };
  for (const InputCode &code : codes)
    for (PlanSpec spec : allEncodings())
      for (auto [groups, rows, outputs, activeRows] :
           {std::tuple(1, 150, 5, 42), {1, 30, 9, 18}, {7, 9, 1, 9}, {3, 40, 2, 40}})
        for (const ConversionRange &range :
             {ConversionRange{-6, 5, 0}, {-9, 4, 1}, {-4096, 13, 0}}) {
          spec.input = code;
          spec.groups = groups;
          spec.rows = rows;
          spec.outputs = outputs;
          spec.activeRows = activeRows;
          spec.range = range;
          MvmPlan plan = makePlan(spec, randomWeights(spec, random));
          for (CrossbarBlock &block : plan.blocks)
            block.planesPerDrive = 1 + static_cast<int32_t>(random() % 3);
          checkPlan(plan, 3, random);
          if (range.readsZeroAsZero())
            checkSkipping(plan, 3, random);
        }
}

/// All planes of a drive in one conversion: as if drivers had more levels.
TEST(Engine, DrivesOfSeveralPlanesAreMoreLevels) {
  std::mt19937 random(21);
  PlanSpec spec;
  spec.rows = 40;
  spec.range = {-100, 7, 0};
  for (int32_t planes : {2, 3}) {
    spec.input = binaryInputCode(8, -128);
    spec.planesPerDrive = planes;
    MvmPlan repeated = makePlan(spec, randomWeights(spec, random)), gathered = repeated;
    gathered.input = withMultiLevelDrivers(repeated.input, planes);
    gathered.blocks[0].planesPerDrive = 1;
    const std::vector<int16_t> inputs = randomInputs(repeated, 5, random);
    EXPECT_EQ(runScalarReference(repeated, inputs, 5).outputs,
              runScalarReference(gathered, inputs, 5).outputs);
  }
}

/// Counted by hand: two row groups, the second of which never sees the high planes.
TEST(Engine, CountsDrivesByActiveRows) {
  PlanSpec spec;
  spec.rows = 4;
  spec.outputs = 1;
  spec.activeRows = 2;
  spec.input = binaryInputCode(3, 0);
  MvmPlan plan = makePlan(spec, {1, 2, 3, 4});
  plan.blocks[0].skipsIdlePlanes = true;
  const std::vector<int16_t> inputs = {4, 0, 0, 1, 5, 2, 0, 0, 7, 7, 1, 1};
  for (EngineKind kind : {EngineKind::Algebraic, EngineKind::BitPlane})
    EXPECT_EQ(runEngine(*engineFor(plan, kind), plan, inputs, 3).counts.drivesByActiveRows,
              (std::vector<int64_t>{1, 1, 0, 1, 3, 3}));
  plan.blocks[0].boundsByActiveRows = true; // 4 + 0, 5 + 2, 7 + 7; 0 + 1, 0 + 0, 1 + 1
  for (EngineKind kind : {EngineKind::Algebraic, EngineKind::BitPlane})
    EXPECT_EQ(runEngine(*engineFor(plan, kind), plan, inputs, 3).counts.drivesByActiveRows,
              (std::vector<int64_t>{1, 1, 1, 1, 1, 1, 0, 2, 1, 1, 1, 1, 3, 0, 0, 3, 0, 0}));
  plan.blocks[0].boundsByActiveRows = false;
  plan.blocks[0].planesPerDrive = 2; // planes 0 and 1, then plane 2
  for (EngineKind kind : {EngineKind::Algebraic, EngineKind::BitPlane})
    EXPECT_EQ(runEngine(*engineFor(plan, kind), plan, inputs, 3).counts.drivesByActiveRows,
              (std::vector<int64_t>{1, 0, 1, 3}));
}

TEST(Engine, LeavesConversionsOut) {
  std::mt19937 random(22);
  const InputCode codes[] = {
      binaryInputCode(8, -128),
      canonicalSignedInputCode(-128, 127, 3),
      signMagnitudeInputCode(-128, 127, -7),
      twosComplementInputCode(-128, 127, 0),
      withMultiLevelDrivers(binaryInputCode(8, -128), 2),
  };
  for (const InputCode &code : codes)
    for (PlanSpec spec : allEncodings())
      for (auto [groups, rows, outputs, activeRows] :
           {std::tuple(1, 150, 5, 42), {1, 30, 9, 18}, {7, 9, 1, 9}, {3, 40, 2, 40}})
        for (const ConversionRange &range :
             {ConversionRange{-6, 5, 0}, {-9, 4, 1}, {3, 3, 0}, {-4096, 13, 0}}) {
          spec.input = code;
          spec.groups = groups;
          spec.rows = rows;
          spec.outputs = outputs;
          spec.activeRows = activeRows;
          spec.range = range;
          spec.planesPerDrive = code.planeScale.size() > 4 ? 1 + int32_t(random() % 3) : 1;
          MvmPlan plan = makePlan(spec, randomWeights(spec, random));
          skipDrives(plan, random);
          checkPlan(plan, 3, random);
          if (range.readsZeroAsZero())
            checkSkipping(plan, 3, random);
        }
}

/// Kept planes may stand for more than 16 bits together, or one of them alone.
TEST(Engine, LeavesConversionsOfWideInputsOut) {
  std::mt19937 random(25);
  const InputCode codes[] = {
      binaryInputCode(16, -32768),
      canonicalSignedInputCode(-16384, 16383, -16384),
      twosComplementInputCode(-32768, 32767, -32768),
  };
  for (const InputCode &code : codes)
    for (unsigned weightBits : {2, 15}) {
      PlanSpec spec;
      spec.input = code;
      spec.weightBits = weightBits;
      for (int32_t planesPerDrive : {1, 3}) {
        spec.planesPerDrive = planesPerDrive;
        spec.range = {-4096, 13, 0};
        MvmPlan plan = makePlan(spec, randomWeights(spec, random));
        skipDrives(plan, random);
        checkPlan(plan, 3, random);
      }
      spec.planesPerDrive = 1;
      MvmPlan plan = makePlan(spec, randomWeights(spec, random));
      const size_t columns = plan.blocks[0].columns.size();
      for (size_t plane = 0; plane < code.planeScale.size(); ++plane) {
        const uint32_t all = (uint32_t(1) << code.planeScale.size()) - 1;
        plan.blocks[0].skippedPlanes.assign(columns, all & ~(uint32_t(1) << plane));
        checkPlan(plan, 2, random);
      }
    }
}

/// What a threshold costs at most: the factors of what is left out times the largest sum.
void checkSkipThreshold(const DigitCode &digits, unsigned inputBits, int64_t threshold,
                        int64_t factors) {
  std::mt19937 random(24);
  LayerMapping mapping;
  mapping.digits = digits;
  mapping.input = binaryInputCode(inputBits, -(1 << (inputBits - 1)));
  mapping.converters.rule = ConverterRule::Proven;
  mapping.converters.bits = 14;
  const int64_t rows = 60, outputs = 6;
  std::vector<int64_t> weights, bias(outputs, 5);
  for (int64_t k = 0; k < rows * outputs; ++k)
    weights.push_back(
        std::clamp<int64_t>(int64_t(random() % (2 * digits.maxWord + 1)) - digits.maxWord,
                            digits.minWord, digits.maxWord));
  const LayerMatrix matrix{1, outputs, rows, weights, bias};
  auto runWith = [&](int64_t skipThreshold, llvm::ArrayRef<int16_t> inputs) {
    mapping.skip.threshold = skipThreshold;
    MvmPlan plan = llvm::cantFail(placeLayer(matrix, mapping));
    return runEngine(*engineFor(plan, EngineKind::Auto), plan, inputs, 20).outputs;
  };
  const MvmPlan plan = llvm::cantFail(placeLayer(matrix, mapping));
  const std::vector<int16_t> inputs = randomInputs(plan, 20, random);
  const std::vector<int64_t> exact = runScalarReference(plan, inputs, 20).outputs;
  EXPECT_EQ(runWith(-1, inputs), exact);
  const std::vector<int64_t> skipping = runWith(threshold, inputs);
  int64_t largest = 0;
  for (const ConversionRange &range : plan.blocks[0].ranges)
    largest = std::max<int64_t>({largest, std::abs(range.lo), std::abs(range.hi())});
  EXPECT_NE(skipping, exact);
  for (size_t k = 0; k < exact.size(); ++k)
    EXPECT_LE(std::abs(skipping[k] - exact[k]), factors * largest);
}

TEST(Engine, ThresholdsBoundWhatIsLost) {
  checkSkipThreshold(segmentedCode(16, 2, 2), 16, 14, 240299);
  checkSkipThreshold(signMagnitudeCode(15, 2), 16, 14, 240299);
  checkSkipThreshold(segmentedCode(8, 2, 2), 8, 6, 427);
}

TEST(Engine, LeavingAllConversionsOutLeavesTheInitialValues) {
  std::mt19937 random(23);
  PlanSpec spec;
  MvmPlan plan = makePlan(spec, randomWeights(spec, random));
  plan.blocks[0].skippedPlanes.assign(plan.blocks[0].columns.size(), 255);
  std::vector<int16_t> inputs = randomInputs(plan, 1, random);
  for (EngineKind kind : {EngineKind::Algebraic, EngineKind::BitPlane})
    EXPECT_EQ(runEngine(*engineFor(plan, kind), plan, inputs, 1).outputs, plan.initial);
}

} // namespace
