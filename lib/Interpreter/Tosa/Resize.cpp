//===- Resize.cpp - TOSA resize -----------------------------------------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "ElementTypes.h"
#include "Families.h"

using namespace mlir;
using namespace mlir::acim;
using llvm::Expected;

namespace {

/// Where one output coordinate samples the input: between two positions, `fraction` of `unit`
/// towards the second.
struct Sample {
  int64_t first, second, fraction, unit;

  int64_t nearest() const { return 2 * fraction >= unit ? second : first; }
};

/// Source position = (out * denominator + offset) / numerator, floored also when negative.
std::vector<Sample> samplesOf(int64_t outSize, int64_t inSize, int64_t numerator,
                              int64_t denominator, int64_t offset) {
  std::vector<Sample> samples;
  for (int64_t out = 0; out < outSize; ++out) {
    int64_t scaled = out * denominator + offset;
    int64_t fraction = ((scaled % numerator) + numerator) % numerator;
    int64_t position = (scaled - fraction) / numerator;
    samples.push_back({std::clamp<int64_t>(position, 0, inSize - 1),
                       std::clamp<int64_t>(position + 1, 0, inSize - 1), fraction, numerator});
  }
  return samples;
}

struct ResizeShape {
  int64_t batch, inHeight, inWidth, channels;
  std::vector<Sample> rows, columns;

  int64_t offset(int64_t n, int64_t y, int64_t x) const {
    return ((n * inHeight + y) * inWidth + x) * channels;
  }

  /// Calls body(n, row sample, column sample) for every output position.
  template <typename Body> void forEachPosition(Body body) const {
    for (int64_t n = 0; n < batch; ++n)
      for (const Sample &row : rows)
        for (const Sample &column : columns)
          body(n, row, column);
  }
};

template <typename T>
void resizeNearest(const ResizeShape &shape, const Tensor &input, Tensor &result) {
  const T *in = input.data<T>().data();
  T *out = result.mutableData<T>().data();
  shape.forEachPosition([&](int64_t n, const Sample &row, const Sample &column) {
    out = std::copy_n(in + shape.offset(n, row.nearest(), column.nearest()), shape.channels, out);
  });
}

/// The four neighbours are weighted with integers; the result is unit x unit times too large.
template <typename In, typename Out>
void resizeIntegers(const ResizeShape &shape, const Tensor &input, Tensor &result) {
  const auto *in = input.data<typename In::Storage>().data();
  auto *out = result.mutableData<typename Out::Storage>().data();
  shape.forEachPosition([&](int64_t n, const Sample &row, const Sample &column) {
    const auto *p00 = in + shape.offset(n, row.first, column.first);
    const auto *p01 = in + shape.offset(n, row.first, column.second);
    const auto *p10 = in + shape.offset(n, row.second, column.first);
    const auto *p11 = in + shape.offset(n, row.second, column.second);
    int64_t right = column.fraction, left = column.unit - right;
    int64_t below = row.fraction, above = row.unit - below;
    for (int64_t c = 0; c < shape.channels; ++c)
      *out++ = Out::store(static_cast<typename Out::Value>(
          above * (left * p00[c] + right * p01[c]) + below * (left * p10[c] + right * p11[c])));
  });
}

template <typename E>
void resizeFloats(const ResizeShape &shape, const Tensor &input, Tensor &result) {
  const auto *in = input.data<typename E::Storage>().data();
  auto *out = result.mutableData<typename E::Storage>().data();
  shape.forEachPosition([&](int64_t n, const Sample &row, const Sample &column) {
    const auto *p00 = in + shape.offset(n, row.first, column.first);
    const auto *p01 = in + shape.offset(n, row.first, column.second);
    const auto *p10 = in + shape.offset(n, row.second, column.first);
    const auto *p11 = in + shape.offset(n, row.second, column.second);
    float right = float(column.fraction) / float(column.unit), left = 1.0f - right;
    float below = float(row.fraction) / float(row.unit), above = 1.0f - below;
    for (int64_t c = 0; c < shape.channels; ++c) {
      float top = E::load(p00[c]) * left + E::load(p01[c]) * right;
      float bottom = E::load(p10[c]) * left + E::load(p11[c]) * right;
      *out++ = E::store(top * above + bottom * below);
    }
  });
}

Expected<ResizeShape> resizeShape(const OpContext &context) {
  Expected<llvm::SmallVector<int64_t>> scale = context.integers(1, "scale");
  Expected<llvm::SmallVector<int64_t>> offset = context.integers(2, "offset");
  if (!scale || !offset)
    return llvm::joinErrors(scale.takeError(), offset.takeError());
  if (llvm::any_of(*scale, [](int64_t part) { return part <= 0; }))
    return context.error("has a scale that is not positive");
  llvm::ArrayRef<int64_t> in = context.operand(0).shape, out = context.result().shape;
  return ResizeShape{in[0],
                     in[1],
                     in[2],
                     in[3],
                     samplesOf(out[1], in[1], (*scale)[0], (*scale)[1], (*offset)[0]),
                     samplesOf(out[2], in[2], (*scale)[2], (*scale)[3], (*offset)[1])};
}

using ResizeFunction = void (*)(const ResizeShape &, const Tensor &, Tensor &);

/// Null where TOSA defines no such operator.
ResizeFunction resizeFunction(ElementKind from, ElementKind to, bool bilinear) {
  if (!bilinear) {
    switch (from == to ? storageBytes(from) : 0) {
    case 1:
      return resizeNearest<int8_t>;
    case 2:
      return resizeNearest<int16_t>;
    case 4:
      return resizeNearest<int32_t>;
    default:
      return nullptr;
    }
  }
  using Kind = ElementKind;
  if (from == Kind::I8 && to == Kind::I32)
    return resizeIntegers<Element<Kind::I8>, Element<Kind::I32>>;
  if (from == Kind::I16 && to == Kind::I48)
    return resizeIntegers<Element<Kind::I16>, Element<Kind::I48>>;
  if (from != to || !isFloatKind(from))
    return nullptr;
  return dispatchFloat(
      from, [](auto element) -> ResizeFunction { return resizeFloats<decltype(element)>; });
}

} // namespace

Prepared mlir::acim::prepare(tosa::ResizeOp op, const OpContext &context) {
  ResizeFunction function = resizeFunction(context.operand(0).kind, context.result().kind,
                                           /*bilinear=*/op.getMode() == tosa::ResizeMode::BILINEAR);
  if (!function)
    return context.unsupportedElements();
  Expected<ResizeShape> shape = resizeShape(context);
  if (!shape)
    return shape.takeError();
  return computing(context, [shape = std::move(*shape),
                             function](llvm::ArrayRef<const Tensor *> inputs, Tensor &result) {
    function(shape, *inputs[0], result);
  });
}
