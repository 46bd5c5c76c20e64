//===- ScheduleTest.cpp - Latency of the serial schedule ----------------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "acim/Cost/Schedule.h"
#include "acim/Hardware/HardwareJson.h"
#include "gtest/gtest.h"

using namespace mlir::acim;

static HardwareModel chen() { return llvm::cantFail(loadPreset("chen_rram128")); }

static LayerCounts layerOf(int64_t positions, std::vector<StepProfile> profiles) {
  LayerCounts layer;
  layer.positions = positions;
  layer.profiles = std::move(profiles);
  return layer;
}

TEST(Schedule, ActivationTakesTheLongerOfDrivingAndConverting) {
  HardwareModel hardware = chen();
  EXPECT_EQ(activationSeconds(16, hardware), 100e-9);
  EXPECT_EQ(activationSeconds(128, hardware), 100e-9); // 128 columns through 1.28 GS/s
  EXPECT_NEAR(activationSeconds(256, hardware), 200e-9, 1e-15);
  hardware.adc.convertersPerCrossbar = 3;
  EXPECT_NEAR(activationSeconds(1000, hardware), 334 / 1.28e9, 1e-15);
}

TEST(Schedule, LayersRunOneAfterAnother) {
  ProgramCounts counts;
  counts.inferences = 1;
  counts.layers = {layerOf(1024, {{{64, 8}}}), layerOf(256, {{{128, 16}}, {{128, 8}}})};
  Schedule result = schedule(counts, chen());
  EXPECT_NEAR(result.layers[0].duration, 1024 * 8 * 100e-9, 1e-12);
  EXPECT_EQ(result.layers[1].start, result.layers[0].duration);
  EXPECT_NEAR(result.layers[1].duration, 256 * 16 * 100e-9, 1e-12); // its slowest crossbar
  EXPECT_NEAR(result.latency, result.layers[0].duration + result.layers[1].duration, 1e-15);
}

TEST(Schedule, TheSecondPassTakesTimeWhereItIsRun) {
  ProgramCounts counts;
  counts.inferences = 2;
  LayerCounts layer = layerOf(2 * 100, {{{64, 8}}});
  layer.secondProfiles = {{{32, 4}}, {{32, 6}}};
  layer.refinedPositions = 30;
  counts.layers = {layer};
  EXPECT_NEAR(schedule(counts, chen()).latency, (100 * 8 + 15 * 6) * 100e-9, 1e-12);
}

TEST(Schedule, IsThatOfOneInference) {
  ProgramCounts counts;
  counts.inferences = 4;
  counts.layers = {layerOf(4 * 100, {{{10, 8}}})};
  EXPECT_NEAR(schedule(counts, chen()).latency, 100 * 8 * 100e-9, 1e-12);
}

TEST(Schedule, DigitalOperationsShareTheUnit) {
  ProgramCounts counts;
  counts.inferences = 2;
  counts.layers.emplace_back();
  counts.layers[0].digital.add(DigitalKind::Add, 8, 2 * 768);
  counts.layers[0].digital.add(DigitalKind::Compare, 8, 2 * 768);
  EXPECT_NEAR(schedule(counts, chen()).latency, 1536 / 76.8e9, 1e-18);
}
