//===- ColumnRanges.cpp - What a bit line can sum to --------------------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "acim/Support/ColumnRanges.h"
#include "acim/Support/Digits.h"
#include "llvm/Support/MathExtras.h"
#include <algorithm>
#include <cassert>

using namespace mlir::acim;

namespace {

/// Range of digit * level.
SumRange cellRange(int64_t digit, SumRange levels) {
  int64_t a = digit * levels.lo, b = digit * levels.hi;
  return {std::min(a, b), std::max(a, b)};
}

template <typename DigitOf>
SumRange sumOfCells(llvm::ArrayRef<int8_t> digits, SumRange levels, DigitOf digitOf) {
  SumRange sum;
  for (int8_t digit : digits) {
    SumRange cell = cellRange(digitOf(digit), levels);
    sum.lo += cell.lo;
    sum.hi += cell.hi;
  }
  return sum;
}

} // namespace

SumRange mlir::acim::hull(SumRange a, SumRange b) {
  return {std::min(a.lo, b.lo), std::max(a.hi, b.hi)};
}

SumRange mlir::acim::driveLevels(const InputCode &code, size_t plane) {
  assert(!code.table.empty());
  llvm::SmallVector<std::pair<unsigned, int64_t>>
      bitLevels; // tables are long: look at this plane's bits only
  for (unsigned t = 0; t < code.bitPlanes.size(); ++t)
    if (code.bitPlanes[t].drivePlane == plane)
      bitLevels.push_back({t, code.bitPlanes[t].coefficient});
  auto levelOf = [&](uint32_t bits) {
    int64_t level = 0;
    for (auto [t, coefficient] : bitLevels)
      level += (bits >> t & 1) * coefficient;
    return level;
  };
  const int64_t first = levelOf(code.table.front());
  SumRange levels{first, first};
  for (uint32_t bits : code.table) {
    const int64_t level = levelOf(bits);
    levels = {std::min(levels.lo, level), std::max(levels.hi, level)};
  }
  return levels;
}

SumRange mlir::acim::driveLevels(const InputCode &code) {
  SumRange levels{0, 0};
  for (size_t plane = 0; plane < code.planeScale.size(); ++plane)
    levels = hull(levels, driveLevels(code, plane));
  return levels;
}

SumRange mlir::acim::columnRange(llvm::ArrayRef<int8_t> digits, SumRange levels) {
  return sumOfCells(digits, levels, [](int64_t digit) { return digit; });
}

SumRange mlir::acim::positiveColumnRange(llvm::ArrayRef<int8_t> digits, SumRange levels) {
  return sumOfCells(digits, levels, [](int64_t digit) { return std::max<int64_t>(digit, 0); });
}

SumRange mlir::acim::negativeColumnRange(llvm::ArrayRef<int8_t> digits, SumRange levels) {
  return sumOfCells(digits, levels, [](int64_t digit) { return std::max<int64_t>(-digit, 0); });
}

std::vector<SumRange> mlir::acim::rangesByActiveRows(llvm::ArrayRef<int8_t> digits,
                                                     SumRange levels) {
  if (levels == SumRange{0, 0})
    return std::vector<SumRange>(digits.size() + 1);
  const SumRange active{levels.lo == 0 ? 1 : levels.lo, levels.hi == 0 ? -1 : levels.hi};
  std::vector<int64_t> lowest, highest;
  for (int8_t digit : digits) {
    SumRange cell = cellRange(digit, active);
    lowest.push_back(cell.lo);
    highest.push_back(cell.hi);
  }
  std::sort(lowest.begin(), lowest.end());
  std::sort(highest.rbegin(), highest.rend());
  std::vector<SumRange> ranges{{0, 0}};
  for (size_t k = 0; k < digits.size(); ++k)
    ranges.push_back({ranges.back().lo + lowest[k], ranges.back().hi + highest[k]});
  return ranges;
}

SumRange mlir::acim::naiveColumnRange(int64_t rows, int64_t minDigit, int64_t maxDigit,
                                      SumRange levels) {
  SumRange cell = hull(cellRange(minDigit, levels), cellRange(maxDigit, levels));
  return {rows * cell.lo, rows * cell.hi};
}

unsigned mlir::acim::exactBits(SumRange range) {
  assert(range.lo <= range.hi);
  return std::max(1u, llvm::Log2_64_Ceil(static_cast<uint64_t>(range.hi - range.lo) + 1));
}
