//===- Digits.h - Weights as sums of cell digits ------------------------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A weight code says how an integer weight is spread over the cells of one row:
// w = sum_b scales[b] * digit[b] - offset, digit b = 0 the least significant.
// Codes are exact: decoding what was encoded gives the weight back.
//
//===----------------------------------------------------------------------===//

#ifndef ACIM_SUPPORT_DIGITS_H
#define ACIM_SUPPORT_DIGITS_H

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/SmallVector.h"
#include "llvm/Support/LogicalResult.h"
#include <cstdint>
#include <vector>

namespace mlir::acim {

/// How the digits of a word are chosen.
enum class DigitRule : uint8_t {
  TwosComplement, ///< the word's bits; the sign bit in a last cell of negative scale
  Offset,         ///< the bits of word + offset
  SignMagnitude,  ///< the bits of the magnitude, each cell with the word's sign
  Segmented,      ///< segmented compression encoding of the magnitude, times the word's sign
  NonAdjacent,    ///< the non-adjacent form of the magnitude, times the word's sign
  Cheapest,       ///< the digits of the magnitude that cost least, times the word's sign
};

struct DigitCode {
  DigitRule rule = DigitRule::SignMagnitude;
  llvm::SmallVector<int64_t> scales; ///< factor of each digit, least significant first
  int64_t offset = 0;                ///< subtracted from the weighted digits
  int64_t minWord = 0;               ///< smallest word the code represents
  int64_t maxWord = 0;               ///< largest word the code represents
  int8_t minDigit = 0;
  int8_t maxDigit = 0;
  unsigned cellBits = 1;                 ///< bits a cell holds
  bool paired = false;                   ///< digits have signs and live in a (+,-) pair of arrays
  unsigned subWordBits = 0;              ///< Segmented: bits of a segment, a multiple of cellBits
  llvm::SmallVector<int64_t> levelCosts; ///< Cheapest: cost of a cell of each level
  /// Cheapest: cost of a conversion of so many bits, in the unit of levelCosts; empty where columns
  /// are not weighed against cells.
  llvm::SmallVector<int64_t> conversionCosts;
  /// Offset: a column whose cells hold more than half of their levels stores what is left of the
  /// highest level instead (ISAAC, ISCA 2016, section V).
  bool flipsColumns = false;
  /// Cheapest: what is subtracted from the words of each output before they are coded, groups x
  /// outputs; empty for nothing (RAELLA, ISCA 2023).
  std::vector<int64_t> centres;

  size_t numDigits() const { return scales.size(); }
  bool represents(int64_t word) const { return word >= minWord && word <= maxWord; }
};

/// Single array: the low wordBits - 1 bits in cells of cellBits, then the sign bit alone in a last
/// column of scale -2^(wordBits - 1).
DigitCode twosComplementCode(unsigned wordBits, unsigned cellBits);

/// Single array that holds word + 2^(wordBits - 1).
DigitCode offsetCode(unsigned wordBits, unsigned cellBits);

/// Pair of arrays that holds the digits of the magnitude on the side of the word's sign.
DigitCode signMagnitudeCode(unsigned magnitudeBits, unsigned cellBits);

/// Pairs of arrays that hold signed digits, `bits` / `cellBits` of them; SignedDigits.h has the
/// recodings. Segments of more than a cell are spread over several cells of one sign; the last one
/// may have fewer cells than others.
DigitCode segmentedCode(unsigned bits, unsigned cellBits, unsigned subWordBits);
DigitCode nonAdjacentCode(unsigned bits, unsigned cellBits);
DigitCode cheapestCode(unsigned bits, unsigned cellBits, llvm::ArrayRef<int64_t> levelCosts);

/// Largest number that segments of `subWordBits` bits hold, the last one of what is left of `bits`.
uint64_t segmentsCapacity(unsigned bits, unsigned subWordBits);

/// Writes the numDigits() digits of `word`; fails when the code does not represent it.
llvm::LogicalResult encodeDigits(const DigitCode &code, int64_t word,
                                 llvm::MutableArrayRef<int8_t> digits);

/// The word that `digits` stand for.
int64_t decodeDigits(const DigitCode &code, llvm::ArrayRef<int8_t> digits);

/// Bits of the narrowest two's complement (and offset) word that holds every value of [lo, hi].
unsigned wordBitsFor(int64_t lo, int64_t hi);

/// Bits of the largest magnitude in [lo, hi]; at least 1.
unsigned magnitudeBitsFor(int64_t lo, int64_t hi);

} // namespace mlir::acim

#endif // ACIM_SUPPORT_DIGITS_H
