//===- SkipSelection.cpp - Which conversions count least -----------------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "acim/Quantize/SkipSelection.h"

#include "llvm/ADT/STLExtras.h"
#include <cassert>
#include <cstdlib>
#include <tuple>

using namespace mlir::acim;

namespace {

/// The contributions to one sample: outputs x terms.
class SampleSums {
public:
  SampleSums(const MvmPlan &plan, const DigitCode &code, size_t planes, size_t digits)
      : plan(plan), planes(planes), digits(digits), terms(planes * digits + 1) {
    for (const CrossbarBlock &block : plan.blocks) {
      llvm::SmallVector<size_t> places;
      for (const BlockColumn &column : block.columns)
        places.push_back(llvm::find_if(code.scales,
                                       [&](int64_t scale) {
                                         return std::abs(scale) == std::abs(column.scale);
                                       }) -
                         code.scales.begin());
      digitsOfColumns.push_back(std::move(places));
    }
  }

  llvm::ArrayRef<double> of(llvm::ArrayRef<int16_t> inputs) {
    sums.assign(plan.groups * plan.outputs * terms, 0);
    for (auto [index, block] : llvm::enumerate(plan.blocks))
      addBlock(block, digitsOfColumns[index], inputs.slice(block.group * plan.rows, plan.rows));
    return sums;
  }

private:
  double &sum(const CrossbarBlock &block, int32_t output, size_t term) {
    return sums[(block.group * plan.outputs + output) * terms + term];
  }

  void addBlock(const CrossbarBlock &block, llvm::ArrayRef<size_t> places,
                llvm::ArrayRef<int16_t> inputs) {
    const size_t columns = block.columns.size();
    int64_t summed = 0;
    for (int32_t row : block.rows)
      summed += int64_t(inputs[row]) + plan.input.offset;
    for (size_t c = 0; c < block.inputSums.size(); ++c)
      if (block.inputSums[c] != 0)
        sum(block, block.columns[c].output, terms - 1) += double(block.inputSums[c] * summed);
    std::vector<int64_t> readings(columns);
    for (size_t plane = 0; plane < planes; ++plane) {
      std::fill(readings.begin(), readings.end(), 0);
      for (auto [k, row] : llvm::enumerate(block.rows)) {
        const uint32_t bits = plan.input.table[inputs[row] - plan.input.inputLo];
        if (const int64_t level = driveLevel(plan.input, bits, plane))
          for (size_t c = 0; c < columns; ++c)
            readings[c] += level * block.digits[k * columns + c];
      }
      for (size_t c = 0; c < columns; ++c)
        addReading(block, c, plane, places[c],
                   double(readings[c] * block.columns[c].scale * plan.input.planeScale[plane]));
    }
  }

  /// Reference columns are always converted and reach every output of their block.
  void addReading(const CrossbarBlock &block, size_t column, size_t plane, size_t digit,
                  double value) {
    if (block.columns[column].output != BlockColumn::allOutputs) {
      sum(block, block.columns[column].output, plane * digits + digit) += value;
      return;
    }
    for (int32_t output : outputsOf(block))
      sum(block, output, terms - 1) += value;
  }

  const MvmPlan &plan;
  size_t planes, digits, terms;
  std::vector<llvm::SmallVector<size_t>> digitsOfColumns;
  std::vector<double> sums;
};

} // namespace

PairContributions::PairContributions(const MvmPlan &plan, const DigitCode &code,
                                     llvm::ArrayRef<int16_t> columns, int64_t samples)
    : outputs(plan.groups * plan.outputs), planes(plan.input.planeScale.size()),
      digits(code.numDigits()), means(outputs * terms()), covariance(outputs * terms() * terms()) {
  const size_t n = terms();
  SampleSums sample(plan, code, planes, digits);
  for (int64_t s = 0; s < samples; ++s) {
    const llvm::ArrayRef<double> sums =
        sample.of(columns.slice(s * plan.groups * plan.rows, plan.groups * plan.rows));
    for (size_t o = 0; o < outputs; ++o)
      for (size_t a = 0; a < n; ++a) {
        const double value = sums[o * n + a] / double(samples);
        means[o * n + a] += value;
        if (value != 0)
          for (size_t b = 0; b < n; ++b)
            covariance[(o * n + a) * n + b] += value * sums[o * n + b];
      }
  }
  for (size_t o = 0; o < outputs; ++o)
    for (size_t a = 0; a < n; ++a)
      for (size_t b = 0; b < n; ++b)
        covariance[(o * n + a) * n + b] -= means[o * n + a] * means[o * n + b];
}

