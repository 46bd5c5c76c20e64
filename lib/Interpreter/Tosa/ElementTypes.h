//===- ElementTypes.h - Element kinds as C++ types ----------------------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

//
// `Element<K>` tells a typed loop how elements of kind K are stored and in which type they are
// computed with; the dispatch functions turn a runtime kind into that type.
//
//===----------------------------------------------------------------------===//

#ifndef ACIM_LIB_INTERPRETER_TOSA_ELEMENTTYPES_H
#define ACIM_LIB_INTERPRETER_TOSA_ELEMENTTYPES_H

#include "HalfFloat.h"
#include "acim/Interpreter/Tensor.h"
#include "acim/Support/IntegerArithmetic.h"

namespace mlir::acim {

/// Integers of `Bits` bits, computed with in V.
template <typename S, typename V, unsigned Bits> struct IntegerElement {
  using Storage = S;
  using Value = V;
  static constexpr unsigned bits = Bits;
  static constexpr bool isFloat = false;

  static Value load(Storage stored) { return stored; }
  static Storage store(Value value) {
    if constexpr (Bits == 1)
      return value & 1;
    else if constexpr (Bits == sizeof(Storage) * 8)
      return static_cast<Storage>(value);
    else
      return static_cast<Storage>(signExtend(value, Bits));
  }
};

template <ElementKind K> struct Element;
template <> struct Element<ElementKind::I1> : IntegerElement<int8_t, int32_t, 1> {};
template <> struct Element<ElementKind::I4> : IntegerElement<int8_t, int32_t, 4> {};
template <> struct Element<ElementKind::I8> : IntegerElement<int8_t, int32_t, 8> {};
template <> struct Element<ElementKind::I16> : IntegerElement<int16_t, int32_t, 16> {};
template <> struct Element<ElementKind::I32> : IntegerElement<int32_t, int32_t, 32> {};
template <> struct Element<ElementKind::I48> : IntegerElement<int64_t, int64_t, 48> {};
template <> struct Element<ElementKind::I64> : IntegerElement<int64_t, int64_t, 64> {};

template <> struct Element<ElementKind::F16> {
  using Storage = uint16_t;
  using Value = float;
  static constexpr bool isFloat = true;
  static float load(uint16_t stored) { return halfToFloat(stored); }
  static uint16_t store(float value) { return floatToHalf(value); }
};
template <> struct Element<ElementKind::BF16> {
  using Storage = uint16_t;
  using Value = float;
  static constexpr bool isFloat = true;
  static float load(uint16_t stored) { return bfloatToFloat(stored); }
  static uint16_t store(float value) { return floatToBfloat(value); }
};
template <> struct Element<ElementKind::F32> {
  using Storage = float;
  using Value = float;
  static constexpr bool isFloat = true;
  static float load(float stored) { return stored; }
  static float store(float value) { return value; }
};

/// The sum of two values; integers wrap around.
struct WrappingSum {
  template <typename T> T operator()(T a, T b) const {
    if constexpr (std::is_floating_point_v<T>)
      return a + b;
    else
      return wrappingAdd(a, b);
  }
};

/// The product of two values; integers wrap around.
struct WrappingProduct {
  template <typename T> T operator()(T a, T b) const {
    if constexpr (std::is_floating_point_v<T>)
      return a * b;
    else
      return wrappingMul(a, b);
  }
};

/// Calls `body` with the Element of an integer kind.
template <typename Body> auto dispatchInteger(ElementKind kind, Body body) {
  switch (kind) {
  case ElementKind::I1:
    return body(Element<ElementKind::I1>());
  case ElementKind::I4:
    return body(Element<ElementKind::I4>());
  case ElementKind::I8:
    return body(Element<ElementKind::I8>());
  case ElementKind::I16:
    return body(Element<ElementKind::I16>());
  case ElementKind::I32:
    return body(Element<ElementKind::I32>());
  case ElementKind::I48:
    return body(Element<ElementKind::I48>());
  default:
    assert(kind == ElementKind::I64 && "not an integer kind");
    return body(Element<ElementKind::I64>());
  }
}

/// Calls `body` with the Element of a floating-point kind.
template <typename Body> auto dispatchFloat(ElementKind kind, Body body) {
  switch (kind) {
  case ElementKind::F16:
    return body(Element<ElementKind::F16>());
  case ElementKind::BF16:
    return body(Element<ElementKind::BF16>());
  default:
    assert(kind == ElementKind::F32 && "not a floating-point kind");
    return body(Element<ElementKind::F32>());
  }
}

template <typename Body> auto dispatchKind(ElementKind kind, Body body) {
  return isFloatKind(kind) ? dispatchFloat(kind, body) : dispatchInteger(kind, body);
}

} // namespace mlir::acim

#endif // ACIM_LIB_INTERPRETER_TOSA_ELEMENTTYPES_H
