//===- ColumnSample.cpp - A sample of the inputs of a layer ---------------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "acim/Interpreter/ColumnSample.h"

#include "llvm/ADT/STLExtras.h"
#include <algorithm>

using namespace mlir::acim;

static int64_t limitOf(int64_t limit, int64_t size, unsigned bits) {
  return std::max<int64_t>(1, std::min(limit, ColumnSample::largestSize / (size * bits / 8)));
}

ColumnSample::ColumnSample(int64_t positions, int64_t limit, int64_t size, unsigned bits)
    : sample(positions, limitOf(limit, size, bits)), columnSize(size), kept(sample.size() * size) {}

void ColumnSample::take(int64_t first, llvm::ArrayRef<int16_t> columns) {
  int64_t end = first + int64_t(columns.size()) / columnSize;
  for (int64_t k = sample.countBelow(first); k < sample.size() && sample.at(k) < end; ++k)
    llvm::copy(columns.slice((sample.at(k) - first) * columnSize, columnSize),
               kept.begin() + k * columnSize);
}
