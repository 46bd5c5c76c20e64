//===- LayerLosses.cpp - What a layer loses by itself ---------------------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "acim/Interpreter/LayerLosses.h"

#include "acim/Interpreter/RescaleFactors.h"
#include "acim/Mapping/Recompose.h"

using namespace mlir;
using namespace mlir::acim;

/// What the cells of `plan` stand for, without its planes: they may have no code for what the
/// layers of another program give.
static std::vector<int64_t> productOf(const MvmPlan &plan, const ColumnSample &sample) {
  const Recomposition product = recompose(plan);
  std::vector<int64_t> outputs;
  for (int64_t p = 0; p < sample.size(); ++p)
    for (int64_t channel = 0; channel < plan.groups * plan.outputs; ++channel) {
      const int64_t group = channel / plan.outputs;
      ArrayRef<int16_t> inputs =
          sample.columns().slice((p * plan.groups + group) * plan.rows, plan.rows);
      const int64_t *weights = &product.weights[channel * plan.rows];
      int64_t sum = product.base[channel];
      for (int64_t j = 0; j < plan.rows; ++j)
        sum += weights[j] * inputs[j];
      outputs.push_back(sum);
    }
  return outputs;
}

LayerLosses::LayerLosses(const PreparedLayer &layer, const PreparedLayer &ofReference,
                         const ColumnSample &sample)
    : plan(layer.plan), sample(sample), factors(channelFactorsOf(layer)),
      referenceFactors(channelFactorsOf(ofReference)),
      reference(productOf(ofReference.plan, sample)) {
  std::vector<ChannelFit> channels = fitChannels(reference, reference, factors.size());
  for (auto [channel, factor] : llvm::zip_equal(channels, referenceFactors))
    energies.push_back(factor * factor * channel.variance);
  own = run(plan);
}

std::vector<int64_t> LayerLosses::run(const MvmPlan &changed) const {
  std::vector<int64_t> outputs(sample.size() * factors.size());
  MvmCounts counts;
  // Its parts were verified when the program was loaded.
  std::unique_ptr<Engine> engine = llvm::cantFail(createEngine(changed, EngineKind::Auto));
  engine->run(sample.columns(), sample.size(), outputs, counts);
  return outputs;
}

std::vector<ChannelFit> LayerLosses::fitToReference(const MvmPlan &changed) const {
  return fitChannels(run(changed), reference, factors.size());
}

std::optional<double> LayerLosses::lossOf(ArrayRef<ChannelFit> fits) const {
  double energy = 0, loss = 0;
  for (auto [fit, ofChannel] : llvm::zip_equal(fits, energies)) {
    energy += ofChannel;
    loss += fit.residual > 0 ? ofChannel * fit.residual / fit.variance : 0;
  }
  return energy > 0 ? std::optional(loss / energy) : std::nullopt;
}

std::optional<double> LayerLosses::total() const {
  return lossOf(fitChannels(own, reference, factors.size()));
}

std::optional<double> LayerLosses::ofRequantization() const {
  return lossOf(fitToReference(withoutLossCauses(plan)));
}

std::optional<double> LayerLosses::ofCause(LossCause cause) const {
  if (!hasLossCause(plan, cause))
    return lossOf(std::vector<ChannelFit>(factors.size()));
  return lossOf(fitChannels(own, run(withoutLossCause(plan, cause)), factors.size()));
}

std::vector<ChannelFit> LayerLosses::fitWithout(ArrayRef<LossCause> causes) const {
  MvmPlan changed = plan;
  for (LossCause cause : causes)
    changed = withoutLossCause(std::move(changed), cause);
  std::vector<ChannelFit> fits = fitToReference(changed);
  for (auto [fit, factor, ofReference] : llvm::zip_equal(fits, factors, referenceFactors)) {
    // What is multiplied by 0 is lost, whatever it is.
    const double ratio = factor != 0 ? ofReference / factor : 0;
    fit.gain *= ratio;
    fit.offset *= ratio;
  }
  return fits;
}
