//===- RescaleFactors.cpp - What accumulators are multiplied by ----------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "acim/Interpreter/RescaleFactors.h"

#include "acim/Dialect/Acim/IR/Integers.h"
#include "mlir/Dialect/Tosa/IR/TosaOps.h"
#include <cmath>

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

static FailureOr<std::vector<int64_t>> constantIntegersOf(Value value) {
  auto constant = value.getDefiningOp<tosa::ConstOp>();
  if (!constant)
    return failure();
  return integersOf(constant.getValues());
}

std::vector<double> acim::rescaleFactorsOf(const PreparedLayer &layer) {
  LayerOp op = layer.op;
  tosa::RescaleOp rescale = rescaleOf(op.getResult());
  if (!rescale)
    return {};
  size_t channels = layer.plan.groups * layer.plan.outputs;
  auto multipliers = constantIntegersOf(rescale.getMultiplier()),
       shifts = constantIntegersOf(rescale.getShift());
  if (failed(multipliers) || failed(shifts) || multipliers->size() != shifts->size() ||
      (multipliers->size() != 1 && multipliers->size() != channels))
    return {};
  std::vector<double> factors(channels);
  for (auto [k, factor] : llvm::enumerate(factors)) {
    size_t at = multipliers->size() == 1 ? 0 : k;
    factor = std::ldexp(double((*multipliers)[at]), -int((*shifts)[at]));
  }
  return factors;
}

std::vector<double> acim::channelFactorsOf(const PreparedLayer &layer) {
  std::vector<double> factors = rescaleFactorsOf(layer);
  factors.resize(layer.plan.groups * layer.plan.outputs, 1);
  return factors;
}
