//===- ColumnRangesTest.cpp - Bit-line ranges against all inputs --------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "acim/Support/ColumnRanges.h"
#include "gtest/gtest.h"
#include <functional>
#include <random>

using namespace mlir::acim;

namespace {

/// Range of sum_j level_j * digit_j over all combinations of table entries.
SumRange enumerate(const InputCode &code, size_t plane, llvm::ArrayRef<int8_t> digits) {
  SumRange range{INT64_MAX, INT64_MIN};
  std::function<void(size_t, int64_t)> visit = [&](size_t row, int64_t sum) {
    if (row == digits.size()) {
      range = hull(range, {sum, sum});
      return;
    }
    for (uint32_t bits : code.table)
      visit(row + 1, sum + driveLevel(code, bits, plane) * digits[row]);
  };
  visit(0, 0);
  return range;
}

/// Signed digits of -2 .. 3 in a bipolar plane, a 2-bit plane and a plane that is never off.
InputCode mixedCode() {
  InputCode code;
  code.inputLo = 0;
  code.offset = 0;
  code.planeScale = {1, 2, 8};
  code.bitPlanes = {{0, 1}, {0, -1}, {1, 1}, {1, 2}, {2, 1}};
  code.table = {0b10001, 0b10110, 0b11000, 0b10101};
  return code;
}

TEST(ColumnRanges, BinarySumsOfOneSignEach) {
  int8_t digits[] = {3, -2, 0, 1, -1};
  EXPECT_EQ(columnRange(digits, {0, 1}), (SumRange{-3, 4}));
  EXPECT_EQ(positiveColumnRange(digits, {0, 1}), (SumRange{0, 4}));
  EXPECT_EQ(negativeColumnRange(digits, {0, 1}), (SumRange{0, 3}));
  EXPECT_EQ(columnRange(digits, {-1, 1}), (SumRange{-7, 7}));
  EXPECT_EQ(columnRange({}, {0, 1}), (SumRange{0, 0}));
}

TEST(ColumnRanges, TightOverAllInputs) {
  std::mt19937 random(1);
  std::uniform_int_distribution<int> digitOf(-3, 3);
  const InputCode codes[] = {binaryInputCode(2, -2), mixedCode()};
  for (const InputCode &code : codes) {
    for (int trial = 0; trial < 20; ++trial) {
      int8_t digits[4];
      for (int8_t &digit : digits)
        digit = static_cast<int8_t>(digitOf(random));
      for (size_t plane = 0; plane < code.planeScale.size(); ++plane)
        EXPECT_EQ(columnRange(digits, driveLevels(code, plane)), enumerate(code, plane, digits));
    }
  }
}

/// Range of the sums of those combinations of levels in which exactly `active` are not 0.
SumRange enumerateActive(llvm::ArrayRef<int8_t> digits, SumRange levels, size_t active) {
  SumRange range{INT64_MAX, INT64_MIN};
  std::function<void(size_t, size_t, int64_t)> visit = [&](size_t row, size_t used, int64_t sum) {
    if (row == digits.size()) {
      if (used == active)
        range = hull(range, {sum, sum});
      return;
    }
    for (int64_t level = levels.lo; level <= levels.hi; ++level)
      visit(row + 1, used + (level != 0), sum + level * digits[row]);
  };
  visit(0, 0, 0);
  return range;
}

TEST(ColumnRanges, ByActiveRowsTightOverAllInputs) {
  std::mt19937 random(2);
  std::uniform_int_distribution<int> digitOf(-3, 3);
  for (SumRange levels : {SumRange{0, 1}, {-1, 1}, {-1, 0}, {0, 3}, {-2, 1}})
    for (int trial = 0; trial < 20; ++trial) {
      std::vector<int8_t> digits(trial % 6);
      for (int8_t &digit : digits)
        digit = static_cast<int8_t>(digitOf(random));
      std::vector<SumRange> ranges = rangesByActiveRows(digits, levels);
      ASSERT_EQ(ranges.size(), digits.size() + 1);
      for (size_t k = 0; k < ranges.size(); ++k)
        EXPECT_EQ(ranges[k], enumerateActive(digits, levels, k)) << k;
    }
}

TEST(ColumnRanges, NoRowIsActiveWithoutLevels) {
  int8_t digits[] = {3, -2};
  EXPECT_EQ(rangesByActiveRows(digits, {0, 0}), std::vector<SumRange>(3));
}

TEST(ColumnRanges, LevelsAreThoseTheTableReaches) {
  InputCode code = mixedCode();
  EXPECT_EQ(driveLevels(code, 0), (SumRange{-1, 1}));
  EXPECT_EQ(driveLevels(code, 1), (SumRange{0, 2})); // level 3 is not in the table
  EXPECT_EQ(driveLevels(code, 2), (SumRange{1, 1}));
  EXPECT_EQ(driveLevels(code), (SumRange{-1, 2}));
  EXPECT_EQ(driveLevels(binaryInputCode(8, -128)), (SumRange{0, 1}));
  EXPECT_EQ(driveLevels(binaryInputCode(4, 4, 0)), (SumRange{0, 1})); // a row may be left undriven
}

TEST(ColumnRanges, NaiveHoldsEveryColumn) {
  EXPECT_EQ(naiveColumnRange(128, -3, 3, {0, 1}), (SumRange{-384, 384}));
  EXPECT_EQ(naiveColumnRange(128, 0, 3, {0, 1}), (SumRange{0, 384}));
  EXPECT_EQ(naiveColumnRange(16, -1, 2, {-1, 1}), (SumRange{-32, 32}));
}

TEST(ColumnRanges, ExactBits) {
  EXPECT_EQ(exactBits({0, 0}), 1u);
  EXPECT_EQ(exactBits({0, 1}), 1u);
  EXPECT_EQ(exactBits({0, 2}), 2u);
  EXPECT_EQ(exactBits({-384, 384}), 10u);
  EXPECT_EQ(exactBits({-100, 155}), 8u);
}

} // namespace
