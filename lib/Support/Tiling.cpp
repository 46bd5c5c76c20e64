//===- Tiling.cpp - Placement of weight matrices on crossbars -----------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "acim/Support/Tiling.h"
#include <algorithm>

using namespace mlir::acim;

namespace {

/// A half-open interval of outputs or digits.
struct Slice {
  int64_t first, size;
};

std::vector<Slice> slicesOf(int64_t total, int64_t size) {
  std::vector<Slice> slices;
  for (int64_t first = 0; first < total; first += size)
    slices.push_back({first, std::min(size, total - first)});
  return slices;
}

/// Geometry of one tileLayer call.
class LayerTiler {
public:
  explicit LayerTiler(const TilingRequest &request)
      : request(request), crossbarColumns(request.arrayColumns / request.bitLinesPerColumn),
        dataColumns(crossbarColumns - request.referenceColumns) {}

  llvm::Error verify() const;
  Tiling tile() const;

private:
  int64_t blockColumns() const {
    return request.outputs * request.digitsPerOutput + request.referenceColumns;
  }
  int64_t groupsPerCrossbar() const {
    return std::min(request.arrayRows / (request.rows * wordLinesPerRow(0)),
                    crossbarColumns / blockColumns());
  }
  int64_t wordLinesPerRow(int64_t firstRow) const {
    const auto slice = static_cast<size_t>(firstRow / request.arrayRows);
    return slice < request.wordLinesPerRow.size() ? request.wordLinesPerRow[slice] : 1;
  }
  llvm::Error verifyWordLines() const;

  TileBlock makeBlock(int64_t group, Slice rows, Slice outputs, Slice digits) const;
  void packGroups(Tiling &tiling) const;
  void tileDense(int64_t group, Tiling &tiling) const;

  const TilingRequest &request;
  int64_t crossbarColumns; ///< digit columns of a crossbar
  int64_t dataColumns;     ///< of which a block's outputs may take this many
};

llvm::Error LayerTiler::verify() const {
  auto fail = [](const char *what, int64_t value) {
    return llvm::createStringError(
        "cannot place a layer on crossbars: %s is %lld but must be positive", what,
        static_cast<long long>(value));
  };
  const std::pair<const char *, int64_t> positives[] = {
      {"the number of groups", request.groups},
      {"the number of rows", request.rows},
      {"the number of outputs", request.outputs},
      {"the number of digits", request.digitsPerOutput},
      {"the number of array rows", request.arrayRows},
      {"the number of active rows", request.maxActiveRows},
      {"the number of active columns", request.maxActiveColumns},
  };
  for (auto [what, value] : positives)
    if (value < 1)
      return fail(what, value);
  if (dataColumns < 1)
    return llvm::createStringError("cannot place a layer on crossbars: %lld bit lines hold no "
                                   "digit column beside %lld reference "
                                   "columns of %lld bit lines each; use an array with more columns",
                                   static_cast<long long>(request.arrayColumns),
                                   static_cast<long long>(request.referenceColumns),
                                   static_cast<long long>(request.bitLinesPerColumn));
  return verifyWordLines();
}

llvm::Error LayerTiler::verifyWordLines() const {
  for (Slice rows : slicesOf(request.rows, request.arrayRows)) {
    const int64_t lines = wordLinesPerRow(rows.first);
    if (lines < 1 || rows.size * lines > request.arrayRows || lines > request.maxActiveRows)
      return llvm::createStringError(
          "cannot place a layer on crossbars: %lld rows of %lld word lines each do not fit a "
          "crossbar of %lld, of which %lld may be driven at once; stack fewer planes",
          static_cast<long long>(rows.size), static_cast<long long>(lines),
          static_cast<long long>(request.arrayRows), static_cast<long long>(request.maxActiveRows));
  }
  return llvm::Error::success();
}

TileBlock LayerTiler::makeBlock(int64_t group, Slice rows, Slice outputs, Slice digits) const {
  TileBlock block;
  block.group = group;
  block.firstRow = rows.first;
  block.numRows = rows.size;
  block.firstOutput = outputs.first;
  block.numOutputs = outputs.size;
  block.firstDigit = digits.first;
  block.numDigits = digits.size;
  block.referenceColumns = request.referenceColumns;
  block.wordLinesPerRow = wordLinesPerRow(rows.first);
  for (Slice rowGroup : slicesOf(rows.size, request.maxActiveRows / block.wordLinesPerRow))
    block.rowGroups.push_back(rowGroup.size);
  block.columnGroup = std::min(request.maxActiveColumns, block.numColumns());
  return block;
}

/// Several whole groups share a crossbar, block-diagonally.
void LayerTiler::packGroups(Tiling &tiling) const {
  const Slice rows{0, request.rows}, outputs{0, request.outputs},
      digits{0, request.digitsPerOutput};
  for (Slice groups : slicesOf(request.groups, groupsPerCrossbar())) {
    CrossbarTile &crossbar = tiling.crossbars.emplace_back();
    for (int64_t i = 0; i < groups.size; ++i) {
      TileBlock block = makeBlock(groups.first + i, rows, outputs, digits);
      block.crossbarRow = i * request.rows * block.wordLinesPerRow;
      block.crossbarColumn = i * blockColumns();
      crossbar.blocks.push_back(std::move(block));
    }
  }
}

/// One group alone: a crossbar for each slice of rows and of columns, row slices outermost so that
/// inputs fetched once serve all columns.
void LayerTiler::tileDense(int64_t group, Tiling &tiling) const {
  const int64_t outputsPerCrossbar = std::max<int64_t>(1, dataColumns / request.digitsPerOutput);
  const std::vector<Slice> outputSlices = slicesOf(request.outputs, outputsPerCrossbar);
  const std::vector<Slice> digitSlices = slicesOf(request.digitsPerOutput, dataColumns);
  for (Slice rows : slicesOf(request.rows, request.arrayRows))
    for (Slice outputs : outputSlices)
      for (Slice digits : digitSlices)
        tiling.crossbars.emplace_back().blocks.push_back(makeBlock(group, rows, outputs, digits));
}

Tiling LayerTiler::tile() const {
  Tiling tiling;
  if (request.groups > 1 && groupsPerCrossbar() > 1) {
    packGroups(tiling);
    return tiling;
  }
  for (int64_t group = 0; group < request.groups; ++group)
    tileDense(group, tiling);
  return tiling;
}

/// A step under construction.
struct DriveStep {
  llvm::SmallVector<RowGroupRef> rowGroups;
  int64_t activeRows = 0;

