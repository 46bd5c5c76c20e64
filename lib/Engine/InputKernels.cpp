//===- InputKernels.cpp - Vector code that encodes, counts and packs inputs ===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "InputKernels.h"
#include <cstring>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "InputKernels.cpp" // NOLINT(bugprone-suspicious-include)
#include "hwy/foreach_target.h"
#include "hwy/highway.h"

HWY_BEFORE_NAMESPACE();
namespace mlir::acim::kernels {
namespace HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

using ByteTag = hn::CappedTag<uint8_t, stripBytes>;

void encodeLinear(const int16_t *raw, size_t size, int32_t lo, uint8_t *low, uint8_t *high) {
  const hn::CappedTag<int16_t, 32> d16;
  const hn::Rebind<uint8_t, decltype(d16)> d8;
  const hn::RebindToUnsigned<decltype(d16)> du16;
  const auto base = hn::Set(d16, static_cast<int16_t>(lo));
  const auto byteMask = hn::Set(d16, 0xFF);
  size_t k = 0;
  for (; k + hn::Lanes(d16) <= size; k += hn::Lanes(d16)) {
    const auto code = hn::Sub(hn::LoadU(d16, raw + k), base);
    hn::StoreU(hn::DemoteTo(d8, hn::And(code, byteMask)), d8, low + k);
    if (high) {
      const auto upper = hn::BitCast(d16, hn::ShiftRight<8>(hn::BitCast(du16, code)));
      hn::StoreU(hn::DemoteTo(d8, upper), d8, high + k);
    }
  }
  for (; k < size; ++k) {
    const auto code = static_cast<uint32_t>(raw[k] - lo);
    low[k] = static_cast<uint8_t>(code);
    if (high)
      high[k] = static_cast<uint8_t>(code >> 8);
  }
}

/// One vector's width of countBits.
HWY_INLINE void countBitsOfVector(ByteTag d, const uint8_t *codes, size_t positions, size_t stride,
                                  uint8_t *ones) {
  auto c0 = hn::Zero(d), c1 = c0, c2 = c0, c3 = c0, c4 = c0, c5 = c0, c6 = c0, c7 = c0;
  const auto one = hn::Set(d, 1);
  const auto count = [&](auto &counter, const auto bytes, uint8_t bit) HWY_ATTR {
    counter = hn::IfThenElse(hn::TestBit(bytes, hn::Set(d, bit)), hn::Add(counter, one), counter);
  };
  for (size_t p = 0; p < positions; ++p) {
    const auto bytes = hn::LoadU(d, codes + p * stride);
    count(c0, bytes, 1);
    count(c1, bytes, 2);
    count(c2, bytes, 4);
    count(c3, bytes, 8);
    count(c4, bytes, 16);
    count(c5, bytes, 32);
    count(c6, bytes, 64);
    count(c7, bytes, 128);
  }
  hn::StoreU(c0, d, ones);
  hn::StoreU(c1, d, ones + stripBytes);
  hn::StoreU(c2, d, ones + 2 * stripBytes);
  hn::StoreU(c3, d, ones + 3 * stripBytes);
  hn::StoreU(c4, d, ones + 4 * stripBytes);
  hn::StoreU(c5, d, ones + 5 * stripBytes);
  hn::StoreU(c6, d, ones + 6 * stripBytes);
  hn::StoreU(c7, d, ones + 7 * stripBytes);
}

void countBits(const uint8_t *codes, size_t positions, size_t stride,
               uint8_t (&ones)[8][stripBytes]) {
  const ByteTag d;
  for (size_t k = 0; k < stripBytes; k += hn::Lanes(d))
    countBitsOfVector(d, codes + k, positions, stride, &ones[0][k]);
}

/// OR of the bytes of a vector.
HWY_INLINE uint8_t foldBytes(ByteTag d, hn::Vec<ByteTag> bytes) {
  constexpr size_t numWords = stripBytes / sizeof(uint64_t);
  HWY_ALIGN uint64_t words[numWords] = {};
  hn::Store(bytes, d, reinterpret_cast<uint8_t *>(words));
  for (size_t w = 1; w < numWords; ++w)
    words[0] |= words[w];
  words[0] |= words[0] >> 32;
  words[0] |= words[0] >> 16;
  words[0] |= words[0] >> 8;
  return static_cast<uint8_t>(words[0]);
}

void orBytes(const ByteRun *runs, size_t numRuns, const uint8_t *codes, size_t positions,
             size_t stride, uint8_t *ors) {
  const ByteTag d;
  for (size_t p = 0; p < positions; ++p, codes += stride) {
    auto all = hn::Zero(d);
    for (const ByteRun *run = runs, *end = runs + numRuns; run != end; ++run)
      for (size_t k = 0; k < run->size; k += hn::Lanes(d)) {
        const auto bytes = hn::LoadU(d, codes + run->first + k);
        all = hn::Or(all, hn::IfThenElseZero(hn::FirstN(d, run->size - k), bytes));
      }
    ors[p] = foldBytes(d, all);
  }
}

void countOnes(const ByteRun *runs, size_t numRuns, const uint8_t *codes, size_t positions,
               size_t stride, uint32_t *ones) {
  const ByteTag d;
  for (size_t p = 0; p < positions; ++p, codes += stride, ones += 8) {
    size_t counts[8] = {};
    for (const ByteRun *run = runs, *end = runs + numRuns; run != end; ++run)
      for (size_t k = 0; k < run->size; k += hn::Lanes(d)) {
        const auto bytes =
            hn::IfThenElseZero(hn::FirstN(d, run->size - k), hn::LoadU(d, codes + run->first + k));
        for (size_t t = 0; t < 8; ++t)
          counts[t] +=
              hn::CountTrue(d, hn::TestBit(bytes, hn::Set(d, static_cast<uint8_t>(1u << t))));
      }
    for (size_t t = 0; t < 8; ++t)
      ones[t] = static_cast<uint32_t>(counts[t]);
  }
}

/// Whether the strip's rows are neighbours among the code bytes, too.
HWY_INLINE bool isContiguous(const PackJob &job, const RowStrip &strip) {
  return strip.numRuns == 1 && job.runs[strip.firstRun].target == 0;
}

/// Lays the runs of each strip next to each other. Copies whole blocks: what lies beyond a run is
/// overwritten by the next one or masked.
HWY_INLINE void gatherStrips(const PackJob &job, const uint8_t *codes) {
  constexpr size_t block = 16;
  uint8_t *target = job.staging;
  for (size_t s = 0; s < job.numStrips; ++s, target += stripBytes) {
    if (isContiguous(job, job.strips[s]))
      continue;
    const RowRun *run = job.runs + job.strips[s].firstRun;
    for (const RowRun *end = run + job.strips[s].numRuns; run != end; ++run)
      for (size_t k = 0; k < run->size; k += block)
        std::memcpy(target + run->target + k, codes + run->source + k, block);
  }
}

/// Where the planes of a slice go; held apart from the job because bytes are stored through any
/// pointer.
struct PlaneOffsets {
  size_t word[8];

