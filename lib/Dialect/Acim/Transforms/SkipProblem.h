//===- SkipProblem.h - What leaving out conversions of a layer does ----===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef ACIM_LIB_DIALECT_ACIM_TRANSFORMS_SKIPPROBLEM_H
#define ACIM_LIB_DIALECT_ACIM_TRANSFORMS_SKIPPROBLEM_H

#include "OutputErrors.h"

#include "acim/Quantize/SkipSelection.h"

namespace mlir::acim {

/// A decided layer without what it leaves out so far, its planes driven one by one.
class SkipProblem {
public:
  /// An error on `weights` where the layer is not calibrated or cannot be placed.
  static FailureOr<SkipProblem> create(WeightsOp weights, ArrayRef<MvmOp> products,
                                       const PricedLayer &layer);

  const PairContributions &contributions() const { return pairs; }
  ArrayRef<double> importance() const { return outputs; } ///< groups x outputs
  bool isScaled() const { return succeeded(scaling); }

  /// Drive planes x digits: what their conversions take an inference, where one of n bits takes
  /// prices[n].
  std::vector<double> sumByPair(const PricedLayer &layer, ArrayRef<double> prices) const;

  /// Leaves out the pairs, drive planes x digits, that are set.
  SkipAttr attrOf(const std::vector<bool> &skipped) const;
  /// The pairs that `attr` leaves out.
  std::vector<bool> pairsOf(SkipAttr attr) const;

  /// Lets the gains and biases behind make up for pairs that are left out.
  LogicalResult compensate(const PricedLayer &layer, const std::vector<bool> &skipped);

private:
  SkipProblem(WeightsOp weights, MvmPlan plan, DigitCode digits, PairContributions pairs,
              std::vector<double> outputs, FailureOr<OutputScaling> scaling)
      : weights(weights), plan(std::move(plan)), digits(std::move(digits)), pairs(std::move(pairs)),
        outputs(std::move(outputs)), scaling(std::move(scaling)) {}

  size_t numPlanes() const { return plan.input.planeScale.size(); }

  WeightsOp weights;
  MvmPlan plan;
  DigitCode digits;
  PairContributions pairs;
  std::vector<double> outputs;
  FailureOr<OutputScaling> scaling;
};

/// A remark of category acim-skip.
void remarkSkips(WeightsOp weights, int64_t skipped, int64_t pairs);

} // namespace mlir::acim

#endif // ACIM_LIB_DIALECT_ACIM_TRANSFORMS_SKIPPROBLEM_H
