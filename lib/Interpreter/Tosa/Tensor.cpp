//===- Tensor.cpp - Runtime tensors of the interpreter ------------------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "acim/Interpreter/Tensor.h"
#include "ElementTypes.h"
#include "mlir/IR/BuiltinTypes.h"
#include <atomic>
#include <cstring>
#include <numeric>

using namespace mlir;
using namespace mlir::acim;

size_t mlir::acim::storageBytes(ElementKind kind) {
  return dispatchKind(kind,
                      [](auto element) { return sizeof(typename decltype(element)::Storage); });
}

bool mlir::acim::isFloatKind(ElementKind kind) {
  return kind == ElementKind::F16 || kind == ElementKind::BF16 || kind == ElementKind::F32;
}

std::optional<ElementKind> mlir::acim::elementKindOf(Type type) {
  if (type.isIndex())
    return ElementKind::I64;
  if (type.isF16())
    return ElementKind::F16;
  if (type.isBF16())
    return ElementKind::BF16;
  if (type.isF32())
    return ElementKind::F32;
  if (!type.isInteger())
    return std::nullopt;
  switch (type.getIntOrFloatBitWidth()) {
  case 1:
    return ElementKind::I1;
  case 4:
    return ElementKind::I4;
  case 8:
    return ElementKind::I8;
  case 16:
    return ElementKind::I16;
  case 32:
    return ElementKind::I32;
  case 48:
    return ElementKind::I48;
  case 64:
    return ElementKind::I64;
  default:
    return std::nullopt;
  }
}

llvm::StringRef mlir::acim::stringifyElementKind(ElementKind kind) {
  static constexpr llvm::StringLiteral names[] = {"i1",  "i4",  "i8",  "i16",  "i32",
                                                  "i48", "i64", "f16", "bf16", "f32"};
  return names[static_cast<size_t>(kind)];
}

static int64_t productOf(llvm::ArrayRef<int64_t> shape) {
  return std::accumulate(shape.begin(), shape.end(), int64_t(1), std::multiplies<int64_t>());
}

Tensor::Tensor(ElementKind kind, llvm::ArrayRef<int64_t> shape) {
  allocate(kind, shape);
  std::memset(storage.get(), 0, size_t(numElements()) * storageBytes(kind));
}

int64_t Tensor::numElements() const { return productOf(dims); }

bool Tensor::ownsStorage() const {
  if (storage.use_count() != 1)
    return false;
  // Whoever dropped the last other reference may have read the storage just before.
  std::atomic_thread_fence(std::memory_order_acquire);
  return true;
}

void Tensor::allocate(ElementKind kind, llvm::ArrayRef<int64_t> shape) {
  size_t bytes = size_t(productOf(shape)) * storageBytes(kind);
  elementKind = kind;
  dims.assign(shape.begin(), shape.end());
  if (bytes <= capacity && ownsStorage())
    return;
  storage.reset(new char[bytes]);
  capacity = bytes;
}

char *Tensor::mutableBytes() {
  if (!storage || ownsStorage())
    return storage.get();
  size_t bytes = size_t(numElements()) * storageBytes(elementKind);
  std::shared_ptr<char[]> copy(new char[bytes]);
  std::memcpy(copy.get(), storage.get(), bytes);
  storage = std::move(copy);
  capacity = bytes;
  return storage.get();
}

Tensor Tensor::reshaped(llvm::ArrayRef<int64_t> shape) const {
  assert(productOf(shape) == numElements() && "a reshape keeps the number of elements");
  Tensor result = *this;
  result.dims.assign(shape.begin(), shape.end());
  return result;
}

int64_t Tensor::intAt(int64_t index) const {
  assert(!isFloatKind(elementKind) && "not an integer tensor");
  return dispatchInteger(elementKind, [&](auto element) -> int64_t {
    using E = decltype(element);
    return E::load(data<typename E::Storage>()[index]);
  });
}

void Tensor::setInt(int64_t index, int64_t value) {
  assert(!isFloatKind(elementKind) && "not an integer tensor");
  dispatchInteger(elementKind, [&](auto element) {
    using E = decltype(element);
    mutableData<typename E::Storage>()[index] = E::store(static_cast<typename E::Value>(value));
  });
}

double Tensor::floatAt(int64_t index) const {
  return dispatchKind(elementKind, [&](auto element) -> double {
    using E = decltype(element);
    return double(E::load(data<typename E::Storage>()[index]));
  });
}
