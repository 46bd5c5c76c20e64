//===- RangeArithmetic.cpp - What TOSA's arithmetic makes of ranges ------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "acim/Support/RangeArithmetic.h"
#include "acim/Support/IntegerArithmetic.h"
#include "llvm/Support/CheckedArithmetic.h"
#include <algorithm>

using namespace mlir::acim;

SumRange mlir::acim::signedRange(unsigned bits) {
  return {minInteger(bits, /*isUnsigned=*/false), maxInteger(bits, /*isUnsigned=*/false)};
}

SumRange mlir::acim::unsignedRange(unsigned bits) {
  return {0, bits < 63 ? maxInteger(bits, /*isUnsigned=*/true) : signedRange(64).hi};
}

static SumRange clampTo(SumRange range, SumRange limits) {
  return {std::clamp(range.lo, limits.lo, limits.hi), std::clamp(range.hi, limits.lo, limits.hi)};
}

SumRange mlir::acim::readAsUnsigned(SumRange range, unsigned bits) {
  if (range.lo >= 0)
    return range;
  if (range.hi >= 0 || bits > 62)
    return unsignedRange(bits);
  int64_t codes = int64_t(1) << bits;
  return {range.lo + codes, range.hi + codes};
}

SumRange mlir::acim::readAsSigned(SumRange range, unsigned bits) {
  SumRange type = signedRange(bits);
  if (range.hi <= type.hi)
    return range;
  if (range.lo <= type.hi || bits > 62)
    return type;
  int64_t codes = int64_t(1) << bits;
  return {range.lo - codes, range.hi - codes};
}

/// The scaled value before it saturates; none where 32-bit arithmetic would wrap around.
static std::optional<int64_t> rescaleValue(int64_t value, const RescaleArithmetic &rescale,
                                           RescaleFactor factor) {
  value -= rescale.inputZero;
  int64_t round = roundingTerm(factor.shift);
  if (rescale.doubleRound && factor.shift > 31)
    round += value >= 0 ? int64_t(1) << 30 : -(int64_t(1) << 30);
  std::optional<int64_t> product = llvm::checkedMul(value, factor.multiplier);
  std::optional<int64_t> rounded = product ? llvm::checkedAdd(*product, round) : std::nullopt;
  if (!rounded)
    return std::nullopt;
  int64_t scaled = *rounded >> factor.shift, result = scaled + rescale.outputZero;
  SumRange word = signedRange(32);
  if (!word.contains({scaled, scaled}) || !word.contains({result, result}))
    return std::nullopt;
  return result;
}

std::optional<SumRange> mlir::acim::rescaledRange(SumRange range,
                                                  const RescaleArithmetic &rescale) {
  std::optional<SumRange> all;
  for (RescaleFactor factor : rescale.factors) {
    // Monotone as long as the multiplier is not negative, which TOSA demands.
    if (factor.multiplier < 0 || factor.shift < 1 || factor.shift > 62)
      return std::nullopt;
    std::optional<int64_t> lo = rescaleValue(range.lo, rescale, factor),
                           hi = rescaleValue(range.hi, rescale, factor);
    if (!lo || !hi)
      return std::nullopt;
    all = all ? hull(*all, {*lo, *hi}) : SumRange{*lo, *hi};
  }
  if (!all)
    return std::nullopt;
  return clampTo(*all, rescale.output);
}

std::optional<SumRange> mlir::acim::averageRange(SumRange range, int64_t inputZero,
                                                 int64_t outputZero, int64_t largestCount,
                                                 SumRange output) {
  // The factor that replaces the division is too large by at most 2^-30 of it: the average of equal
  // values of so few bits is that value. More values could overflow their 32-bit sum.
  constexpr int64_t safeCount = 1 << 14;
  if (largestCount > safeCount || !signedRange(16).contains(range) ||
      !signedRange(16).contains({inputZero, inputZero}))
    return std::nullopt;
  int64_t shift = outputZero - inputZero;
  return clampTo({range.lo + shift, range.hi + shift}, output);
}

std::optional<SumRange> mlir::acim::tableRange(llvm::ArrayRef<int64_t> table, SumRange range) {
  bool interpolates = table.size() == 513;
  unsigned bits = interpolates ? 16 : 8;
  if ((table.size() != 256 && !interpolates) || !signedRange(bits).contains(range))
    return std::nullopt;
  // 16-bit results lie between two neighbouring entries, with 7 fractional bits.
  size_t first = (range.lo + (int64_t(1) << (bits - 1))) >> (interpolates ? 7 : 0);
  size_t last = (range.hi + (int64_t(1) << (bits - 1))) >> (interpolates ? 7 : 0);
  auto entries = table.slice(first, last - first + (interpolates ? 2 : 1));
  auto [lo, hi] = std::minmax_element(entries.begin(), entries.end());
  int64_t scale = interpolates ? 128 : 1;
  return SumRange{*lo * scale, *hi * scale};
}
