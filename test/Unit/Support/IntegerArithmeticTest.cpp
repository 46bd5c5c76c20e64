//===- IntegerArithmeticTest.cpp - The integer arithmetic of TOSA -------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "acim/Support/IntegerArithmetic.h"
#include "gtest/gtest.h"
#include <cmath>

using namespace mlir::acim;

namespace {

constexpr int32_t one = 1 << 30; // with shift 30, a factor of 1

TEST(ApplyScale32, IsAFactorOfTheMultiplierByThePowerOfTwo) {
  EXPECT_EQ(applyScale32(1234, one, 30, false), 1234);
  EXPECT_EQ(applyScale32(-1234, one, 30, false), -1234);
  EXPECT_EQ(applyScale32(100, one, 32, false), 25);
  EXPECT_EQ(applyScale32(7, 3, 2, false), 5); // 21 / 4 = 5.25
}

TEST(ApplyScale32, RoundsHalvesUpwards) {
  EXPECT_EQ(applyScale32(1, one, 31, false), 1);   // 0.5
  EXPECT_EQ(applyScale32(-1, one, 31, false), 0);  // -0.5
  EXPECT_EQ(applyScale32(3, one, 31, false), 2);   // 1.5
  EXPECT_EQ(applyScale32(-3, one, 31, false), -1); // -1.5
}

TEST(ApplyScale32, DoubleRoundingMovesHalvesAwayFromZeroAboveShift31) {
  EXPECT_EQ(applyScale32(-1, one, 31, true), 0);  // the extra rounding needs a larger shift
  EXPECT_EQ(applyScale32(-2, one, 32, false), 0); // -0.5
  EXPECT_EQ(applyScale32(-2, one, 32, true), -1);
  EXPECT_EQ(applyScale32(2, one, 32, true), 1);
}

TEST(ApplyScale32, DoubleRoundingCanPassTheHalfThatSingleRoundingMisses) {
  // 4 * 0.3749999998 / 2^(33 - 31) is just below 0.5 in the end, but rounds to 2 at bit 31 first.
  int32_t justBelow = 0x2fffffff;
  EXPECT_EQ(applyScale32(5, justBelow, 33, false), 0);
  EXPECT_EQ(applyScale32(5, justBelow, 33, true), 1);
}

TEST(ApplyScale32, CoversItsWholeRange) {
  int32_t largest = std::numeric_limits<int32_t>::max();
  int32_t lowest = std::numeric_limits<int32_t>::min();
  EXPECT_EQ(applyScale32(largest, largest, 31, false), largest - 1);
  EXPECT_EQ(applyScale32(lowest, largest, 31, false), lowest + 1);
  EXPECT_EQ(applyScale32(largest, largest, 62, false), 1);
  EXPECT_EQ(applyScale32(lowest, largest, 62, false), -1);
}

TEST(ApplyScale16, TakesValuesOf48Bits) {
  int64_t large = (int64_t(1) << 46) + 12345;
  EXPECT_EQ(applyScale16(large, 1 << 14, 44), 1 << 16);
  EXPECT_EQ(applyScale16(-3, 1 << 14, 15), -1); // -1.5
  EXPECT_EQ(applyScale16(3, 1 << 14, 15), 2);
}

TEST(Reciprocal, DividesSmallCounts) {
  EXPECT_EQ(reciprocalScale(1).multiplier, (1 << 30) + 1);
  EXPECT_EQ(reciprocalScale(1).shift, 30u);
  EXPECT_EQ(reciprocalScale(4).shift, 32u);
  for (int32_t count : {1, 2, 3, 4, 9, 49, 64, 100})
    EXPECT_EQ(roundedAverage(7 * count, reciprocalScale(count)), 7) << count;
}

TEST(Average, RoundsHalvesUpwards) {
  EXPECT_EQ(roundedAverage(10, reciprocalScale(4)), 3);   // 2.5
  EXPECT_EQ(roundedAverage(9, reciprocalScale(4)), 2);    // 2.25
  EXPECT_EQ(roundedAverage(-9, reciprocalScale(4)), -2);  // -2.25
  EXPECT_EQ(roundedAverage(-11, reciprocalScale(4)), -3); // -2.75
}

/// The multiplier is a little larger than 1 / count, so that a negative half ends below the half.
TEST(Average, RoundsNegativeHalvesDownwards) {
  EXPECT_EQ(roundedAverage(-10, reciprocalScale(4)), -3);                          // -2.5
  EXPECT_EQ(roundedAverage(-(1 << 29) - (1 << 28), reciprocalScale(1 << 29)), -2); // -1.5
}

TEST(Table, InterpolatesBetweenEntries) {
  int16_t table[513];
  for (int i = 0; i < 513; ++i)
    table[i] = static_cast<int16_t>(10 * i - 2560);
  EXPECT_EQ(interpolateTable(table, 0), 0);
  EXPECT_EQ(interpolateTable(table, 64), 5 << 7);
  EXPECT_EQ(interpolateTable(table, 127), 1270);
  EXPECT_EQ(interpolateTable(table, -1), -10);
  EXPECT_EQ(interpolateTable(table, -32768), -2560 * 128);
  EXPECT_EQ(interpolateTable(table, 32767), 2560 * 128 - 10);
}

TEST(CountLeadingZeros, OfThirtyTwoBits) {
  EXPECT_EQ(countLeadingZeros(0), 32);
  EXPECT_EQ(countLeadingZeros(1), 31);
  EXPECT_EQ(countLeadingZeros(-1), 0);
  EXPECT_EQ(countLeadingZeros(0x40000000), 1);
}

TEST(ArithmeticRightShift, RoundsByTheLastBitShiftedOut) {
  EXPECT_EQ(arithmeticRightShift<int32_t>(5, 1, false), 2);
  EXPECT_EQ(arithmeticRightShift<int32_t>(5, 1, true), 3);
  EXPECT_EQ(arithmeticRightShift<int32_t>(-5, 1, false), -3);
  EXPECT_EQ(arithmeticRightShift<int32_t>(-5, 1, true), -2);
  EXPECT_EQ(arithmeticRightShift<int32_t>(-5, 0, true), -5);
  EXPECT_EQ(arithmeticRightShift<int32_t>(1 << 30, 31, true), 1);
  EXPECT_EQ(arithmeticRightShift<int64_t>(int64_t(3) << 40, 41, true), 2);
}

TEST(Shifts, OutsideTheWidthLeaveTheSignOrNothing) {
  EXPECT_EQ(arithmeticRightShift<int32_t>(-7, 32, true), -1);
  EXPECT_EQ(arithmeticRightShift<int32_t>(7, -1, true), 0);
  EXPECT_EQ(logicalLeftShift<int32_t>(7, 32), 0);
  EXPECT_EQ(logicalRightShift<int32_t>(-1, 33), 0);
}

TEST(Shifts, LogicalOnesIgnoreTheSign) {
  EXPECT_EQ(logicalRightShift<int32_t>(-1, 28), 15);
  EXPECT_EQ(logicalLeftShift<int32_t>(3, 31), std::numeric_limits<int32_t>::min());
}

TEST(Wrapping, IsTwosComplement) {
  int32_t largest = std::numeric_limits<int32_t>::max();
  EXPECT_EQ(wrappingAdd(largest, 1), std::numeric_limits<int32_t>::min());
  EXPECT_EQ(wrappingSub(std::numeric_limits<int32_t>::min(), 1), largest);
  EXPECT_EQ(wrappingMul(65536, 65536), 0);
  EXPECT_EQ(signExtend(0x800000000000, 48), -(int64_t(1) << 47));
  EXPECT_EQ(signExtend(7, 4), 7);
  EXPECT_EQ(signExtend(8, 4), -8);
}

TEST(Bounds, OfSignedAndUnsignedIntegers) {
  EXPECT_EQ(minInteger(8, false), -128);
  EXPECT_EQ(maxInteger(8, false), 127);
  EXPECT_EQ(maxInteger(8, true), 255);
  EXPECT_EQ(minInteger(16, true), 0);
  EXPECT_EQ(minInteger(64, false), std::numeric_limits<int64_t>::min());
}

TEST(IntegerDivide, TruncatesAndIsDefinedEverywhere) {
  EXPECT_EQ(integerDivide(-7, 2), -3);
  EXPECT_EQ(integerDivide(7, 0), 0);
  EXPECT_EQ(integerDivide(std::numeric_limits<int32_t>::min(), -1),
            std::numeric_limits<int32_t>::min());
}

TEST(RoundToInteger, HalvesGoToEvenAndOverflowSaturates) {
  EXPECT_EQ(roundToInteger(0.5f, 8), 0);
  EXPECT_EQ(roundToInteger(1.5f, 8), 2);
  EXPECT_EQ(roundToInteger(-2.5f, 8), -2);
  EXPECT_EQ(roundToInteger(127.6f, 8), 127);
  EXPECT_EQ(roundToInteger(-1e30f, 32), std::numeric_limits<int32_t>::min());
  EXPECT_EQ(roundToInteger(3e9f, 32), std::numeric_limits<int32_t>::max());
  EXPECT_EQ(roundToInteger(std::nanf(""), 32), 0);
}

} // namespace
