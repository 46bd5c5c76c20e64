//===- GatherScatter.cpp - TOSA operators that select rows by index -----===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Families.h"
#include <cstring>

using namespace mlir;
using namespace mlir::acim;
using llvm::Error;

namespace {

/// Calls move(item, row) for the row index of every item (n, w) of `indices`, which selects among
/// `rows` rows.
template <typename Move>
Error forEachIndex(const Tensor &indices, int64_t rows, llvm::StringRef name, Move move) {
  int64_t width = indices.shape()[1];
  for (int64_t item = 0, e = indices.numElements(); item < e; ++item) {
    int64_t row = indices.intAt(item);
    if (row < 0 || row >= rows)
      return llvm::createStringError(
          std::errc::result_out_of_range, "%s: index %lld at position %lld, expected 0 to %lld",
          name.data(), (long long)row, (long long)item, (long long)rows - 1);
    move(item, item / width * rows + row);
  }
  return Error::success();
}

size_t rowBytes(const Tensor &tensor) {
  return size_t(tensor.shape()[2]) * storageBytes(tensor.kind());
}

} // namespace

Prepared mlir::acim::prepare(tosa::GatherOp, const OpContext &context) {
  return PreparedTosaOp([type = context.result()](llvm::ArrayRef<const Tensor *> inputs,
                                                  llvm::MutableArrayRef<Tensor> outputs) {
    const Tensor &values = *inputs[0];
    outputs[0].allocate(type.kind, type.shape);
    char *out = outputs[0].mutableBytes();
    size_t bytes = rowBytes(values);
    return forEachIndex(*inputs[1], values.shape()[1], "tosa.gather",
                        [&](int64_t to, int64_t from) {
                          std::memcpy(out + to * bytes, values.bytes() + from * bytes, bytes);
                        });
  });
}

Prepared mlir::acim::prepare(tosa::ScatterOp, const OpContext &context) {
  return PreparedTosaOp(
      [](llvm::ArrayRef<const Tensor *> inputs, llvm::MutableArrayRef<Tensor> outputs) {
        const Tensor &rows = *inputs[2];
        outputs[0] = *inputs[0];
        char *out = outputs[0].mutableBytes();
        size_t bytes = rowBytes(rows);
        return forEachIndex(*inputs[1], outputs[0].shape()[1], "tosa.scatter",
                            [&](int64_t from, int64_t to) {
                              std::memcpy(out + to * bytes, rows.bytes() + from * bytes, bytes);
                            });
      });
}
