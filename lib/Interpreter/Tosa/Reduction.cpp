//===- Reduction.cpp - TOSA reductions along one dimension --------------===//
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

namespace {

/// The operand seen as outer x length x inner around the reduced dimension.
struct ReductionShape {
  int64_t outer = 1, length = 1, inner = 1;

  ReductionShape(llvm::ArrayRef<int64_t> shape, int64_t axis) {
    for (int64_t dim = 0, rank = shape.size(); dim < rank; ++dim)
      (dim < axis ? outer : dim == axis ? length : inner) *= shape[dim];
  }
};

struct Conjunction {
  template <typename T> T operator()(T a, T b) const { return a & b; }
};

struct Disjunction {
  template <typename T> T operator()(T a, T b) const { return a | b; }
};

template <bool Larger> struct Extreme {
  bool propagate;
  template <typename T> T operator()(T a, T b) const {
    if constexpr (std::is_floating_point_v<T>) {
      if (std::isnan(a) || std::isnan(b))
        return propagate == std::isnan(a) ? a : b;
    }
    return Larger ? std::max(a, b) : std::min(a, b);
  }
};

template <typename E, typename Fn>
void reduceRows(const ReductionShape &shape, const typename E::Storage *in,
                typename E::Storage *out, Fn fn) {
  std::vector<typename E::Value> row(shape.inner);
  for (int64_t o = 0; o < shape.outer; ++o, in += shape.length * shape.inner) {
    for (int64_t i = 0; i < shape.inner; ++i)
      row[i] = E::load(in[i]);
    for (int64_t k = 1; k < shape.length; ++k)
      for (int64_t i = 0; i < shape.inner; ++i)
        row[i] = fn(row[i], E::load(in[k * shape.inner + i]));
    for (int64_t i = 0; i < shape.inner; ++i)
      *out++ = E::store(row[i]);
  }
}

/// The last dimension: one running value instead of a row of them.
template <typename E, typename Fn>
void reduceScalars(const ReductionShape &shape, const typename E::Storage *in,
                   typename E::Storage *out, Fn fn) {
  for (int64_t o = 0; o < shape.outer; ++o, in += shape.length) {
    typename E::Value value = E::load(in[0]);
    for (int64_t k = 1; k < shape.length; ++k)
      value = fn(value, E::load(in[k]));
    out[o] = E::store(value);
  }
}

template <typename E, typename Fn>
PreparedTosaOp reducing(const OpContext &context, const ReductionShape &shape, Fn fn) {
  return computing(context, [shape, fn](llvm::ArrayRef<const Tensor *> inputs, Tensor &result) {
    const auto *in = inputs[0]->data<typename E::Storage>().data();
    auto *out = result.mutableData<typename E::Storage>().data();
    if (shape.inner == 1)
      reduceScalars<E>(shape, in, out, fn);
    else
      reduceRows<E>(shape, in, out, fn);
  });
}

llvm::Error checkReduction(const OpContext &context, int64_t axis) {
  const ValueType &input = context.operand(0);
  if (axis < 0 || axis >= int64_t(input.shape.size()) || input.shape[axis] == 0)
    return context.error("reduces dimension " + llvm::Twine(axis) + " of " +
                         describe(input.kind, input.shape) + ", expected one with elements");
  return llvm::Error::success();
}

template <typename Op, typename Fn>
Prepared prepareReduction(Op op, const OpContext &context, Fn fn) {
  if (llvm::Error error = checkReduction(context, op.getAxis()))
    return std::move(error);
  if (context.operand(0).kind != context.result().kind)
    return context.unsupportedElements();
  ReductionShape shape(context.operand(0).shape, op.getAxis());
  return dispatchKind(context.result().kind, [&](auto element) -> Prepared {
    return reducing<decltype(element)>(context, shape, fn);
  });
}

template <typename Op, typename Fn>
Prepared prepareLogicalReduction(Op op, const OpContext &context, Fn fn) {
  if (llvm::Error error = checkReduction(context, op.getAxis()))
    return std::move(error);
  if (context.operand(0).kind != ElementKind::I1 || context.result().kind != ElementKind::I1)
    return context.unsupportedElements();
  ReductionShape shape(context.operand(0).shape, op.getAxis());
  return reducing<Element<ElementKind::I1>>(context, shape, fn);
}

template <bool Larger, typename Op> Prepared prepareExtreme(Op op, const OpContext &context) {
  bool propagate = op.getNanMode() == tosa::NanPropagationMode::PROPAGATE;
  return prepareReduction(op, context, Extreme<Larger>{propagate});
}

/// True when `value` displaces `best`: the first of equal values stays; a NaN wins when it
/// propagates and loses against anything otherwise.
template <typename T> bool displaces(T value, T best, bool propagate) {
  if constexpr (std::is_floating_point_v<T>) {
    if (std::isnan(value))
      return propagate && !std::isnan(best);
    if (std::isnan(best))
      return !propagate;
  }
  return value > best;
}

template <typename E, typename Index>
PreparedTosaOp locatingMaximum(const OpContext &context, const ReductionShape &shape,
                               bool propagate) {
  return computing(context, [=](llvm::ArrayRef<const Tensor *> inputs, Tensor &result) {
    const auto *in = inputs[0]->data<typename E::Storage>().data();
    auto *out = result.mutableData<Index>().data();
    for (int64_t o = 0; o < shape.outer; ++o, in += shape.length * shape.inner)
      for (int64_t i = 0; i < shape.inner; ++i) {
        int64_t best = 0;
        for (int64_t k = 1; k < shape.length; ++k)
          if (displaces(E::load(in[k * shape.inner + i]), E::load(in[best * shape.inner + i]),
                        propagate))
            best = k;
        *out++ = static_cast<Index>(best);
      }
  });
}

} // namespace

Prepared mlir::acim::prepare(tosa::ReduceSumOp op, const OpContext &context) {
  return prepareReduction(op, context, WrappingSum());
}

Prepared mlir::acim::prepare(tosa::ReduceProductOp op, const OpContext &context) {
  return prepareReduction(op, context, WrappingProduct());
}

Prepared mlir::acim::prepare(tosa::ReduceMaxOp op, const OpContext &context) {
  return prepareExtreme<true>(op, context);
}

Prepared mlir::acim::prepare(tosa::ReduceMinOp op, const OpContext &context) {
  return prepareExtreme<false>(op, context);
}

Prepared mlir::acim::prepare(tosa::ReduceAllOp op, const OpContext &context) {
  return prepareLogicalReduction(op, context, Conjunction());
}

Prepared mlir::acim::prepare(tosa::ReduceAnyOp op, const OpContext &context) {
  return prepareLogicalReduction(op, context, Disjunction());
}

Prepared mlir::acim::prepare(tosa::ArgMaxOp op, const OpContext &context) {
  if (llvm::Error error = checkReduction(context, op.getAxis()))
    return std::move(error);
  ElementKind resultKind = context.result().kind;
  if (resultKind != ElementKind::I32 && resultKind != ElementKind::I64)
    return context.unsupportedElements();
  ReductionShape shape(context.operand(0).shape, op.getAxis());
  bool propagate = op.getNanMode() == tosa::NanPropagationMode::PROPAGATE;
  return dispatchKind(context.operand(0).kind, [&](auto element) -> Prepared {
    using E = decltype(element);
    return resultKind == ElementKind::I32 ? locatingMaximum<E, int32_t>(context, shape, propagate)
                                          : locatingMaximum<E, int64_t>(context, shape, propagate);
  });
}
