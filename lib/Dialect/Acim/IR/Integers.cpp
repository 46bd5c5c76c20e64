//===- Integers.cpp - Reads integer constants ----------------------------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "acim/Dialect/Acim/IR/Integers.h"

#include "mlir/IR/BuiltinTypes.h"
#include "mlir/IR/DialectResourceBlobManager.h"

using namespace mlir;
using namespace mlir::acim;

template <typename T> static std::vector<int64_t> widen(ArrayRef<char> raw) {
  ArrayRef<T> typed(reinterpret_cast<const T *>(raw.data()), raw.size() / sizeof(T));
  return std::vector<int64_t>(typed.begin(), typed.end());
}

static FailureOr<std::vector<int64_t>> widenRaw(ArrayRef<char> raw, unsigned width) {
  switch (width) {
  case 8:
    return widen<int8_t>(raw);
  case 16:
    return widen<int16_t>(raw);
  case 32:
    return widen<int32_t>(raw);
  case 64:
    return widen<int64_t>(raw);
  default:
    return failure();
  }
}

FailureOr<std::vector<int64_t>> acim::integersOf(ElementsAttr attr) {
  ShapedType type = attr.getShapedType();
  if (!type.getElementType().isInteger())
    return failure();
  unsigned width = type.getElementTypeBitWidth();
  if (auto dense = dyn_cast<DenseIntElementsAttr>(attr)) {
    if (!dense.isSplat() && width % 8 == 0)
      if (FailureOr<std::vector<int64_t>> values = widenRaw(dense.getRawData(), width);
          succeeded(values))
        return values;
    std::vector<int64_t> values;
    values.reserve(dense.getNumElements());
    for (const APInt &value : dense.getValues<APInt>())
      values.push_back(value.getSExtValue());
    return values;
  }
  auto resource = dyn_cast<DenseResourceElementsAttr>(attr);
  if (!resource || !resource.getRawHandle().getBlob())
    return failure();
  return widenRaw(resource.getData(), width);
}

FailureOr<std::vector<double>> acim::doublesOf(ElementsAttr attr) {
  if (!attr.getShapedType().getElementType().isF64())
    return failure();
  if (auto dense = dyn_cast<DenseFPElementsAttr>(attr))
    return std::vector<double>(dense.value_begin<double>(), dense.value_end<double>());
  auto resource = dyn_cast<DenseF64ResourceElementsAttr>(attr);
  std::optional<ArrayRef<double>> values =
      resource ? resource.tryGetAsArrayRef() : std::optional<ArrayRef<double>>();
  if (!values || int64_t(values->size()) != attr.getNumElements())
    return failure();
  return std::vector<double>(values->begin(), values->end());
}
