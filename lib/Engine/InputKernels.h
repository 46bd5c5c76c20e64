//===- InputKernels.h - Vector code that encodes, counts and packs inputs ===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef ACIM_LIB_ENGINE_INPUTKERNELS_H
#define ACIM_LIB_ENGINE_INPUTKERNELS_H

#include <cstddef>
#include <cstdint>

namespace mlir::acim::kernels {

/// Neighbouring code bytes that are counted or packed at once.
constexpr size_t stripBytes = 64;
/// What an 8-bit counter holds.
constexpr size_t maxCountedPositions = 255;

/// low[k], high[k] = the bytes of raw[k] - lo; `high` may be null.
void encodeLinear(const int16_t *raw, size_t size, int32_t lo, uint8_t *low, uint8_t *high);

/// ones[t][k] = number of positions whose byte k has bit t set. Reads stripBytes bytes at codes + p
/// * stride.
void countBits(const uint8_t *codes, size_t positions, size_t stride,
               uint8_t (&ones)[8][stripBytes]);

/// Neighbouring code bytes of a position.
struct ByteRun {
  uint32_t first, size;
};

/// ors[p] = OR of the code bytes of all runs of position p. Reads up to stripBytes bytes beyond a
/// run's start.
void orBytes(const ByteRun *runs, size_t numRuns, const uint8_t *codes, size_t positions,
             size_t stride, uint8_t *ors);

/// ones[p * 8 + t] = number of code bytes of all runs of position p that have bit t set. Reads up
/// to stripBytes bytes beyond a run's start.
void countOnes(const ByteRun *runs, size_t numRuns, const uint8_t *codes, size_t positions,
               size_t stride, uint32_t *ones);

/// Consecutive code bytes that lie next to each other on the word lines, too.
struct RowRun {
  uint32_t source; ///< first code byte of the position
  uint8_t target;  ///< first byte of the strip
  uint8_t size;
};

/// stripBytes physical rows, as runs of code bytes.
struct RowStrip {
  uint32_t firstRun, numRuns;
  uint64_t mask; ///< rows that exist
};

/// How the bits of one slice of code bytes are packed into 64-bit words, a word for each strip.
struct PackJob {
  const RowStrip *strips;
  size_t numStrips;
  const RowRun *runs;
  size_t positionWords;      ///< words of a position of the result, all planes
  size_t planes;             ///< bits of this slice
  const uint32_t *planeWord; ///< offset of each of the slice's planes within the position
  uint8_t *staging;          ///< stripBytes for each strip and once more
};

/// Packs one position after the other. Reads up to stripBytes bytes beyond a run's start.
void packBits(const PackJob &job, const uint8_t *codes, size_t positions, size_t codeStride,
              uint64_t *words);

} // namespace mlir::acim::kernels

#endif // ACIM_LIB_ENGINE_INPUTKERNELS_H
