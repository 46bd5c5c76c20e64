//===- ChooseEncodings.cpp - The encodings that cost least ------------------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Decisions.h"
#include "EncodingChoice.h"
#include "InputsChoice.h"
#include "PricedChoice.h"

#include "acim/Analysis/InputRanges.h"
#include "acim/Dialect/Acim/Transforms/Passes.h"

namespace mlir::acim {
#define GEN_PASS_DEF_CHOOSEENCODINGSPASS
#include "acim/Dialect/Acim/Transforms/Passes.h.inc"
} // namespace mlir::acim

using namespace mlir;
using namespace mlir::acim;

/// Kinds that live in the arrays, pairs or single ones, that the layer is decided to have.
static ArrayRef<WeightEncoding> kindsFor(WeightsOp weights) {
  static constexpr WeightEncoding paired[] = {
      WeightEncoding::Cheapest, WeightEncoding::Segmented, WeightEncoding::NonAdjacent,
      WeightEncoding::SignMagnitude, WeightEncoding::Centred};
  static constexpr WeightEncoding single[] = {WeightEncoding::Flipped, WeightEncoding::Offset,
                                              WeightEncoding::TwosComplement};
  static constexpr WeightEncoding offset[] = {WeightEncoding::Offset};
  if (digitCodeOf(*weights.getEncoding()).paired)
    return paired;
  bool reference = weights.getAdc()->getCorrection() == OffsetCorrection::ReferenceColumn;
  return reference ? ArrayRef(offset) : ArrayRef(single);
}

static LogicalResult chooseWeights(WeightsOp weights, const PricedLayer &layer,
                                   const HardwareModel &hardware) {
  PricedChoice choice(weights, "ChooseWeightEncoding");
  LayerMapping mapping = layerMappingOf(weights);
  for (WeightEncoding kind : kindsFor(weights)) {
    EncodingAttr encoding = EncodingChoice(weights.getContext(), kind, hardware.array, 0)
                                .encode(weights, layer.matrix());
    if (!encoding)
      return failure();
    mapping.digits = digitCodeOf(encoding);
    if (choice.consider(stringifyWeightEncoding(kind), layer.price(mapping)))
      weights.setEncodingAttr(encoding);
  }
  return choice.report();
}

static LogicalResult chooseInputs(WeightsOp weights, const PricedLayer &layer,
                                  const HardwareModel &hardware, int64_t zeroPoint) {
  PricedChoice choice(weights, "ChooseInputEncoding");
  LayerMapping mapping = layerMappingOf(weights);
  for (InputsAttr inputs : inputsOfAllKinds(*weights.getInputs(), zeroPoint, hardware.dac)) {
    mapping.input = inputCodeOf(inputs);
    if (choice.consider(stringifyInputEncoding(inputs.getKind()), layer.price(mapping)))
      weights.setInputsAttr(inputs);
  }
  return choice.report();
}

namespace {

struct ChooseEncodingsPass : public acim::impl::ChooseEncodingsPassBase<ChooseEncodingsPass> {
  using Base::Base;

  void runOnOperation() override {
    auto products = productsByWeights(getOperation());
    auto choose = [&](WeightsOp layer, const PricedLayer &priced, const HardwareModel &hardware) {
      // The low digits of a split layer are a segment of its encoding.
      if (weights && !layer.getSplit() && failed(chooseWeights(layer, priced, hardware)))
        return failure();
      if (inputs)
        return chooseInputs(layer, priced, hardware, zeroPointOf(products[layer].front()));
      return success();
    };
    if (failed(forEachPricedLayer(getOperation(), choose)))
      signalPassFailure();
  }
};

} // namespace
