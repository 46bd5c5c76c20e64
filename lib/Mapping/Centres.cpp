//===- Centres.cpp - What is subtracted from the weights of an output ----===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "acim/Mapping/Centres.h"

#include "acim/Mapping/ColumnDigits.h"
#include "llvm/ADT/STLExtras.h"
#include <cmath>
#include <cstdlib>
#include <numeric>

using namespace mlir::acim;

/// 0 first, so that it wins where nothing is gained.
static llvm::SmallVector<int64_t> candidates(llvm::ArrayRef<int64_t> words) {
  std::vector<int64_t> sorted(words);
  llvm::sort(sorted);
  const double mean = std::accumulate(words.begin(), words.end(), 0.0) / double(words.size());
  return {0, std::llround(mean), sorted[sorted.size() / 2], (sorted.front() + sorted.back()) / 2};
}

/// What the conversions of the digit columns of `words` need, in bits.
static double columnBits(llvm::ArrayRef<int64_t> words, int64_t centre, WordDigits &digits,
                         size_t places) {
  llvm::SmallVector<int64_t> sums(places);
  for (int64_t word : words)
    for (auto [sum, digit] : llvm::zip(sums, digits.of(word - centre)))
      sum += std::abs(digit);
  double bits = 0;
  for (int64_t sum : sums)
    bits += std::log2(1.0 + double(sum));
  return bits;
}

std::vector<int64_t> mlir::acim::chooseCentres(const LayerMatrix &matrix, unsigned cellBits,
                                               llvm::ArrayRef<int64_t> levelCosts) {
  int64_t largest = 0;
  for (int64_t w : matrix.values)
    largest = std::max<int64_t>(largest, std::abs(w));
  // No candidate is farther from a weight than the two ends are from each other.
  const unsigned bits = magnitudeBitsFor(-2 * largest, 2 * largest);
  const DigitCode code =
      cheapestCode((bits + cellBits - 1) / cellBits * cellBits, cellBits, levelCosts);
  WordDigits digits(code);
  std::vector<int64_t> centres;
  for (int64_t output = 0; output < matrix.groups * matrix.outputs; ++output) {
    const auto words = matrix.values.slice(output * matrix.rows, matrix.rows);
    double least = HUGE_VAL;
    centres.push_back(0);
    for (int64_t centre : candidates(words))
      if (double need = columnBits(words, centre, digits, code.numDigits()); need < least) {
        least = need;
        centres.back() = centre;
      }
  }
  return centres;
}

int64_t mlir::acim::largestResidue(const LayerMatrix &matrix, llvm::ArrayRef<int64_t> centres) {
  int64_t largest = 0;
  for (auto [output, centre] : llvm::enumerate(centres))
    for (int64_t w : matrix.values.slice(output * matrix.rows, matrix.rows))
      largest = std::max<int64_t>(largest, std::abs(w - centre));
  return largest;
}
