//===- PositionSample.cpp - Which positions are kept ----------------------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "acim/Interpreter/PositionSample.h"

#include <algorithm>
#include <cassert>

using namespace mlir::acim;

PositionSample::PositionSample(int64_t total, int64_t limit)
    : total(total), numSampled(std::min(total, limit)) {
  assert(total > 0 && limit > 0 && "a sample holds something");
}

int64_t PositionSample::at(int64_t k) const {
  // The multiples of the golden ratio, modulo 1, in units of 2^-64; 24 bits of them are enough.
  constexpr uint64_t goldenRatio = 0x9E3779B97F4A7C15;
  uint64_t fraction = (uint64_t(k) + 1) * goldenRatio >> 40;
  uint64_t width = startOf(k + 1) - startOf(k);
  return startOf(k) + int64_t(width * fraction >> 24);
}

int64_t PositionSample::countBelow(int64_t number) const {
  int64_t k = number * numSampled / total; // starts at or before `number`, as does at most the next
  while (k < numSampled && at(k) < number)
    ++k;
  return k;
}
