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

/// The scaling of one channel, in the form the loops use: (value * multiplier + round +- outward) >> shift.
struct ChannelScale {
  int64_t multiplier;
  int64_t round;
  int64_t outward; ///< the extra rounding away from zero of DOUBLE_ROUND, else 0
  int64_t shift;
};

struct RescaleParameters {
  int64_t inputZero = 0, outputZero = 0;
  int64_t lowest = 0, highest = 0;
  std::vector<ChannelScale> channels; ///< one, or one per element of the last dimension
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

/// The scaled value has 32 bits, to which the output's zero point is added in 32 bits.
inline int64_t scaleValue(int64_t value, const ChannelScale &scale, const RescaleParameters &p) {
  value -= p.inputZero;
  int64_t sign = value >> 63;
  int64_t product = wrappingMul(value, scale.multiplier);
  product = wrappingAdd(product, wrappingAdd(scale.round, (scale.outward ^ sign) - sign));
  auto scaled = static_cast<int32_t>(product >> scale.shift);
  int64_t result = wrappingAdd(scaled, static_cast<int32_t>(p.outputZero));
  return std::min(std::max(result, p.lowest), p.highest);
}

template <typename In, bool Unsigned, typename Out>
PreparedTosaOp scalingPerTensor(const OpContext &context, RescaleParameters p) {
  return computing(context, [p](llvm::ArrayRef<const Tensor *> inputs, Tensor &result) {
    const auto *in = inputs[0]->data<typename In::Storage>().data();
    auto out = result.mutableData<typename Out::Storage>();
    const RescaleParameters local = p;
    const ChannelScale scale = p.channels.front();
    for (size_t i = 0, e = out.size(); i < e; ++i)
      out[i] = static_cast<typename Out::Storage>(
          scaleValue(loadWide<In, Unsigned>(in[i]), scale, local));
  });
}

template <typename In, bool Unsigned, typename Out>
PreparedTosaOp scalingPerChannel(const OpContext &context, RescaleParameters p) {
  return computing(context, [p](llvm::ArrayRef<const Tensor *> inputs, Tensor &result) {
    const auto *in = inputs[0]->data<typename In::Storage>().data();
    auto out = result.mutableData<typename Out::Storage>();
    size_t channels = p.channels.size();
    for (size_t row = 0, e = out.size(); row < e; row += channels)
      for (size_t c = 0; c < channels; ++c)
        out[row + c] = static_cast<typename Out::Storage>(
            scaleValue(loadWide<In, Unsigned>(in[row + c]), p.channels[c], p));
  });
}

/// An 8-bit operand with one scale has 256 possible results, computed once.
template <typename In, bool Unsigned, typename Out>
PreparedTosaOp scalingByTable(const OpContext &context, const RescaleParameters &p) {
  std::array<typename Out::Storage, 256> table;
  for (int value = -128; value < 128; ++value)
    table[uint8_t(value)] = static_cast<typename Out::Storage>(
        scaleValue(loadWide<In, Unsigned>(int8_t(value)), p.channels.front(), p));
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
      return scalingPerChannel<In, Unsigned, Out>(context, p);
    if constexpr (sizeof(typename In::Storage) == 1)
      return scalingByTable<In, Unsigned, Out>(context, p);
    else
      return scalingPerTensor<In, Unsigned, Out>(context, p);
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
    scales.push_back({multiplier, roundingTerm(shift), outward, shift});
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
  parameters.outputZero = *outputZero;
  parameters.lowest = minInteger(bits, op.getOutputUnsigned());
  parameters.highest = maxInteger(bits, op.getOutputUnsigned());
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
