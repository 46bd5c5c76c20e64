//===- ClipSelection.cpp - Converter settings that clip what counts little -===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "acim/Quantize/ClipSelection.h"
#include "ClipCandidates.h"
#include "SharedClips.h"
#include "llvm/ADT/STLExtras.h"

using namespace mlir::acim;

namespace {

/// One output: its bit lines, each with a setting of its own, and the choice among their settings.
class OutputClips {
public:
  OutputClips(const ClipProblem &problem, double importance, std::vector<double> summedInputs)
      : problem(problem), importance(importance), output(std::move(summedInputs)),
        lost(output.size()) {}

  void addLine(const BitLineSamples &line) {
    addTo(output, line.outputs());
    if (line.isReference)
      return;
    WeightedSums sums(line.range.lo, line.range.hi());
    sums.add(line, 1);
    Line &added = lines.emplace_back(Line{line.setting, {}, 0});
    for (const ConversionRange &range :
         clippingSettings(line.range, sums, problem.mostBits, problem.programmableZero))
      added.candidates.push_back(
          {range, line.conversions * problem.prices[range.bits], clippingErrors(line, range)});
    addTo(lost, added.candidates.front().errors);
  }

  /// Changes one line after the other to what is best with the others as they are.
  void choose() {
    constexpr unsigned mostSweeps = 4;
    bool changed = true;
    for (unsigned sweep = 0; sweep < mostSweeps && changed; ++sweep) {
      changed = false;
      for (Line &line : lines)
        changed |= improve(line);
    }
  }

  AffineFit fit() const { return fitAffine(momentsOf(output, lost), problem.scaled); }

  void write(std::vector<ConversionRange> &settings) const {
    for (const Line &line : lines)
      settings[line.setting] = line.candidates[line.chosen].range;
  }

private:
  struct Candidate {
    ConversionRange range;
    double energy;
    std::vector<double> errors; ///< samples
  };
  struct Line {
    size_t setting; ///< its place in the settings
    std::vector<Candidate> candidates;
    size_t chosen;
  };

  bool improve(Line &line) {
    // Smaller differences are rounding.
    constexpr double leastGain = 1e-9;
    addTo(lost, line.candidates[line.chosen].errors, -1);
    size_t best = line.chosen;
    double least = costOf(line.candidates[best]);
    for (auto [index, candidate] : llvm::enumerate(line.candidates))
      if (const double cost = costOf(candidate); cost < least * (1 - leastGain)) {
        least = cost;
        best = index;
      }
    addTo(lost, line.candidates[best].errors);
    return std::exchange(line.chosen, best) != best;
  }

  double costOf(const Candidate &candidate) {
    addTo(lost, candidate.errors);
    const double loss = importance * fit().error;
    addTo(lost, candidate.errors, -1);
    return loss + problem.worth * candidate.energy;
  }

  const ClipProblem &problem;
  double importance;
  std::vector<double> output; ///< samples
  std::vector<double> lost;   ///< samples: what the chosen settings add to it
  std::vector<Line> lines;
};

void chooseLineByLine(const ClipProblem &problem, BitLineSampler &sampler,
                      ClipSelection &selection) {
  const MvmPlan &plan = *problem.plan;
  for (int64_t group = 0; group < plan.groups; ++group) {
    sampler.moveTo(group);
    for (int64_t o = 0; o < plan.outputs; ++o) {
      const size_t output = group * plan.outputs + o;
      OutputClips clips(problem, problem.importance[output], sampler.summedInputs(o));
      sampler.forEachLine(o, [&](const BitLineSamples &line) { clips.addLine(line); });
      clips.choose();
      clips.write(selection.settings);
      selection.outputs[output] = clips.fit();
    }
  }
}

} // namespace

ClipSelection mlir::acim::selectClips(const ClipProblem &problem) {
  const MvmPlan &plan = *problem.plan;
  ClipSelection selection;
  for (const CrossbarBlock &block : plan.blocks)
    llvm::append_range(selection.settings, block.ranges);
  selection.outputs.resize(plan.groups * plan.outputs);
  const std::vector<ConversionRange> exact = selection.settings;
  BitLineSampler sampler(plan, problem.columns, problem.samples, problem.conversions);
  if (problem.scope == SettingScope::Column)
    chooseLineByLine(problem, sampler, selection);
  else
    chooseSharedClips(problem, sampler, selection);
  for (auto [before, after] : llvm::zip_equal(exact, selection.settings))
    selection.narrowed += after.bits < before.bits;
  return selection;
}
