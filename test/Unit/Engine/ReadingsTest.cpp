//===- ReadingsTest.cpp - Conversions by the bits of their sums ------------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "acim/Engine/Readings.h"
#include "EngineChecks.h"
#include "TestPlans.h"
#include "gtest/gtest.h"

using namespace mlir::acim;
using namespace mlir::acim::test;

namespace {

/// Rows 0 and 1 by digits 3 and -2, with factors 1 and 4.
MvmPlan twoColumns(Readout readout) {
  MvmPlan plan;
  plan.rows = 2;
  plan.outputs = 1;
  plan.input = binaryInputCode(2, 0);
  plan.initial = {0};
  CrossbarBlock block;
  block.rows = {0, 1};
  block.rowGroups = {2};
  block.columnGroup = 2;
  block.columns = {{0, 4}, {0, -1}};
  block.digits = {3, 1, -2, 0};
  block.ranges = {{-1, 2, 0}, {-1, 2, 0}};
  block.readout = readout;
  plan.blocks.push_back(block);
  return plan;
}

void expectReadings(const Readings &found, int64_t scale, std::vector<int64_t> byBits,
                    int64_t clipped) {
  EXPECT_EQ(found.scale, scale);
  EXPECT_EQ(found.conversionsByBits, byBits);
  EXPECT_EQ(found.clipped, clipped);
}

/// Plane 0 drives both rows, plane 1 row 0 at the first position; the second drives none.
const std::vector<int16_t> inputs{3, 1, 0, 0};

TEST(Readings, AreSumsByTheirBits) {
  std::vector<Readings> readings = countReadings(twoColumns(Readout::Difference), inputs, 2);
  ASSERT_EQ(readings.size(), 2u);
  expectReadings(readings[0], 1, {2, 2}, 0);    // 1, 1 and 0, 0
  expectReadings(readings[1], 4, {2, 1, 1}, 1); // 1, 3 and 0, 0; up to 2 are read
}

TEST(Readings, OfSeparateArraysAreTwo) {
  std::vector<Readings> readings = countReadings(twoColumns(Readout::Separate), inputs, 2);
  expectReadings(readings[0], 1, {6, 2}, 0);
  expectReadings(readings[1], 4, {5, 0, 3}, 2); // 3 - 2, 3 - 0 and 0 - 0 twice
}

TEST(Readings, LeaveOutWhatIsNotConverted) {
  MvmPlan plan = twoColumns(Readout::Difference);
  plan.blocks[0].skippedPlanes = {2, 0};
  expectReadings(countReadings(plan, inputs, 2)[1], 4, {1, 1}, 0);
  plan.blocks[0].skipsIdlePlanes = true;
  expectReadings(countReadings(plan, inputs, 2)[1], 4, {0, 1}, 0);
  plan.blocks[0].ranges[0] = {0, 0, 0};
  expectReadings(countReadings(plan, inputs, 2)[1], 4, {}, 0);
}

TEST(Readings, AreClippedAsInARun) {
  std::mt19937 random(31);
  for (PlanSpec spec : allEncodings())
    for (int32_t planesPerDrive : {1, 2}) {
      spec.groups = 2;
      spec.rows = 40;
      spec.activeRows = 16;
      spec.planesPerDrive = planesPerDrive;
      spec.range = {-3, 3, 0};
      MvmPlan plan = makePlan(spec, randomWeights(spec, random));
      skipDrives(plan, random);
      std::vector<int16_t> some = randomInputs(plan, 3, random);
      int64_t clipped = 0;
      for (const Readings &readings : countReadings(plan, some, 3))
        clipped += readings.clipped;
      EXPECT_EQ(clipped, runScalarReference(plan, some, 3).counts.clippedConversions);
    }
}

} // namespace
