//===- IntegerArithmetic.h - The integer arithmetic of TOSA ---------------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The scalar functions of the TOSA 1.0 specification, without MLIR and without undefined behaviour:
// where the specification leaves a result open, two's complement wraps.
//
//===----------------------------------------------------------------------===//

#ifndef ACIM_SUPPORT_INTEGERARITHMETIC_H
#define ACIM_SUPPORT_INTEGERARITHMETIC_H

#include "llvm/ADT/bit.h"
#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <type_traits>

namespace mlir::acim {

template <typename T> T wrappingAdd(T a, T b) {
  using U = std::make_unsigned_t<T>;
  return static_cast<T>(static_cast<U>(a) + static_cast<U>(b));
}

template <typename T> T wrappingSub(T a, T b) {
  using U = std::make_unsigned_t<T>;
  return static_cast<T>(static_cast<U>(a) - static_cast<U>(b));
}

template <typename T> T wrappingMul(T a, T b) {
  using U = std::make_unsigned_t<T>;
  return static_cast<T>(static_cast<U>(a) * static_cast<U>(b));
}

/// The low `bits` bits of a value, sign-extended.
inline int64_t signExtend(int64_t value, unsigned bits) {
  unsigned unused = 64 - bits;
  return static_cast<int64_t>(static_cast<uint64_t>(value) << unused) >> unused;
}

/// Bounds of an integer type of up to 63 bits (64 when signed).
inline int64_t minInteger(unsigned bits, bool isUnsigned) {
  return isUnsigned ? 0 : std::numeric_limits<int64_t>::min() >> (64 - bits);
}
inline int64_t maxInteger(unsigned bits, bool isUnsigned) {
  return isUnsigned ? (int64_t(1) << bits) - 1 : std::numeric_limits<int64_t>::max() >> (64 - bits);
}

/// What has to be added before the right shift by `shift` (1 to 62) to round to nearest.
inline int64_t roundingTerm(unsigned shift) { return int64_t(1) << (shift - 1); }

/// TOSA apply_scale_32: value * multiplier / 2^shift, rounded once, or for shifts above 31 first at
/// bit 31 away from zero (`doubleRound`).
inline int32_t applyScale32(int32_t value, int32_t multiplier, unsigned shift, bool doubleRound) {
  int64_t round = roundingTerm(shift);
  if (doubleRound && shift > 31)
    round += value >= 0 ? int64_t(1) << 30 : -(int64_t(1) << 30);
  return static_cast<int32_t>((int64_t(value) * multiplier + round) >> shift);
}

/// TOSA apply_scale_16: the value has up to 48 bits, the multiplier 16.
inline int32_t applyScale16(int64_t value, int16_t multiplier, unsigned shift) {
  return static_cast<int32_t>((wrappingMul<int64_t>(value, multiplier) + roundingTerm(shift)) >>
                              shift);
}

/// Factor and shift that replace a division by a small count.
struct ReciprocalScale {
  int32_t multiplier;
  unsigned shift;
};

/// TOSA reciprocal_scale: 1 / count as a 32-bit multiplier; count >= 1.
inline ReciprocalScale reciprocalScale(uint32_t count) {
  unsigned bits = 32 - llvm::countl_zero(count - 1);
  int64_t numerator = ((int64_t(1) << 30) + 1) << bits;
  return {static_cast<int32_t>(numerator / count), 30 + bits};
}

/// Average of `count` values as AVG_POOL2D rounds it.
inline int32_t roundedAverage(int32_t sum, ReciprocalScale scale) {
  return applyScale32(sum, scale.multiplier, scale.shift, /*doubleRound=*/false);
}

/// TOSA TABLE on 16-bit values: 513 entries, linear interpolation, a result with 7 fractional bits.
inline int32_t interpolateTable(const int16_t *table, int16_t value) {
  int32_t index = (int32_t(value) + 32768) >> 7;
  int32_t fraction = value & 0x7f;
  int32_t base = table[index];
  return base * 128 + (table[index + 1] - base) * fraction;
}

inline int32_t countLeadingZeros(int32_t value) {
  return llvm::countl_zero(static_cast<uint32_t>(value));
}

/// The templates below are meant for int32_t and int64_t: narrower elements are widened first.
/// Shifts outside the width of the type leave the sign (arithmetic) or nothing (logical).
template <typename T> T arithmeticRightShift(T value, T shift, bool round) {
  constexpr T lastBit = sizeof(T) * 8 - 1;
  if (shift < 0 || shift > lastBit)
    return value < 0 ? T(-1) : T(0);
  T shifted = value >> shift;
  if (!round || shift == 0)
    return shifted;
  return wrappingAdd<T>(shifted, (value >> (shift - 1)) & 1);
}

template <typename T> T logicalLeftShift(T value, T shift) {
  using U = std::make_unsigned_t<T>;
  if (shift < 0 || shift >= T(sizeof(T) * 8))
    return 0;
  return static_cast<T>(static_cast<U>(value) << shift);
}

template <typename T> T logicalRightShift(T value, T shift) {
  using U = std::make_unsigned_t<T>;
  if (shift < 0 || shift >= T(sizeof(T) * 8))
    return 0;
  return static_cast<T>(static_cast<U>(value) >> shift);
}

/// Quotient rounded towards zero; division by zero gives 0 and the quotient that does not fit
/// wraps.
template <typename T> T integerDivide(T a, T b) {
  if (b == 0)
    return 0;
  return b == T(-1) ? wrappingSub<T>(0, a) : a / b;
}

/// The nearest integer, halves to even, saturated to the signed range of `bits`; NaN gives 0.
inline int64_t roundToInteger(float value, unsigned bits) {
  double rounded = std::nearbyint(double(value));
  double bound = std::ldexp(1.0, int(bits) - 1);
  if (rounded >= bound)
    return maxInteger(bits, /*isUnsigned=*/false);
  if (rounded < -bound)
    return minInteger(bits, /*isUnsigned=*/false);
  return std::isnan(rounded) ? 0 : static_cast<int64_t>(rounded);
}

} // namespace mlir::acim

#endif // ACIM_SUPPORT_INTEGERARITHMETIC_H
