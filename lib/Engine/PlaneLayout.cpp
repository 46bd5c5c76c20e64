//===- PlaneLayout.cpp - Where rows lie in packed bit planes ------------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "PlaneLayout.h"
#include "llvm/ADT/SmallVector.h"
#include "llvm/Support/MathExtras.h"
#include <cassert>

using namespace mlir::acim;

size_t PlaneLayout::addRows(llvm::ArrayRef<int32_t> rows, size_t wordBytes) {
  assert(rows.size() % (wordBytes * 8) == 0);
  auto [entry, inserted] = offsets.try_emplace(rows.vec(), 0);
  if (inserted || entry->second % wordBytes != 0) {
    rowOfBit.resize(llvm::alignTo(rowOfBit.size(), wordBytes * 8), noRow);
    entry->second = rowOfBit.size() / 8;
    rowOfBit.insert(rowOfBit.end(), rows.begin(), rows.end());
  }
  return entry->second;
}

void PlaneLayout::finish(llvm::ArrayRef<size_t> order) {
  planeOrder = order.vec();
  rowOfBit.resize(llvm::alignTo(rowOfBit.size(), kernels::stripBytes), noRow);
  for (size_t first = 0; first < rowOfBit.size(); first += kernels::stripBytes)
    addStrip(llvm::ArrayRef(rowOfBit).slice(first, kernels::stripBytes));
}

void PlaneLayout::addStrip(llvm::ArrayRef<int32_t> rows) {
  kernels::RowStrip strip{static_cast<uint32_t>(runs.size()), 0, 0};
  for (size_t k = 0; k < rows.size(); ++k) {
    if (rows[k] == noRow)
      continue;
    strip.mask |= uint64_t(1) << k;
    const bool continues =
        strip.numRuns > 0 && k > 0 && rows[k - 1] != noRow && rows[k] == rows[k - 1] + 1;
    if (continues) {
      ++runs.back().size;
      continue;
    }
    runs.push_back({static_cast<uint32_t>(rows[k]), static_cast<uint8_t>(k), 1});
    ++strip.numRuns;
  }
  strips.push_back(strip);
}

void PlaneLayout::pack(const InputCodes &codes, size_t first, size_t positions,
                       uint64_t *words) const {
  std::vector<uint8_t> staging((strips.size() + 1) * kernels::stripBytes);
  for (size_t plane = 0, slice = 0; plane < planeOrder.size(); plane += 8, ++slice) {
    llvm::SmallVector<uint32_t, 8> planeWord;
    for (size_t t = plane; t < std::min(plane + 8, planeOrder.size()); ++t)
      planeWord.push_back(static_cast<uint32_t>(planeOrder[t] * planeWords()));
    kernels::packBits({strips.data(), strips.size(), runs.data(), positionWords(), planeWord.size(),
                       planeWord.data(), staging.data()},
                      codes.slice(slice) + first * codes.bytesPerPosition(), positions,
                      codes.bytesPerPosition(), words);
  }
}
