//===- SplitChoice.cpp - What a layer in two precisions becomes -----------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "SplitChoice.h"

#include "Decisions.h"
#include "EncodingChoice.h"
#include "OutputErrors.h"
#include "PricedChoice.h"
#include "QuantizeProblem.h"

#include "acim/Dialect/Acim/IR/Statistics.h"
#include "acim/Engine/Engine.h"
#include "acim/Mapping/GateThresholds.h"
#include "acim/Mapping/GatedPlan.h"
#include "acim/Quantize/NestedCodes.h"
#include <cmath>

using namespace mlir;
using namespace mlir::acim;

//===----------------------------------------------------------------------===//
// Decisions
//===----------------------------------------------------------------------===//

LayerMatrix SplitLayer::matrix() const {
  LayerMatrix matrix = shape;
  matrix.values = values;
  matrix.bias = bias;
  return matrix;
}

LayerMapping SplitLayer::mappingOf(LayerMapping mapping) const {
  mapping.digits = digitCodeOf(encoding);
  mapping.gate.reset();
  if (split)
    mapping.gate = gateOf(split, int64_t(bias.size()));
  return mapping;
}

LogicalResult SplitLayer::write(WeightsOp weights, ArrayRef<MvmOp> products) const {
  setMatrix(weights, values, bias);
  weights.setEncodingAttr(encoding);
  weights.setSplitAttr(split);
  FailureOr<OutputScaling> scaling = OutputScaling::find(products);
  if (succeeded(scaling) && failed(scaling->multiply(gains)))
    return failure();
  return rescaleStatistics(weights, gains);
}

//===----------------------------------------------------------------------===//
// Choices
//===----------------------------------------------------------------------===//

SplitChoice::SplitChoice(WeightsOp weights, ArrayRef<MvmOp> products, const PricedLayer &layer,
                         const HardwareModel &hardware)
    : weights(weights), layer(layer), hardware(hardware) {
  const int64_t channels = weights.getGroups() * weights.getOutputs();
  FailureOr<OutputScaling> scaling = OutputScaling::find(products);
  rescaled = succeeded(scaling);
  factors = succeeded(scaling) ? scaling->factors(channels) : std::vector<double>(channels, 1);
  rectified = succeeded(scaling) && scaling->rectifies();
}

/// What the cells of a byte's magnitude hold, split so.
int32_t SplitChoice::largestCode(int64_t lowBits) const {
  constexpr int64_t magnitudeBits = 7;
  const int64_t cellBits = hardware.array.cellBits,
                bits = int64_t(llvm::alignTo(magnitudeBits, cellBits));
  return int32_t(segmentsCapacity(std::max(bits, lowBits + cellBits), lowBits));
}

LogicalResult SplitChoice::gatherProblems() {
  if (!problems.empty())
    return success();
  FailureOr<QuantizeProblem> problem =
      QuantizeProblem::create(weights, layer, hardware, QuantizePrice::Ledger);
  if (failed(problem))
    return failure();
  for (int64_t group = 0; group < layer.matrix().groups; ++group)
    problems.push_back(problem->group(group));
  return success();
}

/// Weights whose high digits are good without low ones: the sum of both, group by group.
LogicalResult SplitChoice::chooseWeights(const SplitOptions &options, SplitLayer &result) {
  const LayerMatrix &matrix = layer.matrix();
  if (!options.nested || options.share == 1) {
    result.values.assign(matrix.values.begin(), matrix.values.end());
    result.bias.assign(matrix.bias.begin(), matrix.bias.end());
    result.gains.assign(result.bias.size(), 1);
    return success();
  }
  if (failed(gatherProblems()))
    return failure();
  NestOptions nest;
  nest.lowBits = options.lowBits;
  nest.largestCode = largestCode(options.lowBits);
  nest.share = options.share;
  nest.inputOffset = inputCodeOf(*weights.getInputs()).offset;
  nest.scales = rescaled;
  for (int64_t group = 0; group < matrix.groups; ++group) {
    const NestedCodes codes = nestCodes(problems[group], nest);
    for (auto [high, low] : llvm::zip_equal(codes.high, codes.low))
      result.values.push_back(high + low);
    for (auto [output, correction] : llvm::enumerate(codes.biasCorrections)) {
      const double bias = double(matrix.bias[group * matrix.outputs + output]);
      result.bias.push_back(std::llround((bias + correction) / codes.scales[output]));
    }
    llvm::append_range(result.gains, codes.scales);
  }
  return success();
}

SplitAttr SplitChoice::splitAttr(const SplitOptions &options, ArrayRef<int64_t> thresholds) {
  MLIRContext *context = weights.getContext();
  const SplitImportance suitable = rectified && options.granularity == SplitGranularity::Output
                                       ? SplitImportance::Value
                                       : SplitImportance::Magnitude;
  return SplitAttr::get(context, options.lowBits, options.granularity,
                        options.importance.value_or(suitable),
                        DenseI64ArrayAttr::get(context, thresholds));
}

