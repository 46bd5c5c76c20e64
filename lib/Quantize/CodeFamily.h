//===- CodeFamily.h - Codes that leave digit columns empty ---------------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef ACIM_LIB_QUANTIZE_CODEFAMILY_H
#define ACIM_LIB_QUANTIZE_CODEFAMILY_H

#include "acim/Quantize/ColumnPrices.h"
#include "acim/Quantize/PricedCodes.h"

namespace mlir::acim {

/// Digit places that codes may use: from `first` up to but without `end`.
struct PlaceWindow {
  unsigned first = 0, end = 0;

  bool isEmpty() const { return first >= end; }
};

/// A set of codes and its subsets that leave low or high digit places empty.
class CodeFamily {
public:
  CodeFamily(const CodeSet &codes, const DigitCode &digits, const CodePrices &prices);

  unsigned numPlaces() const { return static_cast<unsigned>(largest.size()) - 1; }
  PlaceWindow all() const { return {0, numPlaces()}; }
  /// The codes for `window`; 0 alone where it is empty.
  const PricedCodes &within(PlaceWindow window) const;
  /// The largest magnitude of within({0, places}); 0 where there is none but 0.
  int32_t largestCode(unsigned places) const { return largest[places]; }

private:
  std::vector<int32_t> largest;  ///< numPlaces() + 1
  std::vector<PricedCodes> sets; ///< of windows {first, end}, first < end; [0]: 0 alone
};

} // namespace mlir::acim

#endif // ACIM_LIB_QUANTIZE_CODEFAMILY_H
