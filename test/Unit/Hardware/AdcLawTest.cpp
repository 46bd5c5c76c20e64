//===- AdcLawTest.cpp - Converter laws against their sources ------------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "acim/Hardware/HardwareJson.h"
#include "gtest/gtest.h"
#include <cmath>

using namespace mlir::acim;

static HardwareModel preset(llvm::StringRef name) { return llvm::cantFail(loadPreset(name)); }

/// Rounds to the three significant digits or so that a table prints.
static double rounded(double value, double step) { return std::round(value / step) * step; }

TEST(AdcLaw, EnergiesOfChenMatchTheTableToThreeDigits) {
  const double table[] = {.285, .570, .856, 1.144, 1.438, 1.741, 2.063, 2.425, 2.865, 3.461};
  HardwareModel chen = preset("chen_rram128");
  for (int bits = 1; bits <= 10; ++bits)
    EXPECT_NEAR(rounded(chen.adc.conversionEnergy(bits)->value * 1e12, .001), table[bits - 1], 1e-9)
        << bits;
}

TEST(AdcLaw, AreasOfChenMatchTheTable) {
  const double table[] = {102, 205, 313, 433, 578, 770, 1059, 1540, 2406, 4043};
  HardwareModel chen = preset("chen_rram128");
  for (int bits = 1; bits <= 10; ++bits)
    EXPECT_NEAR(chen.adc.converterArea(bits)->value * 1e12, table[bits - 1], .5001) << bits;
}

TEST(AdcLaw, IsTheFormula) {
  HardwareModel chen = preset("chen_rram128");
  for (int bits = 1; bits <= 16; ++bits) {
    double power = 2.904e-3 * bits / 8 + 0.2e-3 * std::pow(2, bits - 8);
    double energy = power / 1.28e9;
    EXPECT_NEAR(chen.adc.conversionEnergy(bits)->value / energy, 1, 1e-9) << bits;
    double area = 770e-12 * bits / 8 + 770e-12 * std::pow(2, bits - 8);
    EXPECT_NEAR(chen.adc.converterArea(bits)->value / area, 1, 1e-9) << bits;
  }
}

TEST(AdcLaw, ReproducesTheReductionsFromTenToFiveBits) {
  AdcModel adc = preset("chen_rram128").adc;
  EXPECT_NEAR(1 - adc.conversionEnergy(5)->value / adc.conversionEnergy(10)->value, .5847, 5e-5);
  EXPECT_NEAR(1 - adc.converterArea(5)->value / adc.converterArea(10)->value, 6. / 7, 1e-12);
  EXPECT_NEAR(adc.conversionEnergy(8)->value * 1.28e9, 3.104e-3, 1e-9);
}

TEST(AdcLaw, ProvenanceShowsTheFormulaAndItsSource) {
  AdcModel adc = preset("chen_rram128").adc;
  std::string text = adc.conversionEnergy(10)->provenance();
  EXPECT_NE(text.find("(2.904 mW * 10/8 + 0.2 mW * 2^(10-8)) / 1.28 GS/s"), std::string::npos)
      << text;
  EXPECT_NE(text.find("ASP-DAC 2018"), std::string::npos) << text;
}

TEST(AdcTable, EntriesComeBeforeTheLaw) {
  AdcModel adc = preset("chen_rram128").adc;
  ResolutionEntry entry;
  entry.bits = 6;
  entry.value.value = 1e-12;
  adc.energy.byBits.push_back(entry);
  EXPECT_EQ(adc.conversionEnergy(6)->value, 1e-12);
  EXPECT_NEAR(adc.conversionEnergy(5)->value * 1e12, 1.438, 5e-4);
}

TEST(AdcTable, SmallerResolutionsCostAsTheSmallestGivenAndLargerOnesHaveNoPrice) {
  AdcModel adc = preset("isaac32").adc;
  EXPECT_EQ(adc.conversionEnergy(9)->value, 1.97e-12);
  EXPECT_EQ(adc.conversionEnergy(2)->value, .79e-12);
  EXPECT_NE(adc.conversionEnergy(2)->source.find("price of 4 bit, the smallest given"),
            std::string::npos);
  EXPECT_FALSE(adc.conversionEnergy(11));
}
