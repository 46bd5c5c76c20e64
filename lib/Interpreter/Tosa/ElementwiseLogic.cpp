//===- ElementwiseLogic.cpp - TOSA logic, shifts and comparisons --------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Elementwise.h"

using namespace mlir;
using namespace mlir::acim;

namespace {

struct BitwiseAnd {
  template <typename T> T operator()(T a, T b) const { return a & b; }
};
struct BitwiseOr {
  template <typename T> T operator()(T a, T b) const { return a | b; }
};
struct BitwiseXor {
  template <typename T> T operator()(T a, T b) const { return a ^ b; }
};
struct Equal {
  template <typename T> int32_t operator()(T a, T b) const { return a == b; }
};
struct Greater {
  template <typename T> int32_t operator()(T a, T b) const { return a > b; }
};
struct GreaterEqual {
  template <typename T> int32_t operator()(T a, T b) const { return a >= b; }
};

/// Logical shifts see the element's own bits, not the sign extension of the type it is computed
/// with in.
template <typename E> struct ShiftRightLogical {
  using T = typename E::Value;
  T operator()(T a, T shift) const {
    if constexpr (E::bits < sizeof(T) * 8)
      a &= (T(1) << E::bits) - 1;
    return logicalRightShift(a, shift);
  }
};

template <typename Fn> Prepared prepareLogical(const OpContext &context, Fn fn) {
  using I1 = Element<ElementKind::I1>;
  if (!isUniform(context, Domain::Integers) || context.result().kind != ElementKind::I1)
    return context.unsupportedElements();
  return combining<I1, I1>(context, fn);
}

template <typename Fn> Prepared prepareComparison(const OpContext &context, Fn fn) {
  ElementKind kind = context.operand(0).kind;
  if (context.operand(1).kind != kind || context.result().kind != ElementKind::I1)
    return context.unsupportedElements();
  return dispatchKind(kind, [&](auto element) -> Prepared {
    return combining<decltype(element), Element<ElementKind::I1>>(context, fn);
  });
}

/// Chooses between operands stored as T; every operand is walked with its own strides.
template <typename T> PreparedTosaOp selecting(const OpContext &context) {
  llvm::ArrayRef<int64_t> shape = context.result().shape;
  StridedLoops<4> loops(shape,
                        {denseStrides(shape), broadcastStrides(context.operand(0).shape, shape),
                         broadcastStrides(context.operand(1).shape, shape),
                         broadcastStrides(context.operand(2).shape, shape)});
  return computing(context, [loops](llvm::ArrayRef<const Tensor *> inputs, Tensor &result) {
    T *out = result.mutableData<T>().data();
    auto [outStep, conditionStep, trueStep, falseStep] = loops.rowSteps();
    int64_t steps[] = {conditionStep, trueStep, falseStep};
    loops.forEachRow([&](const std::array<int64_t, 4> &at) {
      const int8_t *condition = inputs[0]->data<int8_t>().data() + at[1];
      const T *onTrue = inputs[1]->data<T>().data() + at[2];
      const T *onFalse = inputs[2]->data<T>().data() + at[3];
      for (int64_t i = 0, e = loops.rowSize(); i < e; ++i)
        out[at[0] + i] = condition[i * steps[0]] ? onTrue[i * steps[1]] : onFalse[i * steps[2]];
    });
  });
}

} // namespace

Prepared mlir::acim::prepare(tosa::BitwiseAndOp, const OpContext &context) {
  return prepareBinary<Domain::Integers>(context, BitwiseAnd());
}

Prepared mlir::acim::prepare(tosa::BitwiseOrOp, const OpContext &context) {
  return prepareBinary<Domain::Integers>(context, BitwiseOr());
}

Prepared mlir::acim::prepare(tosa::BitwiseXorOp, const OpContext &context) {
  return prepareBinary<Domain::Integers>(context, BitwiseXor());
}

Prepared mlir::acim::prepare(tosa::LogicalAndOp, const OpContext &context) {
  return prepareLogical(context, BitwiseAnd());
}

Prepared mlir::acim::prepare(tosa::LogicalOrOp, const OpContext &context) {
  return prepareLogical(context, BitwiseOr());
}

Prepared mlir::acim::prepare(tosa::LogicalXorOp, const OpContext &context) {
  return prepareLogical(context, BitwiseXor());
}

Prepared mlir::acim::prepare(tosa::LogicalLeftShiftOp, const OpContext &context) {
  return prepareBinary<Domain::Integers>(
      context, [](auto a, auto shift) { return logicalLeftShift(a, shift); });
}

Prepared mlir::acim::prepare(tosa::LogicalRightShiftOp, const OpContext &context) {
  if (!isUniform(context, Domain::Integers))
    return context.unsupportedElements();
  return dispatchInteger(context.result().kind, [&](auto element) -> Prepared {
    using E = decltype(element);
    return combining<E, E>(context, ShiftRightLogical<E>());
  });
}

Prepared mlir::acim::prepare(tosa::ArithmeticRightShiftOp op, const OpContext &context) {
  return prepareBinary<Domain::Integers>(context, [round = op.getRound()](auto a, auto shift) {
    return arithmeticRightShift(a, shift, round);
  });
}

Prepared mlir::acim::prepare(tosa::EqualOp, const OpContext &context) {
  return prepareComparison(context, Equal());
}

Prepared mlir::acim::prepare(tosa::GreaterOp, const OpContext &context) {
  return prepareComparison(context, Greater());
}

Prepared mlir::acim::prepare(tosa::GreaterEqualOp, const OpContext &context) {
  return prepareComparison(context, GreaterEqual());
}

Prepared mlir::acim::prepare(tosa::SelectOp, const OpContext &context) {
  ElementKind kind = context.result().kind;
  if (context.operand(0).kind != ElementKind::I1 || context.operand(1).kind != kind ||
      context.operand(2).kind != kind)
    return context.unsupportedElements();
  switch (storageBytes(kind)) {
  case 1:
    return selecting<int8_t>(context);
  case 2:
    return selecting<int16_t>(context);
  case 4:
    return selecting<int32_t>(context);
  default:
    return selecting<int64_t>(context);
  }
}
