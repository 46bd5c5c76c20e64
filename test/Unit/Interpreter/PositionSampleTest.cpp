//===- PositionSampleTest.cpp - Samples are ordered, spread and reproducible -===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "acim/Interpreter/PositionSample.h"

#include "gtest/gtest.h"
#include <set>

using namespace mlir::acim;

namespace {

TEST(PositionSampleTest, TakesEverythingWhereTheLimitAllows) {
  for (int64_t limit : {5, 6, 256}) {
    PositionSample sample(5, limit);
    ASSERT_EQ(sample.size(), 5);
    for (int64_t k = 0; k < 5; ++k)
      EXPECT_EQ(sample.at(k), k);
  }
}

TEST(PositionSampleTest, TakesOneOfEachEqualInterval) {
  for (int64_t total : {64, 100, 1023, 65536, 1000000007})
    for (int64_t limit : {1, 3, 7, 64}) {
      PositionSample sample(total, limit);
      ASSERT_EQ(sample.size(), limit);
      for (int64_t k = 0; k < limit; ++k) {
        EXPECT_GE(sample.at(k), k * total / limit);
        EXPECT_LT(sample.at(k), (k + 1) * total / limit);
      }
    }
}

TEST(PositionSampleTest, CountsTheSampledNumbersBelow) {
  for (int64_t total : {1, 2, 9, 100, 257})
    for (int64_t limit : {1, 2, 5, 100, 300}) {
      PositionSample sample(total, limit);
      int64_t below = 0;
      for (int64_t number = 0; number <= total; ++number) {
        EXPECT_EQ(sample.countBelow(number), below) << number << " of " << total;
        if (below < sample.size() && sample.at(below) == number)
          ++below;
      }
      EXPECT_EQ(below, sample.size());
    }
}

/// 64 images of 32 x 32 positions: intervals of 8 rows, whose first positions all have column 0.
TEST(PositionSampleTest, MeetsEveryColumnOfAnImage) {
  PositionSample sample(64 * 32 * 32, 256);
  std::multiset<int64_t> columns;
  for (int64_t k = 0; k < sample.size(); ++k)
    columns.insert(sample.at(k) % 32);
  for (int64_t column = 0; column < 32; ++column)
    EXPECT_GE(columns.count(column), 4u) << column;
}

} // namespace
