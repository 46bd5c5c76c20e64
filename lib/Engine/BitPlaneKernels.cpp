//===- BitPlaneKernels.cpp - Converts packed planes against packed cells ===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "BitPlaneKernels.h"
#include <cstring>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "BitPlaneKernels.cpp" // NOLINT(bugprone-suspicious-include)
#include "hwy/foreach_target.h"
#include "hwy/highway.h"

HWY_BEFORE_NAMESPACE();
namespace mlir::acim::kernels {
namespace HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

/// Vectors of signed sums and of the words they are counted from.
template <typename Word> struct Lanes {
  using Tag = hn::CappedTag<hwy::MakeSigned<Word>, laneBlockBytes / sizeof(Word)>;
  using WordTag = hn::RebindToUnsigned<Tag>;
  using Sum = hn::Vec<Tag>;
  using WordVec = hn::Vec<WordTag>;
  using T = hwy::MakeSigned<Word>;
};

/// What stays the same while one vector of lanes is converted for all positions and planes.
template <typename Word> struct Converter {
  using L = Lanes<Word>;
  typename L::Sum lo, hi, shift, lastCode;
  Transfer transfer;

  HWY_INLINE Converter(const UnitView &unit, size_t lane) : transfer(unit.transfer) {
    const typename L::Tag d;
    lo = hn::LoadU(d, static_cast<const typename L::T *>(unit.lo) + lane);
    hi = hn::LoadU(d, static_cast<const typename L::T *>(unit.hi) + lane);
    shift = hn::LoadU(d, static_cast<const typename L::T *>(unit.shift) + lane);
    lastCode = hn::LoadU(d, static_cast<const typename L::T *>(unit.lastCode) + lane);
  }

  HWY_INLINE typename L::Sum round(typename L::Sum sum) const {
    const typename L::Tag d;
    const auto half = hn::ShiftRight<1>(hn::Set(d, 1) << shift);
    const auto code = hn::Sub(hn::Add(sum, half), lo) >> shift;
    return hn::Add(lo, hn::Min(hn::Max(code, hn::Zero(d)), lastCode) << shift);
  }

  /// The reading of `sum`; counts sums outside [lo, hi] in `clipped`.
  HWY_INLINE typename L::Sum read(typename L::Sum sum, typename L::Sum &clipped) const {
    if (transfer == Transfer::Exact)
      return sum;
    const typename L::Tag d;
    const auto clamped = hn::Min(hn::Max(sum, lo), hi);
    clipped = hn::IfThenElse(hn::Ne(clamped, sum), hn::Add(clipped, hn::Set(d, 1)), clipped);
    return transfer == Transfer::Clamp ? clamped : round(sum);
  }
};

/// Cells of one vector of lanes, held in registers where their number is known.
template <typename Word, size_t numPlanes, size_t numWords> struct RegisterCells {
  using L = Lanes<Word>;
  typename L::WordVec cells[numPlanes][numWords];

  HWY_INLINE RegisterCells(const UnitView &unit, size_t lane) {
    const typename L::WordTag d;
    const auto *source = static_cast<const Word *>(unit.cells) + lane;
    for (size_t u = 0; u < numPlanes; ++u)
      for (size_t w = 0; w < numWords; ++w, source += unit.lanes)
        cells[u][w] = hn::LoadU(d, source);
  }

  /// sum_u 2^u popcount(input & cells[u]), Inputs giving the vector of word w.
  template <typename Inputs> HWY_INLINE typename L::WordVec weigh(const Inputs &input) const {
    auto sum = count(input, numPlanes - 1);
    for (size_t u = numPlanes - 1; u-- > 0;)
      sum = hn::Add(hn::Add(sum, sum), count(input, u));
    return sum;
  }

private:
  template <typename Inputs>
  HWY_INLINE typename L::WordVec count(const Inputs &input, size_t plane) const {
    auto sum = hn::PopulationCount(hn::And(input.word(0), cells[plane][0]));
    for (size_t w = 1; w < numWords; ++w)
      sum = hn::Add(sum, hn::PopulationCount(hn::And(input.word(w), cells[plane][w])));
    return sum;
  }
};

/// The same for any number of digit planes and words.
template <typename Word> struct MemoryCells {
  using L = Lanes<Word>;
  const Word *cells;
  size_t numPlanes, numWords, lanes;

  HWY_INLINE MemoryCells(const UnitView &unit, size_t lane)
      : cells(static_cast<const Word *>(unit.cells) + lane), numPlanes(unit.digitPlanes),
        numWords(unit.words), lanes(unit.lanes) {}

  template <typename Inputs> HWY_INLINE typename L::WordVec weigh(const Inputs &input) const {
    const typename L::WordTag d;
    auto sum = hn::Zero(d);
    for (size_t u = numPlanes; u-- > 0;) {
      sum = hn::Add(sum, sum);
      const Word *plane = cells + u * numWords * lanes;
      for (size_t w = 0; w < numWords; ++w)
        sum = hn::Add(sum,
                      hn::PopulationCount(hn::And(input.word(w), hn::LoadU(d, plane + w * lanes))));
    }
    return sum;
  }
};

/// What bias adds to every bit line of a unit with shared inputs, for each position and plane.
template <typename Word> struct SharedBias {
  HWY_ALIGN typename Lanes<Word>::T sums[maxUnitPositions * maxSteps];

  HWY_INLINE SharedBias(const UnitView &unit, const PlanesView &planes) {
    if (!unit.sharedInputs)
      return;
    auto *sum = sums;
    for (size_t p = 0; p < planes.positions; ++p) {
      const uint64_t *plane = planes.words + p * planes.positionWords;
      for (size_t t = 0; t < planes.numSteps; ++t, plane += planes.planeWords) {
        const auto *words = reinterpret_cast<const Word *>(reinterpret_cast<const char *>(plane) +
                                                           unit.inputOffset);
        int64_t active = 0;
        for (size_t w = 0; unit.bias != 0 && w < unit.words; ++w)
          active += hwy::PopCount(uint64_t(words[w]));
        *sum++ = static_cast<typename Lanes<Word>::T>(unit.bias * active);
      }
    }
  }
};

/// One input word for all lanes.
template <typename Word> struct SharedInputs {
  using L = Lanes<Word>;
  const Word *words;
  const typename L::T *biasSum;

  HWY_INLINE SharedInputs(const UnitView &unit, const uint64_t *plane, const typename L::T *bias,
                          size_t)
      : words(reinterpret_cast<const Word *>(reinterpret_cast<const char *>(plane) +
                                             unit.inputOffset)),
        biasSum(bias) {}

  HWY_INLINE typename L::WordVec word(size_t w) const {
    return hn::Set(typename L::WordTag(), words[w]);
  }
  HWY_INLINE typename L::Sum bias(const UnitView &) const {
    return hn::Set(typename L::Tag(), *biasSum);
  }
};

/// An input word for each lane.
template <typename Word> struct LaneInputs {
  using L = Lanes<Word>;
  const Word *words;
  size_t stride;

  HWY_INLINE LaneInputs(const UnitView &unit, const uint64_t *plane, const typename L::T *,
                        size_t lane)
      : words(reinterpret_cast<const Word *>(reinterpret_cast<const char *>(plane) +
                                             unit.inputOffset) +
              lane),
        stride(unit.lanes) {}

  HWY_INLINE typename L::WordVec word(size_t w) const {
    return hn::LoadU(typename L::WordTag(), words + w * stride);
  }
  HWY_INLINE typename L::Sum bias(const UnitView &unit) const {
    const typename L::Tag d;
    auto active = hn::PopulationCount(word(0));
    for (size_t w = 1; w < unit.words; ++w)
      active = hn::Add(active, hn::PopulationCount(word(w)));
    return hn::Mul(hn::BitCast(d, active), hn::Set(d, static_cast<typename L::T>(unit.bias)));
  }
};

/// sums[lane] += scale[lane] * values[lane], in 64 bits.
template <class D>
HWY_INLINE void addScaled(D d, hn::Vec<D> values, const int64_t *scale, int64_t *sums) {
  if constexpr (sizeof(hn::TFromD<D>) == sizeof(int64_t)) {
    const auto product = hn::Mul(values, hn::LoadU(d, scale));
    hn::StoreU(hn::Add(hn::LoadU(d, sums), product), d, sums);
  } else {
#if HWY_TARGET == HWY_SCALAR
    *sums += *scale * hn::GetLane(values);
#else
    const hn::Half<D> half;
    const hn::RepartitionToWide<D> wide;
    addScaled(wide, hn::PromoteTo(wide, hn::LowerHalf(half, values)), scale, sums);
    addScaled(wide, hn::PromoteTo(wide, hn::UpperHalf(half, values)), scale + hn::Lanes(wide),
              sums + hn::Lanes(wide));
#endif
  }
}

/// All positions and planes of one vector of lanes.
template <typename Word, class Cells, class Inputs>
HWY_INLINE int64_t convertLanes(const UnitView &unit, const PlanesView &planes, size_t lane,
                                const SharedBias<Word> &bias, int64_t *sums, size_t sumStride) {
  using L = Lanes<Word>;
  const typename L::Tag d;
  const Cells cells(unit, lane);
  const Converter<Word> converter(unit, lane);
  auto clipped = hn::Zero(d);
  for (size_t p = 0; p < planes.positions; ++p) {
    const uint64_t *plane = planes.words + p * planes.positionWords;
    auto reading = hn::Zero(d), sum = hn::Zero(d);
    for (size_t t = 0; t < planes.numSteps; ++t, plane += planes.planeWords) {
      const PlaneStep &step = planes.steps[t];
      const Inputs input(unit, plane, bias.sums + p * planes.numSteps + t, lane);
      auto weighed = hn::BitCast(d, cells.weigh(input));
      if (unit.bias != 0)
        weighed = hn::Add(weighed, input.bias(unit));
      if (step.coefficient != 1)
        weighed = hn::Mul(weighed, hn::Set(d, static_cast<typename L::T>(step.coefficient)));
      sum = hn::Add(sum, weighed);
      if (!step.converts)
        continue;
      const auto scale = hn::Set(d, static_cast<typename L::T>(step.scale));
      reading = hn::Add(reading, hn::Mul(converter.read(sum, clipped), scale));
      sum = hn::Zero(d);
    }
    addScaled(d, reading, unit.scale + lane, sums + p * sumStride + lane);
  }
  HWY_ALIGN typename L::T counts[laneBlockBytes / sizeof(Word)];
  hn::Store(clipped, d, counts);
  int64_t total = 0;
  for (size_t k = 0; k < hn::Lanes(d); ++k)
    total += counts[k];
  return total;
}

template <typename Word, class Cells>
HWY_INLINE int64_t convertWithCells(const UnitView &unit, const PlanesView &planes, int64_t *sums,
                                    size_t sumStride) {
  int64_t clipped = 0;
  const SharedBias<Word> bias(unit, planes);
  for (size_t lane = 0; lane < unit.lanes; lane += hn::Lanes(typename Lanes<Word>::Tag()))
    clipped += unit.sharedInputs
                   ? convertLanes<Word, Cells, SharedInputs<Word>>(unit, planes, lane, bias, sums,
                                                                   sumStride)
                   : convertLanes<Word, Cells, LaneInputs<Word>>(unit, planes, lane, bias, sums,
                                                                 sumStride);
  return clipped;
}

template <typename Word, size_t numWords>
HWY_INLINE int64_t convertWithWords(const UnitView &unit, const PlanesView &planes, int64_t *sums,
                                    size_t sumStride) {
  switch (unit.digitPlanes) {
  case 1:
    return convertWithCells<Word, RegisterCells<Word, 1, numWords>>(unit, planes, sums, sumStride);
  case 2:
    return convertWithCells<Word, RegisterCells<Word, 2, numWords>>(unit, planes, sums, sumStride);
  case 3:
    return convertWithCells<Word, RegisterCells<Word, 3, numWords>>(unit, planes, sums, sumStride);
  default:
    return convertWithCells<Word, MemoryCells<Word>>(unit, planes, sums, sumStride);
  }
}

int64_t convertUnit(const UnitView &unit, const PlanesView &planes, int64_t *sums,
                    size_t sumStride) {
  if (unit.wordBytes == 2 && unit.words == 1)
    return convertWithWords<uint16_t, 1>(unit, planes, sums, sumStride);
  if (unit.wordBytes == 4 && unit.words == 1)
    return convertWithWords<uint32_t, 1>(unit, planes, sums, sumStride);
  if (unit.words == 1)
    return convertWithWords<uint64_t, 1>(unit, planes, sums, sumStride);
  if (unit.words == 2)
    return convertWithWords<uint64_t, 2>(unit, planes, sums, sumStride);
  return convertWithCells<uint64_t, MemoryCells<uint64_t>>(unit, planes, sums, sumStride);
}

} // namespace HWY_NAMESPACE
} // namespace mlir::acim::kernels
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace mlir::acim::kernels {

HWY_EXPORT(convertUnit);

int64_t convertUnit(const UnitView &unit, const PlanesView &planes, int64_t *sums,
                    size_t sumStride) {
  return HWY_DYNAMIC_DISPATCH(convertUnit)(unit, planes, sums, sumStride);
}

} // namespace mlir::acim::kernels
#endif
