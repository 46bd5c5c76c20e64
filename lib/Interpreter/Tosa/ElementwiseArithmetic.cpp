//===- ElementwiseArithmetic.cpp - TOSA arithmetic on two operands ------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Elementwise.h"
#include <cmath>

using namespace mlir;
using namespace mlir::acim;
using llvm::Expected;

namespace {

struct Subtract {
  template <typename T> T operator()(T a, T b) const {
    if constexpr (std::is_floating_point_v<T>)
      return a - b;
    else
      return wrappingSub(a, b);
  }
};

/// The larger (or smaller) operand; `propagate` decides whether one NaN makes the result NaN.
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

template <bool Larger, typename Op> Prepared prepareExtreme(Op op, const OpContext &context) {
  bool propagate = op.getNanMode() == tosa::NanPropagationMode::PROPAGATE;
  return prepareBinary<Domain::All>(context, Extreme<Larger>{propagate});
}

/// The product of two integers, kept in `Out`.
template <typename Out> Prepared prepareProduct(const OpContext &context) {
  return dispatchInteger(context.operand(0).kind, [&](auto element) -> Prepared {
    return combining<decltype(element), Out>(context, WrappingProduct());
  });
}

} // namespace

Prepared mlir::acim::prepare(tosa::AddOp, const OpContext &context) {
  return prepareBinary<Domain::All>(context, WrappingSum());
}

Prepared mlir::acim::prepare(tosa::SubOp, const OpContext &context) {
  return prepareBinary<Domain::All>(context, Subtract());
}

Prepared mlir::acim::prepare(tosa::MaximumOp op, const OpContext &context) {
  return prepareExtreme<true>(op, context);
}

Prepared mlir::acim::prepare(tosa::MinimumOp op, const OpContext &context) {
  return prepareExtreme<false>(op, context);
}

Prepared mlir::acim::prepare(tosa::IntDivOp, const OpContext &context) {
  return prepareBinary<Domain::Integers>(context,
                                         [](auto a, auto b) { return integerDivide(a, b); });
}

Prepared mlir::acim::prepare(tosa::PowOp, const OpContext &context) {
  return prepareBinary<Domain::Floats>(context, [](float a, float b) { return std::pow(a, b); });
}

/// i32 products may be shifted right with rounding; narrower integers give an i32 product.
Prepared mlir::acim::prepare(tosa::MulOp, const OpContext &context) {
  ElementKind kind = context.operand(0).kind, resultKind = context.result().kind;
  if (context.operand(1).kind != kind)
    return context.unsupportedElements();
  if (isFloatKind(kind) && resultKind == kind)
    return dispatchFloat(kind, [&](auto element) -> Prepared {
      return combining<decltype(element), decltype(element)>(context, WrappingProduct());
    });
  Expected<llvm::SmallVector<int64_t>> shift = context.integers(2, "shift");
  if (!shift)
    return shift.takeError();
  unsigned bits = (*shift)[0];
  using I32 = Element<ElementKind::I32>;
  if (bits > 63 || (bits != 0 && (kind != ElementKind::I32 || resultKind != kind)))
    return context.error("has shift " + llvm::Twine(int((*shift)[0])) +
                         ", expected 0 to 63 on i32 operands and 0 on others");
  if (bits != 0)
    return combining<I32, I32>(context, [bits](int32_t a, int32_t b) {
      return static_cast<int32_t>((int64_t(a) * b + roundingTerm(bits)) >> bits);
    });
  if (resultKind == ElementKind::I32 && kind <= ElementKind::I32)
    return prepareProduct<I32>(context);
  if (resultKind == ElementKind::I64 && kind == ElementKind::I64)
    return prepareProduct<Element<ElementKind::I64>>(context);
  return context.unsupportedElements();
}
