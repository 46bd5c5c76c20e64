//===- SkipSelection.h - Which conversions count least -------------------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// What the pairs of a drive plane and a digit contribute to the outputs of a layer, over sampled
// columns: y[o] = kept[o] + sum over pairs t of c[t, o]. Without some pairs an output is estimated
// as gain * (what is left) + offset, fitted by least squares; what remains is the error.
//
//===----------------------------------------------------------------------===//

#ifndef ACIM_LIB_DIALECT_ACIM_TRANSFORMS_SKIPSELECTION_H
#define ACIM_LIB_DIALECT_ACIM_TRANSFORMS_SKIPSELECTION_H

#include "acim/Mapping/MvmPlan.h"
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

  double variance(size_t output) const;

  /// How an output is estimated from what is left of it, and the variance of the error. With
  /// `scaled` false the gain is 1.
  struct Estimate {
    double gain, offset, error;
  };
  Estimate estimate(size_t output, const std::vector<bool> &skipped, bool scaled) const;

private:
  /// Pairs, and last what is never skipped: summed inputs and reference columns.
  size_t terms() const { return numPairs() + 1; }

  size_t outputs, planes, digits;
  std::vector<double> means;      ///< outputs x terms
  std::vector<double> covariance; ///< outputs x terms x terms
};

/// Pairs to leave out so that sum_o importance[o] * error[o] - worth * energy is least, energy
/// being what the conversions of the pairs take; greedily, the best next pair first.
std::vector<bool> choosePairs(const PairContributions &contributions,
                              llvm::ArrayRef<double> importance, llvm::ArrayRef<double> energies,
                              double worth, bool scaled);

} // namespace mlir::acim

#endif // ACIM_LIB_DIALECT_ACIM_TRANSFORMS_SKIPSELECTION_H
