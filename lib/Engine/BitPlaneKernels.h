//===- BitPlaneKernels.h - Converts packed planes against packed cells --===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef ACIM_LIB_ENGINE_BITPLANEKERNELS_H
#define ACIM_LIB_ENGINE_BITPLANEKERNELS_H

#include <cstddef>
#include <cstdint>

namespace mlir::acim::kernels {

/// Lanes are padded to whole vectors of this many bytes; narrower vectors take several steps.
constexpr size_t laneBlockBytes = 64;

/// One bit plane of the inputs in the order in which they are packed: those of a drive plane are
/// neighbours.
struct PlaneStep {
  int32_t coefficient;
  bool converts; ///< last of its drive plane: the sum is read
  int64_t scale; ///< of the drive plane
};

/// What is done with a bit-line sum s.
enum class Transfer : uint8_t {
  Exact, ///< read as it is: no input can leave the range
  Clamp, ///< clamped to [lo, hi]
  Round, ///< lo + (clamp((s - lo + half) >> shift, 0, lastCode) << shift)
};

/// One bit line for each lane over the rows of one row group. Cells hold digit - bias in binary, so
/// s = bias * popcount(a) + sum_u 2^u popcount(a & cells[u]). Lane type: signed integer as wide as
/// an input word.
struct UnitView {
  uint8_t wordBytes; ///< 2, 4 or 8
  uint8_t digitPlanes;
  uint32_t words;       ///< of a row group
  uint32_t lanes;       ///< padded
  bool sharedInputs;    ///< one input word for all lanes, else one for each
  uint32_t inputOffset; ///< bytes into a packed plane
  int32_t bias;
  Transfer transfer;
  const void *cells; ///< digitPlanes x words x lanes
  const void *lo;    ///< of each lane, as are the following
  const void *hi;
  const void *shift;
  const void *lastCode;
  const int64_t *scale;
};

/// Positions converted in one call at most.
constexpr size_t maxUnitPositions = 64;
constexpr size_t maxSteps = 32;

/// Packed inputs of some positions.
struct PlanesView {
  const uint64_t *words;
  size_t planeWords, positionWords;
  const PlaneStep *steps;
  size_t numSteps;
  size_t positions;
};

/// sums[p * sumStride + lane] += scale[lane] * sum over drive planes of plane scale * reading.
/// Returns how many sums lay outside their range.
int64_t convertUnit(const UnitView &unit, const PlanesView &planes, int64_t *sums,
                    size_t sumStride);

} // namespace mlir::acim::kernels

#endif // ACIM_LIB_ENGINE_BITPLANEKERNELS_H
