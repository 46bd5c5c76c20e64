//===- CountDigitalTest.cpp - Work of TOSA operators --------------------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "acim/Cost/CostCounts.h"
#include "gtest/gtest.h"

using namespace mlir::acim;
using Kind = DigitalKind;
using Map = std::map<std::pair<DigitalKind, int64_t>, int64_t>;

static Map countsOf(const DigitalOperation &operation, int64_t times = 1) {
  DigitalCounts counts;
  EXPECT_TRUE(countDigitalOperation(operation, times, counts)) << operation.name.str();
  return counts.byKind();
}

TEST(CountDigital, ElementwiseOperatorsCountResults) {
  EXPECT_EQ(countsOf({"add", 10, 1, 32, false}, 3), (Map{{{Kind::Add, 32}, 30}}));
  EXPECT_EQ(countsOf({"clamp", 10, 1, 8, false}), (Map{{{Kind::Compare, 8}, 20}}));
  EXPECT_EQ(countsOf({"mul", 10, 1, 16, false}),
            (Map{{{Kind::Multiply, 16}, 10}, {{Kind::Shift, 16}, 10}}));
}

TEST(CountDigital, RescaleComputesIn32Bits) {
  EXPECT_EQ(countsOf({"rescale", 4, 1, 8, false}),
            (Map{{{Kind::Add, 32}, 12}, {{Kind::Multiply, 32}, 4}, {{Kind::Shift, 32}, 4}}));
}

TEST(CountDigital, WindowsAndReductionsCountTerms) {
  EXPECT_EQ(countsOf({"max_pool2d", 5, 4, 8, false}), (Map{{{Kind::Compare, 8}, 20}}));
  EXPECT_EQ(countsOf({"reduce_sum", 5, 7, 32, false}), (Map{{{Kind::Add, 32}, 35}}));
  EXPECT_EQ(countsOf({"avg_pool2d", 5, 9, 8, false}),
            (Map{{{Kind::Add, 32}, 45}, {{Kind::Multiply, 32}, 5}, {{Kind::Shift, 32}, 5}}));
  EXPECT_EQ(countsOf({"matmul", 6, 16, 8, false}),
            (Map{{{Kind::Add, 32}, 96}, {{Kind::Multiply, 8}, 96}}));
}

TEST(CountDigital, FloatsHaveTheirOwnKinds) {
  EXPECT_EQ(countsOf({"mul", 3, 1, 32, true}), (Map{{{Kind::FloatMultiply, 32}, 3}}));
  EXPECT_EQ(countsOf({"sub", 3, 1, 32, true}), (Map{{{Kind::FloatAdd, 32}, 3}}));
  EXPECT_EQ(countsOf({"exp", 3, 1, 32, true}), (Map{{{Kind::FloatFunction, 32}, 3}}));
  EXPECT_EQ(countsOf({"cast", 3, 1, 32, true}), (Map{{{Kind::FloatAdd, 32}, 3}}));
}

TEST(CountDigital, WideTablesInterpolate) {
  EXPECT_EQ(countsOf({"table", 2, 1, 8, false}), (Map{{{Kind::Lookup, 8}, 2}}));
  EXPECT_EQ(countsOf({"table", 2, 1, 32, false}), (Map{{{Kind::Lookup, 32}, 2},
                                                       {{Kind::Lookup, 16}, 2},
                                                       {{Kind::Multiply, 16}, 2},
                                                       {{Kind::Add, 32}, 4}}));
}

TEST(CountDigital, MovesAreTrafficOnly) {
  EXPECT_EQ(countsOf({"reshape", 100, 1, 8, false}), Map());
  EXPECT_EQ(countsOf({"concat", 100, 1, 8, false}), Map());
}

TEST(CountDigital, UnknownOperatorsAreNotCountedAsNothing) {
  DigitalCounts counts;
  EXPECT_FALSE(countDigitalOperation({"frobnicate", 1, 1, 8, false}, 1, counts));
}

TEST(CountDigital, InstructionsReadAndWriteTheTileBuffer) {
  LayerCounts counts =
      countDigitalInstruction("sum", {{"add", 64, 1, 32, false}}, {512, 512}, {2048}, 3);
  EXPECT_EQ(counts.kind, "digital");
  EXPECT_EQ(counts.tileReads, (BurstCounts{{512, 6}}));
  EXPECT_EQ(counts.tileWrites, (BurstCounts{{2048, 3}}));
  EXPECT_EQ(counts.busBits, 3 * (512 + 512 + 2048));
  EXPECT_EQ(counts.digital.total(), 3 * 64);
  EXPECT_EQ(counts.conversions(), 0);
}
