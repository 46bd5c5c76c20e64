//===- TypeConversion.cpp - TOSA casts and lookup tables ----------------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Elementwise.h"

using namespace mlir;
using namespace mlir::acim;

namespace {

/// Converts one value; integers truncate, floats round half to even and saturate, i1 means "not
/// zero".
template <typename From, typename To> struct Convert {
  typename To::Value operator()(typename From::Value value) const {
    if constexpr (To::isFloat)
      return static_cast<float>(value);
    else if constexpr (To::bits == 1)
      return value != 0;
    else if constexpr (From::isFloat)
      return static_cast<typename To::Value>(roundToInteger(value, To::bits));
    else
      return static_cast<typename To::Value>(value);
  }
};

} // namespace

Prepared mlir::acim::prepare(tosa::CastOp, const OpContext &context) {
  return dispatchKind(context.operand(0).kind, [&](auto from) -> Prepared {
    return dispatchKind(context.result().kind, [&](auto to) -> Prepared {
      using From = decltype(from);
      using To = decltype(to);
      return mapping<From, To>(context, Convert<From, To>());
    });
  });
}

Prepared mlir::acim::prepare(tosa::TableOp, const OpContext &context) {
  ElementKind kind = context.operand(0).kind;
  const ValueType &table = context.operand(1);
  auto isTable = [&](ElementKind element, int64_t entries, ElementKind result) {
    return kind == element && table.kind == element && table.numElements() == entries &&
           context.result().kind == result;
  };
  if (isTable(ElementKind::I8, 256, ElementKind::I8))
    return computing(context, [](llvm::ArrayRef<const Tensor *> inputs, Tensor &result) {
      const int8_t *entries = inputs[1]->data<int8_t>().data() + 128;
      auto out = result.mutableData<int8_t>();
      for (auto [to, from] : llvm::zip_equal(out, inputs[0]->data<int8_t>()))
        to = entries[from];
    });
  if (isTable(ElementKind::I16, 513, ElementKind::I32))
    return computing(context, [](llvm::ArrayRef<const Tensor *> inputs, Tensor &result) {
      const int16_t *entries = inputs[1]->data<int16_t>().data();
      auto out = result.mutableData<int32_t>();
      for (auto [to, from] : llvm::zip_equal(out, inputs[0]->data<int16_t>()))
        to = interpolateTable(entries, from);
    });
  return context.error("has a table of " + describe(table.kind, table.shape) + " for elements " +
                       stringifyElementKind(kind) +
                       ", expected 256xi8 for i8 -> i8 or 513xi16 for i16 -> i32");
}
