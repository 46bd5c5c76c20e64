//===- InputStage.cpp - Raw inputs to code bytes, and who is driven how often ===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "InputStage.h"
#include "InputKernels.h"
#include "llvm/ADT/STLExtras.h"
#include <algorithm>
#include <cassert>
#include <cstdlib>

using namespace mlir::acim;

namespace {

constexpr size_t chunkBytes = 128 * 1024;
constexpr size_t bitsPerSlice = InputCodes::bitsPerSlice;

bool isLinear(const InputCode &code) {
  for (size_t k = 0; k < code.table.size(); ++k)
    if (code.table[k] != k)
      return false;
  return true;
}

template <size_t slices>
void encodeByTable(const InputCode &code, llvm::ArrayRef<int16_t> raw, InputCodes &codes) {
  static_assert(slices * bitsPerSlice <= InputCode::maxBitPlanes);
  uint8_t *bytes[slices];
  for (size_t s = 0; s < slices; ++s)
    bytes[s] = codes.slice(s);
  const uint32_t *table = code.table.data();
  const int32_t lo = code.inputLo;
  for (size_t k = 0; k < raw.size(); ++k)
    for (size_t s = 0, bits = table[raw[k] - lo]; s < slices; ++s)
      bytes[s][k] = static_cast<uint8_t>(bits >> (s * bitsPerSlice));
}

} // namespace

InputStage::InputStage(const MvmPlan &plan)
    : code(plan.input), drives(plan), numGroups(plan.groups), rowsPerGroup(plan.rows),
      numSlices(InputCodes::slicesOf(plan.input)), linear(isLinear(plan.input) && numSlices <= 2) {}

size_t InputStage::chunkPositions() const {
  return std::clamp<size_t>(chunkBytes / (width() * numSlices), 16, kernels::maxCountedPositions);
}

void InputStage::startCounts(int64_t positions, MvmCounts &counts) const {
  counts.positions += positions;
  counts.activeRows.resize(numGroups * code.planeScale.size() * rowsPerGroup);
  drives.startCounts(counts);
}

void InputStage::encode(llvm::ArrayRef<int16_t> raw, InputCodes &codes) const {
  assert(llvm::all_of(raw, [&](int16_t x) { return x >= code.inputLo && x <= code.inputHi(); }));
  if (linear) {
    kernels::encodeLinear(raw.data(), raw.size(), code.inputLo, codes.slice(0),
                          numSlices > 1 ? codes.slice(1) : nullptr);
    return;
  }
  // With the number of slices known the loop over them is unrolled.
  switch (numSlices) {
  case 1:
    return encodeByTable<1>(code, raw, codes);
  case 2:
    return encodeByTable<2>(code, raw, codes);
  case 3:
    return encodeByTable<3>(code, raw, codes);
  default:
    return encodeByTable<4>(code, raw, codes);
  }
}

void InputStage::countRows(const InputCodes &codes, size_t positions, MvmCounts &counts) const {
  for (size_t slice = 0; slice < numSlices; ++slice)
    for (size_t first = 0; first < width(); first += kernels::stripBytes)
      countStrip(codes, positions, slice, first, counts);
  drives.count(codes, positions, counts);
}

void InputStage::count(llvm::ArrayRef<int16_t> raw, int64_t positions, MvmCounts &counts) const {
  startCounts(positions, counts);
  const auto count = static_cast<size_t>(positions);
  const size_t chunk = std::min(chunkPositions(), count);
  InputCodes codes(slices(), width(), chunk);
  for (size_t p = 0; p < count; p += chunk) {
    const size_t size = std::min(chunk, count - p);
    encode(raw.slice(p * width(), size * width()), codes);
    countRows(codes, size, counts);
  }
}

/// Counts kernels::stripBytes neighbouring values and distributes them over groups, planes and
/// rows.
void InputStage::countStrip(const InputCodes &codes, size_t positions, size_t slice, size_t first,
                            MvmCounts &counts) const {
  uint8_t ones[bitsPerSlice][kernels::stripBytes];
  kernels::countBits(codes.slice(slice) + first, positions, codes.bytesPerPosition(), ones);
  const size_t planes = code.planeScale.size();
  const size_t end = std::min(first + kernels::stripBytes, width());
  const size_t lastPlane = std::min(code.bitPlanes.size(), (slice + 1) * bitsPerSlice);
  for (size_t value = first; value < end;) {
    const size_t group = value / rowsPerGroup, row = value % rowsPerGroup;
    const size_t run = std::min(rowsPerGroup - row, end - value);
    for (size_t t = slice * bitsPerSlice; t < lastPlane; ++t) {
      const InputBitPlane &plane = code.bitPlanes[t];
      const int64_t level = std::abs(int64_t(plane.coefficient));
      const uint8_t *source = ones[t - slice * bitsPerSlice] + (value - first);
      int64_t *target =
          &counts.activeRows[(group * planes + plane.drivePlane) * rowsPerGroup + row];
      for (size_t j = 0; j < run; ++j)
        target[j] += level * source[j];
    }
    value += run;
  }
}
