//===- EngineTest.cpp - Engines against the scalar reference and each other ===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "acim/Engine/Engine.h"
#include "EngineChecks.h"
#include "TestPlans.h"
#include "acim/Mapping/PlaceLayer.h"
#include "acim/Mapping/PlanChecks.h"
#include "acim/Support/ColumnRanges.h"
#include "hwy/targets.h"
#include "gtest/gtest.h"
#include <algorithm>

using namespace mlir::acim;
using namespace mlir::acim::test;

namespace {

/// Bit-plane equals scalar, and algebraic equals both where it may run.
void checkPlan(const MvmPlan &plan, int64_t positions, std::mt19937 &random) {
  const std::vector<int16_t> inputs = randomInputs(plan, positions, random);
  const RunResult expected = runScalarReference(plan, inputs, positions);
  expectEqual(runEngine(*engineFor(plan, EngineKind::BitPlane), plan, inputs, positions), expected);
  const MvmCounts counts = countDrives(plan, inputs, positions);
  EXPECT_EQ(counts.positions, positions);
  EXPECT_EQ(counts.activeRows, expected.counts.activeRows);
  EXPECT_EQ(counts.drivesByActiveRows, expected.counts.drivesByActiveRows);
  if (findInexactReading(plan))
    return;
  EXPECT_EQ(expected.counts.clippedConversions, 0);
  expectEqual(runEngine(*engineFor(plan, EngineKind::Algebraic), plan, inputs, positions),
              expected);
}

void checkSpec(const PlanSpec &spec, int64_t positions, std::mt19937 &random) {
  checkPlan(makePlan(spec, randomWeights(spec, random)), positions, random);
}

/// All encodings and readouts of weights.
std::vector<PlanSpec> allEncodings() {
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

/// Inputs that mostly use few of their planes, so that row groups are often idle.
std::vector<int16_t> quietInputs(const MvmPlan &plan, int64_t positions, std::mt19937 &random) {
  std::vector<int16_t> inputs = randomInputs(plan, positions, random);
  for (int16_t &input : inputs) {
    const int quiet = -plan.input.offset + static_cast<int>(random() % 4);
    if (random() % 8 != 0 && quiet >= plan.input.inputLo && quiet <= plan.input.inputHi())
      input = static_cast<int16_t>(quiet);
  }
  return inputs;
}

/// Columns without digits in a row group are not converted there.
void dropEmptyColumns(CrossbarBlock &block) {
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

/// Skipping and bounding change no output and no other count.
void checkSkipping(MvmPlan plan, int64_t positions, std::mt19937 &random) {
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

/// Leaves out the conversions of a few or many drives in most blocks; columns differ.
void skipDrives(MvmPlan &plan, std::mt19937 &random) {
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
