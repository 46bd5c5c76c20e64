//===- WindowReader.h - Gathers the inputs of positions ------------------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef ACIM_INTERPRETER_WINDOWREADER_H
#define ACIM_INTERPRETER_WINDOWREADER_H

#include "acim/Interpreter/Tensor.h"

namespace mlir::acim {

/// The fetch instruction: what each position of a layer reads from an NHWC tensor of 4 to 16-bit
/// integers.
struct WindowReader {
  int64_t batch, height, width, channels; ///< of the input
  int64_t kernel[2], stride[2], padTop, padLeft, dilation[2];
  int64_t groups;
  int16_t padValue;
  int64_t outputHeight, outputWidth;

  int64_t positions() const { return batch * outputHeight * outputWidth; }
  int64_t rows() const { return kernel[0] * kernel[1] * (channels / groups); }

  /// Writes the positions first.. of `input` as positions x groups x rows; the size of `columns`
  /// says how many.
  void read(const Tensor &input, int64_t first, llvm::MutableArrayRef<int16_t> columns) const;
};

} // namespace mlir::acim

#endif // ACIM_INTERPRETER_WINDOWREADER_H
