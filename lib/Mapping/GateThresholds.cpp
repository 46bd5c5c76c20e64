//===- GateThresholds.cpp - Thresholds that refine a share of the outputs ===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "acim/Mapping/GateThresholds.h"

#include <algorithm>
#include <cmath>
#include <functional>

using namespace mlir::acim;

/// The importance of every mask, comparable.
static std::vector<double> importancesOf(GateImportance importance,
                                         llvm::ArrayRef<MaskedOutput> masks,
                                         llvm::ArrayRef<double> factors) {
  std::vector<double> importances;
  for (const MaskedOutput &mask : masks)
    for (int64_t sum : mask.sums) {
      const double value = double(sum) * factors[mask.output];
      importances.push_back(importance == GateImportance::Value ? value : std::abs(value));
    }
  return importances;
}

/// The largest integer that is not above `value`, of those that a threshold can be.
static int64_t floorOf(double value) {
  constexpr double largest = 0x1p62;
  return static_cast<int64_t>(std::floor(std::clamp(value, -largest, largest)));
}

std::vector<int64_t> mlir::acim::thresholdsFor(GateImportance importance,
                                               llvm::ArrayRef<MaskedOutput> masks,
                                               llvm::ArrayRef<double> factors, double share) {
  std::vector<double> importances = importancesOf(importance, masks, factors);
  const auto refined = static_cast<size_t>(std::llround(share * double(importances.size())));
  if (refined >= importances.size())
    return std::vector<int64_t>(factors.size(), Gate::refinesAlways);
  const auto threshold = importances.begin() + refined;
  std::nth_element(importances.begin(), threshold, importances.end(), std::greater<>());
  std::vector<int64_t> thresholds;
  for (double factor : factors)
    thresholds.push_back(floorOf(*threshold / factor));
  return thresholds;
}
