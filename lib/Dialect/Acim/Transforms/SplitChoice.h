//===- SplitChoice.h - What a layer in two precisions becomes -------------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef ACIM_LIB_DIALECT_ACIM_TRANSFORMS_SPLITCHOICE_H
#define ACIM_LIB_DIALECT_ACIM_TRANSFORMS_SPLITCHOICE_H

#include "acim/Analysis/PricedLayer.h"
#include "acim/Quantize/LayerProblem.h"

namespace mlir::acim {

struct SplitOptions {
  int64_t lowBits = 4;
  double share = 1;   ///< of outputs that are refined; 1: all, 0: none, so that there is no gate
  bool nested = true; ///< new weights, where not all outputs are refined
  SplitGranularity granularity = SplitGranularity::Output;
  std::optional<SplitImportance> importance; ///< none: what suits the operators behind the layer
};

/// What is decided about a layer that is split.
struct SplitLayer {
  std::vector<int64_t> values, bias;
  std::vector<double> gains; ///< groups x outputs: for the rescale behind the layer
  LayerMatrix shape;         ///< without values
  EncodingAttr encoding;
  SplitAttr split; ///< null where nothing is refined
  int64_t lowBits = 0;
  double refinedShare = 1;

  LayerMatrix matrix() const;
  /// `mapping` with these decisions.
  LayerMapping mappingOf(LayerMapping mapping) const;
  LogicalResult write(WeightsOp weights, ArrayRef<MvmOp> products) const;
};

/// Splits one layer in different ways.
class SplitChoice {
public:
  SplitChoice(WeightsOp weights, ArrayRef<MvmOp> products, const PricedLayer &layer,
              const HardwareModel &hardware);

  /// Fails with an error where calibration is missing, or the layer cannot be placed.
  FailureOr<SplitLayer> split(const SplitOptions &options);

  /// The split, of all low bits and some shares, whose loss is least together with its energy,
  /// where a joule is worth a loss of `worth`; none where leaving the layer as it is is better
  /// still.
  FailureOr<std::optional<SplitLayer>> best(const SplitOptions &options, double worth);

private:
  using Outputs = std::vector<int64_t>; ///< samples x groups x outputs

  FailureOr<Outputs> outputsOf(const LayerMatrix &matrix, const LayerMapping &mapping);
  FailureOr<double> lossOf(const SplitLayer &result, ArrayRef<int64_t> before,
                           ArrayRef<double> importance);
  int32_t largestCode(int64_t lowBits) const;
  LogicalResult gatherProblems();
  LogicalResult chooseWeights(const SplitOptions &options, SplitLayer &result);
  LogicalResult chooseThresholds(const SplitOptions &options, SplitLayer &result);
  SplitAttr splitAttr(const SplitOptions &options, ArrayRef<int64_t> thresholds);

  WeightsOp weights;
  const PricedLayer &layer;
  const HardwareModel &hardware;
  bool rescaled;                      ///< behind the layer
  bool rectified;                     ///< behind the layer
  std::vector<double> factors;        ///< groups x outputs: to what the network sees
  std::vector<LayerProblem> problems; ///< [group]; all splits ask the same of the inputs
};

} // namespace mlir::acim

#endif // ACIM_LIB_DIALECT_ACIM_TRANSFORMS_SPLITCHOICE_H
