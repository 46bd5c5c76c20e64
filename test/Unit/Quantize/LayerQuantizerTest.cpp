//===- LayerQuantizerTest.cpp - Trades errors of a layer for energy ------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "acim/Quantize/LayerQuantizer.h"
#include "llvm/ADT/STLExtras.h"
#include <cmath>
#include <gtest/gtest.h>
#include <limits>
#include <random>

using namespace mlir::acim;

namespace {

constexpr double levelPrices[] = {0, 1, 2, 3};

/// Samples of correlated inputs: a few hidden values mixed, plus noise.
std::vector<int16_t> correlatedColumns(int64_t samples, int64_t rows, unsigned seed) {
  std::mt19937 random(seed);
  std::normal_distribution<double> normal;
  const int64_t hidden = std::max<int64_t>(rows / 4, 1);
  std::vector<double> mixing(rows * hidden);
  for (double &factor : mixing)
    factor = normal(random);
  std::vector<int16_t> columns(samples * rows);
  for (int64_t sample = 0; sample < samples; ++sample) {
    std::vector<double> values(hidden);
    for (double &value : values)
      value = normal(random);
    for (int64_t row = 0; row < rows; ++row) {
      double input = -100 + 5 * normal(random);
      for (int64_t k = 0; k < hidden; ++k)
        input += 8 * mixing[row * hidden + k] * values[k];
      columns[sample * rows + row] =
          static_cast<int16_t>(std::lround(std::clamp(input, -128.0, 127.0)));
    }
  }
  return columns;
}

/// A layer on crossbars with groups of 32 rows, 2-bit cells of sign-magnitude pairs.
LayerProblem randomProblem(int64_t outputs, int64_t rows, unsigned seed, int64_t largest = 127) {
  std::mt19937 random(seed);
  std::normal_distribution<double> normal;
  LayerProblem problem;
  problem.outputs = outputs;
  problem.rows = rows;
  for (int64_t k = 0; k < outputs * rows; ++k)
    problem.weights.push_back(std::clamp<double>(
        std::nearbyint(double(largest) / 3 * normal(random)), -largest, largest));
  problem.inputs = secondMoments(correlatedColumns(200, rows, seed), 1, rows, 0);
  problem.importance.assign(outputs, 1.0);
  for (int64_t row = 0; row < rows; ++row)
    problem.drives.push_back(100 + double(random() % 300));
  problem.columns.digits = signMagnitudeCode(8, 2);
  problem.columns.converters.rule = ConverterRule::Proven;
  problem.columns.converters.bits = 10;
  for (unsigned bits = 0; bits <= 10; ++bits)
    problem.columns.conversionPrices.push_back(60 * bits);
  for (int64_t row = 0; row < rows; row += 32)
    problem.columns.rowGroups.push_back({std::min<int64_t>(32, rows - row), 500});
  problem.cells = priceCells(problem.columns.digits, {-127, 127}, levelPrices, PartnerCells::Free);
  return problem;
}

QuantizeOptions at(double lambda, Rounding rounding = Rounding::Compensated) {
  QuantizeOptions options;
  options.lambda = lambda;
  options.rounding = rounding;
  return options;
}

double objective(const QuantizedLayer &layer, double lambda) {
  return layer.loss() + lambda * layer.energy();
}

/// A scale of 1 and nothing after rounding.
QuantizeOptions unscaled(double lambda, Rounding rounding) {
  QuantizeOptions options = at(lambda, rounding);
  options.clips.clear();
  options.descents = 0;
  options.emptiesColumns = false;
  return options;
}

/// What `codes` cost, from the definition and an undamped covariance.
double lossOf(const LayerProblem &problem, const QuantizedLayer &layer, int64_t output) {
  std::vector<double> error(problem.rows);
  for (int64_t row = 0; row < problem.rows; ++row)
    error[row] = problem.weights[output * problem.rows + row] -
                 layer.scales[output] * layer.codes[output * problem.rows + row];
  double loss = 0;
  for (int64_t a = 0; a < problem.rows; ++a)
    for (int64_t b = 0; b < problem.rows; ++b)
      loss += error[a] * error[b] * problem.inputs.covariance[a * problem.rows + b];
  return problem.importance[output] * loss;
}

constexpr double lambdas[] = {0.1, 1, 10, 100};

//===----------------------------------------------------------------------===//
// Statistics
//===----------------------------------------------------------------------===//

TEST(SecondMoments, AreThoseOfOneGroup) {
  // Two groups of two rows, three samples.
  const int16_t columns[] = {1, 2, 9, 9, 3, 2, 8, 8, 5, 8, 7, 7};
  const SecondMoments moments = secondMoments(columns, 2, 2, 0);
  EXPECT_EQ(moments.means, (std::vector<double>{3, 4}));
  ASSERT_EQ(moments.covariance.size(), 4u);
  EXPECT_DOUBLE_EQ(moments.covariance[0], 8.0 / 3);
  EXPECT_DOUBLE_EQ(moments.covariance[1], 4);
  EXPECT_DOUBLE_EQ(moments.covariance[2], 4);
  EXPECT_DOUBLE_EQ(moments.covariance[3], 8);
  EXPECT_EQ(secondMoments(columns, 2, 2, 1).means, (std::vector<double>{8, 8}));
}

//===----------------------------------------------------------------------===//
// Neutral settings
//===----------------------------------------------------------------------===//

void expectLeftAlone(const LayerProblem &problem, const QuantizedLayer &layer) {
  for (size_t k = 0; k < problem.weights.size(); ++k)
    EXPECT_EQ(layer.codes[k], problem.weights[k]);
  for (int64_t output = 0; output < problem.outputs; ++output) {
    EXPECT_EQ(layer.scales[output], 1);
    EXPECT_EQ(layer.biasCorrections[output], 0);
    EXPECT_EQ(layer.losses[output], 0);
    EXPECT_TRUE(layer.leftAlone[output]);
  }
}

TEST(LayerQuantizer, ChangesNothingWhereEnergyIsWorthNothing) {
  const LayerProblem problem = randomProblem(5, 40, 1);
  const LayerQuantizer quantizer(problem);
  for (Rounding rounding : {Rounding::Nearest, Rounding::Compensated})
    expectLeftAlone(problem, quantizer.quantize(at(0, rounding)));
}

TEST(LayerQuantizer, LeavesAloneWhatIsBestAlone) {
  const LayerProblem problem = randomProblem(5, 40, 2);
  expectLeftAlone(problem, LayerQuantizer(problem).quantize(at(1e-9)));
}

TEST(LayerQuantizer, KeepsWeightsThatAreAllZero) {
  LayerProblem problem = randomProblem(2, 20, 3);
  llvm::fill(problem.weights, 0);
  const QuantizedLayer layer = LayerQuantizer(problem).quantize(at(1));
  EXPECT_EQ(layer.codes, std::vector<int32_t>(40));
  EXPECT_EQ(layer.energy(), 0);
}

TEST(LayerQuantizer, TakesInputsThatNeverChange) {
  LayerProblem problem = randomProblem(2, 20, 4);
  llvm::fill(problem.inputs.covariance, 0);
  const QuantizedLayer layer = LayerQuantizer(problem).quantize(at(1));
  EXPECT_TRUE(std::isfinite(layer.loss()));
}

//===----------------------------------------------------------------------===//
// Quality
//===----------------------------------------------------------------------===//

TEST(LayerQuantizer, CompensationIsNeverWorseThanNearest) {
  for (unsigned seed : {10, 11, 12})
    for (double lambda : lambdas) {
      const LayerQuantizer quantizer(randomProblem(8, 96, seed));
      const QuantizedLayer nearest = quantizer.quantize(unscaled(lambda, Rounding::Nearest));
      const QuantizedLayer compensated =
          quantizer.quantize(unscaled(lambda, Rounding::Compensated));
      EXPECT_LE(objective(compensated, lambda), objective(nearest, lambda));
      EXPECT_LE(objective(quantizer.quantize(at(lambda)), lambda),
                objective(quantizer.quantize(at(lambda, Rounding::Nearest)), lambda));
    }
}

TEST(LayerQuantizer, CompensationLosesLessAtEqualEnergy) {
  // Nearest at the price at which it needs as much energy as compensated codes.
  const LayerQuantizer quantizer(randomProblem(8, 96, 13));
  for (double lambda : {1.0, 10.0}) {
    const QuantizedLayer compensated = quantizer.quantize(unscaled(lambda, Rounding::Compensated));
    double low = lambda / 1e3, high = lambda * 1e3;
    for (unsigned step = 0; step < 40; ++step) {
      const double middle = std::sqrt(low * high);
      const bool saves =
          quantizer.quantize(unscaled(middle, Rounding::Nearest)).energy() <= compensated.energy();
      (saves ? high : low) = middle;
    }
    const QuantizedLayer nearest = quantizer.quantize(unscaled(low, Rounding::Nearest));
    ASSERT_GE(nearest.energy(), compensated.energy());
    EXPECT_LT(compensated.loss(), nearest.loss());
  }
}

TEST(LayerQuantizer, EveryStepIsAnImprovement) {
  for (unsigned seed : {20, 21, 22})
    for (double lambda : lambdas) {
      const LayerQuantizer quantizer(randomProblem(4, 70, seed));
      QuantizeOptions options = at(lambda);
      double last = std::numeric_limits<double>::infinity();
      for (unsigned descents : {0, 1, 2, 4}) {
        options.descents = descents;
        options.emptiesColumns = false;
        const double value = objective(quantizer.quantize(options), lambda);
        EXPECT_LE(value, last);
        last = value;
      }
      options.emptiesColumns = true;
      EXPECT_LE(objective(quantizer.quantize(options), lambda), last);
    }
}

TEST(LayerQuantizer, ScalesAreOnlyChosenWhereTheyPay) {
  for (double lambda : lambdas) {
    const LayerQuantizer quantizer(randomProblem(8, 64, 30));
    QuantizeOptions options = at(lambda);
    options.descents = 0;
    options.emptiesColumns = false;
    const QuantizedLayer scaled = quantizer.quantize(options);
    const QuantizedLayer plain = quantizer.quantize(unscaled(lambda, Rounding::Compensated));
    for (int64_t output = 0; output < 8; ++output)
      EXPECT_LE(scaled.losses[output] + lambda * scaled.energies[output],
                plain.losses[output] + lambda * plain.energies[output]);
  }
}

TEST(LayerQuantizer, MoreFinalistsAreNeverWorse) {
  const LayerQuantizer quantizer(randomProblem(8, 64, 31));
  QuantizeOptions options = at(5);
  options.descents = 0;
  options.emptiesColumns = false;
  double last = std::numeric_limits<double>::infinity();
  for (unsigned finalists : {1, 3, 8, 0}) {
    options.finalists = finalists;
    const double value = objective(quantizer.quantize(options), 5);
    EXPECT_LE(value, last);
    last = value;
  }
}

TEST(LayerQuantizer, HigherPricesSaveEnergyAndDigits) {
  const LayerQuantizer quantizer(randomProblem(8, 96, 32));
  double lastEnergy = quantizer.quantize(at(0)).energy();
  for (double lambda : lambdas) {
    const double energy = quantizer.quantize(at(lambda)).energy();
    EXPECT_LE(energy, lastEnergy);
    lastEnergy = energy;
  }
  const QuantizedLayer cheap = quantizer.quantize(at(100));
  EXPECT_LT(cheap.energy(), 0.5 * quantizer.quantize(at(0)).energy());
  EXPECT_TRUE(llvm::all_of(cheap.digits, [](unsigned digits) { return digits <= 2; }));
}

/// The least objective of one output over all codes at a scale of 1.
double bruteForce(const LayerProblem &problem, double lambda) {
  ColumnPrices columns(problem.columns);
  const int32_t lo = problem.cells.lo, count = problem.cells.hi() - lo + 1;
  std::vector<int32_t> codes(problem.rows);
  double least = std::numeric_limits<double>::infinity();
  for (int64_t index = 0; index < std::pow(count, problem.rows); ++index) {
    int64_t rest = index;
    QuantizedLayer layer;
    layer.scales = {1};
    double energy = 0;
    for (int64_t row = 0; row < problem.rows; ++row, rest /= count) {
      layer.codes.push_back(lo + static_cast<int32_t>(rest % count));
      energy += problem.drives[row] * problem.cells[layer.codes.back()];
    }
    energy += columns.price(layer.codes);
    least = std::min(least, lossOf(problem, layer, 0) + lambda * energy);
  }
  return least;
}

TEST(LayerQuantizer, IsCloseToTheOptimumOfSmallLayers) {
  double sum = 0;
  unsigned count = 0;
  for (unsigned seed = 40; seed < 60; ++seed) {
    LayerProblem problem = randomProblem(1, 4, seed, 7);
    problem.cells = priceCells(problem.columns.digits, {-7, 7}, levelPrices, PartnerCells::Free);
    for (double lambda : {0.1, 1.0}) {
      QuantizeOptions options = at(lambda);
      options.clips.clear();
      const double found =
          objective(LayerQuantizer(problem, /*damping=*/1e-9).quantize(options), lambda);
      const double optimum = bruteForce(problem, lambda);
      EXPECT_GE(found, optimum * (1 - 1e-6));
      EXPECT_LE(found, optimum * 3);
      sum += found / optimum;
      ++count;
    }
  }
  EXPECT_LE(sum / count, 1.2);
}

//===----------------------------------------------------------------------===//
// Level sets
//===----------------------------------------------------------------------===//

TEST(LayerQuantizer, LevelSetsAllowTheirCodesOnly) {
  const LayerQuantizer quantizer(randomProblem(6, 50, 50));
  for (const CodeSet &levels :
       {bitsNetCodes(1), bitsNetCodes(2), powerOfTwoCodes(4), additivePowerOfTwoCodes(4),
        additivePowerOfTwoCodes(5), codesOf({7, 31})})
    for (Rounding rounding : {Rounding::Nearest, Rounding::Compensated})
      for (double lambda : {1e-6, 1.0, 100.0}) {
        QuantizeOptions options = at(lambda, rounding);
        options.levels = levels;
        const QuantizedLayer layer = quantizer.quantize(options);
        for (int32_t code : layer.codes)
          ASSERT_TRUE(llvm::is_contained(levels, code)) << code;
        EXPECT_FALSE(llvm::is_contained(layer.leftAlone, true));
      }
}

TEST(LayerQuantizer, CompensationHelpsLevelSets) {
  const LayerQuantizer quantizer(randomProblem(6, 80, 51));
  QuantizeOptions nearest = at(1e-6, Rounding::Nearest), compensated = at(1e-6);
  nearest.levels = compensated.levels = bitsNetCodes(1);
  EXPECT_LT(quantizer.quantize(compensated).loss(), 0.5 * quantizer.quantize(nearest).loss());
}

//===----------------------------------------------------------------------===//
// Results
//===----------------------------------------------------------------------===//

TEST(LayerQuantizer, SaysWhatItsCodesCost) {
  LayerProblem problem = randomProblem(6, 50, 60);
  for (auto [output, importance] : llvm::enumerate(problem.importance))
    importance = 1 + double(output);
  const QuantizedLayer layer = LayerQuantizer(problem, 1e-9).quantize(at(5));
  ColumnPrices columns(problem.columns);
  for (int64_t output = 0; output < problem.outputs; ++output) {
    const auto codes = llvm::ArrayRef(layer.codes).slice(output * 50, 50);
    double energy = columns.price(codes), correction = 0;
    for (int64_t row = 0; row < 50; ++row) {
      energy += problem.drives[row] * problem.cells[codes[row]];
      correction += (problem.weights[output * 50 + row] - layer.scales[output] * codes[row]) *
                    problem.inputs.means[row];
    }
    EXPECT_NEAR(layer.energies[output], energy, 1e-9 * energy);
    EXPECT_NEAR(layer.biasCorrections[output], correction, 1e-6 * std::abs(correction) + 1e-9);
    const double loss = lossOf(problem, layer, output);
    EXPECT_NEAR(layer.losses[output], loss, 1e-3 * loss + 1e-6);
    EXPECT_EQ(layer.digits[output], columns.places(codes));
  }
}

TEST(LayerQuantizer, ThreadsChangeNothing) {
  const LayerProblem problem = randomProblem(70, 90, 61);
  const LayerQuantizer quantizer(problem);
  QuantizeOptions options = at(5);
  const QuantizedLayer one = quantizer.quantize(options);
  options.threads = 3;
  for (const QuantizedLayer &other :
       {quantizer.quantize(options), LayerQuantizer(problem).quantize(options)}) {
    EXPECT_EQ(one.codes, other.codes);
    EXPECT_EQ(one.scales, other.scales);
    EXPECT_EQ(one.losses, other.losses);
    EXPECT_EQ(one.energies, other.energies);
  }
}

TEST(LayerQuantizer, RowsMayStandElsewhere) {
  LayerProblem problem = randomProblem(4, 70, 62);
  for (int32_t row = 0; row < 70; ++row)
    problem.columns.rowOrder.push_back((row * 3) % 70);
  const LayerQuantizer quantizer(problem);
  for (double lambda : lambdas)
    EXPECT_LE(objective(quantizer.quantize(at(lambda)), lambda),
              objective(quantizer.quantize(at(lambda, Rounding::Nearest)), lambda));
}

TEST(LayerQuantizer, TwosComplementWordsArePricedByTheirOnes) {
  LayerProblem problem = randomProblem(8, 64, 63);
  problem.columns.digits = twosComplementCode(8, 1);
  problem.columns.converters.readout = Readout::Single;
  problem.columns.conversionPrices.assign(11, 0);
  problem.cells = hammingPrices(8);
  const LayerQuantizer quantizer(problem);
  const double before = quantizer.quantize(at(0)).energy();
  const QuantizedLayer layer = quantizer.quantize(at(1));
  EXPECT_LT(layer.energy(), before);
  EXPECT_LT(objective(layer, 1), objective(quantizer.quantize(at(1, Rounding::Nearest)), 1));
}

} // namespace
