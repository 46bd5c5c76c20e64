//===- RangeArithmeticTest.cpp - Ranges of results, by enumeration ------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "acim/Support/RangeArithmetic.h"
#include "acim/Support/IntegerArithmetic.h"
#include "gtest/gtest.h"
#include <random>

using namespace mlir::acim;

namespace {

/// Hull of fn over a range.
template <typename Fn> SumRange enumerate(SumRange range, Fn fn) {
  SumRange all{fn(range.lo), fn(range.lo)};
  for (int64_t x = range.lo; x <= range.hi; ++x)
    all = hull(all, {fn(x), fn(x)});
  return all;
}

template <typename Visit> void forEachRange(SumRange type, Visit visit) {
  for (int64_t lo = type.lo; lo <= type.hi; ++lo)
    for (int64_t hi = lo; hi <= type.hi; ++hi)
      visit(SumRange{lo, hi});
}

TEST(RangeArithmetic, TypesHoldTheirIntegers) {
  EXPECT_EQ(signedRange(8), (SumRange{-128, 127}));
  EXPECT_EQ(unsignedRange(8), (SumRange{0, 255}));
  EXPECT_EQ(signedRange(64), (SumRange{INT64_MIN, INT64_MAX}));
}

TEST(RangeArithmetic, ReadingBitsWithTheOtherSign) {
  forEachRange({-8, 7}, [](SumRange range) {
    EXPECT_EQ(readAsUnsigned(range, 4), enumerate(range, [](int64_t x) { return x & 15; }))
        << range.lo << ", " << range.hi;
  });
  forEachRange({0, 15}, [](SumRange range) {
    EXPECT_EQ(readAsSigned(range, 4), enumerate(range, [](int64_t x) { return signExtend(x, 4); }))
        << range.lo << ", " << range.hi;
  });
}

TEST(RangeArithmetic, RescaleIsTight) {
  std::mt19937 random(1);
  auto pick = [&](int64_t lo, int64_t hi) {
    return std::uniform_int_distribution<int64_t>(lo, hi)(random);
  };
  for (int trial = 0; trial < 500; ++trial) {
    RescaleArithmetic rescale;
    rescale.inputZero = pick(-128, 127);
    rescale.outputZero = pick(-128, 127);
    rescale.output = trial % 2 ? signedRange(8) : unsignedRange(8);
    rescale.doubleRound = trial % 3 == 0;
    rescale.factors = {{pick(1 << 30, INT32_MAX), unsigned(pick(29, 36))},
                       {pick(0, INT32_MAX), unsigned(pick(29, 36))}};
    rescale.factors.resize(1 + trial % 2);
    SumRange range{pick(-300, 300), 0};
    range.hi = range.lo + pick(0, 200);
    std::optional<SumRange> expected;
    for (RescaleFactor factor : rescale.factors) {
      SumRange one = enumerate(range, [&](int64_t x) {
        int64_t scaled = applyScale32(x - rescale.inputZero, factor.multiplier, factor.shift,
                                      rescale.doubleRound) +
                         rescale.outputZero;
        return std::clamp(scaled, rescale.output.lo, rescale.output.hi);
      });
      expected = expected ? hull(*expected, one) : one;
    }
    EXPECT_EQ(*rescaledRange(range, rescale), *expected);
  }
}

TEST(RangeArithmetic, RescaleWithSixteenBitMultipliers) {
  RescaleArithmetic rescale;
  rescale.output = signedRange(16);
  rescale.factors = {{16384, 30}};
  SumRange range{-(int64_t(1) << 30), (int64_t(1) << 29) + 77};
  EXPECT_EQ(*rescaledRange(range, rescale),
            (SumRange{applyScale16(range.lo, 16384, 30), applyScale16(range.hi, 16384, 30)}));
}

TEST(RangeArithmetic, RescaleThatMayWrapHasNoRange) {
  RescaleArithmetic rescale;
  rescale.output = signedRange(8);
  rescale.factors = {{1 << 30, 2}};
  EXPECT_FALSE(rescaledRange({0, 8}, rescale));
  EXPECT_TRUE(rescaledRange({0, 7}, rescale));
  rescale.factors = {{-5, 2}}; // falls where TOSA wants it to rise
  EXPECT_FALSE(rescaledRange({0, 1}, rescale));
  rescale.factors = {{5, 0}};
  EXPECT_FALSE(rescaledRange({0, 1}, rescale));
  rescale.factors.clear();
  EXPECT_FALSE(rescaledRange({0, 1}, rescale));
}

/// Averages are monotone in the sum, so that its ends decide.
SumRange averagesOf(SumRange range, int64_t inputZero, int64_t outputZero, int64_t count,
                    SumRange output) {
  auto average = [&](int64_t value) {
    auto sum = static_cast<int32_t>((value - inputZero) * count);
    return std::clamp(roundedAverage(sum, reciprocalScale(count)) + outputZero, output.lo,
                      output.hi);
  };
  return {average(range.lo), average(range.hi)};
}

TEST(RangeArithmetic, AveragesLieAmongTheirValues) {
  for (int64_t count : {1, 2, 3, 4, 7, 9, 49, 64, 1000, 16383, 16384})
    for (SumRange range : {SumRange{-128, 127}, {-5, 9}, {12, 12}, {-32768, 32767}})
      for (int64_t inputZero : {-128, 0, 17})
        for (int64_t outputZero : {-128, 0, 17}) {
          SumRange output = range.lo < -128 ? signedRange(16) : signedRange(8);
          EXPECT_EQ(*averageRange(range, inputZero, outputZero, count, output),
                    averagesOf(range, inputZero, outputZero, count, output))
              << count;
        }
}

TEST(RangeArithmetic, AveragesOfSumsThatMayWrapHaveNoRange) {
  EXPECT_FALSE(averageRange({0, 1}, 0, 0, 16385, signedRange(8)));
  EXPECT_FALSE(averageRange({0, 40000}, 0, 0, 4, signedRange(32)));
}

TEST(RangeArithmetic, TablesOfBytes) {
  std::mt19937 random(2);
  std::vector<int64_t> table(256);
  for (int64_t &entry : table)
    entry = std::uniform_int_distribution<int>(-128, 127)(random);
  for (SumRange range : {SumRange{-128, 127}, {-128, -128}, {127, 127}, {-3, 8}})
    EXPECT_EQ(*tableRange(table, range),
              enumerate(range, [&](int64_t x) { return table[x + 128]; }));
  EXPECT_FALSE(tableRange(table, {0, 128}));
  EXPECT_FALSE(tableRange(llvm::ArrayRef(table).drop_back(), {0, 1}));
}

TEST(RangeArithmetic, TablesOfWordsHoldWhatIsInterpolated) {
  std::mt19937 random(3);
  std::vector<int16_t> table(513);
  for (int16_t &entry : table)
    entry = static_cast<int16_t>(std::uniform_int_distribution<int>(-32768, 32767)(random));
  std::vector<int64_t> wide(table.begin(), table.end());
  for (SumRange range : {SumRange{-32768, 32767}, {-32768, -32768}, {32767, 32767}, {-300, 129}}) {
    SumRange exact =
        enumerate(range, [&](int64_t x) { return int64_t(interpolateTable(table.data(), x)); });
    EXPECT_TRUE(tableRange(wide, range)->contains(exact));
  }
  EXPECT_EQ(*tableRange(wide, {0, 255}),
            (SumRange{*std::min_element(&wide[256], &wide[259]) * 128,
                      *std::max_element(&wide[256], &wide[259]) * 128}));
}

} // namespace
