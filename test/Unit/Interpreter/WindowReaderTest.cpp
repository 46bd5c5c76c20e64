//===- WindowReaderTest.cpp - Fetched windows against nested loops -------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "acim/Interpreter/WindowReader.h"

#include "gtest/gtest.h"

using namespace mlir::acim;

namespace {

/// The value that input `row` of group `group` has at `position`, straight from the definition of a
/// convolution.
int64_t valueAt(const WindowReader &w, const Tensor &input, int64_t position, int64_t group,
                int64_t row) {
  int64_t perGroup = w.channels / w.groups, channel = group * perGroup + row % perGroup,
          tap = row / perGroup;
  int64_t x = position % w.outputWidth, y = position / w.outputWidth % w.outputHeight;
  int64_t image = position / w.outputWidth / w.outputHeight;
  int64_t inputY = y * w.stride[0] - w.padTop + tap / w.kernel[1] * w.dilation[0];
  int64_t inputX = x * w.stride[1] - w.padLeft + tap % w.kernel[1] * w.dilation[1];
  if (inputY < 0 || inputY >= w.height || inputX < 0 || inputX >= w.width)
    return w.padValue;
  return input.intAt(((image * w.height + inputY) * w.width + inputX) * w.channels + channel);
}

void expectReads(const WindowReader &window, ElementKind kind) {
  Tensor input(kind, {window.batch, window.height, window.width, window.channels});
  for (int64_t i = 0; i < input.numElements(); ++i)
    input.setInt(i, (i * 37) % 251 - 125);
  int64_t first = window.positions() / 3, count = window.positions() - first;
  std::vector<int16_t> columns(count * window.groups * window.rows());
  window.read(input, first, columns);
  size_t index = 0;
  for (int64_t position = first; position < window.positions(); ++position)
    for (int64_t group = 0; group < window.groups; ++group)
      for (int64_t row = 0; row < window.rows(); ++row)
        ASSERT_EQ(columns[index++], valueAt(window, input, position, group, row))
            << "position " << position << ", group " << group << ", row " << row;
}

} // namespace

TEST(WindowReader, ReadsPaddedWindows) {
  expectReads({2, 5, 7, 3, {3, 3}, {1, 1}, 1, 1, {1, 1}, 1, -7, 5, 7}, ElementKind::I8);
}

TEST(WindowReader, ReadsStridedAndDilatedWindows) {
  expectReads({1, 9, 8, 4, {3, 2}, {2, 3}, 0, 1, {2, 3}, 1, 99, 3, 2}, ElementKind::I8);
}

TEST(WindowReader, SplitsChannelsIntoGroups) {
  expectReads({1, 4, 4, 6, {2, 2}, {1, 1}, 0, 0, {1, 1}, 3, 0, 3, 3}, ElementKind::I8);
  expectReads({2, 4, 4, 6, {3, 3}, {1, 1}, 1, 1, {1, 1}, 6, -128, 4, 4}, ElementKind::I8);
}

TEST(WindowReader, ReadsSixteenBitInputs) {
  expectReads({1, 3, 3, 2, {1, 1}, {1, 1}, 0, 0, {1, 1}, 1, 0, 3, 3}, ElementKind::I16);
}

TEST(WindowReader, ReadsOnePosition) {
  expectReads({1, 1, 1, 16, {1, 1}, {1, 1}, 0, 0, {1, 1}, 1, 0, 1, 1}, ElementKind::I8);
}
