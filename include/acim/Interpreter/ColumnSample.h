//===- ColumnSample.h - A sample of the inputs of a layer -----------------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef ACIM_INTERPRETER_COLUMNSAMPLE_H
#define ACIM_INTERPRETER_COLUMNSAMPLE_H

#include "acim/Interpreter/PositionSample.h"
#include "llvm/ADT/ArrayRef.h"
#include <vector>

namespace mlir::acim {

/// Columns of raw inputs at a sample of the positions of a run. What it holds does not depend on
/// the number of threads: a position's number decides whether and where it is kept.
class ColumnSample {
public:
  /// A sample takes at most this many bytes, or one column where that is larger.
  static constexpr int64_t largestSize = int64_t(4) << 20;

  /// Of `positions`, at most `limit` columns of `size` inputs that take `bits` each.
  ColumnSample(int64_t positions, int64_t limit, int64_t size, unsigned bits);

  /// Keeps what belongs to the sample of `columns`, which are those of the positions from `first`
  /// on. May be called from many threads, once for every position.
  void take(int64_t first, llvm::ArrayRef<int16_t> columns);

  int64_t size() const { return sample.size(); }

  /// All that it holds, position after position.
  llvm::ArrayRef<int16_t> columns() const { return kept; }

private:
  PositionSample sample;
  int64_t columnSize;
  std::vector<int16_t> kept;
};

} // namespace mlir::acim

#endif // ACIM_INTERPRETER_COLUMNSAMPLE_H
