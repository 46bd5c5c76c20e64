//===- Npy.h - NumPy array files ------------------------------------------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef ACIM_INTERPRETER_NPY_H
#define ACIM_INTERPRETER_NPY_H

#include "acim/Interpreter/Tensor.h"
#include "llvm/ADT/StringRef.h"
#include <vector>

namespace mlir::acim {

/// Element types of the files. A tensor keeps the bits of unsigned elements under the signless kind
/// of the same width, so whoever binds an array decides what its sign means; F64 is rounded to F32
/// on reading.
enum class NpyType : uint8_t { Bool, I8, I16, I32, I64, U8, U16, U32, U64, F16, F32, F64 };

/// NumPy's name of the type: int8, uint8, float32, ...
llvm::StringRef stringifyNpyType(NpyType type);

struct NpyArray {
  NpyType type = NpyType::I8;
  Tensor tensor;
};

/// Reads a .npy file (format 1 to 3, little endian, C order).
llvm::Expected<NpyArray> readNpy(llvm::StringRef path);

/// The elements of an integer or boolean array with the file's signedness; `path` is for the error.
llvm::Expected<std::vector<int64_t>> integersOf(const NpyArray &array, llvm::StringRef path);

/// Writes a tensor as .npy, first under a temporary name beside `path`. I4 is written as int8, I48
/// as int64, BF16 as float32. `asUnsigned` declares integers unsigned.
llvm::Error writeNpy(llvm::StringRef path, const Tensor &tensor, bool asUnsigned = false);

} // namespace mlir::acim

#endif // ACIM_INTERPRETER_NPY_H
