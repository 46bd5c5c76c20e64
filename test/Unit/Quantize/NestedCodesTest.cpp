//===- NestedCodesTest.cpp - Weights that are good without low digits -----===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "acim/Quantize/NestedCodes.h"
#include <cmath>
#include <cstdlib>
#include <gtest/gtest.h>
#include <random>

using namespace mlir::acim;

namespace {

constexpr int64_t samples = 300, rows = 24, outputs = 5, offset = 128;

/// Raw inputs as a rectifier leaves them, neighbours alike.
std::vector<int16_t> rectifiedColumns() {
  std::mt19937 random(4);
  std::normal_distribution<double> normal;
  std::vector<int16_t> columns;
  for (int64_t sample = 0; sample < samples; ++sample) {
    double value = 0;
    for (int64_t row = 0; row < rows; ++row) {
      value = 0.7 * value + normal(random);
      columns.push_back(static_cast<int16_t>(std::clamp(40 * value, 0.0, 255.0) - offset));
    }
  }
  return columns;
}

LayerProblem problemOf(const std::vector<int16_t> &columns) {
  std::mt19937 random(5);
  std::normal_distribution<double> normal(0, 40);
  LayerProblem problem;
  problem.outputs = outputs;
  problem.rows = rows;
  for (int64_t k = 0; k < outputs * rows; ++k)
    problem.weights.push_back(std::clamp(std::nearbyint(normal(random)), -127.0, 127.0));
  problem.inputs = secondMoments(columns, 1, rows, 0);
  problem.importance.assign(outputs, 1.0);
  problem.drives.assign(rows, 1.0);
  problem.columns.digits = segmentedCode(8, 2, 2);
  return problem;
}

/// Mean squared error of an output's accumulator where `weights`, `correction` and driven inputs
/// left out replace the weights.
double errorOf(const LayerProblem &problem, const std::vector<int16_t> &columns, int64_t output,
               const std::vector<double> &kept, const std::vector<double> &all, double correction) {
  double sum = 0;
  for (int64_t sample = 0; sample < samples; ++sample) {
    double error = -correction;
    for (int64_t row = 0; row < rows; ++row) {
      const double x = columns[sample * rows + row];
      const int64_t k = output * rows + row;
      error += (problem.weights[k] - all[k]) * x + (all[k] - kept[k]) * (x + offset);
    }
    sum += error * error;
  }
  return sum / samples;
}

/// scale * codes, with and without low ones.
struct Weights {
  std::vector<double> high, all;
};
Weights weightsOf(const NestedCodes &codes) {
  Weights weights;
  for (size_t k = 0; k < codes.high.size(); ++k) {
    const double scale = codes.scales[k / rows];
    weights.high.push_back(scale * codes.high[k]);
    weights.all.push_back(scale * (codes.high[k] + codes.low[k]));
  }
  return weights;
}

TEST(NestedCodes, SplitBackIntoTheirDigits) {
  const LayerProblem problem = problemOf(rectifiedColumns());
  for (unsigned lowBits : {2u, 4u, 6u})
    for (bool scales : {false, true}) {
      const DigitCode code = segmentedCode(8, 2, lowBits);
      const NestedCodes codes =
          nestCodes(problem, {lowBits, int32_t(code.maxWord), 0.5, offset, scales});
      llvm::SmallVector<int8_t> digits(code.numDigits());
      for (size_t k = 0; k < codes.high.size(); ++k) {
        EXPECT_EQ(codes.high[k] % (1 << lowBits), 0);
        ASSERT_TRUE(succeeded(encodeDigits(code, codes.high[k] + codes.low[k], digits)));
        int64_t low = 0;
        for (size_t b = 0; b < lowBits / 2; ++b)
          low += code.scales[b] * digits[b];
        EXPECT_EQ(low, codes.low[k]);
      }
      if (!scales)
        EXPECT_EQ(codes.scales, std::vector<double>(outputs, 1));
    }
}

/// High codes alone are better than the high digits of the weights, and both together nearly what
/// the weights are.
TEST(NestedCodes, AreGoodWithAndWithoutLowCodes) {
  const std::vector<int16_t> columns = rectifiedColumns();
  const LayerProblem problem = problemOf(columns);
  const NestedCodes codes = nestCodes(problem, {6, 224, 0.5, offset, true});
  const Weights nested = weightsOf(codes);
  const DigitCode code = segmentedCode(8, 2, 6);
  llvm::SmallVector<int8_t> digits(code.numDigits());
  std::vector<double> truncated;
  for (double weight : problem.weights) {
    ASSERT_TRUE(succeeded(encodeDigits(code, int64_t(weight), digits)));
    truncated.push_back(double(64 * digits.back()));
  }
  for (int64_t o = 0; o < outputs; ++o) {
    const double plain = errorOf(problem, columns, o, truncated, problem.weights, 0);
    const double high =
        errorOf(problem, columns, o, nested.high, nested.all, codes.biasCorrections[o]);
    const double both =
        errorOf(problem, columns, o, nested.all, nested.all, codes.biasCorrections[o]);
    EXPECT_LT(high, plain / 3);
    EXPECT_LT(both, high / 4);
  }
}

/// Where low codes never come, the bias makes up for the mean, and the rest is smaller.
TEST(NestedCodes, HighOnlyLeavesTheMeanToTheBias) {
  const std::vector<int16_t> columns = rectifiedColumns();
  const LayerProblem problem = problemOf(columns);
  const NestedCodes only = nestCodes(problem, {6, 224, 0, offset, true}),
                    either = nestCodes(problem, {6, 224, 0.01, offset, true});
  const Weights alone = weightsOf(only), nested = weightsOf(either);
  EXPECT_EQ(only.low, std::vector<int32_t>(outputs * rows, 0));
  double sumOnly = 0, sumEither = 0;
  for (int64_t o = 0; o < outputs; ++o) {
    sumOnly += errorOf(problem, columns, o, alone.all, alone.all, only.biasCorrections[o]);
    sumEither += errorOf(problem, columns, o, nested.high, nested.all, either.biasCorrections[o]);
  }
  EXPECT_LT(sumOnly, sumEither);
}

} // namespace
