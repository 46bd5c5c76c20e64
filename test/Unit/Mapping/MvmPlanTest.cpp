//===- MvmPlanTest.cpp - Drives, summed inputs and the product of a plan ===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "acim/Mapping/MvmPlan.h"
#include "acim/Mapping/InputSums.h"
#include "acim/Mapping/Recompose.h"
#include "gtest/gtest.h"

using namespace mlir::acim;

namespace {

TEST(Drives, TakeNeighboursWhoseScalesDouble) {
  using Starts = std::vector<size_t>;
  InputCode code;
  code.planeScale = {1, 2, 4, 16, 32, -64, -128};
  EXPECT_EQ(driveStarts(code, 1), (Starts{0, 1, 2, 3, 4, 5, 6, 7}));
  EXPECT_EQ(driveStarts(code, 2), (Starts{0, 2, 3, 5, 7}));
  EXPECT_EQ(driveStarts(code, 3), (Starts{0, 3, 5, 7}));
}

TEST(Drives, GatherPlanesToLevelsOfTheSameValue) {
  for (const InputCode &code :
       {binaryInputCode(8, -128), canonicalSignedInputCode(-100, 90, 7),
        twosComplementInputCode(-9, 30, 0), signMagnitudeInputCode(-128, 127, 3)})
    for (int32_t planes : {1, 2, 3}) {
      InputCode gathered = gatherDrives(code, planes);
      EXPECT_EQ(gathered.planeScale.size(), driveStarts(code, planes).size() - 1);
      for (size_t k = 0; k < code.table.size(); ++k)
        EXPECT_EQ(decodePlanes(gathered, code.table[k]), decodePlanes(code, code.table[k]));
    }
}

TEST(Drives, RowsAreRepeatedForEachPlane) {
  CrossbarBlock block;
  for (auto [planes, wordLines] : {std::pair(1, 1), {2, 3}, {3, 7}}) {
    block.planesPerDrive = planes;
    EXPECT_EQ(block.wordLinesPerRow(), wordLines);
  }
}

TEST(ActivityCounters, AreThoseThatTheBlockNeeds) {
  MvmPlan plan;
  plan.input = binaryInputCode(4, 0);
  CrossbarBlock block;
  block.rowGroups = {5, 2};
  plan.blocks.assign(4, block);
  plan.blocks[1].skipsIdlePlanes = true;
  plan.blocks[2].skipsIdlePlanes = true;
  plan.blocks[2].planesPerDrive = 3;
  plan.blocks[3].boundsByActiveRows = true;
  EXPECT_EQ(plan.activityOffsets(),
            (std::vector<size_t>{0, 0, 0, 4, 8, 10, 12, 12 + 4 * 6, 12 + 4 * 6 + 4 * 3}));
}

/// Two blocks of the same rows in different orders, and one of others.
MvmPlan summedPlan() {
  MvmPlan plan;
  plan.rows = 3;
  plan.outputs = 3;
  plan.input = binaryInputCode(8, -128);
  plan.initial = {10, 20, 30};
  CrossbarBlock block;
  block.rows = {2, 0};
  block.columns = {{1, 1}, {0, 1}, {BlockColumn::allOutputs, 2}};
  block.digits = {1, 0, 1, 0, 2, 0};
  block.inputSums = {5, 0, 100};
  plan.blocks.push_back(block);
  block.rows = {0, 2};
  block.columns = {{1, 1}, {2, 1}};
  block.digits.assign(4, 0);
  block.inputSums = {-105, 7};
  plan.blocks.push_back(block);
  block.rows = {1};
  block.digits = {3, 0};
  block.inputSums = {};
  plan.blocks.push_back(block);
  return plan;
}

TEST(InputSums, BlocksOfTheSameRowsShareOne) {
  std::vector<InputSum> sums = inputSumsOf(summedPlan());
  ASSERT_EQ(sums.size(), 1u);
  EXPECT_EQ(sums[0].group, 0);
  EXPECT_EQ(sums[0].rows, (std::vector<int32_t>{0, 2}));
  // 5 + 100 - 105 is left of output 1.
  EXPECT_EQ(sums[0].scales, (std::vector<std::pair<int32_t, int64_t>>{{0, 100}, {2, 7}}));
}

TEST(Recompose, AddsReferenceColumnsAndSummedInputs) {
  Recomposition product = recompose(summedPlan());
  EXPECT_EQ(product.weights, (std::vector<int64_t>{2 + 100, 0, 2 + 100, //
                                                   0, 3, 1 + 2,         //
                                                   7, 0, 7}));
  EXPECT_EQ(product.base, (std::vector<int64_t>{10 + 128 * 204, 20 + 128 * 6, 30 + 128 * 14}));
}

} // namespace
