//===- Pooling.cpp - TOSA pooling ---------------------------------------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "ElementTypes.h"
#include "Families.h"
#include <cmath>

using namespace mlir;
using namespace mlir::acim;
using llvm::Expected;

namespace {

/// Windows over an N x height x width x channels tensor.
struct PoolShape {
  int64_t batch, inHeight, inWidth, channels, outHeight, outWidth;
  llvm::SmallVector<int64_t, 2> kernel, stride;
  llvm::SmallVector<int64_t, 4> pad;

  template <typename Op>
  PoolShape(Op op, const OpContext &context)
      : kernel(op.getKernel()), stride(op.getStride()), pad(op.getPad()) {
    llvm::ArrayRef<int64_t> in = context.operand(0).shape, out = context.result().shape;
    batch = in[0];
    inHeight = in[1];
    inWidth = in[2];
    channels = in[3];
    outHeight = out[1];
    outWidth = out[2];
  }

  /// Calls begin(), element(offset of the channels of a position in the window) ..., end(count) per
  /// window.
  template <typename Begin, typename Visit, typename End>
  void forEachWindow(Begin begin, Visit visit, End end) const {
    for (int64_t n = 0; n < batch; ++n)
      for (int64_t oy = 0; oy < outHeight; ++oy)
        for (int64_t ox = 0; ox < outWidth; ++ox) {
          int64_t y = oy * stride[0] - pad[0], x = ox * stride[1] - pad[2];
          int64_t firstY = std::max<int64_t>(y, 0), lastY = std::min(y + kernel[0], inHeight);
          int64_t firstX = std::max<int64_t>(x, 0), lastX = std::min(x + kernel[1], inWidth);
          begin();
          for (int64_t iy = firstY; iy < lastY; ++iy)
            for (int64_t ix = firstX; ix < lastX; ++ix)
              visit(((n * inHeight + iy) * inWidth + ix) * channels);
          end(std::max<int64_t>(lastY - firstY, 0) * std::max<int64_t>(lastX - firstX, 0));
        }
  }
};

template <typename T> T lowestValue() {
  if constexpr (std::is_floating_point_v<T>)
    return -std::numeric_limits<T>::infinity();
  else
    return std::numeric_limits<T>::min();
}

template <typename T> T largerOf(T best, T value, bool propagate) {
  if constexpr (std::is_floating_point_v<T>) {
    if (std::isnan(best))
      return propagate ? best : value;
    if (std::isnan(value))
      return propagate ? value : best;
  }
  return std::max(best, value);
}

template <typename E>
void maxPool(const PoolShape &shape, bool propagate, const Tensor &input, Tensor &result) {
  const auto *in = input.data<typename E::Storage>().data();
  auto *out = result.mutableData<typename E::Storage>().data();
  std::vector<typename E::Value> best(shape.channels);
  shape.forEachWindow(
      [&] { std::fill(best.begin(), best.end(), lowestValue<typename E::Value>()); },
      [&](int64_t offset) {
        for (int64_t c = 0; c < shape.channels; ++c)
          best[c] = largerOf(best[c], E::load(in[offset + c]), propagate);
      },
      [&](int64_t) {
        for (int64_t c = 0; c < shape.channels; ++c)
          *out++ = E::store(best[c]);
      });
}

template <typename E>
void averageFloats(const PoolShape &shape, const Tensor &input, Tensor &result) {
  const auto *in = input.data<typename E::Storage>().data();
  auto *out = result.mutableData<typename E::Storage>().data();
  std::vector<float> sums(shape.channels);
  shape.forEachWindow([&] { std::fill(sums.begin(), sums.end(), 0.0f); },
                      [&](int64_t offset) {
                        for (int64_t c = 0; c < shape.channels; ++c)
                          sums[c] += E::load(in[offset + c]);
                      },
                      [&](int64_t count) {
                        for (float sum : sums)
                          *out++ = E::store(sum / float(count));
                      });
}

struct ZeroPoints {
  int64_t input, output;
};

template <typename E>
void averageIntegers(const PoolShape &shape, ZeroPoints zero, const Tensor &input, Tensor &result) {
  const auto *in = input.data<typename E::Storage>().data();
  auto *out = result.mutableData<typename E::Storage>().data();
  std::vector<int32_t> sums(shape.channels);
  int64_t low = minInteger(E::bits, false), high = maxInteger(E::bits, false);
  shape.forEachWindow([&] { std::fill(sums.begin(), sums.end(), 0); },
                      [&](int64_t offset) {
                        for (int64_t c = 0; c < shape.channels; ++c)
                          sums[c] = wrappingAdd<int32_t>(sums[c], E::load(in[offset + c]));
                      },
                      [&](int64_t count) {
                        ReciprocalScale scale = reciprocalScale(std::max<int64_t>(count, 1));
                        auto zeroSum = static_cast<int32_t>(zero.input * count);
                        for (int32_t sum : sums) {
                          int64_t average =
                              roundedAverage(wrappingSub(sum, zeroSum), scale) + zero.output;
                          *out++ = static_cast<typename E::Storage>(std::clamp(average, low, high));
                        }
                      });
}

} // namespace

Prepared mlir::acim::prepare(tosa::MaxPool2dOp op, const OpContext &context) {
  if (context.operand(0).kind != context.result().kind)
    return context.unsupportedElements();
  PoolShape shape(op, context);
  bool propagate = op.getNanMode() == tosa::NanPropagationMode::PROPAGATE;
  return dispatchKind(context.result().kind, [&](auto element) -> Prepared {
    using E = decltype(element);
    return computing(context,
                     [shape, propagate](llvm::ArrayRef<const Tensor *> inputs, Tensor &result) {
                       maxPool<E>(shape, propagate, *inputs[0], result);
                     });
  });
}

Prepared mlir::acim::prepare(tosa::AvgPool2dOp op, const OpContext &context) {
  ElementKind kind = context.result().kind;
  if (context.operand(0).kind != kind)
    return context.unsupportedElements();
  Expected<int64_t> inputZero = context.zeroPoint(1), outputZero = context.zeroPoint(2);
  if (!inputZero || !outputZero)
    return llvm::joinErrors(inputZero.takeError(), outputZero.takeError());
  PoolShape shape(op, context);
  if (isFloatKind(kind))
    return dispatchFloat(kind, [&](auto element) -> Prepared {
      using E = decltype(element);
      return computing(context, [shape](llvm::ArrayRef<const Tensor *> inputs, Tensor &result) {
        averageFloats<E>(shape, *inputs[0], result);
      });
    });
  ZeroPoints zero{*inputZero, *outputZero};
  return dispatchInteger(kind, [&](auto element) -> Prepared {
    using E = decltype(element);
    return computing(context, [shape, zero](llvm::ArrayRef<const Tensor *> inputs, Tensor &result) {
      averageIntegers<E>(shape, zero, *inputs[0], result);
    });
  });
}
