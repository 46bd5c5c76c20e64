//===- Digits.cpp - Weights as sums of cell digits ----------------------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "acim/Support/Digits.h"
#include "acim/Support/SignedDigits.h"
#include "llvm/Support/MathExtras.h"
#include <algorithm>
#include <cassert>

using namespace mlir::acim;

namespace {

[[maybe_unused]] constexpr unsigned maxWordBits = 32;
[[maybe_unused]] constexpr unsigned maxCellBits = 7; // a digit and its sign fit int8_t

int64_t power2(unsigned exponent) { return int64_t(1) << exponent; }

/// A code without a rule yet whose columns hold `bits` bits in cells of `cellBits`.
DigitCode plainColumns(unsigned bits, unsigned cellBits) {
  assert(bits <= maxWordBits && cellBits >= 1 && cellBits <= maxCellBits);
  DigitCode code;
  code.cellBits = cellBits;
  code.maxDigit = static_cast<int8_t>(power2(cellBits) - 1);
  for (unsigned bit = 0; bit < bits; bit += cellBits)
    code.scales.push_back(power2(bit));
  return code;
}

/// The base-2^cellBits digits of a non-negative value.
void splitMagnitude(uint64_t value, unsigned cellBits, llvm::MutableArrayRef<int8_t> digits) {
  for (int8_t &digit : digits) {
    digit = static_cast<int8_t>(value & (power2(cellBits) - 1));
    value >>= cellBits;
  }
  assert(value == 0 && "capacity was checked");
}

/// A pair code of signed digits without a rule yet that holds words up to `capacity` either way.
DigitCode signedColumns(unsigned bits, unsigned cellBits, int8_t largestDigit, uint64_t capacity) {
  assert(bits % cellBits == 0 && "signed digits fill whole cells");
  DigitCode code = plainColumns(bits, cellBits);
  code.paired = true;
  code.maxDigit = largestDigit;
  code.minDigit = static_cast<int8_t>(-largestDigit);
  code.maxWord = static_cast<int64_t>(capacity);
  code.minWord = -code.maxWord;
  return code;
}

/// Segments of several cells: each segment's magnitude is split, its sign is every cell's. The last
/// one may have fewer cells; it is not negative and fits them, as no more is represented.
llvm::LogicalResult splitSegments(const DigitCode &code, uint64_t magnitude,
                                  llvm::MutableArrayRef<int8_t> digits) {
  unsigned cellsPerSegment = code.subWordBits / code.cellBits;
  llvm::SmallVector<int8_t> segments(llvm::divideCeil(digits.size(), cellsPerSegment));
  if (failed(segmentedDigits(magnitude, code.subWordBits, segments)))
    return llvm::failure();
  for (size_t s = 0; s < segments.size(); ++s) {
    auto cells = digits.drop_front(s * cellsPerSegment);
    cells = cells.take_front(std::min<size_t>(cells.size(), cellsPerSegment));
    splitMagnitude(std::abs(segments[s]), code.cellBits, cells);
    if (segments[s] < 0)
      std::transform(cells.begin(), cells.end(), cells.begin(), std::negate<>());
  }
  return llvm::success();
}

/// Digits of a non-negative number by one of the pair rules.
llvm::LogicalResult encodeMagnitude(const DigitCode &code, uint64_t magnitude,
                                    llvm::MutableArrayRef<int8_t> digits) {
  switch (code.rule) {
  case DigitRule::Segmented:
    return splitSegments(code, magnitude, digits);
  case DigitRule::NonAdjacent:
    return nonAdjacentDigits(magnitude, code.cellBits, digits);
  case DigitRule::Cheapest:
    return cheapestDigits(magnitude, code.cellBits, code.levelCosts, digits);
  default:
    splitMagnitude(magnitude, code.cellBits, digits);
    return llvm::success();
  }
}

} // namespace

DigitCode mlir::acim::twosComplementCode(unsigned wordBits, unsigned cellBits) {
  assert(wordBits >= 1);
  DigitCode code = plainColumns(wordBits - 1, cellBits);
  code.rule = DigitRule::TwosComplement;
  code.scales.push_back(-power2(wordBits - 1));
  code.minWord = -power2(wordBits - 1);
  code.maxWord = power2(wordBits - 1) - 1;
  return code;
}

DigitCode mlir::acim::offsetCode(unsigned wordBits, unsigned cellBits) {
  assert(wordBits >= 1);
  DigitCode code = plainColumns(wordBits, cellBits);
  code.rule = DigitRule::Offset;
  code.offset = power2(wordBits - 1);
  code.minWord = -power2(wordBits - 1);
  code.maxWord = power2(wordBits - 1) - 1;
  return code;
}

