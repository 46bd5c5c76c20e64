//===- ColumnDigitsTest.cpp - The digits of whole bit lines --------------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "acim/Mapping/ColumnDigits.h"
#include "acim/Mapping/Centres.h"
#include "llvm/ADT/STLExtras.h"
#include <gtest/gtest.h>
#include <random>

using namespace mlir::acim;

namespace {

constexpr SumRange binary{0, 1};
constexpr int64_t levelCosts[] = {0, 1, 2, 3};

ConverterChoice proven() {
  ConverterChoice choice;
  choice.rule = ConverterRule::Proven;
  choice.bits = 10;
  return choice;
}

/// Conversions of n bits that cost n times as much.
DigitCode weighed(int64_t costOfBit) {
  DigitCode code = cheapestCode(8, 2, levelCosts);
  for (int64_t bits = 0; bits <= 10; ++bits)
    code.conversionCosts.push_back(bits * costOfBit);
  return code;
}

std::vector<int8_t> encode(const DigitCode &code, llvm::ArrayRef<int64_t> words) {
  const ConverterChoice choice = proven();
  std::vector<int8_t> digits(words.size() * code.numDigits());
  ColumnDigits(code, choice).encode(words, binary, digits);
  for (size_t k = 0; k < words.size(); ++k)
    EXPECT_EQ(
        decodeDigits(code, llvm::ArrayRef(digits).slice(k * code.numDigits(), code.numDigits())),
        words[k]);
  return digits;
}

size_t columnsWithCells(const DigitCode &code, llvm::ArrayRef<int8_t> digits) {
  size_t columns = 0;
  for (size_t place = 0; place < code.numDigits(); ++place) {
    bool holds = false;
    for (size_t k = place; k < digits.size(); k += code.numDigits())
      holds |= digits[k] != 0;
    columns += holds;
  }
  return columns;
}

TEST(ColumnDigits, FewWeightsDoNotOpenAColumnThatCostsMore) {
  // 15 and 12 are 16 - 1 and 16 - 4 in cells of least cost, which needs the third digit; 3 + 4 * 3
  // and 4 * 3 do not.
  const int64_t words[] = {1, 2, 15, 4, 12, 8};
  const DigitCode cells = cheapestCode(8, 2, levelCosts);
  EXPECT_EQ(columnsWithCells(cells, encode(cells, words)), 3u);
  EXPECT_EQ(columnsWithCells(weighed(100), encode(weighed(100), words)), 2u);
  EXPECT_EQ(columnsWithCells(weighed(0), encode(weighed(0), words)), 3u);
}

TEST(ColumnDigits, WordsThatNeedEveryDigitKeepThem) {
  const int64_t words[] = {85, -85, 0}; // no digit of 1 + 4 + 16 + 64 can be 0
  EXPECT_EQ(columnsWithCells(weighed(1000), encode(weighed(1000), words)), 4u);
}

TEST(ColumnDigits, EveryWordKeepsItsValue) {
  std::mt19937 random(22);
  for (int trial = 0; trial < 200; ++trial) {
    std::vector<int64_t> words(1 + random() % 40);
    const int64_t largest = 1 + random() % 127;
    for (int64_t &word : words)
      word = int64_t(random() % (2 * largest + 1)) - largest;
    for (int64_t cost : {0, 1, 10, 1000})
      encode(weighed(cost), words);
  }
}

TEST(Centres, TakeTheCommonPartOfAnOutputsWeights) {
  // Around 40 the digits are small; the second output gains nothing from a centre.
  const std::vector<int64_t> values{39, 40, 41, 40, -1, 1, 0, 0}, bias{0, 0};
  LayerMatrix matrix;
  matrix.outputs = 2;
  matrix.rows = 4;
  matrix.values = values;
  matrix.bias = bias;
  const std::vector<int64_t> centres = chooseCentres(matrix, 2, levelCosts);
  EXPECT_EQ(centres, (std::vector<int64_t>{40, 0}));
  EXPECT_EQ(largestResidue(matrix, centres), 1);
}

} // namespace
