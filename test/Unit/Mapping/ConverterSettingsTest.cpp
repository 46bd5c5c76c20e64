//===- ConverterSettingsTest.cpp - What a converter is set to ------------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "acim/Mapping/ConverterSettings.h"
#include <gtest/gtest.h>

using namespace mlir::acim;

namespace {

ConverterChoice choiceOf(ConverterRule rule, unsigned bits = 10) {
  ConverterChoice choice;
  choice.rule = rule;
  choice.bits = bits;
  return choice;
}

void expectSetting(const ConverterChoice &choice, SumRange sums, ConversionRange expected) {
  const ConversionRange found = converterSetting(choice, sums);
  EXPECT_EQ(found.lo, expected.lo);
  EXPECT_EQ(int(found.bits), int(expected.bits));
  EXPECT_EQ(int(found.stepLog2), int(expected.stepLog2));
}

TEST(ConverterSettings, UnitStepsStandForConsecutiveSums) {
  ConverterChoice choice = choiceOf(ConverterRule::UnitStep, 5);
  expectSetting(choice, {-384, 384}, {-16, 5, 0});
  choice.readout = Readout::Single;
  expectSetting(choice, {0, 384}, {0, 5, 0});
}

TEST(ConverterSettings, FullRangesWidenTheirStep) {
  ConverterChoice choice = choiceOf(ConverterRule::FullRange, 5);
  expectSetting(choice, {-40, 40}, {-64, 5, 2});
  expectSetting(choice, {-16, 15}, {-16, 5, 0});
}

TEST(ConverterSettings, TightSettingsHoldEverySumWithTheFewestBits) {
  for (bool programmable : {true, false})
    for (int32_t lo = -20; lo <= 0; ++lo)
      for (int32_t hi = 0; hi <= 20; ++hi) {
        ConverterChoice choice = choiceOf(ConverterRule::Sufficient);
        choice.programmableZero = programmable;
        const ConversionRange found = converterSetting(choice, {lo, hi});
        EXPECT_TRUE(readsExactly(found, {lo, hi}));
        EXPECT_TRUE(found.readsZeroAsZero());
        const int32_t codes = 1 << (found.bits - 1); // one bit fewer
        const bool fewerSuffice = programmable ? hi - lo < codes
                                  : lo < 0     ? lo >= -codes / 2 && hi < codes / 2
                                               : hi < codes;
        EXPECT_TRUE(found.bits == 1 || !fewerSuffice) << lo << " " << hi;
      }
}

TEST(ConverterSettings, OnlyProvenEmptyLinesAreNotConverted) {
  EXPECT_FALSE(converterSetting(choiceOf(ConverterRule::Proven), {0, 0}).isConverted());
  EXPECT_TRUE(converterSetting(choiceOf(ConverterRule::Sufficient), {0, 0}).isConverted());
}

TEST(ConverterSettings, RowsAndCellsBoundSums) {
  // 128 rows of 2-bit cells need 10 bits as a pair's difference, 8 bits with SCE's digits -1, 0,
  // 1, 2.
  const DigitCode plain = signMagnitudeCode(7, 2), compressed = segmentedCode(8, 2, 2);
  const SumRange binary{0, 1};
  EXPECT_EQ(exactBits(anyCellsRange(plain, Readout::Difference, binary, 128)), 10u);
  EXPECT_EQ(exactBits(anyCellsRange(compressed, Readout::Difference, binary, 128)), 10u);
  const int8_t digits[] = {2, -1, 0, 2};
  EXPECT_EQ(cellsRange(digits, Readout::Difference, binary), (SumRange{-1, 4}));
  EXPECT_EQ(cellsRange(digits, Readout::Separate, binary), (SumRange{0, 4}));
  EXPECT_EQ(cellsRange(digits, Readout::Difference, {-1, 1}), (SumRange{-5, 5}));
}

} // namespace
