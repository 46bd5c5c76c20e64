//===- RescaleScales.cpp - What a rescale multiplies by ----------------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "acim/Analysis/RescaleScales.h"

#include "acim/Dialect/Acim/IR/Integers.h"
#include "mlir/IR/Matchers.h"
#include <cmath>

using namespace mlir;
using namespace mlir::acim;

FailureOr<std::vector<int64_t>> acim::constantIntegersOf(Value value) {
  ElementsAttr attr;
  if (!matchPattern(value, m_Constant(&attr)))
    return failure();
  return integersOf(attr);
}

std::vector<double> RescaleScales::factors(size_t channels) const {
  std::vector<double> factors;
  for (size_t channel = 0; channel < channels; ++channel) {
    const size_t index = multipliers.size() == 1 ? 0 : channel;
    factors.push_back(std::ldexp(double(multipliers[index]), -int(shifts[index])));
  }
  return factors;
}

FailureOr<RescaleScales> acim::scalesOf(tosa::RescaleOp rescale, size_t channels) {
  FailureOr<std::vector<int64_t>> multipliers = constantIntegersOf(rescale.getMultiplier()),
                                  shifts = constantIntegersOf(rescale.getShift());
  if (failed(multipliers) || failed(shifts) || multipliers->size() != shifts->size() ||
      (multipliers->size() != 1 && multipliers->size() != channels))
    return failure();
  return RescaleScales{std::move(*multipliers), std::move(*shifts)};
}
