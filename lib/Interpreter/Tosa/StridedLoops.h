//===- StridedLoops.h - Loops over operands with strides ----------------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

//
// Broadcasting, slicing, padding, transposing, ...: everything that walks several tensors over one
// common shape is a nest of loops with one stride per operand and dimension. Dimensions that all
// operands walk contiguously are merged, so that the innermost loop is long and tight.
//
//===----------------------------------------------------------------------===//

#ifndef ACIM_LIB_INTERPRETER_TOSA_STRIDEDLOOPS_H
#define ACIM_LIB_INTERPRETER_TOSA_STRIDEDLOOPS_H

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/SmallVector.h"
#include <array>
#include <cstdint>

namespace mlir::acim {

using Strides = llvm::SmallVector<int64_t, 6>;

/// Strides of a dense row-major tensor, in elements.
Strides denseStrides(llvm::ArrayRef<int64_t> shape);

/// Strides with which an operand of `shape` is walked over `common`: 0 where it is broadcast.
Strides broadcastStrides(llvm::ArrayRef<int64_t> shape, llvm::ArrayRef<int64_t> common);

template <size_t Operands> class StridedLoops {
public:
  using Offsets = std::array<int64_t, Operands>;

  StridedLoops() = default;
  StridedLoops(llvm::ArrayRef<int64_t> shape, const std::array<Strides, Operands> &strides) {
    for (auto [dim, size] : llvm::enumerate(shape)) {
      Offsets step;
      for (size_t i = 0; i < Operands; ++i)
        step[i] = strides[i][dim];
      append(size, step);
    }
    if (sizes.empty())
      append(1, Offsets{}, /*keepUnit=*/true);
  }

  int64_t rowSize() const { return sizes.back(); }
  const Offsets &rowSteps() const { return steps.back(); }

  /// Calls body(offsets) for every innermost row, in row-major order.
  template <typename Body> void forEachRow(Body body) const {
    size_t outer = sizes.size() - 1;
    for (int64_t size : sizes)
      if (size == 0)
        return;
    llvm::SmallVector<int64_t, 6> index(outer, 0);
    Offsets offsets{};
    while (true) {
      body(offsets);
      size_t dim = outer;
      while (dim > 0 && !advance(index[dim - 1], dim - 1, offsets))
        --dim;
      if (dim == 0)
        return;
    }
  }

private:
  void append(int64_t size, const Offsets &step, bool keepUnit = false) {
    if (size == 1 && !keepUnit)
      return;
    bool mergeable = !sizes.empty();
    for (size_t i = 0; mergeable && i < Operands; ++i)
      mergeable = steps.back()[i] == step[i] * size;
    if (!mergeable) {
      sizes.push_back(size);
      steps.push_back(step);
      return;
    }
    sizes.back() *= size;
    steps.back() = step;
  }

  /// Moves one dimension on; false when it wrapped around.
  bool advance(int64_t &index, size_t dim, Offsets &offsets) const {
    bool wraps = ++index == sizes[dim];
    int64_t moves = wraps ? 1 - sizes[dim] : 1;
    for (size_t i = 0; i < Operands; ++i)
      offsets[i] += moves * steps[dim][i];
    if (wraps)
      index = 0;
    return !wraps;
  }

  llvm::SmallVector<int64_t, 6> sizes;
  llvm::SmallVector<Offsets, 6> steps;
};

/// Copies elements of `bytes` bytes along a nest of operands {destination, source}.
void copyStrided(const StridedLoops<2> &loops, size_t bytes, char *destination, const char *source);

} // namespace mlir::acim

#endif // ACIM_LIB_INTERPRETER_TOSA_STRIDEDLOOPS_H
