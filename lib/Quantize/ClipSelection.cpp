//===- ClipSelection.cpp - Converter settings that clip what counts little ===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "acim/Quantize/ClipSelection.h"
#include "BitLineSamples.h"
#include "llvm/ADT/STLExtras.h"
#include <cmath>
#include <limits>
#include <numeric>

using namespace mlir::acim;

namespace {

/// Steps of settings that are tried: 1, 2 and 4.
constexpr unsigned mostStepLog2 = 2;

/// A setting and what it does to the output, sample by sample; no errors for one that reads all.
struct Candidate {
  ConversionRange range;
  double energy = 0; ///< of the line's conversions
  std::vector<double> errors{};
};

/// How often the sums of a line are met, weighed by what an error of 1 does to the output, and what
/// clipping them from below or above adds to the squared error.
class WeightedSums {
public:
  explicit WeightedSums(const BitLineSamples &line)
      : lo(line.range.lo), weights(line.range.hi() - line.range.lo + 1) {
    for (size_t drive = 0; drive < line.scales.size(); ++drive)
      for (int32_t sum : line.sumsOf(drive))
        weights[sum - lo] += line.scales[drive] * line.scales[drive];
    below = clippedBelow(weights);
    std::vector<double> reversed(weights.rbegin(), weights.rend());
    above = clippedBelow(reversed);
    std::reverse(above.begin(), above.end());
  }

  /// The squared error of clipping to [first, last], which lies within the sums' range or beyond
  /// its end.
  double clipped(int64_t first, int64_t last) const {
    const int64_t top = std::min<int64_t>(last - lo, int64_t(weights.size()) - 1);
    return below[std::max<int64_t>(first - lo, 0)] + above[top];
  }

private:
  /// [k]: sum over n < k of weights[n] * (k - n)^2.
  static std::vector<double> clippedBelow(llvm::ArrayRef<double> weights) {
    std::vector<double> result(weights.size());
    double zeroth = 0, first = 0, second = 0; // moments of the distance
    for (size_t k = 0; k < weights.size(); ++k) {
      result[k] = second;
      zeroth += weights[k];
      second += 2 * first + zeroth;
      first += zeroth;
    }
    return result;
  }

  int32_t lo;
  std::vector<double> weights, below, above;
};

/// The window of so many codes of a step that clips least.
ConversionRange bestWindow(const BitLineSamples &line, const WeightedSums &sums, unsigned bits,
                           unsigned stepLog2, bool programmableZero) {
  ConversionRange window{0, static_cast<uint8_t>(bits), static_cast<uint8_t>(stepLog2)};
  const int32_t step = int32_t(1) << stepLog2, span = window.hi();
  if (!programmableZero) {
    window.lo = line.range.lo < 0 ? -((int32_t(1) << bits) / 2) * step : 0;
    return window;
  }
  double least = std::numeric_limits<double>::infinity();
  const int32_t lowest = std::max(line.range.lo, -span);
  for (int32_t first = 0; first >= lowest; first -= step) // in steps of 0, so that 0 is read as 0
    if (const double error = sums.clipped(first, first + span); error < least) {
      least = error;
      window.lo = first;
    }
  return window;
}

std::vector<double> errorsOf(const BitLineSamples &line, const ConversionRange &range) {
  std::vector<double> errors(line.samples);
  for (size_t drive = 0; drive < line.scales.size(); ++drive) {
    const double scale = line.scales[drive];
    if (scale != 0)
      for (auto [error, sum] : llvm::zip_equal(errors, line.sumsOf(drive)))
        error += scale * double(range.lo + (range.codeOf(sum) << range.stepLog2) - sum);
  }
  return errors;
}

/// One output: its bit lines, and the choice among their candidates.
class OutputClips {
public:
  OutputClips(const ClipProblem &problem, double importance)
      : problem(problem), importance(importance), output(problem.samples), lost(problem.samples) {}

  void addOutput(llvm::ArrayRef<double> values) {
    for (auto [sum, value] : llvm::zip_equal(output, values))
      sum += value;
  }