AffineFit PairContributions::estimate(size_t output, const std::vector<bool> &skipped,
                                      bool scaled) const {
  const size_t n = terms();
  JointMoments moments;
  for (size_t a = 0; a < n; ++a) {
    const bool keepsA = a + 1 == n || !skipped[a];
    moments.mean += means[output * n + a];
    moments.meanLeft += keepsA ? means[output * n + a] : 0;
    for (size_t b = 0; b < n; ++b) {
      const bool keepsB = b + 1 == n || !skipped[b];
      const double c = covariance[(output * n + a) * n + b];
      moments.variance += c;
      moments.covariance += keepsB ? c : 0;
      moments.varianceLeft += keepsA && keepsB ? c : 0;
    }
  }
  return fitAffine(moments, scaled);
}

std::vector<NoisyPair> mlir::acim::noisyPairs(size_t layer, const PairContributions &contributions,
                                              llvm::ArrayRef<double> importance,
                                              llvm::ArrayRef<double> conversions) {
  std::vector<NoisyPair> pairs;
  for (size_t pair = 0; pair < contributions.numPairs(); ++pair) {
    if (conversions[pair] <= 0)
      continue;
    double noise = 0;
    for (size_t o = 0; o < contributions.numOutputs(); ++o)
      noise += importance[o] * contributions.variance(o, pair);
    pairs.push_back({layer, pair, conversions[pair], noise});
  }
  return pairs;
}

std::vector<NoisyPair> mlir::acim::quietestPairs(std::vector<NoisyPair> pairs, double share) {
  double all = 0, taken = 0;
  for (const NoisyPair &pair : pairs)
    all += pair.conversions;
  llvm::sort(pairs, [](const NoisyPair &a, const NoisyPair &b) {
    auto keyOf = [](const NoisyPair &pair) {
      return std::tuple(pair.noise / pair.conversions, pair.layer, pair.pair);
    };
    return keyOf(a) < keyOf(b);
  });
  // What is small enough to fit behind the first that does not would be the noisiest of all.
  std::vector<NoisyPair> quietest;
  for (const NoisyPair &pair : pairs) {
    taken += pair.conversions;
    constexpr double rounding = 1e-12;
    if (taken > all * (share + rounding))
      break;
    quietest.push_back(pair);
  }
  return quietest;
}

std::vector<bool> mlir::acim::choosePairs(const PairContributions &contributions,
                                          llvm::ArrayRef<double> importance,
                                          llvm::ArrayRef<double> energies, double worth,
                                          bool scaled) {
  std::vector<bool> skipped(contributions.numPairs());
  auto loss = [&] {
    double sum = 0;
    for (size_t o = 0; o < contributions.numOutputs(); ++o)
      sum += importance[o] * contributions.estimate(o, skipped, scaled).error;
    return sum;
  };
  double current = loss();
  while (true) {
    size_t best = skipped.size();
    double bestGain = 0, bestLoss = current;
    for (size_t pair = 0; pair < skipped.size(); ++pair) {
      if (skipped[pair] || energies[pair] <= 0)
        continue;
      skipped[pair] = true;
      const double next = loss(), gain = worth * energies[pair] - (next - current);
      skipped[pair] = false;
      if (gain > bestGain) {
        best = pair;
        bestGain = gain;
        bestLoss = next;
      }
    }
    if (best == skipped.size())
      return skipped;
    skipped[best] = true;
    current = bestLoss;
  }
}
