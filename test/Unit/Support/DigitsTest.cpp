//===- DigitsTest.cpp - Weight codes, by enumeration --------------------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "acim/Support/Digits.h"
#include "gtest/gtest.h"
#include <algorithm>
#include <array>

using namespace mlir::acim;

namespace {

using Factory = DigitCode (*)(unsigned bits, unsigned cellBits);

/// Every word of the code round-trips through digits that its cells can hold.
void checkAllWords(const DigitCode &code) {
  llvm::SmallVector<int8_t> digits(code.numDigits());
  for (int64_t word = code.minWord; word <= code.maxWord; ++word) {
    ASSERT_TRUE(llvm::succeeded(encodeDigits(code, word, digits)));
    ASSERT_EQ(decodeDigits(code, digits), word);
    auto [least, most] = std::minmax_element(digits.begin(), digits.end());
    ASSERT_GE(*least, code.minDigit);
    ASSERT_LE(*most, code.maxDigit);
  }
}

void checkRejection(const DigitCode &code) {
  llvm::SmallVector<int8_t> digits(code.numDigits(), 42);
  for (int64_t word : {code.minWord - 1, code.maxWord + 1, code.maxWord * 2 + 2}) {
    EXPECT_FALSE(code.represents(word));
    EXPECT_TRUE(llvm::failed(encodeDigits(code, word, digits)));
  }
  EXPECT_TRUE(llvm::all_of(digits, [](int8_t digit) { return digit == 42; }));
}

void enumerateCodes(Factory factory) {
  for (unsigned bits = 1; bits <= 16; ++bits) {
    for (unsigned cellBits = 1; cellBits <= 4; ++cellBits) {
      SCOPED_TRACE(testing::Message() << bits << " bits in cells of " << cellBits);
      DigitCode code = factory(bits, cellBits);
      EXPECT_EQ(code.cellBits, cellBits);
      checkAllWords(code);
      checkRejection(code);
    }
  }
}

llvm::SmallVector<int8_t> encoded(const DigitCode &code, int64_t word) {
  llvm::SmallVector<int8_t> digits(code.numDigits());
  EXPECT_TRUE(llvm::succeeded(encodeDigits(code, word, digits)));
  return digits;
}

TEST(Digits, TwosComplementRepresentsEveryWord) { enumerateCodes(twosComplementCode); }
TEST(Digits, OffsetRepresentsEveryWord) { enumerateCodes(offsetCode); }
TEST(Digits, SignMagnitudeRepresentsEveryWord) { enumerateCodes(signMagnitudeCode); }

/// Codes of signed digits, for every number of whole cells up to 12 bits.
template <typename Factory> void enumerateSignedCodes(Factory factory) {
  for (unsigned cellBits = 1; cellBits <= 4; ++cellBits)
    for (unsigned bits = cellBits; bits <= 12; bits += cellBits) {
      SCOPED_TRACE(testing::Message() << bits << " bits in cells of " << cellBits);
      DigitCode code = factory(bits, cellBits);
      EXPECT_TRUE(code.paired);
      EXPECT_EQ(code.numDigits(), bits / cellBits);
      checkAllWords(code);
      checkRejection(code);
    }
}

TEST(Digits, SegmentedRepresentsEveryWord) {
  enumerateSignedCodes(
      [](unsigned bits, unsigned cellBits) { return segmentedCode(bits, cellBits, cellBits); });
  checkAllWords(segmentedCode(8, 2, 4));
  checkRejection(segmentedCode(12, 1, 4));
}

TEST(Digits, NonAdjacentRepresentsEveryWord) { enumerateSignedCodes(nonAdjacentCode); }

TEST(Digits, CheapestRepresentsEveryWord) {
  enumerateSignedCodes([](unsigned bits, unsigned cellBits) {
    std::vector<int64_t> costs(size_t(1) << cellBits);
    for (size_t level = 0; level < costs.size(); ++level)
      costs[level] = 35 * level;
    return cheapestCode(bits, cellBits, costs);
  });
}

TEST(Digits, SegmentsOfSeveralCellsHaveOneSign) {
  DigitCode code = segmentedCode(16, 2, 4);
  EXPECT_EQ(encoded(code, 11932), (llvm::SmallVector<int8_t>{0, -1, -2, -1, -1, 0, 3, 0}));
}

TEST(Digits, TheLastSegmentMayHaveFewerCells) {
  for (auto [bits, cellBits, segment] : {std::array{8u, 2u, 6u}, {7u, 1u, 3u}, {10u, 2u, 4u}}) {
    const DigitCode code = segmentedCode(bits, cellBits, segment);
    EXPECT_EQ(code.numDigits(), bits / cellBits);
    checkAllWords(code);
    checkRejection(code);
  }
  EXPECT_EQ(segmentedCode(8, 2, 6).maxWord, 3 * 64 + 32);
  EXPECT_EQ(encoded(segmentedCode(8, 2, 6), 97), (llvm::SmallVector<int8_t>{-3, -3, -1, 2}));
}

TEST(Digits, SignedCapacities) {
  EXPECT_EQ(segmentedCode(8, 2, 2).maxWord, 170);
  EXPECT_EQ(segmentedCode(16, 2, 2).maxWord, 43690);
  EXPECT_EQ(segmentedCode(16, 4, 4).maxWord, 34952);
  EXPECT_EQ(nonAdjacentCode(8, 1).maxWord, 170);
  EXPECT_EQ(cheapestCode(8, 2, {0, 1, 2, 3}).maxWord, 255);
}

TEST(Digits, TwosComplementKeepsTheSignBitAlone) {
  DigitCode code = twosComplementCode(8, 2);
  EXPECT_EQ(code.scales, (llvm::SmallVector<int64_t>{1, 4, 16, 64, -128}));
  EXPECT_FALSE(code.paired);
  EXPECT_EQ(encoded(code, -1), (llvm::SmallVector<int8_t>{3, 3, 3, 1, 1}));
  EXPECT_EQ(encoded(code, 27), (llvm::SmallVector<int8_t>{3, 2, 1, 0, 0}));
}

TEST(Digits, OneBitTwosComplementIsTheSignBit) {
  DigitCode code = twosComplementCode(1, 2);
  EXPECT_EQ(code.scales, (llvm::SmallVector<int64_t>{-1}));
  EXPECT_EQ(code.minWord, -1);
  EXPECT_EQ(code.maxWord, 0);
}

TEST(Digits, OffsetStoresTheShiftedWord) {
  DigitCode code = offsetCode(8, 2);
  EXPECT_EQ(code.offset, 128);
  EXPECT_EQ(encoded(code, -128), (llvm::SmallVector<int8_t>{0, 0, 0, 0}));
  EXPECT_EQ(encoded(code, 0), (llvm::SmallVector<int8_t>{0, 0, 0, 2}));
}

TEST(Digits, SignMagnitudePutsTheSignOnEveryDigit) {
  DigitCode code = signMagnitudeCode(7, 2);
  EXPECT_TRUE(code.paired);
  EXPECT_EQ(code.minDigit, -3);
  EXPECT_EQ(encoded(code, -27), (llvm::SmallVector<int8_t>{-3, -2, -1, 0}));
}

TEST(Digits, HoldsWeightsWithAZeroPoint) {
  unsigned bits = magnitudeBitsFor(-255, 255);
  EXPECT_EQ(bits, 8u);
  EXPECT_EQ(encoded(signMagnitudeCode(bits, 2), -255), (llvm::SmallVector<int8_t>{-3, -3, -3, -3}));
  EXPECT_EQ(wordBitsFor(-255, 255), 9u);
}

TEST(Digits, WordBitsAreTheFewestThatFit) {
  for (int64_t lo = -40; lo <= 40; ++lo) {
    for (int64_t hi = lo; hi <= 40; ++hi) {
      unsigned bits = wordBitsFor(lo, hi);
      DigitCode code = offsetCode(bits, 1);
      EXPECT_TRUE(code.represents(lo) && code.represents(hi));
      if (bits > 1) {
        DigitCode narrower = offsetCode(bits - 1, 1);
        EXPECT_FALSE(narrower.represents(lo) && narrower.represents(hi));
      }
    }
  }
}

TEST(Digits, MagnitudeBitsAreTheFewestThatFit) {
  EXPECT_EQ(magnitudeBitsFor(0, 0), 1u);
  EXPECT_EQ(magnitudeBitsFor(-127, 127), 7u);
  EXPECT_EQ(magnitudeBitsFor(-128, 127), 8u);
  EXPECT_EQ(magnitudeBitsFor(3, 4), 3u);
  EXPECT_EQ(magnitudeBitsFor(-9, -8), 4u);
}

} // namespace
