//===- ColumnPricesTest.cpp - What the bit lines of an output cost -------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "acim/Quantize/ColumnPrices.h"
#include "acim/Mapping/PlaceLayer.h"
#include <cmath>
#include <gtest/gtest.h>
#include <random>

using namespace mlir::acim;

namespace {

constexpr int64_t levelCosts[] = {0, 1, 2, 3};

/// Sign-magnitude digits in 2-bit cells, the fewest bits for each bit line, a conversion of n bits
/// costs n.
ColumnUse proven(std::vector<RowGroupUse> rowGroups) {
  ColumnUse use;
  use.digits = signMagnitudeCode(8, 2);
  use.converters.rule = ConverterRule::Proven;
  use.converters.bits = 10;
  use.conversionPrices = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10};
  use.rowGroups = std::move(rowGroups);
  return use;
}

TEST(ColumnPrices, EmptyColumnsCostNothing) {
  const ColumnUse use = proven({{2, 1.0}});
  ColumnPrices prices(use);
  EXPECT_EQ(prices.price({0, 0}), 0);
  EXPECT_EQ(prices.price({1, 1}), 2);  // sums 0 to 2
  EXPECT_EQ(prices.price({4, 16}), 2); // two columns of one bit
  EXPECT_EQ(prices.price({3, -3}), 3); // sums -3 to 3
}

TEST(ColumnPrices, RowGroupsCountTheirOwnConversions) {
  const ColumnUse use = proven({{1, 10.0}, {2, 0.5}});
  ColumnPrices prices(use);
  EXPECT_EQ(prices.price({1, 1, 1}), 10 * 1 + 0.5 * 2);
  EXPECT_EQ(prices.price({1, 0, 0}), 10);
  EXPECT_EQ(prices.price(0, {1}), 10);
  EXPECT_EQ(prices.price(1, {1, 1}), 1);
}

TEST(ColumnPrices, RowsAreWhereTheyArePut) {
  ColumnUse use = proven({{1, 10.0}, {2, 0.5}});
  use.rowOrder = {2, 0, 1};
  ColumnPrices prices(use);
  EXPECT_EQ(prices.rowsOf(0), llvm::ArrayRef<int32_t>({2}));
  EXPECT_EQ(prices.price({1, 0, 0}), 0.5);
  EXPECT_EQ(prices.price({0, 0, 1}), 10);
}

TEST(ColumnPrices, WhatConvertersCannotReadCostsInfinitelyMuch) {
  ColumnUse use = proven({{4, 1.0}});
  use.converters.bits = 3;
  ColumnPrices prices(use);
  EXPECT_EQ(prices.price({1, 1, 3, 0}), 3);
  EXPECT_TRUE(std::isinf(prices.price({3, 3, 3, 0})));
  EXPECT_TRUE(std::isinf(prices.price({300, 0, 0, 0})));
}

TEST(ColumnPrices, SeparateReadoutConvertsBothArrays) {
  ColumnUse use = proven({{2, 1.0}});
  use.converters.readout = Readout::Separate;
  ColumnPrices prices(use);
  EXPECT_EQ(prices.price({1, 1}), 4);
}

TEST(ColumnPrices, PlacesAreThoseOfTheHighestDigit) {
  const ColumnUse use = proven({{2, 1.0}, {1, 1.0}});
  ColumnPrices prices(use);
  EXPECT_EQ(prices.places({0, 0, 0}), 0u);
  EXPECT_EQ(prices.places({3, 0, -1}), 1u);
  EXPECT_EQ(prices.places({3, 0, -16}), 3u);
}

/// The bits of all conversions of a placed layer.
double placedPrice(const ColumnUse &use, int64_t outputs, llvm::ArrayRef<int64_t> weights) {
  std::vector<int64_t> bias(outputs);
  LayerMapping mapping;
  mapping.digits = use.digits;
  mapping.input = binaryInputCode(8, -128);
  mapping.maxActiveRows = use.rowGroups.front().rows;
  mapping.rowOrder = use.rowOrder;
  mapping.converters = use.converters;
  const LayerMatrix matrix{1, outputs, int64_t(weights.size()) / outputs, weights, bias};
  llvm::Expected<MvmPlan> plan = placeLayer(matrix, mapping);
  EXPECT_TRUE(bool(plan));
  double price = 0;
  for (const CrossbarBlock &block : plan->blocks)
    for (const ConversionRange &range : block.ranges)
      price += use.conversionPrices[range.bits];
  return price;
}

TEST(ColumnPrices, AreThoseOfThePlacedLayer) {
  constexpr int64_t outputs = 5, rows = 70;
  std::mt19937 random(7);
  for (bool weighed : {false, true}) {
    ColumnUse use = proven({{32, 1.0}, {32, 1.0}, {6, 1.0}});
    if (weighed) {
      use.digits = cheapestCode(8, 2, levelCosts);
      use.digits.conversionCosts = {0, 9, 18, 27, 36, 45, 54, 63, 72, 81, 90};
    }
    for (int32_t row = 0; row < rows; ++row)
      use.rowOrder.push_back((row * 3) % rows);
    std::vector<int64_t> weights(outputs * rows);
    for (int64_t &weight : weights)
      weight = int64_t(random() % 31) - 15;
    ColumnPrices prices(use);
    double price = 0;
    for (int64_t output = 0; output < outputs; ++output) {
      const auto first = weights.begin() + output * rows;
      price += prices.price(std::vector<int32_t>(first, first + rows));
    }
    EXPECT_EQ(price, placedPrice(use, outputs, weights));
  }
}

TEST(LargestCode, IsWhatSoManyPlacesHold) {
  constexpr SumRange int8Codes{-127, 127};
  for (unsigned places = 1; places <= 4; ++places) {
    const int32_t plain = std::min(127, (1 << (2 * places)) - 1);
    EXPECT_EQ(largestCodeOf(signMagnitudeCode(8, 2), places, int8Codes), plain);
    DigitCode weighed = cheapestCode(8, 2, levelCosts);
    weighed.conversionCosts = {0, 1};
    EXPECT_EQ(largestCodeOf(weighed, places, int8Codes), plain);
  }
  // 3 is 4 - 1, and 11 is 12 - 1 or 16 - 4 - 1.
  EXPECT_EQ(largestCodeOf(segmentedCode(8, 2, 2), 1, int8Codes), 2);
  EXPECT_EQ(largestCodeOf(segmentedCode(8, 2, 2), 2, int8Codes), 10);
  EXPECT_EQ(largestCodeOf(twosComplementCode(8, 1), 3, {-128, 127}), 7);
  EXPECT_EQ(largestCodeOf(twosComplementCode(8, 1), 8, {-128, 127}), 127);
}

} // namespace
