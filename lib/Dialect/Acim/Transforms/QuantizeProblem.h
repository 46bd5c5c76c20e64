//===- QuantizeProblem.h - What requantizing a layer costs and saves -----===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef ACIM_LIB_DIALECT_ACIM_TRANSFORMS_QUANTIZEPROBLEM_H
#define ACIM_LIB_DIALECT_ACIM_TRANSFORMS_QUANTIZEPROBLEM_H

#include "acim/Analysis/PricedLayer.h"
#include "acim/Quantize/CodeSets.h"
#include "acim/Quantize/LayerProblem.h"

namespace mlir::acim {

/// The currency of energies.
enum class QuantizePrice : uint8_t {
  Ledger,      ///< joules of cells and conversions, by the hardware's unit values
  HammingOnes, ///< events: ones of two's complement words times ones of inputs
};

/// The groups of a calibrated layer as problems of quantization.
class QuantizeProblem {
public:
  static FailureOr<QuantizeProblem> create(WeightsOp weights, const PricedLayer &layer,
                                           const HardwareModel &hardware, QuantizePrice currency);

  /// With the moments of the group's inputs, which take rows x rows numbers.
  LayerProblem group(int64_t index) const;

  /// Of the weights as they are, in the currency.
  double energy() const;

private:
  QuantizeProblem(const PricedLayer &layer) : layer(&layer) {}

  void setLedgerPrices(const LayerMapping &mapping, const HardwareModel &hardware);
  LayerProblem pricesOf(int64_t index) const;

  const PricedLayer *layer;
  LayerDrives drives;
  CodePrices cells;
  ColumnUse columns;              ///< without row groups, which differ by group
  std::vector<double> importance; ///< groups x outputs
};

using ChoiceAtPrice = llvm::function_ref<LogicalResult(WeightsOp, const PricedLayer &,
                                                       const HardwareModel &, double worth)>;

/// Calls `choose` for every layer with the loss that an energy of 1 is worth, where that of all
/// layers together is worth `lambda`. Layers must be calibrated. Where there is no energy, nothing
/// is to be chosen.
LogicalResult forEachLayerAtPrice(ModuleOp module, double lambda, QuantizePrice currency,
                                  ChoiceAtPrice choose);

/// The codes that a name or a list of magnitudes, "0:1:2:4", stands for; empty for "all".
FailureOr<CodeSet> codeSetOf(StringRef levels);

} // namespace mlir::acim

#endif // ACIM_LIB_DIALECT_ACIM_TRANSFORMS_QUANTIZEPROBLEM_H
