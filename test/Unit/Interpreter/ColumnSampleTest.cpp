//===- ColumnSampleTest.cpp - What is kept of the columns of a run ---------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "acim/Interpreter/ColumnSample.h"

#include "gtest/gtest.h"

using namespace mlir::acim;

namespace {

/// Columns of two inputs: the number of the position and its negative.
std::vector<int16_t> columnsOf(int64_t first, int64_t count) {
  std::vector<int16_t> columns;
  for (int64_t p = first; p < first + count; ++p) {
    columns.push_back(static_cast<int16_t>(p));
    columns.push_back(static_cast<int16_t>(-p));
  }
  return columns;
}

TEST(ColumnSample, HoldsTheSampledPositionsHoweverTheyCome) {
  PositionSample positions(100, 7);
  for (int64_t tile : {1, 3, 100}) {
    ColumnSample sample(100, 7, 2, 16);
    for (int64_t first = 100 - 100 % tile; first >= 0; first -= tile)
      sample.take(first, columnsOf(first, std::min(tile, 100 - first)));
    ASSERT_EQ(sample.size(), 7);
    for (int64_t k = 0; k < sample.size(); ++k) {
      EXPECT_EQ(sample.columns()[2 * k], positions.at(k)) << tile;
      EXPECT_EQ(sample.columns()[2 * k + 1], -positions.at(k)) << tile;
    }
  }
}

TEST(ColumnSample, IsBoundedByItsSize) {
  constexpr int64_t half = ColumnSample::largestSize / 2;
  EXPECT_EQ(ColumnSample(100, 50, half, 8).size(), 2);
  EXPECT_EQ(ColumnSample(100, 50, half, 16).size(), 1);
  EXPECT_EQ(ColumnSample(100, 50, 3 * half, 16).size(), 1);
}

} // namespace
