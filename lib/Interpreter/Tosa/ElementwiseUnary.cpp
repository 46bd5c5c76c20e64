//===- ElementwiseUnary.cpp - TOSA operators on one operand -------------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Elementwise.h"
#include "mlir/IR/BuiltinAttributes.h"
#include <cmath>

using namespace mlir;
using namespace mlir::acim;
using llvm::Expected;

namespace {

struct Absolute {
  template <typename T> T operator()(T a) const {
    if constexpr (std::is_floating_point_v<T>)
      return std::fabs(a);
    else
      return a < 0 ? wrappingSub(T(0), a) : a;
  }
};

struct BitwiseNot {
  template <typename T> T operator()(T a) const { return ~a; }
};

/// max(min) first, then min(max), as TOSA orders them; NaN becomes the lower bound unless it
/// propagates.
struct ClampFloat {
  float low, high;
  bool propagate;
  float operator()(float a) const {
    if (std::isnan(a))
      return propagate ? a : low;
    return std::min(std::max(a, low), high);
  }
};

/// Integers are clamped in the type they are stored in, so that more of them fit a vector.
template <typename T>
PreparedTosaOp clamping(const OpContext &context, int64_t lowest, int64_t highest) {
  auto low = static_cast<T>(lowest), high = static_cast<T>(highest);
  return computing(context, [low, high](llvm::ArrayRef<const Tensor *> inputs, Tensor &result) {
    const T *in = inputs[0]->data<T>().data();
    auto out = result.mutableData<T>();
    for (size_t i = 0, e = out.size(); i < e; ++i)
      out[i] = std::min(std::max(in[i], low), high);
  });
}

template <typename Fn> Prepared prepareFloatFunction(const OpContext &context, Fn fn) {
  return prepareUnary<Domain::Floats>(context, fn);
}

/// Negation of integers is exact in 64 bits and saturates to the element type.
template <typename E> PreparedTosaOp negating(const OpContext &context, int64_t zeroSum) {
  return mapping<E, E>(context, [zeroSum](typename E::Value value) {
    int64_t negated = wrappingSub<int64_t>(zeroSum, value);
    return static_cast<typename E::Value>(
        std::clamp(negated, minInteger(E::bits, false), maxInteger(E::bits, false)));
  });
}

} // namespace

Prepared mlir::acim::prepare(tosa::AbsOp, const OpContext &context) {
  return prepareUnary<Domain::All>(context, Absolute());
}

Prepared mlir::acim::prepare(tosa::NegateOp, const OpContext &context) {
  ElementKind kind = context.result().kind;
  if (context.operand(0).kind != kind)
    return context.unsupportedElements();
  Expected<int64_t> inputZero = context.zeroPoint(1), outputZero = context.zeroPoint(2);
  if (!inputZero || !outputZero)
    return llvm::joinErrors(inputZero.takeError(), outputZero.takeError());
  if (isFloatKind(kind))
    return prepareFloatFunction(context, [](float a) { return -a; });
  return dispatchInteger(kind, [&](auto element) -> Prepared {
    return negating<decltype(element)>(context, *inputZero + *outputZero);
  });
}

Prepared mlir::acim::prepare(tosa::BitwiseNotOp, const OpContext &context) {
  return prepareUnary<Domain::Integers>(context, BitwiseNot());
}

Prepared mlir::acim::prepare(tosa::LogicalNotOp, const OpContext &context) {
  if (context.result().kind != ElementKind::I1)
    return context.unsupportedElements();
  return prepareUnary<Domain::Integers>(context, BitwiseNot());
}

Prepared mlir::acim::prepare(tosa::ClzOp, const OpContext &context) {
  using I32 = Element<ElementKind::I32>;
  if (context.operand(0).kind != ElementKind::I32 || context.result().kind != ElementKind::I32)
    return context.unsupportedElements();
  return mapping<I32, I32>(context, [](int32_t a) { return countLeadingZeros(a); });
}

Prepared mlir::acim::prepare(tosa::ClampOp op, const OpContext &context) {
  if (auto low = dyn_cast<FloatAttr>(op.getMinValAttr())) {
    bool propagate = op.getNanMode() == tosa::NanPropagationMode::PROPAGATE;
    float high = cast<FloatAttr>(op.getMaxValAttr()).getValueAsDouble();
    return prepareFloatFunction(context,
                                ClampFloat{float(low.getValueAsDouble()), high, propagate});
  }
  if (context.operand(0).kind != context.result().kind || isFloatKind(context.result().kind))
    return context.unsupportedElements();
  int64_t low = cast<IntegerAttr>(op.getMinValAttr()).getValue().getSExtValue();
  int64_t high = cast<IntegerAttr>(op.getMaxValAttr()).getValue().getSExtValue();
  return dispatchInteger(context.result().kind, [&](auto element) -> Prepared {
    return clamping<typename decltype(element)::Storage>(context, low, high);
  });
}

Prepared mlir::acim::prepare(tosa::FloorOp, const OpContext &context) {
  return prepareFloatFunction(context, [](float a) { return std::floor(a); });
}

Prepared mlir::acim::prepare(tosa::CeilOp, const OpContext &context) {
  return prepareFloatFunction(context, [](float a) { return std::ceil(a); });
}

Prepared mlir::acim::prepare(tosa::ExpOp, const OpContext &context) {
  return prepareFloatFunction(context, [](float a) { return std::exp(a); });
}

Prepared mlir::acim::prepare(tosa::LogOp, const OpContext &context) {
  return prepareFloatFunction(context, [](float a) { return std::log(a); });
}

Prepared mlir::acim::prepare(tosa::ReciprocalOp, const OpContext &context) {
  return prepareFloatFunction(context, [](float a) { return 1.0f / a; });
}

Prepared mlir::acim::prepare(tosa::RsqrtOp, const OpContext &context) {
  return prepareFloatFunction(context, [](float a) { return 1.0f / std::sqrt(a); });
}

Prepared mlir::acim::prepare(tosa::SinOp, const OpContext &context) {
  return prepareFloatFunction(context, [](float a) { return std::sin(a); });
}

Prepared mlir::acim::prepare(tosa::CosOp, const OpContext &context) {
  return prepareFloatFunction(context, [](float a) { return std::cos(a); });
}

Prepared mlir::acim::prepare(tosa::TanhOp, const OpContext &context) {
  return prepareFloatFunction(context, [](float a) { return std::tanh(a); });
}

Prepared mlir::acim::prepare(tosa::SigmoidOp, const OpContext &context) {
  return prepareFloatFunction(context, [](float a) { return 1.0f / (1.0f + std::exp(-a)); });
}

Prepared mlir::acim::prepare(tosa::ErfOp, const OpContext &context) {
  return prepareFloatFunction(context, [](float a) { return std::erf(a); });
}
