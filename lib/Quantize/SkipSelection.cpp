//===- SkipSelection.cpp - Which conversions count least -----------------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "acim/Quantize/SkipSelection.h"
#include "BitLineSamples.h"

#include "llvm/ADT/STLExtras.h"
#include <cassert>
#include <cstdlib>
#include <numeric>
#include <tuple>

using namespace mlir::acim;

namespace {

/// The contributions to one output: terms x samples.
class TermSums {
public:
  TermSums(size_t planes, llvm::ArrayRef<int64_t> digitScales, size_t samples,
           std::vector<double> summedInputs)
      : planes(planes), digitScales(digitScales),
        terms(planes * digitScales.size(), std::vector<double>(samples)) {
    terms.push_back(std::move(summedInputs));
  }

  /// Reference columns are always converted.
  void add(const BitLineSamples &line) {
    const size_t digit = llvm::find_if(digitScales,
                                       [&](int64_t scale) {
                                         return std::abs(scale) == std::abs(line.columnScale);
                                       }) -
                         digitScales.begin();
    for (size_t drive = 0; drive < line.scales.size(); ++drive) {
      // Arrays that are read separately are driven one after the other.
      std::vector<double> &term =
          line.isReference ? terms.back() : terms[drive % planes * digitScales.size() + digit];
      for (auto [value, sum] : llvm::zip_equal(term, line.sumsOf(drive)))
        value += line.scales[drive] * sum;
    }
  }

  llvm::ArrayRef<double> operator[](size_t term) const { return terms[term]; }

private:
  size_t planes;
  llvm::ArrayRef<int64_t> digitScales;
  std::vector<std::vector<double>> terms;
};

double meanOf(llvm::ArrayRef<double> values) {
  return std::accumulate(values.begin(), values.end(), 0.0) / double(values.size());
}

} // namespace

PairContributions::PairContributions(const MvmPlan &plan, const DigitCode &code,
                                     llvm::ArrayRef<int16_t> columns, int64_t samples)
    : outputs(plan.groups * plan.outputs), planes(plan.input.planeScale.size()),
      digits(code.numDigits()), means(outputs * terms()), covariance(outputs * terms() * terms()) {
  const size_t n = terms();
  BitLineSampler sampler(plan, columns, samples);
  for (size_t output = 0; output < outputs; ++output) {
    const int64_t inGroup = int64_t(output) % plan.outputs;
    if (inGroup == 0)
      sampler.moveTo(int64_t(output) / plan.outputs);
    TermSums sums(planes, code.scales, samples, sampler.summedInputs(inGroup));
    sampler.forEachLine(inGroup, [&](const BitLineSamples &line) { sums.add(line); });
    for (size_t a = 0; a < n; ++a)
      means[output * n + a] = meanOf(sums[a]);
    for (size_t a = 0; a < n; ++a)
      for (size_t b = 0; b <= a; ++b)
        covariance[(output * n + a) * n + b] = covariance[(output * n + b) * n + a] =
            std::inner_product(sums[a].begin(), sums[a].end(), sums[b].begin(), 0.0) /
                double(samples) -
            means[output * n + a] * means[output * n + b];
  }
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
