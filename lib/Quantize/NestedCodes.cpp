//===- NestedCodes.cpp - Weights that are good with and without low digits ===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "acim/Quantize/NestedCodes.h"
#include "acim/Quantize/LayerQuantizer.h"
#include "llvm/ADT/STLExtras.h"
#include <algorithm>
#include <cmath>

using namespace mlir::acim;

namespace {

class Nester {
public:
  Nester(const LayerProblem &problem, const NestOptions &options)
      : problem(problem), options(options), highInputs(problem.inputs) {
    if (options.share > 0)
      uncentre();
  }

  NestedCodes nest() const;

private:
  /// All outputs at some scales.
  struct Attempt {
    std::vector<double> scales;
    std::vector<int32_t> high, low;
    std::vector<double> biasCorrections, losses;
  };

  void uncentre();
  std::vector<double> scalesAt(double clip) const;
  Attempt attempt(std::vector<double> scales) const;
  QuantizedLayer round(LayerProblem rest, CodeSet levels) const;
  void addLow(LayerProblem rest, const QuantizedLayer &high, Attempt &attempt) const;

  int32_t step() const { return int32_t(1) << options.lowBits; }
  int32_t largestLow() const { return step() / 2 - 1; }
  int32_t largestHigh() const { return (options.largestCode - largestLow()) / step() * step(); }

  const LayerProblem &problem;
  const NestOptions &options;
  SecondMoments highInputs; ///< what the error of high codes alone is measured with
};

/// Nothing corrects the mean of high codes that low ones are only sometimes added to: their errors
/// are measured from 0.
void Nester::uncentre() {
  const size_t rows = highInputs.means.size();
  const auto offset = double(options.inputOffset);
  for (size_t a = 0; a < rows; ++a)
    for (size_t b = 0; b < rows; ++b)
      highInputs.covariance[a * rows + b] +=
          (highInputs.means[a] + offset) * (highInputs.means[b] + offset);
}

/// Of each output, so that `clip` of its largest weight becomes the largest high code.
std::vector<double> Nester::scalesAt(double clip) const {
  std::vector<double> scales;
  for (int64_t output = 0; output < problem.outputs; ++output) {
    double largest = 0;
    for (double weight : llvm::ArrayRef(problem.weights).slice(output * problem.rows, problem.rows))
      largest = std::max(largest, std::abs(weight));
    scales.push_back(largest > 0 ? clip * largest / largestHigh() : 1);
  }
  return scales;
}

/// Rounds to the levels at a scale of 1, all codes for nothing.
QuantizedLayer Nester::round(LayerProblem rest, CodeSet levels) const {
  const int32_t largest = options.largestCode;
  rest.cells = {-largest, std::vector<double>(2 * largest + 1, 0)};
  rest.columns.rowGroups.clear();
  QuantizeOptions rounding;
  rounding.lambda = 1; // of prices that are 0
  rounding.levels = std::move(levels);
  rounding.clips.clear();
  rounding.emptiesColumns = false;
  return LayerQuantizer(std::move(rest)).quantize(rounding);
}

Nester::Attempt Nester::attempt(std::vector<double> scales) const {
  LayerProblem scaled = problem;
  for (size_t k = 0; k < scaled.weights.size(); ++k)
    scaled.weights[k] /= scales[k / problem.rows];
  for (auto [importance, scale] : llvm::zip_equal(scaled.importance, scales))
    importance *= scale * scale;
  LayerProblem forHigh = scaled;
  forHigh.inputs = highInputs;
  const QuantizedLayer high = round(
      std::move(forHigh), multiplesAmong(codesBetween(-largestHigh(), largestHigh()), step()));
  Attempt attempt{std::move(scales), high.codes, {}, high.biasCorrections, high.losses};
  if (options.share > 0)
    addLow(std::move(scaled), high, attempt);
  else
    attempt.low.assign(high.codes.size(), 0);
  for (auto [correction, scale] : llvm::zip_equal(attempt.biasCorrections, attempt.scales))
    correction *= scale;
  return attempt;
}

/// Low codes for what high ones leave of the weights `rest`.
void Nester::addLow(LayerProblem rest, const QuantizedLayer &high, Attempt &attempt) const {
  for (size_t k = 0; k < rest.weights.size(); ++k)
    rest.weights[k] -= high.codes[k];
  QuantizedLayer low = round(std::move(rest), codesBetween(-largestLow(), largestLow()));
  attempt.low = std::move(low.codes);
  attempt.biasCorrections = std::move(low.biasCorrections);
  for (auto [loss, lossOfBoth] : llvm::zip_equal(attempt.losses, low.losses))
    loss = (1 - options.share) * loss + options.share * lossOfBoth;
}

/// The best of all scales for each output.
NestedCodes Nester::nest() const {
  const int64_t rows = problem.rows;
  Attempt best = attempt(std::vector<double>(problem.outputs, 1));
  for (double clip : options.scales ? QuantizeOptions().clips : std::vector<double>()) {
    const Attempt next = attempt(scalesAt(clip));
    for (int64_t output = 0; output < problem.outputs; ++output) {
      if (next.losses[output] >= best.losses[output])
        continue;
      best.scales[output] = next.scales[output];
      best.losses[output] = next.losses[output];
      best.biasCorrections[output] = next.biasCorrections[output];
      std::copy_n(next.high.begin() + output * rows, rows, best.high.begin() + output * rows);
      std::copy_n(next.low.begin() + output * rows, rows, best.low.begin() + output * rows);
    }
  }
  return {std::move(best.high), std::move(best.low), std::move(best.scales),
          std::move(best.biasCorrections)};
}

} // namespace

NestedCodes mlir::acim::nestCodes(const LayerProblem &problem, const NestOptions &options) {
  return Nester(problem, options).nest();
}
