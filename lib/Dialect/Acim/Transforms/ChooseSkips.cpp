//===- ChooseSkips.cpp - Leaves out the conversions that count least -----===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Decisions.h"
#include "OutputScaling.h"
#include "PricedChoice.h"
#include "QuantizeProblem.h"
#include "SkipSelection.h"

#include "acim/Dialect/Acim/IR/Statistics.h"
#include "acim/Dialect/Acim/Transforms/Passes.h"
#include "mlir/Dialect/Tosa/IR/TosaOps.h"
#include "mlir/IR/Remarks.h"
#include <cmath>

namespace mlir::acim {
#define GEN_PASS_DEF_CHOOSESKIPSPASS
#include "acim/Dialect/Acim/Transforms/Passes.h.inc"
} // namespace mlir::acim

using namespace mlir;
using namespace mlir::acim;

/// What calibration measured of the logits; else every layer's relative error counts alike.
static std::vector<double> importanceOf(const PairContributions &contributions,
                                        ArrayRef<double> sensitivity) {
  if (!sensitivity.empty())
    return sensitivity.vec();
  double variance = 0;
  for (size_t o = 0; o < contributions.numOutputs(); ++o)
    variance += contributions.variance(o);
  return std::vector<double>(contributions.numOutputs(), variance > 0 ? 1 / variance : 0);
}

/// Joules of the conversions of each pair, an inference: drive planes x digits.
static std::vector<double> energiesOf(const MvmPlan &plan, const DigitCode &code,
                                      const PricedLayer &layer, ArrayRef<double> prices) {
  const size_t planes = plan.input.planeScale.size(), digits = code.numDigits();
  std::vector<double> energies(planes * digits);
  const std::vector<double> performed = layer.conversionsByPlane(plan);
  size_t counter = 0;
  for (const CrossbarBlock &block : plan.blocks)
    for (size_t rowGroup = 0; rowGroup < block.rowGroups.size(); ++rowGroup, ++counter)
      for (auto [c, column] : llvm::enumerate(block.columns)) {
        const ConversionRange &range = block.ranges[rowGroup * block.columns.size() + c];
        for (size_t digit = 0; digit < digits; ++digit)
          if (std::abs(code.scales[digit]) == std::abs(column.scale) && column.output >= 0)
            for (size_t plane = 0; plane < planes; ++plane)
              energies[plane * digits + digit] +=
                  prices[range.bits] * performed[counter * planes + plane];
      }
  return energies;
}

static SkipAttr skipAttrOf(MLIRContext *context, const std::vector<bool> &skipped, size_t planes,
                           size_t digits) {
  SmallVector<int64_t> sets(digits);
  for (size_t plane = 0; plane < planes; ++plane)
    for (size_t digit = 0; digit < digits; ++digit)
      sets[digit] |= int64_t(skipped[plane * digits + digit]) << plane;
  return SkipAttr::get(context, std::nullopt, DenseI64ArrayAttr::get(context, sets));
}

namespace {

struct ChooseSkipsPass : public acim::impl::ChooseSkipsPassBase<ChooseSkipsPass> {
  using Base::Base;

  void runOnOperation() override {
    if (lambda == 0)
      return;
    if (!(lambda > 0)) {
      getOperation().emitError() << "lambda must not be negative, found " << double(lambda);
      return signalPassFailure();
    }
    FailureOr<double> energy = energyOf(getOperation(), QuantizePrice::Ledger);
    if (failed(energy))
      return signalPassFailure();
    if (*energy == 0)
      return; // nothing to save
    auto products = productsByWeights(getOperation());
    auto choose = [&](WeightsOp weights, const PricedLayer &layer, const HardwareModel &hardware) {
      return this->choose(weights, products[weights], layer, hardware, lambda / *energy);
    };
    if (failed(forEachPricedLayer(getOperation(), choose)))
      signalPassFailure();
  }

  LogicalResult choose(WeightsOp weights, ArrayRef<MvmOp> products, const PricedLayer &layer,
                       const HardwareModel &hardware, double worth) {
    LayerMapping mapping = layerMappingOf(weights);
    mapping.planesPerDrive.clear();
    mapping.skip = {};
    llvm::Expected<MvmPlan> plan = placeLayer(layer.matrix(), mapping);
    if (!plan)
      return weights.emitOpError() << llvm::toString(plan.takeError());
    FailureOr<std::optional<LayerStatistics>> statistics = statisticsOf(weights);
    if (failed(statistics))
      return failure();
    // The moments of pairs converge sooner than those of rows.
    constexpr int64_t enoughSamples = 256;
    PairContributions contributions(*plan, mapping.digits, layer.columns(),
                                    std::min(layer.samples(), enoughSamples));
    FailureOr<OutputScaling> scaling = OutputScaling::find(products);
    std::vector<double> prices = conversionPrices(hardware, mapping.converters.bits);
    std::vector<bool> skipped =
        choosePairs(contributions, importanceOf(contributions, (*statistics)->sensitivity),
                    energiesOf(*plan, mapping.digits, layer, prices), worth, succeeded(scaling));
    report(weights, skipped);
    if (llvm::none_of(skipped, [](bool is) { return is; }))
      return success();
    weights.setSkipAttr(skipAttrOf(&getContext(), skipped, plan->input.planeScale.size(),
                                   mapping.digits.numDigits()));
    return compensate(weights, scaling, contributions, skipped, layer.matrix(), plan->input.offset);
  }

  /// Gains go into the rescale behind, offsets into the bias.
  static LogicalResult compensate(WeightsOp weights, FailureOr<OutputScaling> &scaling,
                                  const PairContributions &contributions,
                                  const std::vector<bool> &skipped, const LayerMatrix &matrix,
                                  int64_t inputOffset) {
    SmallVector<int64_t> bias;
    SmallVector<double> gains;
    const std::vector<int64_t> initial = initialValues(matrix, inputOffset);
    for (size_t o = 0; o < contributions.numOutputs(); ++o) {
      const PairContributions::Estimate estimate =
          contributions.estimate(o, skipped, succeeded(scaling));
      const double start = (double(initial[o]) + estimate.offset) / estimate.gain;
      bias.push_back(std::llround(start) + matrix.bias[o] - initial[o]);
      gains.push_back(estimate.gain);
    }
    weights.setBiasAttr(DenseElementsAttr::get(
        cast<RankedTensorType>(weights.getBias().getShapedType()), ArrayRef(bias)));
    if (succeeded(scaling) && failed(scaling->multiply(gains)))
      return failure();
    return rescaleStatistics(weights, gains);
  }

  static void report(WeightsOp weights, const std::vector<bool> &skipped) {
    remark::passed(weights.getLoc(), remark::RemarkOpts::name("Skip").category("acim-skip"))
        << ("@" + weights.getSymName()).str()
        << remark::metric("skipped", int64_t(llvm::count(skipped, true)))
        << remark::metric("of", int64_t(skipped.size()));
  }
};

} // namespace
