//===- InputPlanesTest.cpp - Input codes, by enumeration ----------------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "acim/Support/InputPlanes.h"
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

} // namespace
