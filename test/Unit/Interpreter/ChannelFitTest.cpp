//===- ChannelFitTest.cpp - Errors that no gain and offset mends ----------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "acim/Interpreter/ChannelFit.h"

#include "gtest/gtest.h"

using namespace mlir::acim;

namespace {

TEST(ChannelFit, MendsGainsAndOffsets) {
  // Channels of x, of 3 x + 1 and of a constant; wanted are 5 - 2 x, x and x.
  std::vector<int64_t> found, wanted;
  for (int64_t x : {4, -1, 7, 0}) {
    found.insert(found.end(), {x, 3 * x + 1, 8});
    wanted.insert(wanted.end(), {5 - 2 * x, x, x});
  }
  std::vector<ChannelFit> fits = fitChannels(found, wanted, 3);
  ASSERT_EQ(fits.size(), 3u);
  const double variance = (16 + 1 + 49) / 4. - 2.5 * 2.5;
  EXPECT_EQ(fits[0].gain, -2);
  EXPECT_EQ(fits[0].offset, 5);
  EXPECT_EQ(fits[0].residual, 0);
  EXPECT_EQ(fits[0].variance, 4 * variance);
  EXPECT_EQ(fits[1].residual, 0);
  EXPECT_EQ(fits[1].variance, variance);
  EXPECT_EQ(fits[2].residual, variance);
}

TEST(ChannelFit, LeavesWhatIsNotCorrelated) {
  // Errors of 1 that are independent of -1, -1, 1, 1; the best gain is a half.
  std::vector<ChannelFit> fits = fitChannels({-2, 0, 0, 2}, {-1, -1, 1, 1}, 1);
  EXPECT_EQ(fits[0].variance, 1);
  EXPECT_EQ(fits[0].residual, 0.5);
  EXPECT_EQ(fitChannels({3, 1, 4}, {7, 7, 7}, 1)[0].residual, 0);
}

} // namespace
