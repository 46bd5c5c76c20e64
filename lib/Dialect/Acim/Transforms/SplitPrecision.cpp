//===- SplitPrecision.cpp - Low digits only where they matter -------------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Decisions.h"
#include "PricedChoice.h"
#include "QuantizeProblem.h"
#include "SplitChoice.h"
#include "UnitPruning.h"

#include "acim/Dialect/Acim/Transforms/Passes.h"
#include "mlir/Dialect/Tosa/IR/TosaOps.h"
#include "mlir/IR/Remarks.h"
#include "llvm/Support/FormatVariadic.h"

namespace mlir::acim {
#define GEN_PASS_DEF_SPLITPRECISIONPASS
#include "acim/Dialect/Acim/Transforms/Passes.h.inc"
} // namespace mlir::acim

using namespace mlir;
using namespace mlir::acim;

/// What keeps a layer from being split; empty where nothing does.
static StringRef obstacleTo(WeightsOp weights, const LayerMatrix &matrix) {
  constexpr int64_t largestWeight = 128;
  if (!digitCodeOf(*weights.getEncoding()).paired)
    return "its digits have no sign, as it lies in single arrays";
  if (weights.getSkip() || weights.getClip())
    return "it was decided how its conversions are left out or clipped";
  if (llvm::any_of(matrix.values, [](int64_t w) { return std::abs(w) > largestWeight; }))
    return "its weights are wider than a byte";
  return {};
}

static void reportLeftAlone(WeightsOp weights, StringRef obstacle) {
  remark::missed(weights.getLoc(), remark::RemarkOpts::name("Split").category("acim-split"))
      << ("@" + weights.getSymName() + " is left alone: " + obstacle).str();
}

namespace {

struct SplitPrecisionPass : public acim::impl::SplitPrecisionPassBase<SplitPrecisionPass> {
  using Base::Base;

  void runOnOperation() override {
    SplitOptions options;
    if (failed(parseOptions(options)))
      return signalPassFailure();
    if (failed(lowBits == 0 && lambda == 0 ? prune() : splitLayers(options)))
      signalPassFailure();
  }

  LogicalResult prune() {
    UnitPruning pruning;
    auto add = [&](WeightsOp weights, const PricedLayer &layer, const HardwareModel &) {
      return pruning.add(weights, layer);
    };
    if (share == 1)
      return success();
    if (failed(forEachPricedLayer(getOperation(), add)))
      return failure();
    pruning.keep(share);
    return success();
  }

  LogicalResult splitLayers(const SplitOptions &options) {
    auto products = productsByWeights(getOperation());
    auto split = [&](WeightsOp weights, const PricedLayer &layer, const HardwareModel &hardware,
                     double worth) {
      SplitChoice choice(weights, products[weights], layer, hardware);
      return this->split(weights, products[weights], choice, layer.matrix(), options, worth);
    };
    if (lambda != 0)
      return forEachLayerAtPrice(getOperation(), lambda, QuantizePrice::Ledger, split);
    auto splitAll = [&](WeightsOp weights, const PricedLayer &layer,
                        const HardwareModel &hardware) {
      return split(weights, layer, hardware, /*worth=*/0);
    };
    return forEachPricedLayer(getOperation(), splitAll);
  }

  LogicalResult parseOptions(SplitOptions &options) {
    FailureOr<HardwareModel> hardware = hardwareOf(getOperation());
    if (failed(hardware))
      return failure();
    if (lowBits < 0 || lowBits > 7 || lowBits % hardware->array.cellBits != 0)
      return getOperation().emitError()
             << "expected low-bits of 0 to 7 that whole cells of " << hardware->array.cellBits
             << " bits make up, found " << int64_t(lowBits);
    if (!(share >= 0 && share <= 1))
      return getOperation().emitError() << "expected a share of 0 to 1, found " << double(share);
    FailureOr<SplitGranularity> unit =
        chooseOr<SplitGranularity>(getOperation(), "granularity", granularity, "output",
                                   symbolizeSplitGranularity, {"output", "unit"});
    if (failed(unit) || failed(parseImportance(options)))
      return failure();
    options.lowBits = lowBits;
    options.share = share;
    options.nested = nested;
    options.granularity = *unit;
    return success();
  }

  LogicalResult parseImportance(SplitOptions &options) {
    if (importance == "auto")
      return success();
    FailureOr<SplitImportance> chosen =
        chooseOr<SplitImportance>(getOperation(), "importance", importance, "value",
                                  symbolizeSplitImportance, {"auto", "value", "magnitude"});
    if (failed(chosen))
      return failure();
    options.importance = *chosen;
    return success();
  }

  LogicalResult split(WeightsOp weights, ArrayRef<MvmOp> products, SplitChoice &choice,
                      const LayerMatrix &matrix, const SplitOptions &options, double worth) {
    if (StringRef obstacle = obstacleTo(weights, matrix); !obstacle.empty()) {
      reportLeftAlone(weights, obstacle);
      return success();
    }
    FailureOr<std::optional<SplitLayer>> layer = choose(choice, options, worth);
    if (failed(layer))
      return failure();
    if (!*layer) {
      reportLeftAlone(weights, "no split is worth its loss");
      return success();
    }
    remark::passed(weights.getLoc(), remark::RemarkOpts::name("Split").category("acim-split"))
        << ("@" + weights.getSymName()).str() << remark::metric("low_bits", (*layer)->lowBits)
        << remark::metric("refined", llvm::formatv("{0:F3}", (*layer)->refinedShare).str());
    return (*layer)->write(weights, products);
  }

  /// As the options say, or what is best at the price.
  FailureOr<std::optional<SplitLayer>> choose(SplitChoice &choice, const SplitOptions &options,
                                              double worth) {
    if (lambda > 0)
      return choice.best(options, worth);
    FailureOr<SplitLayer> layer = choice.split(options);
    if (failed(layer))
      return failure();
    return std::optional(std::move(*layer));
  }
};

} // namespace
