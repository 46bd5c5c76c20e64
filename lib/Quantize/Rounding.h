//===- Rounding.h - Rounds the weights of several outputs ----------------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef ACIM_LIB_QUANTIZE_ROUNDING_H
#define ACIM_LIB_QUANTIZE_ROUNDING_H

#include "InputMetric.h"
#include "acim/Quantize/LayerQuantizer.h"
#include "acim/Quantize/PricedCodes.h"

namespace mlir::acim {

/// How an output is to be quantized.
struct Candidate {
  double scale = 1;
  const PricedCodes *codes = nullptr;
};

/// What is the same for all outputs.
struct RoundingContext {
  const LayerProblem &problem;
  const InputMetric &metric;
  double lambda;

  llvm::ArrayRef<double> weightsOf(int64_t output) const {
    return llvm::ArrayRef(problem.weights).slice(output * problem.rows, problem.rows);
  }
  /// Energy of the cells of one output.
  double cellEnergy(llvm::ArrayRef<int32_t> codes) const;
};

/// Codes of an output and the squared error of its accumulators.
struct RoundedOutput {
  std::vector<int32_t> codes; ///< rows
  double error = 0;           ///< in units of the weights, centred
};

/// Each weight by itself. The error is what it would be if inputs were uncorrelated, with the
/// variances `variances`.
RoundedOutput roundAlone(const RoundingContext &context, int64_t output, Candidate candidate,
                         const Eigen::VectorXd &variances);

/// Variances for roundAlone: of the inputs, and what is left of them where the weights after each
/// one make up for its error. The latter's errors stand in for those of roundCompensated.
Eigen::VectorXd inputVariances(const InputMetric &metric);
Eigen::VectorXd compensatedVariances(const InputMetric &metric);

/// scale * codes - weights of the outputs firstOutput + k, in column k.
Eigen::MatrixXd errorsOf(const RoundingContext &context, int64_t firstOutput,
                         llvm::ArrayRef<double> scales,
                         llvm::ArrayRef<llvm::ArrayRef<int32_t>> codes);

/// Of the outputs firstOutput + k, k = 0, 1, ..., as candidates[k] says: each weight by itself, or
/// each making up for the errors of those before.
std::vector<RoundedOutput> roundNearest(const RoundingContext &context, int64_t firstOutput,
                                        llvm::ArrayRef<Candidate> candidates);
std::vector<RoundedOutput> roundCompensated(const RoundingContext &context, int64_t firstOutput,
                                            llvm::ArrayRef<Candidate> candidates);

} // namespace mlir::acim

#endif // ACIM_LIB_QUANTIZE_ROUNDING_H
