//===- WindowReader.cpp - Gathers the inputs of positions ----------------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "acim/Interpreter/WindowReader.h"

#include <algorithm>

using namespace mlir;
using namespace mlir::acim;

/// One tap of the kernel at one position: `channels` values to the tap's row in every group.
template <typename T>
static void readTap(const WindowReader &window, const T *source, int64_t tap, int16_t *columns) {
  int64_t perGroup = window.channels / window.groups, rows = window.rows();
  int16_t *target = columns + tap * perGroup;
  if (window.groups == 1) {
    std::copy_n(source, perGroup, target);
    return;
  }
  if (perGroup == 1) {
    for (int64_t group = 0; group < window.groups; ++group)
      target[group * rows] = source[group];
    return;
  }
  for (int64_t group = 0; group < window.groups; ++group)
    std::copy_n(source + group * perGroup, perGroup, target + group * rows);
}

static void padTap(const WindowReader &window, int64_t tap, int16_t *columns) {
  int64_t perGroup = window.channels / window.groups, rows = window.rows();
  for (int64_t group = 0; group < window.groups; ++group)
    std::fill_n(columns + group * rows + tap * perGroup, perGroup, window.padValue);
}

template <typename T>
static void readPosition(const WindowReader &window, const T *data, int64_t position,
                         int16_t *columns) {
  int64_t column = position % window.outputWidth,
          row = position / window.outputWidth % window.outputHeight;
  int64_t image = position / (window.outputWidth * window.outputHeight);
  for (int64_t kh = 0; kh < window.kernel[0]; ++kh) {
    int64_t y = row * window.stride[0] - window.padTop + kh * window.dilation[0];
    bool rowInside = y >= 0 && y < window.height;
    for (int64_t kw = 0; kw < window.kernel[1]; ++kw) {
      int64_t x = column * window.stride[1] - window.padLeft + kw * window.dilation[1];
      int64_t tap = kh * window.kernel[1] + kw;
      if (rowInside && x >= 0 && x < window.width)
        readTap(window, data + ((image * window.height + y) * window.width + x) * window.channels,
                tap, columns);
      else
        padTap(window, tap, columns);
    }
  }
}

template <typename T>
static void readPositions(const WindowReader &window, const T *data, int64_t first,
                          llvm::MutableArrayRef<int16_t> columns) {
  int64_t size = window.groups * window.rows(), count = columns.size() / size;
  for (int64_t i = 0; i < count; ++i)
    readPosition(window, data, first + i, columns.data() + i * size);
}

void WindowReader::read(const Tensor &input, int64_t first,
                        llvm::MutableArrayRef<int16_t> columns) const {
  if (storageBytes(input.kind()) == 1)
    readPositions(*this, input.data<int8_t>().data(), first, columns);
  else
    readPositions(*this, input.data<int16_t>().data(), first, columns);
}
