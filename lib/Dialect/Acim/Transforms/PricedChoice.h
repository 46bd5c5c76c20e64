//===- PricedChoice.h - Chooses by energy --------------------------------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef ACIM_LIB_DIALECT_ACIM_TRANSFORMS_PRICEDCHOICE_H
#define ACIM_LIB_DIALECT_ACIM_TRANSFORMS_PRICEDCHOICE_H

#include "acim/Analysis/PricedLayer.h"

namespace mlir::acim {

/// Candidates for one decision about a layer, of which the cheapest is taken; the first of equals.
class PricedChoice {
public:
  PricedChoice(WeightsOp weights, StringRef decision) : weights(weights), decision(decision) {}

  /// Whether the candidate is the cheapest so far. One that cannot be placed or priced is none.
  bool consider(const Twine &name, llvm::Expected<double> joules);

  /// A remark of category acim-price: what was taken and what every candidate would cost. An error
  /// where no candidate was possible.
  LogicalResult report();

private:
  WeightsOp weights;
  std::string decision;
  std::vector<std::pair<std::string, double>> possible;
  std::string refusal; ///< of the last candidate that was none
  size_t best = 0;
};

/// An error where nobody calibrated the layer.
LogicalResult verifyCalibrated(WeightsOp weights, const PricedLayer &layer);

using LayerChoice =
    llvm::function_ref<LogicalResult(WeightsOp, const PricedLayer &, const HardwareModel &)>;

/// Calls `choose` for every layer of the module, and after all of them `then` where there is one;
/// each must be decided completely already. Fails with the first failure.
LogicalResult forEachPricedLayer(ModuleOp module, LayerChoice choose, LayerChoice then = nullptr);

} // namespace mlir::acim

#endif // ACIM_LIB_DIALECT_ACIM_TRANSFORMS_PRICEDCHOICE_H
