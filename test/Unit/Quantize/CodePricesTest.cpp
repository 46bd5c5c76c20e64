//===- CodePricesTest.cpp - What the cells of a code cost ----------------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "acim/Quantize/CodePrices.h"
#include "acim/Quantize/CodeSets.h"
#include <gtest/gtest.h>

using namespace mlir::acim;

namespace {

/// BitS-Net: picojoules of a driven 2-bit cell of level 0, 1, 2, 3.
constexpr double bitsNetLevels[] = {0.079, 0.36, 0.73, 1.46};
constexpr double unitLevels[] = {0, 1, 2, 3};
constexpr int64_t unitCosts[] = {0, 1, 2, 3};
constexpr SumRange int8Codes{-127, 127};

TEST(CodePrices, BitsNetLevelsCostWhatIsPublished) {
  const CodePrices prices =
      priceCells(signMagnitudeCode(8, 2), int8Codes, bitsNetLevels, PartnerCells::Free);
  const std::pair<int32_t, double> published[] = {{0, 0.316},  {22, 1.529}, {24, 1.248},
                                                  {26, 1.899}, {32, 0.967}, {40, 1.618},
                                                  {42, 2.269}, {64, 0.597}};
  for (auto [code, price] : published) {
    EXPECT_NEAR(prices[code], price, 1e-12) << code;
    EXPECT_NEAR(prices[-code], price, 1e-12) << code;
  }
}

TEST(CodePrices, BitsNetWordsOfOneArrayCostWhatIsPublished) {
  // All 256 words of four cells: their mean and extremes.
  const DigitCode code = offsetCode(8, 2);
  const CodePrices prices =
      priceCells(code, {code.minWord, code.maxWord}, bitsNetLevels, PartnerCells::Charged);
  double sum = 0;
  for (double price : prices.values)
    sum += price;
  EXPECT_NEAR(sum / 256, 2.629, 1e-12);
  EXPECT_NEAR(*std::min_element(prices.values.begin(), prices.values.end()), 0.316, 1e-12);
  EXPECT_NEAR(*std::max_element(prices.values.begin(), prices.values.end()), 5.840, 1e-12);
}

TEST(CodePrices, APairsEmptyCellsCostWhatCellsOfLevelZeroDo) {
  const CodePrices free =
      priceCells(signMagnitudeCode(8, 2), int8Codes, bitsNetLevels, PartnerCells::Free);
  const CodePrices charged =
      priceCells(signMagnitudeCode(8, 2), int8Codes, bitsNetLevels, PartnerCells::Charged);
  for (int32_t code = -127; code <= 127; ++code)
    EXPECT_NEAR(charged[code] - free[code], 4 * 0.079, 1e-12);
}

TEST(CodePrices, TwosComplementWordsCostTheirOnes) {
  const CodePrices prices = hammingPrices(8);
  EXPECT_EQ(prices.lo, -128);
  EXPECT_EQ(prices.hi(), 127);
  EXPECT_EQ(prices[0], 0);
  EXPECT_EQ(prices[-1], 8);
  EXPECT_EQ(prices[-128], 1);
  EXPECT_EQ(prices[127], 7);
  EXPECT_EQ(prices[-64], 2);
  EXPECT_EQ(hammingPrices(6)[-1], 6);
}

TEST(CodePrices, CheapestDigitsCostAtMostSegmentedOnes) {
  const CodePrices plain =
      priceCells(signMagnitudeCode(8, 2), int8Codes, unitLevels, PartnerCells::Free);
  const CodePrices segmented =
      priceCells(segmentedCode(8, 2, 2), int8Codes, unitLevels, PartnerCells::Free);
  const CodePrices cheapest =
      priceCells(cheapestCode(8, 2, unitCosts), int8Codes, unitLevels, PartnerCells::Free);
  EXPECT_EQ(plain[14], 5);
  EXPECT_EQ(segmented[14], 4);
  EXPECT_EQ(cheapest[14], 3);
  for (int32_t code = -127; code <= 127; ++code) {
    EXPECT_LE(cheapest[code], segmented[code]) << code;
    EXPECT_LE(cheapest[code], plain[code]) << code;
  }
}

TEST(CodeSets, BitsNetCodesHoldNoFullCell) {
  EXPECT_EQ(bitsNetCodes(1),
            (CodeSet{-64, -42, -40, -32, -26, -24, -22, 0, 22, 24, 26, 32, 40, 42, 64}));
  EXPECT_EQ(bitsNetCodes(2), (CodeSet{-64, -40, -32, -24, 0, 24, 32, 40, 64}));
  llvm::SmallVector<int8_t> digits(4);
  for (int32_t code : bitsNetCodes(1)) {
    ASSERT_TRUE(succeeded(encodeDigits(signMagnitudeCode(8, 2), code, digits)));
    for (int8_t digit : digits)
      EXPECT_LT(std::abs(digit), 3) << code;
  }
}

TEST(CodeSets, PowersOfTwoEndAtTheCodesOrTheGrid) {
  EXPECT_EQ(powerOfTwoCodes(3), (CodeSet{-64, -32, -16, 0, 16, 32, 64}));
  EXPECT_EQ(powerOfTwoCodes(4), codesOf({1, 2, 4, 8, 16, 32, 64}));
  EXPECT_EQ(powerOfTwoCodes(5), powerOfTwoCodes(4));
}

TEST(CodeSets, AdditivePowersOfTwoAreTheAuthors) {
  EXPECT_EQ(additivePowerOfTwoCodes(4).size(), 15u);
  EXPECT_EQ(additivePowerOfTwoCodes(4).back(), 10);
  EXPECT_EQ(additivePowerOfTwoCodes(5).size(), 31u);
  EXPECT_EQ(additivePowerOfTwoCodes(5).back(), 48);
}

TEST(CodeSets, SparseWordsHaveFewOnes) {
  EXPECT_EQ(sparseWordCodes(8, 0), CodeSet{0});
  EXPECT_EQ(sparseWordCodes(8, 1), (CodeSet{-128, 0, 1, 2, 4, 8, 16, 32, 64}));
  EXPECT_EQ(sparseWordCodes(8, 8), codesBetween(-128, 127));
}

TEST(CodeSets, SubsetsKeepZero) {
  EXPECT_EQ(multiplesAmong(codesBetween(-5, 9), 4), (CodeSet{-4, 0, 4, 8}));
  EXPECT_EQ(magnitudesUpTo(codesBetween(-5, 9), 2), (CodeSet{-2, -1, 0, 1, 2}));
}

} // namespace