  bool accepts(int64_t block, int64_t rows, int64_t maxActiveRows) const {
    if (activeRows + rows > maxActiveRows)
      return false;
    // Two row groups of one block share bit lines: their sums are separate conversions.
    return llvm::none_of(rowGroups, [&](RowGroupRef ref) { return ref.block == block; });
  }
};

} // namespace

llvm::Expected<Tiling> mlir::acim::tileLayer(const TilingRequest &request) {
  if (request.bitLinesPerColumn < 1 || request.referenceColumns < 0)
    return llvm::createStringError(
        "cannot place a layer on crossbars: a column needs at least one bit "
        "line, and reference columns cannot be fewer than none");
  LayerTiler tiler(request);
  if (llvm::Error error = tiler.verify())
    return std::move(error);
  return tiler.tile();
}

double Tiling::utilisation(const TilingRequest &request) const {
  int64_t used = 0;
  for (const CrossbarTile &crossbar : crossbars)
    for (const TileBlock &block : crossbar.blocks)
      used +=
          block.numRows * block.wordLinesPerRow * block.numColumns() * request.bitLinesPerColumn;
  int64_t cells = static_cast<int64_t>(crossbars.size()) * request.arrayRows * request.arrayColumns;
  return cells == 0 ? 0.0 : static_cast<double>(used) / static_cast<double>(cells);
}

std::vector<llvm::SmallVector<RowGroupRef>> mlir::acim::driveSteps(const CrossbarTile &crossbar,
                                                                   int64_t maxActiveRows) {
  std::vector<DriveStep> steps;
  for (size_t b = 0; b < crossbar.blocks.size(); ++b) {
    const TileBlock &block = crossbar.blocks[b];
    for (size_t g = 0; g < block.rowGroups.size(); ++g) {
      const auto index = static_cast<int64_t>(b);
      const int64_t rows = block.rowGroups[g] * block.wordLinesPerRow;
      auto step = llvm::find_if(steps, [&](const DriveStep &candidate) {
        return candidate.accepts(index, rows, maxActiveRows);
      });
      if (step == steps.end())
        step = steps.emplace(steps.end());
      step->rowGroups.push_back({index, static_cast<int64_t>(g)});
      step->activeRows += rows;
    }
  }
  std::vector<llvm::SmallVector<RowGroupRef>> result;
  for (DriveStep &step : steps)
    result.push_back(std::move(step.rowGroups));
  return result;
}
