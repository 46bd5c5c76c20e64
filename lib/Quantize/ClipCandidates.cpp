//===- ClipCandidates.cpp - Settings that clip, and what they do -------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "ClipCandidates.h"
#include "llvm/ADT/STLExtras.h"
#include <limits>

using namespace mlir::acim;

void WeightedSums::add(const BitLineSamples &line, double importance) {
  for (auto [drive, scale] : llvm::enumerate(line.scales))
    if (const double weight = importance * scale * scale; weight != 0)
      for (int32_t sum : line.sumsOf(drive))
        weights[sum - lo] += weight;
}

/// [k]: sum over n < k of weights[n] * (k - n)^2.
template <typename Range> static std::vector<double> squaredDistancesBelow(const Range &weights) {
  std::vector<double> result;
  double zeroth = 0, first = 0, second = 0; // moments of the distance
  for (double weight : weights) {
    result.push_back(second);
    zeroth += weight;
    second += 2 * first + zeroth;
    first += zeroth;
  }
  return result;
}

namespace {

/// What windows lose of such sums.
class ClippingLoss {
public:
  explicit ClippingLoss(const WeightedSums &sums);

  /// Of the multiples of `step` at or below 0 and above -span, the one for which the window
  /// [start, start + span] clips least.
  int32_t bestStart(int64_t span, int32_t step) const;

private:
  int32_t lo;
  std::vector<double> below; ///< [k]: of clipping to lo + k and above
  std::vector<double> above; ///< [k]: of clipping to the highest - k and below
};

ClippingLoss::ClippingLoss(const WeightedSums &sums)
    : lo(sums.lowest()), below(squaredDistancesBelow(sums.bySum())),
      above(squaredDistancesBelow(llvm::reverse(sums.bySum()))) {}

int32_t ClippingLoss::bestStart(int64_t span, int32_t step) const {
  const int64_t top = int64_t(below.size()) - 1;
  double least = std::numeric_limits<double>::infinity();
  int32_t best = 0;
  for (int32_t start = 0; start >= std::max<int64_t>(lo, -span); start -= step) {
    const int64_t end = std::min(start - lo + span, top);
    if (const double error = below[start - lo] + above[top - end]; error < least) {
      least = error;
      best = start;
    }
  }
  return best;
}

} // namespace

std::vector<ConversionRange> mlir::acim::clippingSettings(const ConversionRange &exact,
                                                          const WeightedSums &sums,
                                                          unsigned mostBits,
                                                          bool programmableZero) {
  constexpr unsigned mostStepLog2 = 2;
  const unsigned most = mostBits == 0 ? exact.bits : mostBits;
  const ClippingLoss loss(sums);
  std::vector<ConversionRange> settings;
  if (exact.bits <= most)
    settings.push_back(exact);
  for (unsigned stepLog2 = 0; stepLog2 <= mostStepLog2; ++stepLog2)
    for (unsigned bits = 1; bits + stepLog2 <= exact.bits && bits <= most; ++bits) {
      if (stepLog2 == 0 && bits == exact.bits)
        continue;
      ConversionRange setting{0, static_cast<uint8_t>(bits), static_cast<uint8_t>(stepLog2)};
      if (programmableZero)
        setting.lo = loss.bestStart(setting.hi(), int32_t(1) << stepLog2);
      else if (exact.lo < 0)
        setting.lo = -((int32_t(1) << bits) / 2 << stepLog2);
      settings.push_back(setting);
    }
  return settings;
}

std::vector<double> mlir::acim::clippingErrors(const BitLineSamples &line,
                                               const ConversionRange &range) {
  std::vector<double> errors(line.samples);
  if (range == line.range)
    return errors;
  for (auto [drive, scale] : llvm::enumerate(line.scales))
    for (size_t s = 0; scale != 0 && s < line.samples; ++s) {
      const int32_t sum = line.sumsOf(drive)[s];
      errors[s] += scale * double(range.lo + (range.codeOf(sum) << range.stepLog2) - sum);
    }
  return errors;
}

void mlir::acim::addTo(std::vector<double> &sums, llvm::ArrayRef<double> values, double sign) {
  for (auto [sum, value] : llvm::zip_equal(sums, values))
    sum += sign * value;
}

JointMoments mlir::acim::momentsOf(llvm::ArrayRef<double> output, llvm::ArrayRef<double> errors) {
  const double share = 1 / double(output.size());
  JointMoments result;
  for (auto [value, error] : llvm::zip_equal(output, errors)) {
    result.mean += share * value;
    result.meanLeft += share * (value + error);
  }
  for (auto [value, error] : llvm::zip_equal(output, errors)) {
    const double whole = value - result.mean, left = value + error - result.meanLeft;
    result.variance += share * whole * whole;
    result.varianceLeft += share * left * left;
    result.covariance += share * whole * left;
  }
  return result;
}
