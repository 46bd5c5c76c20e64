//===- SignedDigitsTest.cpp - Recodings against enumeration --------------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "acim/Support/SignedDigits.h"

#include "gtest/gtest.h"
#include <cstdlib>
#include <vector>

using namespace mlir::acim;

namespace {

using Digits = std::vector<int8_t>;

int64_t valueOf(const Digits &digits, unsigned digitBits) {
  int64_t value = 0;
  for (size_t b = digits.size(); b-- > 0;)
    value = (value << digitBits) + digits[b];
  return value;
}

int64_t costOf(const Digits &digits, const std::vector<int64_t> &levelCosts) {
  int64_t cost = 0;
  for (int8_t digit : digits)
    cost += levelCosts[std::abs(digit)];
  return cost;
}

Digits rawDigits(uint64_t number, unsigned digitBits, unsigned count) {
  Digits digits(count);
  for (int8_t &digit : digits) {
    digit = static_cast<int8_t>(number & ((1u << digitBits) - 1));
    number >>= digitBits;
  }
  return digits;
}

Digits segmented(uint64_t number, unsigned digitBits, unsigned count) {
  Digits digits(count);
  EXPECT_TRUE(succeeded(segmentedDigits(number, digitBits, digits)));
  return digits;
}

/// The cheapest signed digits by trying all of them.
int64_t cheapestByEnumeration(int64_t number, unsigned digitBits, unsigned count,
                              const std::vector<int64_t> &levelCosts) {
  int64_t base = int64_t(1) << digitBits;
  if (count == 0)
    return number == 0 ? 0 : 1 << 30;
  int64_t best = 1 << 30;
  for (int64_t digit = 1 - base; digit < base; ++digit)
    if ((number - digit) % base == 0)
      best = std::min(best, levelCosts[std::abs(digit)] +
                                cheapestByEnumeration((number - digit) / base, digitBits, count - 1,
                                                      levelCosts));
  return best;
}

const std::vector<std::vector<int64_t>> twoBitCosts = {
    {0, 1, 2, 3}, {0, 1, 2, 4}, {79, 360, 730, 1460}, {0, 1, 1, 1}};

} // namespace

TEST(SegmentedDigits, FollowsThePublishedExample) {
  uint64_t number = 0b0010111010011100; // 11932
  EXPECT_EQ(segmented(number, 4, 4), (Digits{-4, -6, -1, 3}));
  EXPECT_EQ(segmented(number, 2, 8), (Digits{0, -1, 2, 2, 2, -1, -1, 1}));
}

TEST(SegmentedDigits, HoldsExactlyItsCapacity) {
  EXPECT_EQ(segmentedCapacity(2, 4), 170u);
  EXPECT_EQ(segmentedCapacity(2, 8), 43690u);
  EXPECT_EQ(segmentedCapacity(4, 4), 34952u);
  for (auto [bits, count] : {std::pair{2u, 4u}, {2u, 5u}, {4u, 2u}, {3u, 3u}})
    for (uint64_t number = 0; number < uint64_t(1) << (bits * count); ++number) {
      Digits digits(count);
      bool fits = succeeded(segmentedDigits(number, bits, digits));
      ASSERT_EQ(fits, number <= segmentedCapacity(bits, count)) << number;
      if (fits)
        ASSERT_EQ(valueOf(digits, bits), int64_t(number));
    }
}

TEST(SegmentedDigits, MeanLevelSumOfFifteenBitMagnitudes) {
  double raw = 0, recoded = 0;
  for (uint64_t number = 0; number < 1 << 15; ++number) {
    raw += costOf(rawDigits(number, 2, 8), {0, 1, 2, 3});
    recoded += costOf(segmented(number, 2, 8), {0, 1, 2, 3});
  }
  EXPECT_NEAR(raw / (1 << 15), 11.00, 0.005);
  EXPECT_NEAR(recoded / (1 << 15), 7.83, 0.005);
}

TEST(NonAdjacentDigits, HoldsExactlyItsCapacityAndHasNoNeighbours) {
  EXPECT_EQ(nonAdjacentCapacity(1, 8), 170u);
  EXPECT_EQ(nonAdjacentCapacity(1, 7), 85u);
  for (auto [bits, count] : {std::pair{1u, 8u}, {1u, 12u}, {2u, 4u}, {3u, 3u}})
    for (uint64_t number = 0; number < uint64_t(1) << (bits * count); ++number) {
      Digits digits(count);
      bool fits = succeeded(nonAdjacentDigits(number, bits, digits));
      ASSERT_EQ(fits, number <= nonAdjacentCapacity(bits, count)) << number;
      if (!fits)
        continue;
      ASSERT_EQ(valueOf(digits, bits), int64_t(number));
      for (unsigned b = 0; bits == 1 && b + 1 < count; ++b)
        ASSERT_EQ(digits[b] * digits[b + 1], 0) << number;
    }
}

TEST(NonAdjacentDigits, FollowsThePublishedExample) {
  Digits digits(16);
  ASSERT_TRUE(succeeded(nonAdjacentDigits(11932, 1, digits)));
  Digits expected(16, 0);
  expected[14] = expected[7] = expected[5] = 1;
  expected[12] = expected[9] = expected[2] = -1;
  EXPECT_EQ(digits, expected);
}

TEST(CheapestDigits, BreaksTiesAsTheOptimumDoes) {
  Digits digits(3);
  ASSERT_TRUE(succeeded(cheapestDigits(14, 2, {0, 1, 2, 3}, digits)));
  EXPECT_EQ(digits, (Digits{-2, 0, 1})); // costs 3; the segmented form (2, -1, 1) costs 4
}

TEST(CheapestDigits, EqualsEnumeration) {
  for (const std::vector<int64_t> &costs : twoBitCosts)
    for (uint64_t number = 0; number < 256; ++number) {
      Digits digits(4);
      ASSERT_TRUE(succeeded(cheapestDigits(number, 2, costs, digits)));
      ASSERT_EQ(valueOf(digits, 2), int64_t(number));
      ASSERT_EQ(costOf(digits, costs), cheapestByEnumeration(number, 2, 4, costs)) << number;
    }
}

TEST(CheapestDigits, NeverCostsMoreThanSegmentedNorThatMoreThanRaw) {
  for (unsigned bits = 4; bits <= 16; ++bits)
    for (unsigned digitBits : {1u, 2u, 4u}) {
      unsigned count = (bits - 1 + digitBits - 1) / digitBits;
      std::vector<int64_t> linear(size_t(1) << digitBits), squared(linear.size());
      for (size_t level = 0; level < linear.size(); ++level) {
        linear[level] = level;
        squared[level] = level * level;
      }
      for (uint64_t number = 0; number < uint64_t(1) << (bits - 1); ++number) {
        Digits recoded(count), cheapest(count), raw = rawDigits(number, digitBits, count);
        bool fits = succeeded(segmentedDigits(number, digitBits, recoded));
        for (const std::vector<int64_t> &costs : {linear, squared}) {
          ASSERT_TRUE(succeeded(cheapestDigits(number, digitBits, costs, cheapest)));
          ASSERT_LE(costOf(cheapest, costs), costOf(raw, costs)) << number;
          if (!fits)
            continue;
          ASSERT_LE(costOf(cheapest, costs), costOf(recoded, costs)) << number;
          ASSERT_LE(costOf(recoded, costs), costOf(raw, costs)) << number;
        }
      }
    }
}

TEST(CheapestDigits, RefusesWhatDoesNotFit) {
  Digits digits(3);
  EXPECT_TRUE(failed(cheapestDigits(64, 2, {0, 1, 2, 3}, digits)));
}
