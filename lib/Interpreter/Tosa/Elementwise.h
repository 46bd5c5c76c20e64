//===- Elementwise.h - Typed loops of the elementwise operators ---------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef ACIM_LIB_INTERPRETER_TOSA_ELEMENTWISE_H
#define ACIM_LIB_INTERPRETER_TOSA_ELEMENTWISE_H

#include "ElementTypes.h"
#include "Families.h"
#include "StridedLoops.h"

namespace mlir::acim {

/// result[i] = fn(operand[i]).
template <typename In, typename Out, typename Fn>
PreparedTosaOp mapping(const OpContext &context, Fn fn) {
  return computing(context, [fn](llvm::ArrayRef<const Tensor *> inputs, Tensor &result) {
    auto in = inputs[0]->data<typename In::Storage>();
    auto out = result.mutableData<typename Out::Storage>();
    for (size_t i = 0, e = out.size(); i < e; ++i)
      out[i] = Out::store(fn(In::load(in[i])));
  });
}

/// One row of a binary operator; operands that are broadcast along it have step 0.
template <typename In, typename Out, typename Fn>
void combineRow(int64_t size, const typename In::Storage *a, int64_t stepA,
                const typename In::Storage *b, int64_t stepB, typename Out::Storage *out, Fn fn) {
  if (stepA == 1 && stepB == 1) {
    for (int64_t i = 0; i < size; ++i)
      out[i] = Out::store(fn(In::load(a[i]), In::load(b[i])));
  } else if (stepB == 0 && stepA == 1) {
    auto right = In::load(*b);
    for (int64_t i = 0; i < size; ++i)
      out[i] = Out::store(fn(In::load(a[i]), right));
  } else if (stepA == 0 && stepB == 1) {
    auto left = In::load(*a);
    for (int64_t i = 0; i < size; ++i)
      out[i] = Out::store(fn(left, In::load(b[i])));
  } else {
    for (int64_t i = 0; i < size; ++i)
      out[i] = Out::store(fn(In::load(a[i * stepA]), In::load(b[i * stepB])));
  }
}

/// result = fn(operand 0, operand 1), broadcasting dimensions of size 1.
template <typename In, typename Out, typename Fn>
PreparedTosaOp combining(const OpContext &context, Fn fn) {
  llvm::ArrayRef<int64_t> shape = context.result().shape;
  StridedLoops<3> loops(shape,
                        {denseStrides(shape), broadcastStrides(context.operand(0).shape, shape),
                         broadcastStrides(context.operand(1).shape, shape)});
  return computing(context, [fn, loops](llvm::ArrayRef<const Tensor *> inputs, Tensor &result) {
    const auto *a = inputs[0]->data<typename In::Storage>().data();
    const auto *b = inputs[1]->data<typename In::Storage>().data();
    auto *out = result.mutableData<typename Out::Storage>().data();
    loops.forEachRow([&](const std::array<int64_t, 3> &at) {
      combineRow<In, Out>(loops.rowSize(), a + at[1], loops.rowSteps()[1], b + at[2],
                          loops.rowSteps()[2], out + at[0], fn);
    });
  });
}

/// The kinds an operator is executed on.
enum class Domain { Integers, Floats, All };

inline bool contains(Domain domain, ElementKind kind) {
  return domain == Domain::All || (domain == Domain::Floats) == isFloatKind(kind);
}

/// True when operand and result kinds are equal and in the domain, and shapes broadcast.
inline bool isUniform(const OpContext &context, Domain domain) {
  for (const ValueType &type : context.operandTypes())
    if (type.kind != context.result().kind)
      return false;
  return contains(domain, context.result().kind);
}

/// Calls `body` with the Element of a kind of the domain, compiling only the domain's kinds.
template <Domain D, typename Body> Prepared dispatchDomain(ElementKind kind, Body body) {
  if constexpr (D == Domain::Integers)
    return dispatchInteger(kind, body);
  else if constexpr (D == Domain::Floats)
    return dispatchFloat(kind, body);
  else
    return dispatchKind(kind, body);
}

/// An operator on one operand of the result's kind.
template <Domain D, typename Fn> Prepared prepareUnary(const OpContext &context, Fn fn) {
  if (context.operand(0).kind != context.result().kind || !contains(D, context.result().kind))
    return context.unsupportedElements();
  return dispatchDomain<D>(context.result().kind, [&](auto element) -> Prepared {
    return mapping<decltype(element), decltype(element)>(context, fn);
  });
}

/// An operator on two operands of the result's kind.
template <Domain D, typename Fn> Prepared prepareBinary(const OpContext &context, Fn fn) {
  if (!isUniform(context, D))
    return context.unsupportedElements();
  return dispatchDomain<D>(context.result().kind, [&](auto element) -> Prepared {
    return combining<decltype(element), decltype(element)>(context, fn);
  });
}

} // namespace mlir::acim

#endif // ACIM_LIB_INTERPRETER_TOSA_ELEMENTWISE_H
