//===- Tiling.h - Placement of weight matrices on crossbars -------------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Pure placement: which rows and digit columns of a layer lie where on which
// crossbar, and which rows are driven together.
//
//===----------------------------------------------------------------------===//

#ifndef ACIM_SUPPORT_TILING_H
#define ACIM_SUPPORT_TILING_H

#include "llvm/ADT/SmallVector.h"
#include "llvm/Support/Error.h"
#include <cstdint>
#include <vector>

namespace mlir::acim {

/// What is to be placed, and the crossbars it is placed on.
struct TilingRequest {
  int64_t groups = 1;
  int64_t rows = 1;             ///< inputs of a group (K)
  int64_t outputs = 1;          ///< outputs of a group (N)
  int64_t digitsPerOutput = 1;  ///< digit columns of an output (D)
  int64_t referenceColumns = 0; ///< columns that each block spends on its own correction

  int64_t arrayRows = 128;
  int64_t arrayColumns = 128; ///< bit lines of a crossbar
  int64_t bitLinesPerColumn = 1;
  int64_t maxActiveRows = 128;
  int64_t maxActiveColumns = 128;

  /// Word lines that each row of a slice of rows takes, one entry a slice of arrayRows rows; 1
  /// where there is no entry. A slice whose rows take several must fit a crossbar as it is.
  llvm::SmallVector<int64_t> wordLinesPerRow;
};

/// A rectangle of one crossbar: rows firstRow.. of one group, the digit columns firstDigit.. of
/// outputs firstOutput.., output-major, then the reference columns.
struct TileBlock {
  int64_t group = 0;
  int64_t firstRow = 0, numRows = 0;
  int64_t firstOutput = 0, numOutputs = 0;
  int64_t firstDigit = 0, numDigits = 0;
  int64_t referenceColumns = 0;
  int64_t crossbarRow = 0,
          crossbarColumn = 0;           ///< position of its first cell, in rows and digit columns
  llvm::SmallVector<int64_t> rowGroups; ///< sizes of the rows driven together: R, R, ..., remainder
  int64_t columnGroup = 0;              ///< columns that one activation covers
  int64_t wordLinesPerRow = 1;

  int64_t numColumns() const { return numOutputs * numDigits + referenceColumns; }
};

struct CrossbarTile {
  std::vector<TileBlock> blocks;
};

/// A row group of a block, by their indices.
struct RowGroupRef {
  int64_t block;
  int64_t rowGroup;

  bool operator==(const RowGroupRef &other) const {
    return block == other.block && rowGroup == other.rowGroup;
  }
};

struct Tiling {
  std::vector<CrossbarTile> crossbars;

  /// Used cells over all cells.
  double utilisation(const TilingRequest &request) const;
};

/// Places a layer. One group is cut in slices of arrayRows rows and of whole outputs (of digits
/// only where a crossbar cannot hold one output). Several groups are packed on the diagonal of
/// shared crossbars while they fit whole, else each is placed like a layer of its own. Fails when a
/// crossbar cannot hold anything.
llvm::Expected<Tiling> tileLayer(const TilingRequest &request);

/// Row groups of a crossbar's blocks that are driven in the same step: blocks lie on disjoint rows
/// and columns, so any number of them works at once while at most `maxActiveRows` rows are driven.
/// First fit in block order.
std::vector<llvm::SmallVector<RowGroupRef>> driveSteps(const CrossbarTile &crossbar,
                                                       int64_t maxActiveRows);

} // namespace mlir::acim

#endif // ACIM_SUPPORT_TILING_H
