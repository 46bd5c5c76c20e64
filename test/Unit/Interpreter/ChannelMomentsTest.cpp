//===- ChannelMomentsTest.cpp - Moments are exact ------------------------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "acim/Interpreter/ChannelMoments.h"

#include "gtest/gtest.h"

using namespace mlir::acim;

namespace {

TEST(ChannelMomentsTest, AreThoseOfTheIntegers) {
  ChannelMoments moments;
  EXPECT_EQ(moments.mean(), 0);
  EXPECT_EQ(moments.variance(), 0);
  for (int64_t value : {-3, 1, 1, 5})
    moments.add(value);
  EXPECT_EQ(moments.mean(), 1);
  EXPECT_EQ(moments.variance(), 8);
}

/// Of n^2 times the variance, the highest of 64 bits is set.
TEST(ChannelMomentsTest, HaveNoSign) {
  ChannelMoments moments;
  moments.add(-1800000000);
  moments.add(1800000000);
  EXPECT_EQ(moments.variance(), 1800000000. * 1800000000.);
}

/// Squares of 2^94, whose differences double precision does not see.
TEST(ChannelMomentsTest, DoNotCancel) {
  constexpr int64_t large = int64_t(1) << 47;
  ChannelMoments moments, other;
  for (int64_t k = 0; k < 1000; ++k) {
    moments.add(large - 1);
    other.add(large + 1);
  }
  EXPECT_EQ(moments.variance(), 0);
  moments.add(other);
  EXPECT_EQ(moments.mean(), double(large));
  EXPECT_EQ(moments.variance(), 1);
}

} // namespace