  void addLine(const BitLineSamples &line) {
    addOutput(line.outputs());
    Line &added = lines.emplace_back(Line{line.setting, {}, 0});
    const unsigned most = problem.mostBits ? problem.mostBits : line.range.bits;
    if (line.range.bits <= most)
      added.candidates.push_back({line.range, energyOf(line, line.range.bits)});
    const WeightedSums sums(line);
    for (unsigned stepLog2 = 0; stepLog2 <= mostStepLog2; ++stepLog2)
      for (unsigned bits = 1; bits + stepLog2 <= line.range.bits && bits <= most; ++bits) {
        if (stepLog2 == 0 && bits == line.range.bits)
          continue; // the setting that it has
        const ConversionRange window =
            bestWindow(line, sums, bits, stepLog2, problem.programmableZero);
        added.candidates.push_back({window, energyOf(line, bits), errorsOf(line, window)});
      }
    add(added.candidates.front().errors, 1);
  }

  /// Changes one line after the other to what is best with the others as they are.
  void choose() {
    constexpr unsigned mostSweeps = 4;
    for (unsigned sweep = 0; sweep < mostSweeps; ++sweep) {
      bool changed = false;
      for (Line &line : lines)
        changed |= improve(line);
      if (!changed)
        return;
    }
  }

  AffineFit fit() const { return fitAffine(moments(), problem.scaled); }

  void write(ClipSelection &selection) const {
    for (const Line &line : lines) {
      ConversionRange &setting = selection.settings[line.setting];
      const ConversionRange &chosen = line.candidates[line.chosen].range;
      selection.narrowed += chosen.bits < setting.bits;
      setting = chosen;
    }
  }

private:
  struct Line {
    size_t setting; ///< its place in the settings
    std::vector<Candidate> candidates;
    size_t chosen;
  };

  double energyOf(const BitLineSamples &line, unsigned bits) const {
    return line.conversions * problem.prices[bits];
  }

  void add(llvm::ArrayRef<double> errors, double sign) {
    for (size_t s = 0; s < errors.size(); ++s)
      lost[s] += sign * errors[s];
  }

  JointMoments moments() const {
    const double share = 1 / double(problem.samples);
    JointMoments result;
    for (auto [value, error] : llvm::zip_equal(output, lost)) {
      result.mean += share * value;
      result.meanLeft += share * (value + error);
    }
    for (auto [value, error] : llvm::zip_equal(output, lost)) {
      const double whole = value - result.mean, left = value + error - result.meanLeft;
      result.variance += share * whole * whole;
      result.varianceLeft += share * left * left;
      result.covariance += share * whole * left;
    }
    return result;
  }

  bool improve(Line &line) {
    add(line.candidates[line.chosen].errors, -1);
    size_t best = line.chosen;
    double least = costOf(line.candidates[best]);
    for (auto [index, candidate] : llvm::enumerate(line.candidates))
      if (const double cost = costOf(candidate); cost < least * (1 - leastGain)) {
        least = cost;
        best = index;
      }
    add(line.candidates[best].errors, 1);
    return std::exchange(line.chosen, best) != best;
  }

  double costOf(const Candidate &candidate) {
    add(candidate.errors, 1);
    const double loss = importance * fit().error;
    add(candidate.errors, -1);
    return loss + problem.worth * candidate.energy;
  }

  /// Smaller differences are rounding.
  static constexpr double leastGain = 1e-9;

  const ClipProblem &problem;
  double importance;
  std::vector<double> output; ///< samples
  std::vector<double> lost;   ///< samples: what the chosen settings add to it
  std::vector<Line> lines;
};

} // namespace

ClipSelection mlir::acim::selectClips(const ClipProblem &problem) {
  const MvmPlan &plan = *problem.plan;
  ClipSelection selection;
  for (const CrossbarBlock &block : plan.blocks)
    llvm::append_range(selection.settings, block.ranges);
  BitLineSampler sampler(plan, problem.columns, problem.samples, problem.conversions);
  for (int64_t group = 0; group < plan.groups; ++group) {
    sampler.moveTo(group);
    for (int64_t o = 0; o < plan.outputs; ++o) {
      OutputClips clips(problem, problem.importance[group * plan.outputs + o]);
      clips.addOutput(sampler.summedInputs(o));
      sampler.forEachLine(o, [&](const BitLineSamples &line) {
        line.isReference ? clips.addOutput(line.outputs()) : clips.addLine(line);
      });
      clips.choose();
      clips.write(selection);
      selection.outputs.push_back(clips.fit());
    }
  }
  return selection;
}
