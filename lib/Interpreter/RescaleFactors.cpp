//===- RescaleFactors.cpp - What accumulators are multiplied by ----------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "acim/Interpreter/RescaleFactors.h"

#include "acim/Analysis/RescaleScales.h"

using namespace mlir;
using namespace mlir::acim;

/// The operator that rescales a value, maybe reshaped.
static tosa::RescaleOp rescaleOf(Value value) {
  for (Operation *user : value.getUsers()) {
    if (auto rescale = dyn_cast<tosa::RescaleOp>(user))
      return rescale;
    if (auto reshape = dyn_cast<tosa::ReshapeOp>(user))
      if (tosa::RescaleOp rescale = rescaleOf(reshape.getResult()))
        return rescale;
  }
  return {};
}

std::vector<double> acim::rescaleFactorsOf(const PreparedLayer &layer) {
  LayerOp op = layer.op;
  tosa::RescaleOp rescale = rescaleOf(op.getResult());
  if (!rescale)
    return {};
  size_t channels = layer.plan.groups * layer.plan.outputs;
  FailureOr<RescaleScales> scales = scalesOf(rescale, channels);
  return succeeded(scales) ? scales->factors(channels) : std::vector<double>();
}

std::vector<double> acim::channelFactorsOf(const PreparedLayer &layer) {
  std::vector<double> factors = rescaleFactorsOf(layer);
  factors.resize(layer.plan.groups * layer.plan.outputs, 1);
  return factors;
}
