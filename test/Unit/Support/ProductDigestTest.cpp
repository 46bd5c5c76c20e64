//===- ProductDigestTest.cpp - What digests tell apart ------------------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "acim/Support/ProductDigest.h"
#include "gtest/gtest.h"
#include <set>

using namespace mlir::acim;

namespace {

TEST(ProductDigest, IsTheSameOnEveryMachine) {
  // xxh3 of the 64-bit little-endian words 1, 1, 2, 3, -4, 5, by Python's xxhash.
  EXPECT_EQ(productDigest(1, 1, 2, {3, -4}, {5}), "d7837589e65f8833");
}

TEST(ProductDigest, DependsOnEveryNumber) {
  std::set<std::string> digests{
      productDigest(1, 2, 2, {1, 2, 3, 4}, {5, 6}), productDigest(1, 2, 2, {1, 2, 3, 5}, {5, 6}),
      productDigest(1, 2, 2, {2, 1, 3, 4}, {5, 6}), productDigest(1, 2, 2, {1, 2, 3, 4}, {6, 5}),
      productDigest(2, 1, 2, {1, 2, 3, 4}, {5, 6})};
  EXPECT_EQ(digests.size(), 5u);
}

} // namespace
