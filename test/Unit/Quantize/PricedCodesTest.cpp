//===- PricedCodesTest.cpp - The best code for a weight at a price -------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "acim/Quantize/PricedCodes.h"
#include <gtest/gtest.h>
#include <limits>
#include <random>

using namespace mlir::acim;

namespace {

double costOf(const CodePrices &prices, int32_t code, double target, double curvature,
              double weight) {
  return curvature * (target - code) * (target - code) + weight * prices[code];
}

/// The least cost of all codes, found by trying all.
double leastCost(const CodeSet &codes, const CodePrices &prices, double target, double curvature,
                 double weight) {
  double least = std::numeric_limits<double>::infinity();
  for (int32_t code : codes)
    least = std::min(least, costOf(prices, code, target, curvature, weight));
  return least;
}

TEST(PricedCodes, NoCodeIsBetterThanTheBest) {
  const CodePrices tables[] = {hammingPrices(8),
                               priceCells(signMagnitudeCode(8, 2), {-127, 127},
                                          {0.079, 0.36, 0.73, 1.46}, PartnerCells::Charged)};
  const CodeSet sets[] = {codesBetween(-127, 127), codesBetween(-3, 3), bitsNetCodes(1), {0}};
  std::mt19937 random(3);
  std::uniform_real_distribution<double> targets(-150, 150), exponents(-3, 3);
  for (const CodePrices &prices : tables)
    for (const CodeSet &codes : sets) {
      const PricedCodes priced(codes, prices);
      for (unsigned trial = 0; trial < 2000; ++trial) {
        const double target = targets(random), curvature = std::pow(10, exponents(random));
        const double weight = trial % 10 == 0 ? 0 : std::pow(10, exponents(random));
        const int32_t best = priced.best(target, curvature, weight);
        EXPECT_TRUE(priced.contains(best));
        EXPECT_EQ(costOf(prices, best, target, curvature, weight),
                  leastCost(codes, prices, target, curvature, weight));
      }
    }
}

TEST(PricedCodes, WithoutPriceTheNearestIsBest) {
  const PricedCodes priced(codesBetween(-127, 127), hammingPrices(8));
  EXPECT_EQ(priced.best(4.4, 1, 0), 4);
  EXPECT_EQ(priced.best(-4.6, 1, 0), -5);
  EXPECT_EQ(priced.best(127, 1, 0), 127);
  EXPECT_EQ(priced.best(1000, 1, 0), 127);
  EXPECT_EQ(priced.best(-1000, 1, 0), -127);
}

TEST(PricedCodes, WithoutErrorTheCheapestIsBest) {
  const PricedCodes priced(codesBetween(-127, 127), hammingPrices(8));
  EXPECT_EQ(priced.best(100, 0, 1), 0);
  EXPECT_EQ(priced.best(-100, 1e-9, 1), 0);
}

} // namespace
