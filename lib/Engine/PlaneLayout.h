//===- PlaneLayout.h - Where rows lie in packed bit planes --------------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A packed plane is a string of words, each of which holds the bits of a few rows
// that are driven together. The layout collects the words that the units of an
// engine read, once each, and packs code bytes accordingly.
//
//===----------------------------------------------------------------------===//

#ifndef ACIM_LIB_ENGINE_PLANELAYOUT_H
#define ACIM_LIB_ENGINE_PLANELAYOUT_H

#include "InputKernels.h"
#include "InputStage.h"
#include "llvm/ADT/ArrayRef.h"
#include <map>
#include <vector>

namespace mlir::acim {

class PlaneLayout {
public:
  static constexpr int32_t noRow = -1;

  /// Adds rows (values of a position, or noRow) that fill whole words of `wordBytes` bytes, unless
  /// they are there already. Returns the byte offset of the first word within a plane.
  size_t addRows(llvm::ArrayRef<int32_t> rows, size_t wordBytes);

  /// To be called once after the last addRows. planeOrder[t] is where bit plane t is packed.
  void finish(llvm::ArrayRef<size_t> planeOrder);

  size_t planeWords() const { return strips.size(); }
  size_t positionWords() const { return strips.size() * planeOrder.size(); }

  /// Packs positions first.. of the code bytes.
  void pack(const InputCodes &codes, size_t first, size_t positions, uint64_t *words) const;

private:
  void addStrip(llvm::ArrayRef<int32_t> rows);

  std::vector<int32_t> rowOfBit; ///< the plane, bit by bit
  std::map<std::vector<int32_t>, size_t> offsets;
  std::vector<size_t> planeOrder;
  std::vector<kernels::RowStrip> strips;
  std::vector<kernels::RowRun> runs;
};

} // namespace mlir::acim

#endif // ACIM_LIB_ENGINE_PLANELAYOUT_H