DigitCode mlir::acim::signMagnitudeCode(unsigned magnitudeBits, unsigned cellBits) {
  assert(magnitudeBits >= 1);
  DigitCode code = plainColumns(magnitudeBits, cellBits);
  code.rule = DigitRule::SignMagnitude;
  code.paired = true;
  code.minDigit = static_cast<int8_t>(-code.maxDigit);
  code.maxWord = power2(magnitudeBits) - 1;
  code.minWord = -code.maxWord;
  return code;
}

uint64_t mlir::acim::segmentsCapacity(unsigned bits, unsigned subWordBits) {
  const unsigned segments = bits / subWordBits, rest = bits % subWordBits;
  return (uint64_t(power2(rest) - 1) << (segments * subWordBits)) +
         segmentedCapacity(subWordBits, segments);
}

DigitCode mlir::acim::segmentedCode(unsigned bits, unsigned cellBits, unsigned subWordBits) {
  assert(subWordBits % cellBits == 0 && bits >= subWordBits && subWordBits <= maxCellBits);
  bool oneCell = subWordBits == cellBits && cellBits > 1;
  int64_t largest = oneCell ? power2(cellBits - 1) : power2(cellBits) - 1;
  DigitCode code = signedColumns(bits, cellBits, static_cast<int8_t>(largest),
                                 segmentsCapacity(bits, subWordBits));
  code.rule = DigitRule::Segmented;
  code.subWordBits = subWordBits;
  return code;
}

DigitCode mlir::acim::nonAdjacentCode(unsigned bits, unsigned cellBits) {
  // Of c neighbouring digits every second one may be 1: 2, 5, 10, ... in a cell of 2, 3, 4 bits.
  int64_t largest = static_cast<int64_t>(nonAdjacentCapacity(1, cellBits));
  DigitCode code = signedColumns(bits, cellBits, static_cast<int8_t>(largest),
                                 nonAdjacentCapacity(cellBits, bits / cellBits));
  code.rule = DigitRule::NonAdjacent;
  return code;
}

DigitCode mlir::acim::cheapestCode(unsigned bits, unsigned cellBits,
                                   llvm::ArrayRef<int64_t> levelCosts) {
  DigitCode code =
      signedColumns(bits, cellBits, static_cast<int8_t>(power2(cellBits) - 1), power2(bits) - 1);
  code.rule = DigitRule::Cheapest;
  code.levelCosts.assign(levelCosts.begin(), levelCosts.end());
  return code;
}

llvm::LogicalResult mlir::acim::encodeDigits(const DigitCode &code, int64_t word,
                                             llvm::MutableArrayRef<int8_t> digits) {
  assert(digits.size() == code.numDigits());
  if (!code.represents(word))
    return llvm::failure();
  switch (code.rule) {
  case DigitRule::TwosComplement:
    digits.back() = word < 0 ? 1 : 0;
    splitMagnitude(word < 0 ? word - code.minWord : word, code.cellBits, digits.drop_back());
    break;
  case DigitRule::Offset:
    splitMagnitude(word + code.offset, code.cellBits, digits);
    break;
  case DigitRule::SignMagnitude:
  case DigitRule::Segmented:
  case DigitRule::NonAdjacent:
  case DigitRule::Cheapest:
    if (failed(encodeMagnitude(code, word < 0 ? -word : word, digits)))
      return llvm::failure();
    if (word < 0)
      std::transform(digits.begin(), digits.end(), digits.begin(), std::negate<>());
    break;
  }
  return llvm::success();
}

int64_t mlir::acim::decodeDigits(const DigitCode &code, llvm::ArrayRef<int8_t> digits) {
  assert(digits.size() == code.numDigits());
  int64_t word = -code.offset;
  for (size_t b = 0; b < digits.size(); ++b)
    word += code.scales[b] * digits[b];
  return word;
}

unsigned mlir::acim::wordBitsFor(int64_t lo, int64_t hi) {
  assert(lo <= hi);
  unsigned bits = 1;
  while (lo < -power2(bits - 1) || hi > power2(bits - 1) - 1)
    ++bits;
  return bits;
}

unsigned mlir::acim::magnitudeBitsFor(int64_t lo, int64_t hi) {
  assert(lo <= hi);
  uint64_t largest = std::max<uint64_t>(lo < 0 ? -lo : lo, hi < 0 ? -hi : hi);
  return std::max(1u, 64u - llvm::countl_zero(largest));
}