/// Thresholds are compared with what the first pass of the layer as it will be gives for the
/// columns that calibration sampled.
LogicalResult SplitChoice::chooseThresholds(const SplitOptions &options, SplitLayer &result) {
  result.split = splitAttr(options, options.share == 1 ? Gate::refinesAlways : Gate::refinesNever);
  if (options.share == 0 || options.share == 1)
    return success();
  FailureOr<MvmPlan> plan =
      placeOrError(weights, result.matrix(), result.mappingOf(layerMappingOf(weights)));
  if (failed(plan))
    return failure();
  std::vector<MaskedOutput> masks;
  for (const Refinement &refinement : gatedPlanOf(*plan).refinements)
    masks.push_back({size_t(refinement.low.group * plan->outputs + refinement.output), {}});
  for (auto [mask, sums] :
       llvm::zip_equal(masks, firstPassSums(*plan, layer.columns(), layer.samples())))
    mask.sums = std::move(sums);
  std::vector<double> scales;
  for (auto [factor, gain] : llvm::zip_equal(factors, result.gains))
    scales.push_back(factor * gain);
  const std::vector<int64_t> thresholds =
      thresholdsFor(plan->gate->importance, masks, scales, options.share);
  result.split = splitAttr(options, thresholds);
  return success();
}

FailureOr<SplitLayer> SplitChoice::split(const SplitOptions &options) {
  if (options.share < 1 && failed(verifyCalibrated(weights, layer)))
    return failure();
  SplitLayer result;
  result.shape = shapeOf(weights);
  result.lowBits = options.lowBits;
  result.refinedShare = options.share;
  if (failed(chooseWeights(options, result)))
    return failure();
  result.encoding = EncodingChoice(weights.getContext(), WeightEncoding::Segmented, hardware.array,
                                   options.lowBits)
                        .encode(weights, result.matrix());
  if (!result.encoding)
    return failure();
  if (options.share > 0 || !options.nested)
    if (failed(chooseThresholds(options, result)))
      return failure();
  return result;
}

//===----------------------------------------------------------------------===//
// The best choice
//===----------------------------------------------------------------------===//

FailureOr<SplitChoice::Outputs> SplitChoice::outputsOf(const LayerMatrix &matrix,
                                                       const LayerMapping &mapping) {
  FailureOr<MvmPlan> plan = placeOrError(weights, matrix, mapping);
  if (failed(plan))
    return failure();
  llvm::Expected<std::unique_ptr<Engine>> engine = createEngine(*plan, EngineKind::Auto);
  if (!engine)
    return weights.emitOpError() << llvm::toString(engine.takeError());
  Outputs outputs(layer.samples() * plan->groups * plan->outputs);
  MvmCounts ignored;
  (*engine)->run(layer.columns(), layer.samples(), outputs, ignored);
  return outputs;
}

/// The squared error of what follows the layer, in units of the accumulators before.
FailureOr<double> SplitChoice::lossOf(const SplitLayer &result, ArrayRef<int64_t> before,
                                      ArrayRef<double> importance) {
  FailureOr<Outputs> after = outputsOf(result.matrix(), result.mappingOf(layerMappingOf(weights)));
  if (failed(after))
    return failure();
  const size_t channels = factors.size();
  double loss = 0;
  for (size_t index = 0; index < before.size(); ++index) {
    const size_t channel = index % channels;
    const double error = result.gains[channel] * double((*after)[index]) - double(before[index]);
    loss += importance[channel] * error * error;
  }
  return loss / double(layer.samples());
}

FailureOr<std::optional<SplitLayer>> SplitChoice::best(const SplitOptions &options, double worth) {
  FailureOr<Outputs> before = outputsOf(layer.matrix(), layerMappingOf(weights));
  if (failed(before))
    return failure();
  FailureOr<std::vector<double>> importance = outputImportance(weights, layer);
  llvm::Expected<double> unsplit = layer.price(layerMappingOf(weights));
  if (!unsplit)
    return weights.emitOpError() << llvm::toString(unsplit.takeError());
  if (failed(importance))
    return failure();
  double least = worth * *unsplit;
  std::optional<SplitLayer> best;
  for (int64_t lowBits : {2, 4, 6})
    for (double share : {0.0, 0.05, 0.1, 0.25, 0.5}) {
      if (lowBits % hardware.array.cellBits != 0)
        continue;
      SplitOptions candidate = options;
      candidate.lowBits = lowBits;
      candidate.share = share;
      FailureOr<SplitLayer> next = split(candidate);
      if (failed(next))
        return failure();
      FailureOr<double> loss = lossOf(*next, *before, *importance);
      llvm::Expected<double> energy =
          layer.price(next->matrix(), next->mappingOf(layerMappingOf(weights)));
      if (!energy)
        return weights.emitOpError() << llvm::toString(energy.takeError());
      if (failed(loss))
        return failure();
      if (*loss + worth * *energy >= least)
        continue;
      least = *loss + worth * *energy;
      best = std::move(*next);
    }
  return best;
}
