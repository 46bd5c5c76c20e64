//===- SkipSelection.h - Which conversions count least -------------------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// What the pairs of a drive plane and a digit contribute to the outputs of a layer, over sampled
// columns: y[o] = kept[o] + sum over pairs t of c[t, o].
//
//===----------------------------------------------------------------------===//

#ifndef ACIM_QUANTIZE_SKIPSELECTION_H
#define ACIM_QUANTIZE_SKIPSELECTION_H

#include "acim/Mapping/MvmPlan.h"
#include "acim/Quantize/AffineFit.h"
#include "acim/Support/Digits.h"
#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/SmallVector.h"

namespace mlir::acim {

/// Moments of the contributions to each output.
class PairContributions {
public:
  /// `columns` are samples x groups x rows raw inputs; `plan` drives one plane at a time. Its
  /// columns belong to the digits of `digits` with their scale in magnitude.
  PairContributions(const MvmPlan &plan, const DigitCode &digits, llvm::ArrayRef<int16_t> columns,
                    int64_t samples);

  size_t numOutputs() const { return outputs; } ///< groups x outputs
  size_t numPairs() const { return planes * digits; }
  size_t pairOf(size_t plane, size_t digit) const { return plane * digits + digit; }

  /// Of what a pair contributes to an output.
  double variance(size_t output, size_t pair) const {
    return covariance[(output * terms() + pair) * terms() + pair];
  }

  /// How an output is estimated without the skipped pairs.
  AffineFit estimate(size_t output, const std::vector<bool> &skipped, bool scaled) const;

private:
  /// Pairs, and last what is never skipped: summed inputs and reference columns.
  size_t terms() const { return numPairs() + 1; }

  size_t outputs, planes, digits;
  std::vector<double> means;      ///< outputs x terms
  std::vector<double> covariance; ///< outputs x terms x terms
};

/// A pair of a layer whose conversions can be left out.
struct NoisyPair {
  size_t layer, pair;
  double conversions; ///< an inference; not 0
  double noise;       ///< sum_o importance[o] * its variance in output o
};

/// Those of a layer that are converted; `conversions` are drive planes x digits.
std::vector<NoisyPair> noisyPairs(size_t layer, const PairContributions &contributions,
                                  llvm::ArrayRef<double> importance,
                                  llvm::ArrayRef<double> conversions);

/// The pairs of the least noise per conversion, as many as stay within `share` of all conversions.
std::vector<NoisyPair> quietestPairs(std::vector<NoisyPair> pairs, double share);

/// Pairs to leave out so that sum_o importance[o] * error[o] - worth * energy is least, energy
/// being what the conversions of the pairs take; greedily, the best next pair first.
std::vector<bool> choosePairs(const PairContributions &contributions,
                              llvm::ArrayRef<double> importance, llvm::ArrayRef<double> energies,
                              double worth, bool scaled);

} // namespace mlir::acim

#endif // ACIM_QUANTIZE_SKIPSELECTION_H
