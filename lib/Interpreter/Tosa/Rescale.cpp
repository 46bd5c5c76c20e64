//===- Rescale.cpp - TOSA rescale ---------------------------------------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Elementwise.h"

using namespace mlir;
using namespace mlir::acim;
using llvm::Expected;

namespace {

/// The scaling of one channel, in the form the loops use: (value * multiplier + round +- outward)
/// >> shift.
struct ChannelScale {
  int32_t multiplier;
  int64_t round;
  int64_t outward; ///< the extra rounding away from zero of DOUBLE_ROUND, else 0
  int64_t shift;
};

/// One scale for all elements.
struct UniformScale {
  ChannelScale scale;

  size_t rowSize(size_t elements) const { return elements; }
  ChannelScale operator[](size_t) const { return scale; }
};

/// One scale per element of the last dimension, in separate arrays so that vectors of them can be
/// loaded.
struct ScalePerChannel {
  std::vector<int32_t> multiplier;
  std::vector<int64_t> round, outward, shift;

  size_t rowSize(size_t) const { return multiplier.size(); }
  ChannelScale operator[](size_t c) const {
    return {multiplier[c], round[c], outward[c], shift[c]};
  }
};

struct RescaleParameters {
  int64_t inputZero = 0;
  int32_t outputZero = 0;
  int32_t lowest = 0, highest = 0; ///< the scaled value has 32 bits, whatever the result has
  std::vector<ChannelScale> channels;
};

bool isRescaleKind(ElementKind kind) {
  return kind == ElementKind::I8 || kind == ElementKind::I16 || kind == ElementKind::I32 ||
         kind == ElementKind::I48;
}

/// Calls `body` with the Element of one of the kinds above.
template <typename Body> auto dispatchRescaleKind(ElementKind kind, Body body) {
  switch (kind) {
  case ElementKind::I8:
    return body(Element<ElementKind::I8>());
  case ElementKind::I16:
    return body(Element<ElementKind::I16>());
  case ElementKind::I32:
    return body(Element<ElementKind::I32>());
  default:
    return body(Element<ElementKind::I48>());
  }
}

template <typename E, bool IsUnsigned> int64_t loadWide(typename E::Storage stored) {
  if constexpr (IsUnsigned)
    return static_cast<std::make_unsigned_t<typename E::Storage>>(stored);
  else
    return E::load(stored);
}

/// Products of operands of up to 32 bits are formed from 32-bit factors.
template <typename In>
inline int32_t scaleValue(int64_t value, const ChannelScale &scale, const RescaleParameters &p) {
  value -= p.inputZero;
  int64_t product;
  if constexpr (In::bits > 32)
    product = wrappingMul<int64_t>(value, scale.multiplier);
  else
    product = int64_t(static_cast<int32_t>(value)) * scale.multiplier;
  product = wrappingAdd(product, scale.round + (value >= 0 ? scale.outward : -scale.outward));
  int32_t result = wrappingAdd(static_cast<int32_t>(product >> scale.shift), p.outputZero);
  return std::min(std::max(result, p.lowest), p.highest);
}

template <typename In, bool Unsigned, typename Out, typename Scales>
LLVM_ATTRIBUTE_ALWAYS_INLINE void scaleRow(const typename In::Storage *__restrict in,
                                           typename Out::Storage *__restrict out, size_t size,
                                           const Scales &scales, const RescaleParameters &p) {
  for (size_t i = 0; i < size; ++i)
    out[i] = static_cast<typename Out::Storage>(
        scaleValue<In>(loadWide<In, Unsigned>(in[i]), scales[i], p));
}

template <typename In, bool Unsigned, typename Out, typename Scales>
LLVM_ATTRIBUTE_ALWAYS_INLINE void scaleRows(const typename In::Storage *in,
                                            typename Out::Storage *out, size_t elements,
                                            const Scales &scales, const RescaleParameters &p) {
  size_t size = scales.rowSize(elements);
  for (size_t at = 0; at < elements; at += size)
    scaleRow<In, Unsigned, Out>(in + at, out + at, size, scales, p);
}

template <typename In, bool Unsigned, typename Out, typename Scales>
void scaleRowsBaseline(const typename In::Storage *in, typename Out::Storage *out, size_t elements,
                       const Scales &scales, const RescaleParameters &p) {
  scaleRows<In, Unsigned, Out>(in, out, elements, scales, p);
}

#ifdef __x86_64__
/// The same loop for processors with AVX2, which have the products and shifts of 64-bit elements.
template <typename In, bool Unsigned, typename Out, typename Scales>
__attribute__((target("avx2"))) void
scaleRowsAvx2(const typename In::Storage *in, typename Out::Storage *out, size_t elements,
              const Scales &scales, const RescaleParameters &p) {
  scaleRows<In, Unsigned, Out>(in, out, elements, scales, p);
}
#endif

/// The best compiled form of the loop for this processor.
template <typename In, bool Unsigned, typename Out, typename Scales> auto selectScaleRows() {
#ifdef __x86_64__
  if (__builtin_cpu_supports("avx2"))
    return scaleRowsAvx2<In, Unsigned, Out, Scales>;
#endif
  return scaleRowsBaseline<In, Unsigned, Out, Scales>;
}

template <typename In, bool Unsigned, typename Out, typename Scales>
PreparedTosaOp scaling(const OpContext &context, const RescaleParameters &p, Scales scales) {
  auto run = selectScaleRows<In, Unsigned, Out, Scales>();
  return computing(context, [p, run, scales = std::move(scales)](
                                llvm::ArrayRef<const Tensor *> inputs, Tensor &result) {
    auto out = result.mutableData<typename Out::Storage>();
    run(inputs[0]->data<typename In::Storage>().data(), out.data(), out.size(), scales, p);
  });
}

ScalePerChannel transposed(llvm::ArrayRef<ChannelScale> channels) {
  ScalePerChannel scales;
  for (const ChannelScale &channel : channels) {
    scales.multiplier.push_back(channel.multiplier);
    scales.round.push_back(channel.round);
    scales.outward.push_back(channel.outward);
    scales.shift.push_back(channel.shift);
  }
  return scales;
}

/// An 8-bit operand with one scale has 256 possible results, computed once.
template <typename In, bool Unsigned, typename Out>
PreparedTosaOp scalingByTable(const OpContext &context, const RescaleParameters &p) {
  std::array<typename Out::Storage, 256> table;
  for (int value = -128; value < 128; ++value)
    table[uint8_t(value)] = static_cast<typename Out::Storage>(
        scaleValue<In>(loadWide<In, Unsigned>(int8_t(value)), p.channels.front(), p));
  return computing(context, [table](llvm::ArrayRef<const Tensor *> inputs, Tensor &result) {
    const int8_t *in = inputs[0]->data<int8_t>().data();
    auto out = result.mutableData<typename Out::Storage>();
    for (size_t i = 0, e = out.size(); i < e; ++i)
      out[i] = table[uint8_t(in[i])];
  });
}

template <typename In, bool Unsigned>
Prepared prepareFrom(const OpContext &context, const RescaleParameters &p) {
  return dispatchRescaleKind(context.result().kind, [&](auto element) -> Prepared {
    using Out = decltype(element);
    if (p.channels.size() > 1)
      return scaling<In, Unsigned, Out>(context, p, transposed(p.channels));
    if constexpr (sizeof(typename In::Storage) == 1)
      return scalingByTable<In, Unsigned, Out>(context, p);
    else
      return scaling<In, Unsigned, Out>(context, p, UniformScale{p.channels.front()});
  });
}

Expected<std::vector<ChannelScale>> channelScales(tosa::RescaleOp op, const OpContext &context) {
  Expected<llvm::SmallVector<int64_t>> multipliers = context.integers(1, "multiplier");
  Expected<llvm::SmallVector<int64_t>> shifts = context.integers(2, "shift");
  if (!multipliers || !shifts)
    return llvm::joinErrors(multipliers.takeError(), shifts.takeError());
  size_t expected =
      op.getPerChannel() && !context.result().shape.empty() ? context.result().shape.back() : 1;
  if (multipliers->size() != expected || shifts->size() != expected)
    return context.error("has " + llvm::Twine(multipliers->size()) + " multipliers and " +
                         llvm::Twine(shifts->size()) + " shifts, expected " +
                         llvm::Twine(expected) + " of each");
  bool doubleRound = op.getRoundingMode() == tosa::RoundingMode::DOUBLE_ROUND;
  std::vector<ChannelScale> scales;
  for (auto [multiplier, shift] : llvm::zip_equal(*multipliers, *shifts)) {
    if (shift < 1 || shift > 62)
      return context.error("has shift " + llvm::Twine(shift) + ", expected 2 to 62");
    int64_t outward = doubleRound && op.getScale32() && shift > 31 ? int64_t(1) << 30 : 0;
    scales.push_back({static_cast<int32_t>(multiplier), roundingTerm(shift), outward, shift});
  }
  return scales;
}

Expected<RescaleParameters> rescaleParameters(tosa::RescaleOp op, const OpContext &context) {
  Expected<int64_t> inputZero = context.zeroPoint(3, op.getInputUnsigned());
  Expected<int64_t> outputZero = context.zeroPoint(4, op.getOutputUnsigned());
  if (!inputZero || !outputZero)
    return llvm::joinErrors(inputZero.takeError(), outputZero.takeError());
  Expected<std::vector<ChannelScale>> channels = channelScales(op, context);
  if (!channels)
    return channels.takeError();
  unsigned bits = dispatchRescaleKind(context.result().kind,
                                      [](auto element) { return decltype(element)::bits; });
  RescaleParameters parameters;
  parameters.inputZero = *inputZero;
  parameters.outputZero = static_cast<int32_t>(*outputZero);
  parameters.lowest = std::max(minInteger(bits, op.getOutputUnsigned()), minInteger(32, false));
  parameters.highest = std::min(maxInteger(bits, op.getOutputUnsigned()), maxInteger(32, false));
  parameters.channels = std::move(*channels);
  return parameters;
}

} // namespace

Prepared mlir::acim::prepare(tosa::RescaleOp op, const OpContext &context) {
  ElementKind from = context.operand(0).kind;
  if (!isRescaleKind(from) || !isRescaleKind(context.result().kind))
    return context.unsupportedElements();
  if (from == ElementKind::I48 && op.getScale32())
    return context.error("scales i48 elements with 32-bit multipliers, expected 16-bit ones");
  Expected<RescaleParameters> p = rescaleParameters(op, context);
  if (!p)
    return p.takeError();
  return dispatchRescaleKind(from, [&](auto element) -> Prepared {
    using In = decltype(element);
    return op.getInputUnsigned() ? prepareFrom<In, true>(context, *p)
                                 : prepareFrom<In, false>(context, *p);
  });
}
