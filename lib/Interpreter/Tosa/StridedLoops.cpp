//===- StridedLoops.cpp - Loops over operands with strides --------------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "StridedLoops.h"
#include "llvm/Support/ErrorHandling.h"
#include <cstring>

using namespace mlir::acim;

Strides mlir::acim::denseStrides(llvm::ArrayRef<int64_t> shape) {
  Strides strides(shape.size(), 1);
  for (size_t i = shape.size(); i-- > 1;)
    strides[i - 1] = strides[i] * shape[i];
  return strides;
}

Strides mlir::acim::broadcastStrides(llvm::ArrayRef<int64_t> shape,
                                     llvm::ArrayRef<int64_t> common) {
  Strides strides = denseStrides(shape);
  for (size_t i = 0; i < shape.size(); ++i)
    if (shape[i] == 1 && common[i] != 1)
      strides[i] = 0;
  return strides;
}

template <typename T>
static void copyRows(const StridedLoops<2> &loops, char *destination, const char *source) {
  int64_t size = loops.rowSize();
  auto [toStep, fromStep] = loops.rowSteps();
  loops.forEachRow([&, toStep = toStep, fromStep = fromStep](const std::array<int64_t, 2> &at) {
    T *to = reinterpret_cast<T *>(destination) + at[0];
    const T *from = reinterpret_cast<const T *>(source) + at[1];
    if (toStep == 1 && fromStep == 1) {
      std::memcpy(to, from, size * sizeof(T));
      return;
    }
    for (int64_t i = 0; i < size; ++i)
      to[i * toStep] = from[i * fromStep];
  });
}

void mlir::acim::copyStrided(const StridedLoops<2> &loops, size_t bytes, char *destination,
                             const char *source) {
  switch (bytes) {
  case 1:
    return copyRows<int8_t>(loops, destination, source);
  case 2:
    return copyRows<int16_t>(loops, destination, source);
  case 4:
    return copyRows<int32_t>(loops, destination, source);
  default:
    return copyRows<int64_t>(loops, destination, source);
  }
}
