//===- PricedCodes.h - The best code for a weight at a price -------------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef ACIM_QUANTIZE_PRICEDCODES_H
#define ACIM_QUANTIZE_PRICEDCODES_H

#include "acim/Quantize/CodePrices.h"
#include "acim/Quantize/CodeSets.h"

namespace mlir::acim {

/// A set of codes, prepared for many searches.
class PricedCodes {
public:
  /// `prices` holds all of `codes`.
  PricedCodes(CodeSet codes, const CodePrices &prices);

  /// The code q with the least curvature * (target - q)^2 + weight * price(q); curvature and
  /// weight are not negative. Of equally good codes always the same one.
  int32_t best(double target, double curvature, double weight) const;

  const CodeSet &codes() const { return set; }
  bool contains(int32_t code) const;

private:
  struct Found {
    double cost;
    int32_t index;
  };
  void search(int32_t index, const std::vector<int32_t> &next, double target, double curvature,
              double weight, Found &found) const;

  CodeSet set;
  std::vector<double> prices;      ///< of each code of the set
  double leastPrice = 0;           ///< of all
  std::vector<int32_t> firstAbove; ///< [n]: index of the first code >= set.front() + n
  /// The nearest cheaper code on each side, -1 where there is none. The best code is among the
  /// target's neighbours and what these lead to.
  std::vector<int32_t> cheaperBelow, cheaperAbove;
};

} // namespace mlir::acim

#endif // ACIM_QUANTIZE_PRICEDCODES_H
