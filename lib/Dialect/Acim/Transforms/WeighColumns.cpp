//===- WeighColumns.cpp - Takes as many digits as pay -----------------------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Decisions.h"
#include "EncodingChoice.h"
#include "PricedChoice.h"

#include "acim/Dialect/Acim/Transforms/Passes.h"

namespace mlir::acim {
#define GEN_PASS_DEF_WEIGHCOLUMNSPASS
#include "acim/Dialect/Acim/Transforms/Passes.h.inc"
} // namespace mlir::acim

using namespace mlir;
using namespace mlir::acim;

/// What conversions of 0, 1, ... bits cost for each drive of a row, so that they compare with
/// cells.
static SmallVector<int64_t> conversionCosts(const HardwareModel &hardware, unsigned mostBits,
                                            LayerActivity activity) {
  SmallVector<int64_t> costs;
  for (double joules : conversionPrices(hardware, mostBits))
    costs.push_back(costOf(joules * activity.conversionsPerColumn / activity.drivesPerRow));
  return costs;
}

static EncodingAttr withConversionCosts(EncodingAttr encoding, ArrayRef<int64_t> costs) {
  MLIRContext *context = encoding.getContext();
  return EncodingAttr::get(context, encoding.getKind(), encoding.getBits(), encoding.getCellBits(),
                           encoding.getSegmentBits(), encoding.getLevelCosts(),
                           DenseI64ArrayAttr::get(context, costs), encoding.getCentres());
}

static LogicalResult weigh(WeightsOp weights, const PricedLayer &layer,
                           const HardwareModel &hardware) {
  EncodingAttr encoding = *weights.getEncoding();
  if (!encoding.getLevelCosts() || weights.getAdc()->getSemantics() != AdcSemantics::Proven)
    return success();
  LayerMapping mapping = layerMappingOf(weights);
  mapping.digits.conversionCosts.clear();
  llvm::Expected<LayerActivity> activity = layer.activity(mapping);
  if (!activity)
    return weights.emitOpError() << llvm::toString(activity.takeError());
  if (activity->drivesPerRow == 0)
    return success();
  EncodingAttr weighed = withConversionCosts(
      encoding, conversionCosts(hardware, weights.getAdc()->getBits(), *activity));
  PricedChoice choice(weights, "WeighColumns");
  choice.consider("cells only", layer.price(mapping));
  mapping.digits = digitCodeOf(weighed);
  if (choice.consider("cells and conversions", layer.price(mapping)))
    weights.setEncodingAttr(weighed);
  return choice.report();
}

namespace {

struct WeighColumnsPass : public acim::impl::WeighColumnsPassBase<WeighColumnsPass> {
  using Base::Base;

  void runOnOperation() override {
    if (failed(forEachPricedLayer(getOperation(), weigh)))
      signalPassFailure();
  }
};

} // namespace
