//===- Tensor.h - Runtime tensors of the interpreter ----------------------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef ACIM_INTERPRETER_TENSOR_H
#define ACIM_INTERPRETER_TENSOR_H

#include "mlir/IR/BuiltinTypes.h"
#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/SmallVector.h"
#include "llvm/Support/Error.h"
#include <cassert>
#include <memory>
#include <optional>

namespace mlir::acim {

/// Element kinds and their storage. Integers narrower than a byte are kept one to a byte (i4
/// sign-extended, i1 as 0 or 1); i48 is kept sign-extended in 64 bits. Signedness is the operators'
/// business: ui8 is stored as I8 with the same bits. Index and shape values are I64.
enum class ElementKind : uint8_t { I1, I4, I8, I16, I32, I48, I64, F16, BF16, F32 };

size_t storageBytes(ElementKind kind);
bool isFloatKind(ElementKind kind);
std::optional<ElementKind> elementKindOf(Type type);
llvm::StringRef stringifyElementKind(ElementKind kind);

/// A dense row-major tensor. Copying shares the storage; `mutableData` of a shared tensor copies it
/// first. Distinct Tensor objects may be used by different threads even when they share storage.
class Tensor {
public:
  Tensor() = default;
  Tensor(ElementKind kind, llvm::ArrayRef<int64_t> shape); // zero-filled

  ElementKind kind() const { return elementKind; }
  llvm::ArrayRef<int64_t> shape() const { return dims; }
  int64_t rank() const { return dims.size(); }
  int64_t numElements() const;

  /// Storage as T; T must have the storage's size (int8_t, int16_t, int32_t, int64_t, float,
  /// uint16_t for half types).
  template <typename T> llvm::ArrayRef<T> data() const {
    assert(sizeof(T) == storageBytes(elementKind) && "storage of another width");
    return {reinterpret_cast<const T *>(storage.get()), size_t(numElements())};
  }
  template <typename T> llvm::MutableArrayRef<T> mutableData() {
    assert(sizeof(T) == storageBytes(elementKind) && "storage of another width");
    return {reinterpret_cast<T *>(mutableBytes()), size_t(numElements())};
  }
  const char *bytes() const { return storage.get(); }
  char *mutableBytes();

  /// Turns this into an unshared tensor of the given kind and shape whose elements are unspecified.
  /// The old storage is kept where nobody shares it and it is large enough, so that an interpreter
  /// which runs the same program again does not allocate.
  void allocate(ElementKind kind, llvm::ArrayRef<int64_t> shape);

  /// The same elements under another shape of equal size; shares the storage.
  Tensor reshaped(llvm::ArrayRef<int64_t> shape) const;

  /// Element at a flat index widened to 64 bits (integers) or to double (any kind).
  int64_t intAt(int64_t index) const;
  void setInt(int64_t index, int64_t value);
  double floatAt(int64_t index) const;

private:
  bool ownsStorage() const;

  ElementKind elementKind = ElementKind::I8;
  llvm::SmallVector<int64_t, 4> dims = {0};
  std::shared_ptr<char[]> storage;
  size_t capacity = 0;
};

/// Reads a dense or dense-resource constant of any supported element type.
llvm::Expected<Tensor> tensorFromAttr(ElementsAttr attr);

} // namespace mlir::acim

#endif // ACIM_INTERPRETER_TENSOR_H
