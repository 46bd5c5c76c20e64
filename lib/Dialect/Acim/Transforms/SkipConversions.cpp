//===- SkipConversions.cpp - Leaves out the conversions that count least -===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "PricedChoice.h"
#include "SkipProblem.h"

#include "acim/Dialect/Acim/IR/Codes.h"
#include "acim/Dialect/Acim/Transforms/Passes.h"
#include "mlir/Dialect/Tosa/IR/TosaOps.h"
#include "llvm/ADT/StringMap.h"

namespace mlir::acim {
#define GEN_PASS_DEF_SKIPCONVERSIONSPASS
#include "acim/Dialect/Acim/Transforms/Passes.h.inc"
} // namespace mlir::acim

using namespace mlir;
using namespace mlir::acim;

/// Tells what a decided layer leaves out.
static void reportSkipped(WeightsOp weights) {
  if (!weights.getSkip() || !weights.getEncoding() || !weights.getInputs())
    return;
  InputCode input = inputCodeOf(*weights.getInputs());
  DigitCode digits = digitCodeOf(*weights.getEncoding());
  remarkSkips(weights, countSkipped(skipChoiceOf(*weights.getSkip()), input, digits.scales),
              input.planeScale.size() * digits.numDigits());
}

namespace {

struct SkipConversionsPass : public acim::impl::SkipConversionsPassBase<SkipConversionsPass> {
  using Base::Base;

  void runOnOperation() override {
    llvm::StringMap<int64_t> ownThresholds;
    if (failed(readLayers(ownThresholds)))
      return signalPassFailure();
    for (WeightsOp weights : getOperation().getOps<WeightsOp>()) {
      auto own = ownThresholds.find(weights.getSymName());
      if (failed(skip(weights, own == ownThresholds.end() ? int64_t(threshold) : own->second)))
        return signalPassFailure();
      reportSkipped(weights);
    }
    if (compensate && failed(compensateAll()))
      signalPassFailure();
  }

  LogicalResult compensateAll() {
    auto products = productsByWeights(getOperation());
    auto compensateLayer = [&](WeightsOp weights, const PricedLayer &layer, const HardwareModel &) {
      if (!weights.getSkip() || isSplit(weights))
        return success();
      FailureOr<SkipProblem> problem = SkipProblem::create(weights, products[weights], layer);
      if (failed(problem))
        return failure();
      return problem->compensate(layer, problem->pairsOf(*weights.getSkip()));
    };
    return forEachPricedLayer(getOperation(), compensateLayer);
  }

  LogicalResult readLayers(llvm::StringMap<int64_t> &thresholds) {
    for (StringRef entry : layers) {
      auto [name, value] = entry.rsplit(':');
      int64_t own = 0;
      if (name.empty() || value.getAsInteger(10, own))
        return getOperation().emitError()
               << "expected layers as name:threshold, found \"" << entry << "\"";
      if (!getOperation().lookupSymbol<WeightsOp>(name))
        return getOperation().emitError()
               << "a threshold is given for the layer \"" << name << "\", which does not exist";
      thresholds[name] = own;
    }
    return success();
  }

  static LogicalResult skip(WeightsOp weights, int64_t threshold) {
    if (threshold == -1) {
      weights.removeSkipAttr();
      return success();
    }
    auto attr = SkipAttr::getChecked([&] { return weights.emitOpError(); }, weights.getContext(),
                                     std::optional<int64_t>(threshold), DenseI64ArrayAttr());
    if (!attr)
      return failure();
    weights.setSkipAttr(attr);
    return success();
  }
};

} // namespace
