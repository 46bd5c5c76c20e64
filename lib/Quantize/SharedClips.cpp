//===- SharedClips.cpp - Settings that bit lines have in common --------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "SharedClips.h"
#include "ClipCandidates.h"
#include <map>

using namespace mlir::acim;

namespace {

/// The choice among settings that all bit lines of a layer or of a crossbar have in common.
class SharedClips {
public:
  SharedClips(const ClipProblem &problem, BitLineSampler &sampler)
      : problem(problem), plan(*problem.plan), sampler(sampler) {}

  /// Each with all others as they are.
  void choose() {
    forEachOutput(
        [&](size_t output, llvm::ArrayRef<BitLineSamples> lines) { gather(output, lines); });
    for (auto &[key, share] : shares)
      share.candidates =
          clippingSettings(share.exact, share.sums, problem.mostBits, problem.programmableZero);
    forEachOutput(
        [&](size_t output, llvm::ArrayRef<BitLineSamples> lines) { weigh(output, lines); });
    for (auto &[key, share] : shares)
      share.choose(problem);
  }

  void write(ClipSelection &selection) {
    forEachOutput([&](size_t output, llvm::ArrayRef<BitLineSamples> lines) {
      std::vector<double> lost(problem.samples);
      for (const BitLineSamples &line : lines) {
        if (line.isReference)
          continue;
        const ConversionRange &chosen = shareOf(line).chosen;
        selection.settings[line.setting] = chosen;
        addTo(lost, clippingErrors(line, chosen));
      }
      selection.outputs[output] =
          fitAffine(momentsOf(wholeOf(output, lines), lost), problem.scaled);
    });
  }

private:
  struct Share {
    explicit Share(const ConversionRange &exact)
        : exact(exact), chosen(exact), sums(exact.lo, exact.hi()) {}

    void choose(const ClipProblem &problem) {
      auto costOf = [&](size_t index) {
        return losses[index] + problem.worth * conversions * problem.prices[candidates[index].bits];
      };
      size_t best = 0;
      for (size_t index = 0; index < losses.size(); ++index)
        best = costOf(index) < costOf(best) ? index : best;
      chosen = candidates[best];
    }

    ConversionRange exact, chosen;
    WeightedSums sums;
    double conversions = 0;
    std::vector<ConversionRange> candidates{};
    std::vector<double> losses{}; ///< [candidate]
  };

  template <typename Use> void forEachOutput(Use use) {
    for (int64_t group = 0; group < plan.groups; ++group) {
      sampler.moveTo(group);
      for (int64_t o = 0; o < plan.outputs; ++o) {
        std::vector<BitLineSamples> lines;
        sampler.forEachLine(o, [&](const BitLineSamples &line) { lines.push_back(line); });
        use(group * plan.outputs + o, lines);
      }
    }
  }

  Share &shareOf(const BitLineSamples &line) {
    const int32_t key = problem.scope == SettingScope::Crossbar ? line.block->crossbar : 0;
    return shares.try_emplace(key, line.range).first->second;
  }

  std::vector<double> wholeOf(size_t output, llvm::ArrayRef<BitLineSamples> lines) const {
    std::vector<double> whole = sampler.summedInputs(int64_t(output) % plan.outputs);
    for (const BitLineSamples &line : lines)
      addTo(whole, line.outputs());
    return whole;
  }

  void gather(size_t output, llvm::ArrayRef<BitLineSamples> lines) {
    for (const BitLineSamples &line : lines) {
      if (line.isReference)
        continue;
      Share &share = shareOf(line);
      share.sums.add(line, problem.importance[output]);
      share.conversions += line.conversions;
    }
  }

  /// Adds what each candidate loses of an output.
  void weigh(size_t output, llvm::ArrayRef<BitLineSamples> lines) {
    const std::vector<double> whole = wholeOf(output, lines);
    std::map<Share *, std::vector<std::vector<double>>> lost;
    for (const BitLineSamples &line : lines) {
      if (line.isReference)
        continue;
      Share &share = shareOf(line);
      auto &errors = lost[&share];
      errors.resize(share.candidates.size(), std::vector<double>(problem.samples));
      for (auto [candidate, sums] : llvm::zip_equal(share.candidates, errors))
        addTo(sums, clippingErrors(line, candidate));
    }
    for (auto &[share, errors] : lost) {
      share->losses.resize(errors.size());
      for (auto [loss, sums] : llvm::zip_equal(share->losses, errors))
        loss +=
            problem.importance[output] * fitAffine(momentsOf(whole, sums), problem.scaled).error;
    }
  }

  const ClipProblem &problem;
  const MvmPlan &plan;
  BitLineSampler &sampler;
  std::map<int32_t, Share> shares;
};

} // namespace

void mlir::acim::chooseSharedClips(const ClipProblem &problem, BitLineSampler &sampler,
                                   ClipSelection &selection) {
  SharedClips clips(problem, sampler);
  clips.choose();
  clips.write(selection);
}
