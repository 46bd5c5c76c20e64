//===- ChooseSkips.cpp - Leaves out the conversions that count least ---===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "PricedChoice.h"
#include "QuantizeProblem.h"
#include "SkipProblem.h"

#include "acim/Dialect/Acim/Transforms/Passes.h"
#include "mlir/Dialect/Tosa/IR/TosaOps.h"

namespace mlir::acim {
#define GEN_PASS_DEF_CHOOSESKIPSPASS
#include "acim/Dialect/Acim/Transforms/Passes.h.inc"
} // namespace mlir::acim

using namespace mlir;
using namespace mlir::acim;

namespace {

struct ChooseSkipsPass : public acim::impl::ChooseSkipsPassBase<ChooseSkipsPass> {
  using Base::Base;

  void runOnOperation() override {
    if (lambda == 0 && share == 0)
      return;
    if (failed(verifyOptions()))
      return signalPassFailure();
    products = productsByWeights(getOperation());
    if (failed(share > 0 ? chooseByShare() : chooseByPrice()))
      signalPassFailure();
  }

  LogicalResult verifyOptions() {
    if (!(share >= 0 && share <= 1))
      return getOperation().emitError()
             << "share must lie between 0 and 1, found " << double(share);
    if (lambda != 0 && share != 0)
      return getOperation().emitError() << "expected lambda or share, found both";
    return success();
  }

  /// Of each layer the pairs whose energy is worth more than their error.
  LogicalResult chooseByPrice() {
    auto choose = [&](WeightsOp weights, const PricedLayer &layer, const HardwareModel &hardware,
                      double worth) {
      if (isSplit(weights))
        return success();
      FailureOr<SkipProblem> problem = SkipProblem::create(weights, products[weights], layer);
      if (failed(problem))
        return failure();
      const std::vector<double> prices =
          conversionPrices(hardware, layerMappingOf(weights).converters.bits);
      return leaveOut(weights, layer, *problem,
                      choosePairs(problem->contributions(), problem->importance(),
                                  problem->sumByPair(layer, prices), worth, problem->isScaled()));
    };
    return forEachLayerAtPrice(getOperation(), lambda, QuantizePrice::Ledger, choose);
  }

  /// Of all layers together the pairs of the least noise per conversion.
  LogicalResult chooseByShare() {
    SmallVector<SkipProblem, 0> problems;
    std::vector<NoisyPair> pairs;
    auto gather = [&](WeightsOp weights, const PricedLayer &layer, const HardwareModel &) {
      if (isSplit(weights))
        return success();
      FailureOr<SkipProblem> problem = SkipProblem::create(weights, products[weights], layer);
      if (failed(problem))
        return failure();
      // What is not converted has no bits, everything else counts alike.
      std::vector<double> ones(layerMappingOf(weights).converters.bits + 1, 1);
      ones.front() = 0;
      llvm::append_range(pairs, noisyPairs(problems.size(), problem->contributions(),
                                           problem->importance(), problem->sumByPair(layer, ones)));
      problems.push_back(std::move(*problem));
      return success();
    };
    std::vector<std::vector<bool>> skipped;
    size_t next = 0;
    auto apply = [&](WeightsOp weights, const PricedLayer &layer, const HardwareModel &) {
      if (weights.getSplit())
        return success();
      if (skipped.empty())
        skipped = quietest(problems, std::move(pairs));
      const size_t own = next++;
      return leaveOut(weights, layer, problems[own], skipped[own]);
    };
    return forEachPricedLayer(getOperation(), gather, apply);
  }

  /// [layer][pair]: whether it is left out.
  std::vector<std::vector<bool>> quietest(ArrayRef<SkipProblem> problems,
                                          std::vector<NoisyPair> pairs) const {
    std::vector<std::vector<bool>> skipped;
    for (const SkipProblem &problem : problems)
      skipped.emplace_back(problem.contributions().numPairs());
    for (const NoisyPair &pair : quietestPairs(std::move(pairs), share))
      skipped[pair.layer][pair.pair] = true;
    return skipped;
  }

  static LogicalResult leaveOut(WeightsOp weights, const PricedLayer &layer, SkipProblem &problem,
                                const std::vector<bool> &skipped) {
    const int64_t count = llvm::count(skipped, true);
    remarkSkips(weights, count, skipped.size());
    if (count == 0)
      return success();
    weights.setSkipAttr(problem.attrOf(skipped));
    return problem.compensate(layer, skipped);
  }

  llvm::MapVector<Operation *, SmallVector<MvmOp>> products;
};

} // namespace
