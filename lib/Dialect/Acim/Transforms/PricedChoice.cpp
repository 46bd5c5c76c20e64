//===- PricedChoice.cpp - Chooses by energy ------------------------------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "PricedChoice.h"
#include "Decisions.h"

#include "mlir/IR/Remarks.h"
#include "llvm/Support/FormatVariadic.h"

using namespace mlir;
using namespace mlir::acim;

/// Differences below this share are rounding of the prices' sums.
static constexpr double leastGain = 1e-9;

bool PricedChoice::consider(const Twine &name, llvm::Expected<double> joules) {
  if (!joules) {
    refusal = (name + ": " + llvm::toString(joules.takeError())).str();
    return false;
  }
  possible.push_back({name.str(), *joules});
  if (possible.size() > 1 && *joules >= possible[best].second * (1 - leastGain))
    return false;
  best = possible.size() - 1;
  return true;
}

LogicalResult PricedChoice::report() {
  if (possible.empty())
    return weights.emitOpError() << "no " << decision << " is possible; " << refusal;
  std::string text =
      llvm::formatv("@{0}: {1}; nJ an inference:", weights.getSymName(), possible[best].first);
  for (const auto &[name, joules] : possible)
    text += llvm::formatv(" {0} {1:F3},", name, joules * 1e9);
  text.pop_back();
  remark::passed(weights.getLoc(), remark::RemarkOpts::name(decision).category("acim-price"))
      << text;
  return success();
}

LogicalResult acim::verifyCalibrated(WeightsOp weights, const PricedLayer &layer) {
  if (layer.isCalibrated())
    return success();
  return weights.emitOpError() << "expected statistics of real inputs; run acim calibrate";
}

namespace {
struct PricedWeights {
  WeightsOp weights;
  PricedLayer layer;
  Leakage leakage; ///< as decided so far
};
} // namespace

static FailureOr<std::vector<PricedWeights>> pricedLayersOf(ModuleOp module,
                                                            const HardwareModel &hardware) {
  std::vector<PricedWeights> layers;
  for (auto &[op, products] : productsByWeights(module)) {
    auto weights = cast<WeightsOp>(op);
    if (failed(verifyDecided(weights)))
      return failure();
    FailureOr<PricedLayer> layer = PricedLayer::create(weights, products, hardware);
    if (failed(layer))
      return failure();
    // A mapping that cannot be placed is for the candidates to better; it leaks nothing.
    llvm::Expected<Leakage> leakage = layer->leakage(layerMappingOf(weights));
    layers.push_back({weights, std::move(*layer), leakage ? *leakage : Leakage()});
    llvm::consumeError(leakage.takeError());
  }
  return layers;
}

LogicalResult acim::forEachPricedLayer(ModuleOp module, LayerChoice choose, LayerChoice then) {
  FailureOr<HardwareModel> hardware = hardwareOf(module);
  if (failed(hardware))
    return failure();
  FailureOr<std::vector<PricedWeights>> layers = pricedLayersOf(module, *hardware);
  if (failed(layers))
    return failure();
  Leakage all;
  for (const StaticPart &part : hardware->leakage.perChip)
    all.watts += part.value.value;
  for (const PricedWeights &layer : *layers)
    all = {all.watts + layer.leakage.watts, all.seconds + layer.leakage.seconds};
  for (PricedWeights &layer : *layers)
    layer.layer.setRest({all.watts - layer.leakage.watts, all.seconds - layer.leakage.seconds});
  for (LayerChoice next : {choose, then})
    for (PricedWeights &layer : *layers)
      if (next && failed(next(layer.weights, layer.layer, *hardware)))
        return failure();
  return success();
}
