//===- SkipProblem.cpp - What leaving out conversions of a layer does --===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "SkipProblem.h"
#include "Decisions.h"
#include "PricedChoice.h"

#include "acim/Dialect/Acim/IR/Codes.h"
#include "mlir/IR/Remarks.h"

using namespace mlir;
using namespace mlir::acim;

FailureOr<SkipProblem> SkipProblem::create(WeightsOp weights, ArrayRef<MvmOp> products,
                                           const PricedLayer &layer) {
  if (failed(verifyCalibrated(weights, layer)))
    return failure();
  LayerMapping mapping = layerMappingOf(weights);
  mapping.planesPerDrive.clear();
  mapping.skip = {};
  FailureOr<MvmPlan> plan = placeOrError(weights, layer.matrix(), mapping);
  if (failed(plan))
    return failure();
  FailureOr<std::vector<double>> importance = outputImportance(weights, layer);
  if (failed(importance))
    return failure();
  // The moments of pairs converge sooner than those of rows.
  constexpr int64_t enoughSamples = 256;
  PairContributions pairs(*plan, mapping.digits, layer.columns(),
                          std::min(layer.samples(), enoughSamples));
  return SkipProblem(weights, std::move(*plan), std::move(mapping.digits), std::move(pairs),
                     std::move(*importance), OutputScaling::find(products));
}

std::vector<double> SkipProblem::sumByPair(const PricedLayer &layer,
                                           ArrayRef<double> prices) const {
  const size_t planes = numPlanes(), numDigits = digits.numDigits();
  std::vector<double> sums(planes * numDigits);
  const std::vector<double> performed = layer.conversionsByPlane(plan);
  size_t counter = 0;
  for (const CrossbarBlock &block : plan.blocks)
    for (size_t rowGroup = 0; rowGroup < block.rowGroups.size(); ++rowGroup, ++counter)
      for (auto [c, column] : llvm::enumerate(block.columns)) {
        const ConversionRange &range = block.ranges[rowGroup * block.columns.size() + c];
        for (size_t digit = 0; digit < numDigits; ++digit)
          if (std::abs(digits.scales[digit]) == std::abs(column.scale) && column.output >= 0)
            for (size_t plane = 0; plane < planes; ++plane)
              sums[pairs.pairOf(plane, digit)] +=
                  prices[range.bits] * performed[counter * planes + plane];
      }
  return sums;
}

SkipAttr SkipProblem::attrOf(const std::vector<bool> &skipped) const {
  SmallVector<int64_t> sets(digits.numDigits());
  for (size_t plane = 0; plane < numPlanes(); ++plane)
    for (size_t digit = 0; digit < sets.size(); ++digit)
      sets[digit] |= int64_t(skipped[pairs.pairOf(plane, digit)]) << plane;
  MLIRContext *context = weights->getContext();
  return SkipAttr::get(context, std::nullopt, DenseI64ArrayAttr::get(context, sets));
}

std::vector<bool> SkipProblem::pairsOf(SkipAttr attr) const {
  const SkipChoice choice = skipChoiceOf(attr);
  std::vector<bool> skipped(pairs.numPairs());
  for (size_t digit = 0; digit < digits.numDigits(); ++digit) {
    const uint32_t planes = choice.planesOf(plan.input, digit, digits.scales[digit]);
    for (size_t plane = 0; plane < numPlanes(); ++plane)
      skipped[pairs.pairOf(plane, digit)] = (planes >> plane & 1) != 0;
  }
  return skipped;
}

LogicalResult SkipProblem::compensate(const PricedLayer &layer, const std::vector<bool> &skipped) {
  std::vector<AffineFit> fits;
  for (size_t o = 0; o < pairs.numOutputs(); ++o)
    fits.push_back(pairs.estimate(o, skipped, isScaled()));
  return compensateOutputs(weights, scaling, layer, fits);
}

void acim::remarkSkips(WeightsOp weights, int64_t skipped, int64_t pairs) {
  remark::passed(weights.getLoc(), remark::RemarkOpts::name("Skip").category("acim-skip"))
      << ("@" + weights.getSymName()).str() << remark::metric("skipped", skipped)
      << remark::metric("of", pairs);
}
