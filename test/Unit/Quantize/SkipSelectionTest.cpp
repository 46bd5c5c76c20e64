//===- SkipSelectionTest.cpp - Which conversions count least -------------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "acim/Quantize/SkipSelection.h"
#include "acim/Mapping/PlaceLayer.h"
#include "acim/Mapping/Recompose.h"
#include <gtest/gtest.h>
#include <random>

using namespace mlir::acim;

namespace {

constexpr int64_t rows = 20, outputs = 2, samples = 50;

/// A layer, its inputs, and what its pairs of a plane and a digit contribute.
struct SkipSelection : testing::Test {
  SkipSelection() {
    std::mt19937 random(9);
    for (int64_t k = 0; k < rows * outputs; ++k)
      weights.push_back(int64_t(random() % 255) - 127);
    for (int64_t k = 0; k < samples * rows; ++k)
      inputs.push_back(int16_t(random() % 100) - 128);
    mapping.digits = segmentedCode(8, 2, 2);
    mapping.input = binaryInputCode(8, -128);
    mapping.converters.rule = ConverterRule::Proven;
    mapping.converters.bits = 10;
    plan = place();
  }

  MvmPlan place() const {
    return llvm::cantFail(
        placeLayer({1, outputs, rows, weights, std::vector<int64_t>(outputs)}, mapping));
  }

  PairContributions contributions() const { return {plan, mapping.digits, inputs, samples}; }

  /// What the conversions that are performed add up to, sample by sample.
  std::vector<double> outputsOf(const MvmPlan &other, int64_t output) const {
    std::vector<double> result(samples);
    for (const PartialProduct &part : partialProducts(other))
      for (int64_t s = 0; s < samples; ++s)
        for (int64_t j = 0; j < rows; ++j) {
          const uint32_t bits = plan.input.table[inputs[s * rows + j] - plan.input.inputLo];
          int64_t value = 0;
          for (size_t plane = 0; plane < plan.input.planeScale.size(); ++plane)
            if ((part.planes >> plane & 1) != 0)
              value += plan.input.planeScale[plane] * driveLevel(plan.input, bits, plane);
          result[s] += double(part.weights[output * rows + j] * value);
        }
    return result;
  }

  std::vector<int64_t> weights;
  std::vector<int16_t> inputs;
  LayerMapping mapping;
  MvmPlan plan;
};

double meanOf(const std::vector<double> &values) {
  double sum = 0;
  for (double value : values)
    sum += value / double(values.size());
  return sum;
}

TEST_F(SkipSelection, EstimatesFitWhatIsLeft) {
  mapping.skip.threshold = 7;
  const MvmPlan truncated = place();
  const PairContributions pairs = contributions();
  std::vector<bool> skipped(pairs.numPairs());
  for (size_t digit = 0; digit < mapping.digits.numDigits(); ++digit)
    for (size_t plane = 0; plane < plan.input.planeScale.size(); ++plane)
      skipped[pairs.pairOf(plane, digit)] = plane + 2 * digit <= 7;
  for (int64_t output = 0; output < outputs; ++output) {
    const std::vector<double> whole = outputsOf(plan, output), left = outputsOf(truncated, output);
    auto errorOf = [&](double gain, double offset) {
      double squares = 0;
      for (int64_t s = 0; s < samples; ++s) {
        const double error = whole[s] - gain * left[s] - offset;
        squares += error * error / samples;
      }
      return squares;
    };
    const AffineFit fit = pairs.estimate(output, skipped, true);
    EXPECT_NEAR(errorOf(fit.gain, fit.offset), fit.error, 1e-6 * fit.error);
    for (double more : {0.99, 1.01}) // nothing near is better
      EXPECT_GT(errorOf(fit.gain * more, fit.offset), fit.error);
    const AffineFit shifted = pairs.estimate(output, skipped, false);
    EXPECT_EQ(shifted.gain, 1);
    EXPECT_NEAR(shifted.offset, meanOf(whole) - meanOf(left), 1e-6);
    EXPECT_GE(shifted.error, fit.error);
  }
}

TEST_F(SkipSelection, PricesDecideHowManyPairsGo) {
  const PairContributions pairs = contributions();
  const std::vector<double> importance(outputs, 1), energies(pairs.numPairs(), 1);
  auto countAt = [&](double worth) {
    return llvm::count(choosePairs(pairs, importance, energies, worth, true), true);
  };
  EXPECT_EQ(countAt(0), 0);
  EXPECT_GT(countAt(1e4), 0);
  EXPECT_LT(countAt(1e4), countAt(1e6));
  EXPECT_EQ(countAt(1e30), int64_t(pairs.numPairs()));
}

TEST_F(SkipSelection, NoiseIsThatOfThePairs) {
  const PairContributions pairs = contributions();
  const std::vector<double> conversions(pairs.numPairs(), 3);
  double noise = 0;
  for (const NoisyPair &pair : noisyPairs(4, pairs, {1, 2}, conversions)) {
    EXPECT_EQ(pair.layer, 4u);
    EXPECT_EQ(pair.conversions, 3);
    EXPECT_EQ(pair.noise, pairs.variance(0, pair.pair) + 2 * pairs.variance(1, pair.pair));
    noise += pair.noise;
  }
  EXPECT_GT(noise, 0);
  EXPECT_TRUE(noisyPairs(0, pairs, {1, 2}, std::vector<double>(pairs.numPairs())).empty());
}

TEST(QuietestPairs, StopAtTheShare) {
  const std::vector<NoisyPair> pairs = {
      {0, 0, 40, 80}, {0, 1, 40, 4}, {1, 0, 20, 1}, {1, 1, 1, 90}};
  auto namesAt = [&](double share) {
    std::vector<std::pair<size_t, size_t>> names;
    for (const NoisyPair &pair : quietestPairs(pairs, share))
      names.emplace_back(pair.layer, pair.pair);
    return names;
  };
  using Names = std::vector<std::pair<size_t, size_t>>;
  EXPECT_EQ(namesAt(0), Names());
  EXPECT_EQ(namesAt(0.3), Names({{1, 0}}));
  EXPECT_EQ(namesAt(0.61), Names({{1, 0}, {0, 1}}));
  // The smallest pair would still fit, but is the noisiest.
  EXPECT_EQ(namesAt(0.9), Names({{1, 0}, {0, 1}}));
  EXPECT_EQ(namesAt(1), Names({{1, 0}, {0, 1}, {0, 0}, {1, 1}}));
}

} // namespace
