//===- PricedCodes.cpp - The best code for a weight at a price -----------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "acim/Quantize/PricedCodes.h"

#include "llvm/ADT/STLExtras.h"
#include <cassert>
#include <cmath>
#include <limits>

using namespace mlir::acim;

PricedCodes::PricedCodes(CodeSet codes, const CodePrices &table)
    : set(std::move(codes)), cheaperBelow(set.size(), -1), cheaperAbove(set.size(), -1) {
  assert(llvm::is_contained(set, 0) && llvm::is_sorted(set));
  for (int32_t code : set)
    prices.push_back(table[code]);
  leastPrice = *llvm::min_element(prices);
  const auto size = static_cast<int32_t>(set.size());
  for (int32_t index = 0; index < size; ++index)
    while (static_cast<int64_t>(firstAbove.size()) <= int64_t(set[index]) - set.front())
      firstAbove.push_back(index);
  for (int32_t index = 1; index < size; ++index) {
    int32_t below = index - 1;
    while (below >= 0 && prices[below] >= prices[index])
      below = cheaperBelow[below];
    cheaperBelow[index] = below;
  }
  for (int32_t index = size - 2; index >= 0; --index) {
    int32_t above = index + 1;
    while (above >= 0 && prices[above] >= prices[index])
      above = cheaperAbove[above];
    cheaperAbove[index] = above;
  }
}

bool PricedCodes::contains(int32_t code) const { return llvm::binary_search(set, code); }

void PricedCodes::search(int32_t index, const std::vector<int32_t> &next, double target,
                         double curvature, double weight, Found &found) const {
  for (; index >= 0; index = next[index]) {
    const double distance = target - set[index], error = curvature * distance * distance;
    if (error + weight * leastPrice >= found.cost)
      return;
    if (const double cost = error + weight * prices[index]; cost < found.cost)
      found = {cost, index};
  }
}

int32_t PricedCodes::best(double target, double curvature, double weight) const {
  const auto last = static_cast<int32_t>(set.size()) - 1;
  int32_t above = last + 1;
  if (target <= set.front())
    above = 0;
  else if (target <= set.back())
    above = firstAbove[static_cast<int32_t>(std::ceil(target)) - set.front()];
  Found found{std::numeric_limits<double>::infinity(), above <= last ? above : last};
  search(above <= last ? above : -1, cheaperAbove, target, curvature, weight, found);
  search(above - 1, cheaperBelow, target, curvature, weight, found);
  return set[found.index];
}