  HWY_INLINE explicit PlaneOffsets(const PackJob &job) {
    for (size_t t = 0; t < 8; ++t)
      word[t] = t < job.planes ? job.planeWord[t] : 0;
  }
};

/// words[plane.word[t]] = bit t < count of each of stripBytes bytes.
HWY_INLINE void packStrip(const PlaneOffsets &plane, size_t count, const uint8_t *bytes,
                          uint64_t mask, uint64_t *words) {
  const ByteTag d;
  for (size_t k = 0; k < stripBytes; k += hn::Lanes(d)) {
    const auto vector = hn::LoadU(d, bytes + k);
    for (size_t t = 0; t < count; ++t) {
      const auto bits = hn::TestBit(vector, hn::Set(d, static_cast<uint8_t>(1u << t)));
      uint64_t *word = words + plane.word[t];
#if HWY_TARGET == HWY_SCALAR
      *word = (k == 0 ? 0 : *word) | uint64_t(hn::CountTrue(d, bits)) << k;
#else
      hn::StoreMaskBits(d, bits, reinterpret_cast<uint8_t *>(word) + k / 8);
#endif
    }
  }
  if (mask != ~uint64_t(0))
    for (size_t t = 0; t < count; ++t)
      words[plane.word[t]] &= mask;
}

void packBits(const PackJob &job, const uint8_t *codes, size_t positions, size_t codeStride,
              uint64_t *words) {
  const PlaneOffsets plane(job);
  for (size_t p = 0; p < positions; ++p, codes += codeStride, words += job.positionWords) {
    gatherStrips(job, codes);
    for (size_t s = 0; s < job.numStrips; ++s) {
      const RowStrip &strip = job.strips[s];
      const uint8_t *bytes = isContiguous(job, strip) ? codes + job.runs[strip.firstRun].source
                                                      : job.staging + s * stripBytes;
      // With the usual number known the loop over planes is unrolled.
      if (job.planes == 8)
        packStrip(plane, 8, bytes, strip.mask, words + s);
      else
        packStrip(plane, job.planes, bytes, strip.mask, words + s);
    }
  }
}

} // namespace HWY_NAMESPACE
} // namespace mlir::acim::kernels
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace mlir::acim::kernels {

HWY_EXPORT(encodeLinear);
HWY_EXPORT(countBits);
HWY_EXPORT(orBytes);
HWY_EXPORT(countOnes);
HWY_EXPORT(packBits);

void encodeLinear(const int16_t *raw, size_t size, int32_t lo, uint8_t *low, uint8_t *high) {
  HWY_DYNAMIC_DISPATCH(encodeLinear)(raw, size, lo, low, high);
}

void countBits(const uint8_t *codes, size_t positions, size_t stride,
               uint8_t (&ones)[8][stripBytes]) {
  HWY_DYNAMIC_DISPATCH(countBits)(codes, positions, stride, ones);
}

void orBytes(const ByteRun *runs, size_t numRuns, const uint8_t *codes, size_t positions,
             size_t stride, uint8_t *ors) {
  HWY_DYNAMIC_DISPATCH(orBytes)(runs, numRuns, codes, positions, stride, ors);
}

void countOnes(const ByteRun *runs, size_t numRuns, const uint8_t *codes, size_t positions,
               size_t stride, uint32_t *ones) {
  HWY_DYNAMIC_DISPATCH(countOnes)(runs, numRuns, codes, positions, stride, ones);
}

void packBits(const PackJob &job, const uint8_t *codes, size_t positions, size_t codeStride,
              uint64_t *words) {
  HWY_DYNAMIC_DISPATCH(packBits)(job, codes, positions, codeStride, words);
}

} // namespace mlir::acim::kernels
#endif
