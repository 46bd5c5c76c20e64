//===- LayerQuantizer.h - Trades errors of a layer for energy ------------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Energy-priced quantization after training. With codes q[o, j] and scales t[o] in place of the
// weights w, and H the covariance of the inputs, an output costs
//
//   importance[o] * t[o]^2 * (q[o] - w[o] / t[o])^T H (q[o] - w[o] / t[o]) + lambda * energy(q[o])
//
// The mean of its error is taken back by a bias. Weights are rounded in the order of GPTQ (ICLR
// 2023), each to make up for the errors of those before it, with the price of the codes inside the
// minimum; coordinate descent follows. All depends on the problem and the options alone: neither
// the number of threads nor the machine's caches change a code.
//
//===----------------------------------------------------------------------===//

#ifndef ACIM_QUANTIZE_LAYERQUANTIZER_H
#define ACIM_QUANTIZE_LAYERQUANTIZER_H

#include "acim/Quantize/CodeSets.h"
#include "acim/Quantize/LayerProblem.h"
#include <memory>

namespace mlir::acim {

enum class Rounding : uint8_t {
  Nearest,     ///< each weight to the code that is best for it alone
  Compensated, ///< each weight makes up for the errors of others
};

struct QuantizeOptions {
  Rounding rounding = Rounding::Compensated;
  /// Loss that an energy of 1 is worth. With 0 nothing is changed.
  double lambda = 0;
  /// The codes that weights may take; empty for all codes of 1, 2, ... digits, and for weights that
  /// are left alone where that is best. All are among the priced ones.
  CodeSet levels;
  /// Scales that are tried, as multiples of largest |weight| / largest code of so many digits:
  /// below 1 the largest weights are clipped, above 1 all codes are smaller than they could be.
  std::vector<double> clips = {0.5, 0.6, 0.7, 0.8, 0.9, 1.0, 1.2, 1.5};
  /// How many of the scales and digit counts that promise most are rounded in earnest, besides a
  /// scale of 1; 0 for all.
  unsigned finalists = 4;
  unsigned descents = 2;      ///< Compensated: passes of coordinate descent
  bool emptiesColumns = true; ///< Compensated: empties digit columns of single row groups
  unsigned threads = 1;
};

struct QuantizedLayer {
  std::vector<int32_t> codes; ///< outputs x rows
  /// outputs: what the new accumulators are multiplied by to stand for the old ones.
  std::vector<double> scales;
  /// outputs: added to the scaled accumulators, sum_j (w - t q) mean_j.
  std::vector<double> biasCorrections;
  std::vector<double> losses;   ///< outputs: importance times squared error, less its mean
  std::vector<double> energies; ///< outputs: of cells and conversions
  std::vector<unsigned> digits; ///< outputs: digit places that its codes need
  std::vector<bool> leftAlone;  ///< outputs: the weights as they were

  double loss() const;
  double energy() const;
};

/// Quantizes one layer at any number of prices: what its inputs ask for is computed once.
class LayerQuantizer {
public:
  /// `damping` of the mean variance is added to the variance of every input: statistics come from
  /// few samples.
  explicit LayerQuantizer(LayerProblem problem, double damping = 0.01);
  ~LayerQuantizer();

  QuantizedLayer quantize(const QuantizeOptions &options) const;

  const LayerProblem &problem() const;

private:
  struct State;
  std::unique_ptr<State> state;
};

} // namespace mlir::acim

#endif // ACIM_QUANTIZE_LAYERQUANTIZER_H
