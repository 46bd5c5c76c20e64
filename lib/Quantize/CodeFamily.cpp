//===- CodeFamily.cpp - Codes that leave digit columns empty -------------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "CodeFamily.h"

#include <cstdlib>

using namespace mlir::acim;

static int32_t largestMagnitude(const CodeSet &codes) {
  return std::max(std::abs(codes.front()), std::abs(codes.back()));
}

CodeFamily::CodeFamily(const CodeSet &codes, const DigitCode &digits, const CodePrices &prices) {
  sets.emplace_back(CodeSet{0}, prices);
  largest.push_back(0);
  const auto places = static_cast<unsigned>(digits.numDigits());
  for (unsigned end = 1; end <= places; ++end) {
    // All places hold all codes; what the digits alone cannot hold has an infinite price.
    const CodeSet small =
        end == places ? codes
                      : magnitudesUpTo(codes, largestCodeOf(digits, end, {prices.lo, prices.hi()}));
    largest.push_back(largestMagnitude(small));
    for (unsigned first = 0; first < end; ++first)
      sets.emplace_back(multiplesAmong(small, int32_t(1) << (digits.cellBits * first)), prices);
  }
}

const PricedCodes &CodeFamily::within(PlaceWindow window) const {
  if (window.isEmpty())
    return sets.front();
  return sets[1 + window.end * (window.end - 1) / 2 + window.first];
}
