//===- SkippedConversions.cpp - Which conversions a layer leaves out -----===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "acim/Mapping/SkippedConversions.h"

#include "acim/Mapping/MvmPlan.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/bit.h"
#include "llvm/Support/MathExtras.h"
#include <cstdlib>

using namespace mlir::acim;

/// The exponent of a scale, which is +-2^n.
static int64_t exponentOf(int64_t scale) {
  return llvm::Log2_64(static_cast<uint64_t>(std::abs(scale)));
}

uint32_t SkipChoice::planesOf(const InputCode &input, size_t digit, int64_t scale) const {
  uint32_t skipped = digit < planes.size() ? planes[digit] : 0;
  for (auto [plane, planeScale] : llvm::enumerate(input.planeScale))
    if (exponentOf(planeScale) + exponentOf(scale) <= threshold)
      skipped |= uint32_t(1) << plane;
  return skipped;
}

uint32_t mlir::acim::wholeDrives(const InputCode &input, int32_t planesPerDrive, uint32_t planes) {
  const std::vector<size_t> starts = driveStarts(input, planesPerDrive);
  uint32_t whole = 0;
  for (size_t drive = 0; drive + 1 < starts.size(); ++drive) {
    const auto all = static_cast<uint32_t>(
        llvm::maskTrailingOnes<uint64_t>(starts[drive + 1] - starts[drive]) << starts[drive]);
    if ((planes & all) == all)
      whole |= uint32_t(1) << starts[drive];
  }
  return whole;
}

int64_t mlir::acim::countSkipped(const SkipChoice &choice, const InputCode &input,
                                 llvm::ArrayRef<int64_t> digitScales) {
  int64_t count = 0;
  for (auto [digit, scale] : llvm::enumerate(digitScales))
    count += llvm::popcount(choice.planesOf(input, digit, scale));
  return count;
}
