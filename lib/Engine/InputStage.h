//===- InputStage.h - Raw inputs to code bytes, and who is driven how often ===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Both engines start here: raw inputs become the bytes of their table entries
// ("slices": bits 0..7, 8..15, ...), from which driven rows are counted and
// planes are packed.
//
//===----------------------------------------------------------------------===//

#ifndef ACIM_LIB_ENGINE_INPUTSTAGE_H
#define ACIM_LIB_ENGINE_INPUTSTAGE_H

#include "DriveCounter.h"
#include "InputCodes.h"
#include "acim/Mapping/MvmPlan.h"
#include "llvm/ADT/ArrayRef.h"

namespace mlir::acim {

class InputStage {
public:
  explicit InputStage(const MvmPlan &plan);

  size_t slices() const { return numSlices; }
  /// Values of one position.
  size_t width() const { return numGroups * rowsPerGroup; }
  /// Positions that are best staged together; at most what `countRows` takes.
  size_t chunkPositions() const;

  /// Counts the positions of a run and makes room for what is counted of them.
  void startCounts(int64_t positions, MvmCounts &counts) const;

  void encode(llvm::ArrayRef<int16_t> raw, InputCodes &codes) const;

  /// Adds the driven rows of `positions` positions to counts.activeRows, and the drives by their
  /// active rows.
  void countRows(const InputCodes &codes, size_t positions, MvmCounts &counts) const;

  /// Starts the counts of a whole run and counts it.
  void count(llvm::ArrayRef<int16_t> raw, int64_t positions, MvmCounts &counts) const;

private:
  void countStrip(const InputCodes &codes, size_t positions, size_t slice, size_t first,
                  MvmCounts &counts) const;

  const InputCode &code;
  DriveCounter drives;
  size_t numGroups, rowsPerGroup, numSlices;
  bool linear; ///< table[k] == k, so bytes are those of raw - inputLo
};

} // namespace mlir::acim

#endif // ACIM_LIB_ENGINE_INPUTSTAGE_H
