//===- InputPlanes.cpp - Inputs as sums of driven bit planes ------------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "acim/Support/InputPlanes.h"
#include <cassert>
#include <numeric>

using namespace mlir::acim;

int64_t mlir::acim::driveLevel(const InputCode &code, uint32_t bits, size_t plane) {
  int64_t level = 0;
  for (size_t t = 0; t < code.bitPlanes.size(); ++t)
    if (code.bitPlanes[t].drivePlane == plane && (bits >> t & 1))
      level += code.bitPlanes[t].coefficient;
  return level;
}

int64_t mlir::acim::decodePlanes(const InputCode &code, uint32_t bits) {
  int64_t value = 0;
  for (size_t t = 0; t < code.bitPlanes.size(); ++t)
    if (bits >> t & 1)
      value += code.planeScale[code.bitPlanes[t].drivePlane] * code.bitPlanes[t].coefficient;
  return value;
}

InputCode mlir::acim::binaryInputCode(unsigned bits, int32_t lo) {
  assert(bits >= 1 && bits <= 16 && "tables are built for inputs of up to 16 bits");
  InputCode code;
  code.inputLo = lo;
  code.offset = -lo;
  for (unsigned bit = 0; bit < bits; ++bit) {
    code.planeScale.push_back(int64_t(1) << bit);
    code.bitPlanes.push_back({static_cast<uint16_t>(bit), 1});
  }
  code.table.resize(size_t(1) << bits);
  std::iota(code.table.begin(), code.table.end(), 0u);
  return code;
}
