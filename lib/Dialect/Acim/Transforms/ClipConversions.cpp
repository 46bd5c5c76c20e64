//===- ClipConversions.cpp - Fewer bits where sums seldom need them ----===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Decisions.h"
#include "OutputErrors.h"
#include "PricedChoice.h"
#include "QuantizeProblem.h"

#include "acim/Dialect/Acim/Transforms/Passes.h"
#include "acim/Quantize/ClipSelection.h"
#include "mlir/Dialect/Tosa/IR/TosaOps.h"
#include "mlir/IR/Remarks.h"

namespace mlir::acim {
#define GEN_PASS_DEF_CLIPCONVERSIONSPASS
#include "acim/Dialect/Acim/Transforms/Passes.h.inc"
} // namespace mlir::acim

using namespace mlir;
using namespace mlir::acim;

template <typename T, typename Part>
static DenseIntElementsAttr partOf(MLIRContext *context, ArrayRef<ConversionRange> settings,
                                   Part part) {
  SmallVector<T> values(llvm::map_range(settings, part));
  auto type =
      RankedTensorType::get({int64_t(values.size())}, IntegerType::get(context, sizeof(T) * 8));
  return DenseIntElementsAttr::get(type, ArrayRef(values));
}

static ClipAttr clipAttrOf(MLIRContext *context, ArrayRef<ConversionRange> settings) {
  using Range = const ConversionRange &;
  return ClipAttr::get(
      context, partOf<int32_t>(context, settings, [](Range range) { return range.lo; }),
      partOf<int8_t>(context, settings, [](Range range) { return int8_t(range.bits); }),
      partOf<int8_t>(context, settings, [](Range range) { return int8_t(range.stepLog2); }));
}

namespace {

struct ClipConversionsPass : public acim::impl::ClipConversionsPassBase<ClipConversionsPass> {
  using Base::Base;

  void runOnOperation() override {
    if (lambda == 0 && bits == 0)
      return;
    if (bits < 0) {
      getOperation().emitError() << "bits must not be negative, found " << int64_t(bits);
      return signalPassFailure();
    }
    auto products = productsByWeights(getOperation());
    auto clip = [&](WeightsOp weights, const PricedLayer &layer, const HardwareModel &hardware,
                    double worth) {
      return this->clip(weights, products[weights], layer, hardware, worth);
    };
    if (failed(forEachLayerAtPrice(getOperation(), lambda, QuantizePrice::Ledger, clip)))
      signalPassFailure();
  }

  LogicalResult clip(WeightsOp weights, ArrayRef<MvmOp> products, const PricedLayer &layer,
                     const HardwareModel &hardware, double worth) {
    if (isSplit(weights))
      return success();
    if (weights.getAdc()->getSemantics() != AdcSemantics::Proven) {
      remark::missed(weights.getLoc(), remark::RemarkOpts::name("Clip").category("acim-adc"))
          << ("@" + weights.getSymName() + ": only settings that hold every sum are clipped").str();
      return success();
    }
    LayerMapping mapping = layerMappingOf(weights);
    mapping.clip.clear();
    FailureOr<MvmPlan> plan = placeOrError(weights, layer.matrix(), mapping);
    if (failed(plan))
      return failure();
    FailureOr<std::vector<double>> importance = outputImportance(weights, layer);
    if (failed(importance))
      return failure();
    FailureOr<OutputScaling> scaling = OutputScaling::find(products);
    ClipProblem problem;
    problem.plan = &*plan;
    // Where sums lie shows sooner than how inputs go together.
    constexpr int64_t enoughSamples = 256;
    problem.columns = layer.columns();
    problem.samples = std::min(layer.samples(), enoughSamples);
    problem.importance = std::move(*importance);
    problem.conversions = layer.conversionsByPlane(*plan);
    problem.prices = conversionPrices(hardware, mapping.converters.bits);
    problem.worth = worth;
    problem.mostBits = bits;
    problem.scaled = succeeded(scaling);
    problem.programmableZero = mapping.converters.programmableZero;
    problem.scope = mapping.converters.scope;
    const ClipSelection selection = selectClips(problem);
    report(weights, selection);
    if (selection.narrowed == 0)
      return success();
    weights.setClipAttr(clipAttrOf(&getContext(), selection.settings));
    return compensateOutputs(weights, scaling, layer, selection.outputs);
  }

  static void report(WeightsOp weights, const ClipSelection &selection) {
    const auto isConverted = [](const ConversionRange &range) { return range.isConverted(); };
    remark::passed(weights.getLoc(), remark::RemarkOpts::name("Clip").category("acim-adc"))
        << ("@" + weights.getSymName()).str() << remark::metric("narrowed", selection.narrowed)
        << remark::metric("of", int64_t(llvm::count_if(selection.settings, isConverted)));
  }
};

} // namespace
