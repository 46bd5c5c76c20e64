//===- InputPlanes.h - Inputs as sums of driven bit planes --------------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// An input code says how the raw integer inputs of a layer become the planes that
// the drivers put on the word lines, one drive plane after the other.
//
//===----------------------------------------------------------------------===//

#ifndef ACIM_SUPPORT_INPUTPLANES_H
#define ACIM_SUPPORT_INPUTPLANES_H

#include <cstddef>
#include <cstdint>
#include <vector>

namespace mlir::acim {

/// One {0,1} plane of the input code and what it stands for within its drive plane.
struct InputBitPlane {
  uint16_t drivePlane; ///< index i of the plane it is driven with
  /// Weight of an active row within the bit-line sum (CSD: +1 and -1; k-bit DAC: 2^0 .. 2^(k-1)).
  int32_t coefficient;
};

/// How raw inputs become driven planes.
/// u = x + offset = sum_i planeScale[i] * sum_{t of i} coefficient[t] * bit_t.
/// No table entry sets two bit planes of one drive plane whose coefficients differ in sign: a
/// driver puts one level on a word line.
struct InputCode {
  static constexpr size_t maxBitPlanes = 32;

  int32_t inputLo = -128;               ///< smallest raw value
  int32_t offset = 128;                 ///< added to a raw value to give u
  std::vector<int64_t> planeScale;      ///< one per drive plane
  std::vector<InputBitPlane> bitPlanes; ///< at most maxBitPlanes
  std::vector<uint32_t>
      table; ///< bits of raw value inputLo + k at table[k]; bit t belongs to bitPlanes[t]

  int32_t inputHi() const { return inputLo + static_cast<int32_t>(table.size()) - 1; }
};

/// Level of drive plane `plane` for the table entry `bits`.
int64_t driveLevel(const InputCode &code, uint32_t bits, size_t plane);

/// The value u that the table entry `bits` stands for.
int64_t decodePlanes(const InputCode &code, uint32_t bits);

/// Plain binary planes of u = x - lo for the 2^bits raw values from `lo` on; bits <= 16.
InputCode binaryInputCode(unsigned bits, int32_t lo);

/// The following codes take the raw values of [lo, hi] (at most 2^16 of them) and have only the
/// planes that one of these values sets; a code whose values set none has one plane all the same.

/// Planes of the bits of u = x + offset, which must not be negative.
InputCode binaryInputCode(int32_t lo, int32_t hi, int32_t offset);

/// Planes of the bits of u = x + offset in two's complement; the last plane counts negative.
InputCode twosComplementInputCode(int32_t lo, int32_t hi, int32_t offset);

/// Planes of the bits of |x + offset|, driven with the sign of x + offset. Drivers must be bipolar.
InputCode signMagnitudeInputCode(int32_t lo, int32_t hi, int32_t offset);

/// Planes of the canonical signed digits (non-adjacent form) of u = x + offset. Drivers must be
/// bipolar.
InputCode canonicalSignedInputCode(int32_t lo, int32_t hi, int32_t offset);

/// The same code with `dacBits` neighbouring planes driven at once by multi-level drivers: the
/// levels of their inputs add up with factors 1, 2, 4, ... Only planes whose scales double from one
/// to the next can be gathered; planes that stand between others and are not driven end a group.
InputCode withMultiLevelDrivers(const InputCode &code, unsigned dacBits);

} // namespace mlir::acim

#endif // ACIM_SUPPORT_INPUTPLANES_H
