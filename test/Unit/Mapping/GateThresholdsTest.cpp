//===- GateThresholdsTest.cpp - Thresholds that refine a share -----------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "acim/Mapping/GateThresholds.h"
#include "gtest/gtest.h"
#include <random>

using namespace mlir::acim;

namespace {

/// Outputs whose accumulators have different scales, as their factors say.
struct Samples {
  std::vector<double> factors = {0.5, 0.01, 2};
  std::vector<MaskedOutput> masks;

  Samples() {
    std::mt19937 random(3);
    std::normal_distribution<double> normal(-10, 100);
    for (size_t output = 0; output < factors.size(); ++output) {
      MaskedOutput &mask = masks.emplace_back();
      mask.output = output;
      for (int k = 0; k < 4000; ++k)
        mask.sums.push_back(std::llround(normal(random) / factors[output]));
    }
  }

  /// The share that a gate of these thresholds refines of one output, or of all.
  double refined(const Gate &gate, const MaskedOutput &mask) const {
    double count = 0;
    for (int64_t sum : mask.sums)
      count += gate.refines(mask.output, sum);
    return count / double(mask.sums.size());
  }
};

Gate gateOf(GateImportance importance, std::vector<int64_t> thresholds) {
  return {4, GateGranularity::Output, importance, std::move(thresholds)};
}

TEST(GateThresholds, RefineTheShareOfOutputsOfAllScales) {
  const Samples samples;
  for (GateImportance importance : {GateImportance::Value, GateImportance::Magnitude})
    for (double share : {0.05, 0.25, 0.5, 0.9}) {
      const Gate gate =
          gateOf(importance, thresholdsFor(importance, samples.masks, samples.factors, share));
      for (const MaskedOutput &mask : samples.masks)
        EXPECT_NEAR(samples.refined(gate, mask), share, 0.03);
    }
}

TEST(GateThresholds, EndsRefineNoneAndAll) {
  const Samples samples;
  const Gate none = gateOf(GateImportance::Value,
                           thresholdsFor(GateImportance::Value, samples.masks, samples.factors, 0));
  for (const MaskedOutput &mask : samples.masks)
    EXPECT_LE(samples.refined(none, mask), 0.001);
  EXPECT_TRUE(gateOf(GateImportance::Value,
                     thresholdsFor(GateImportance::Value, samples.masks, samples.factors, 1))
                  .isOpen());
}

/// A sum that equals the threshold is not refined, so that equal ones are not all refined together.
TEST(GateThresholds, EqualSumsAreNotRefined) {
  const std::vector<MaskedOutput> masks = {{0, {0, 0, 0, 0, 0, 0, 0, 7}}};
  const Gate gate = gateOf(GateImportance::Magnitude,
                           thresholdsFor(GateImportance::Magnitude, masks, {1.0}, 0.5));
  EXPECT_FALSE(gate.refines(0, 0));
  EXPECT_TRUE(gate.refines(0, 7));
  EXPECT_TRUE(gate.refines(0, -7));
}

} // namespace
