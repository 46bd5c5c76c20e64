//===- LossCausesTest.cpp - Plans without what makes them inexact ---------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "acim/Mapping/LossCauses.h"
#include "acim/Mapping/PlanChecks.h"
#include "gtest/gtest.h"

using namespace mlir::acim;

namespace {

/// Three rows in two row groups; sums of up to 3 + 2 and of up to 1.
MvmPlan somePlan() {
  MvmPlan plan;
  plan.rows = 3;
  plan.outputs = 2;
  plan.input = binaryInputCode(4, 0);
  plan.initial = {0, 0};
  CrossbarBlock block;
  block.rows = {0, 1, 2};
  block.rowGroups = {2, 1};
  block.columnGroup = 2;
  block.columns = {{0, 1}, {1, 4}};
  block.digits = {3, -1, 2, 1, 1, 0};
  block.ranges = {{-8, 4, 0}, {-2, 2, 0}, {-2, 2, 0}, {0, 0, 0}};
  plan.blocks.push_back(block);
  return plan;
}

TEST(LossCauses, AreNotInExactPlans) {
  MvmPlan plan = somePlan();
  for (LossCause cause : lossCauses) {
    EXPECT_FALSE(hasLossCause(plan, cause));
    EXPECT_EQ(withoutLossCause(plan, cause).blocks[0].ranges, plan.blocks[0].ranges);
  }
}

TEST(LossCauses, SaturationAndRoundingAreClipping) {
  for (const ConversionRange &range : {ConversionRange{-8, 3, 0}, {-8, 4, 1}}) {
    MvmPlan plan = somePlan();
    plan.blocks[0].ranges[0] = range;
    EXPECT_TRUE(hasLossCause(plan, LossCause::Clipping));
    EXPECT_FALSE(hasLossCause(plan, LossCause::Skipping));
    MvmPlan wide = withoutLossCause(plan, LossCause::Clipping);
    EXPECT_FALSE(bool(verifyPlan(wide)));
    EXPECT_FALSE(findInexactConversion(wide));
    EXPECT_EQ(wide.blocks[0].ranges[0], (ConversionRange{0, 3, 0}));
    for (size_t k : {1, 2, 3})
      EXPECT_EQ(wide.blocks[0].ranges[k], plan.blocks[0].ranges[k]);
  }
}

TEST(LossCauses, ConversionsLeftOutAreSkipping) {
  MvmPlan plan = somePlan();
  plan.blocks[0].skippedPlanes = {0, 0};
  EXPECT_FALSE(hasLossCause(plan, LossCause::Skipping));
  plan.blocks[0].skippedPlanes = {0, 3};
  EXPECT_TRUE(hasLossCause(plan, LossCause::Skipping));
  EXPECT_FALSE(hasLossCause(plan, LossCause::Clipping));
  MvmPlan whole = withoutLossCause(plan, LossCause::Skipping);
  EXPECT_FALSE(bool(verifyPlan(whole)));
  EXPECT_FALSE(findInexactConversion(whole));
}

TEST(LossCauses, WhatAGateDoesNotLetThroughIsMasking) {
  MvmPlan plan = somePlan();
  plan.gate = Gate{2, GateGranularity::Output, GateImportance::Value, {5, 5}};
  EXPECT_TRUE(hasLossCause(plan, LossCause::Masking));
  EXPECT_FALSE(hasLossCause(plan, LossCause::Skipping));
  MvmPlan whole = withoutLossCause(plan, LossCause::Masking);
  EXPECT_FALSE(bool(verifyPlan(whole)));
  EXPECT_FALSE(findInexactConversion(whole));
  plan.gate->thresholds.assign(2, Gate::refinesAlways);
  EXPECT_FALSE(hasLossCause(plan, LossCause::Masking));
}

TEST(LossCauses, AreTakenOneByOneOrAllAtOnce) {
  MvmPlan plan = somePlan();
  plan.blocks[0].skippedPlanes = {1, 0};
  plan.blocks[0].ranges[1] = {0, 1, 0};
  EXPECT_TRUE(hasLossCause(withoutLossCause(plan, LossCause::Skipping), LossCause::Clipping));
  EXPECT_TRUE(hasLossCause(withoutLossCause(plan, LossCause::Clipping), LossCause::Skipping));
  EXPECT_FALSE(findInexactConversion(withoutLossCauses(plan)));
}

} // namespace
