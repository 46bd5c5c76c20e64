//===- InputPlanesTest.cpp - Input codes, by enumeration ----------------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "acim/Support/InputPlanes.h"
#include "llvm/ADT/bit.h"
#include "gtest/gtest.h"

using namespace mlir::acim;

namespace {

TEST(InputPlanes, BinaryPlanesAddUpToEveryInput) {
  for (unsigned bits = 1; bits <= 16; ++bits) {
    for (int32_t lo : {0, -1, -(1 << (bits - 1)), 3, -200}) {
      InputCode code = binaryInputCode(bits, lo);
      ASSERT_EQ(code.table.size(), size_t(1) << bits);
      ASSERT_EQ(code.planeScale.size(), bits);
      ASSERT_EQ(code.inputHi(), lo + (1 << bits) - 1);
      for (int32_t x = code.inputLo; x <= code.inputHi(); ++x)
        ASSERT_EQ(decodePlanes(code, code.table[x - code.inputLo]), x + code.offset);
    }
  }
}

TEST(InputPlanes, BinaryDrivesOneLevel) {
  InputCode code = binaryInputCode(8, -128);
  for (size_t plane = 0; plane < code.planeScale.size(); ++plane)
    for (uint32_t bits : code.table)
      EXPECT_EQ(driveLevel(code, bits, plane), int64_t(bits >> plane & 1));
}

/// Two drive planes of a 2-bit driver, and one of a bipolar driver.
TEST(InputPlanes, LevelsFollowTheCoefficients) {
  InputCode code;
  code.inputLo = 0;
  code.offset = 0;
  code.planeScale = {1, 4};
  code.bitPlanes = {{0, 1}, {0, 2}, {1, 1}, {1, -1}};
  EXPECT_EQ(driveLevel(code, 0b0111, 0), 3);
  EXPECT_EQ(driveLevel(code, 0b0111, 1), 1);
  EXPECT_EQ(driveLevel(code, 0b1001, 1), -1);
  EXPECT_EQ(decodePlanes(code, 0b1001), 1 - 4);
}

void checkAddsUp(const InputCode &code, int32_t lo, int32_t hi) {
  ASSERT_EQ(code.inputLo, lo);
  ASSERT_EQ(code.inputHi(), hi);
  ASSERT_LE(code.bitPlanes.size(), InputCode::maxBitPlanes);
  for (int32_t x = lo; x <= hi; ++x)
    ASSERT_EQ(decodePlanes(code, code.table[x - lo]), x + code.offset) << x;
}

TEST(InputPlanes, SignedCodesAddUpToEveryInput) {
  for (auto factory : {twosComplementInputCode, signMagnitudeInputCode, canonicalSignedInputCode})
    for (auto [lo, hi, offset] : {std::tuple{-128, 127, 128},
                                  {-128, 127, 0},
                                  {-128, 127, -83},
                                  {-128, 42, 128},
                                  {-5, -5, 5},
                                  {-32768, 32767, 0},
                                  {3, 200, -3}}) {
      InputCode code = factory(lo, hi, offset);
      checkAddsUp(code, lo, hi);
      for (unsigned dacBits : {1, 2, 4})
        checkAddsUp(withMultiLevelDrivers(code, dacBits), lo, hi);
    }
}

TEST(InputPlanes, BinaryPlanesOfARange) {
  for (int32_t lo = -9; lo <= 9; ++lo)
    for (int32_t hi = lo; hi <= 40; ++hi)
      for (int32_t offset : {-lo, -lo + 5}) {
        InputCode code = binaryInputCode(lo, hi, offset);
        checkAddsUp(code, lo, hi);
        if (offset == -lo) {
          ASSERT_EQ(code.planeScale.size(),
                    std::max(1u, unsigned(llvm::bit_width(unsigned(hi - lo)))));
        }
      }
}

TEST(InputPlanes, OneValueThatIsDrivenAsZeroHasAnIdlePlane) {
  for (const InputCode &code : {binaryInputCode(7, 7, -7), signMagnitudeInputCode(-5, -5, 5),
                                withMultiLevelDrivers(canonicalSignedInputCode(0, 0, 0), 4)}) {
    EXPECT_EQ(code.planeScale, std::vector<int64_t>{1});
    EXPECT_EQ(code.table, std::vector<uint32_t>{0});
  }
}

TEST(InputPlanes, NinthPlaneOnlyWhereAnInputNeedsIt) {
  EXPECT_EQ(canonicalSignedInputCode(-128, 42, 128).planeScale.size(), 8u); // u <= 170
  EXPECT_EQ(canonicalSignedInputCode(-128, 43, 128).planeScale.size(), 9u);
  EXPECT_EQ(twosComplementInputCode(-128, 127, 128).planeScale.size(), 8u); // never negative
}

TEST(InputPlanes, CanonicalSignedDigitsHaveFewerActiveRows) {
  InputCode code = canonicalSignedInputCode(0, 255, 0);
  int64_t active = 0;
  for (uint32_t bits : code.table)
    active += llvm::popcount(bits);
  EXPECT_NEAR(active / 256.0, 3.11, 0.005);
}

TEST(InputPlanes, MultiLevelDriversShareSteps) {
  InputCode code = withMultiLevelDrivers(binaryInputCode(8, -128), 2);
  EXPECT_EQ(code.planeScale, (std::vector<int64_t>{1, 4, 16, 64}));
  EXPECT_EQ(driveLevel(code, 0b11, 0), 3);
}

/// Four signed digits are one level, which a driver gives with one sign: 7 = 8 - 1 is +7.
TEST(InputPlanes, MultiLevelDriversGiveOneSignAtATime) {
  for (auto factory : {signMagnitudeInputCode, canonicalSignedInputCode})
    for (unsigned dacBits : {2, 3, 4}) {
      InputCode single = factory(-128, 127, 3);
      InputCode code = withMultiLevelDrivers(single, dacBits);
      EXPECT_EQ(code.planeScale.size(), (single.planeScale.size() + dacBits - 1) / dacBits);
      checkAddsUp(code, -128, 127);
      for (uint32_t bits : code.table)
        for (size_t t = 0; t < code.bitPlanes.size(); ++t) {
          int64_t level = driveLevel(code, bits, code.bitPlanes[t].drivePlane);
          EXPECT_LT(std::abs(level), 1 << dacBits);
          if (bits >> t & 1) {
            EXPECT_GT(level * code.bitPlanes[t].coefficient, 0);
          }
        }
    }
}

} // namespace
