//===- AcimCrossbarOps.cpp - Rules of crossbars and what they hold -----===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Constants.h"

#include "acim/Dialect/Acim/IR/Codes.h"
#include "llvm/ADT/STLExtras.h"
#include <numeric>

using namespace mlir;
using namespace mlir::acim;

/// Rectangle of a block in word lines and bit lines, half open.
namespace {
struct Rectangle {
  int64_t top, left, bottom, right;
  bool overlaps(const Rectangle &other) const {
    return top < other.bottom && other.top < bottom && left < other.right && other.left < right;
  }
};
} // namespace

static Rectangle rectangleOf(BlockOp block) {
  int64_t top = block.getOrigin()[0], left = block.getOrigin()[1];
  return {top, left, top + int64_t(block.getInputs().size()) * block.wordLinesPerRow(),
          left + int64_t(block.getOutputs().size())};
}

static LogicalResult verifyPlacement(CrossbarOp crossbar, ArrayRef<BlockOp> blocks) {
  int64_t rows = crossbar.getRows(), columns = crossbar.getColumns();
  SmallVector<Rectangle> placed;
  for (BlockOp block : blocks) {
    Rectangle area = rectangleOf(block);
    if (area.top < 0 || area.left < 0 || area.bottom > rows || area.right > columns)
      return block.emitOpError() << "does not fit into the crossbar: ends at word line "
                                 << area.bottom << ", bit line " << area.right << " of " << rows
                                 << " x " << columns;
    auto *other =
        llvm::find_if(placed, [&](const Rectangle &earlier) { return area.overlaps(earlier); });
    if (other != placed.end()) {
      BlockOp otherBlock = blocks[other - placed.begin()];
      InFlightDiagnostic error = block.emitOpError() << "overlaps another block of the crossbar";
      error.attachNote(otherBlock.getLoc()) << "the other block";
      return error;
    }
    placed.push_back(area);
  }
  return success();
}

static LogicalResult verifyLevels(CrossbarOp crossbar, BlockOp block) {
  int64_t highest = (int64_t(1) << crossbar.getCellBits()) - 1,
          lowest = crossbar.getPair() ? -highest : 0;
  for (int8_t level : block.getCells().getValues<int8_t>())
    if (level < lowest || level > highest)
      return block.emitOpError() << "expected cell levels from " << lowest << " to " << highest
                                 << ", found " << int(level);
  return success();
}

LogicalResult CrossbarOp::verifyRegions() {
  SmallVector<BlockOp> blocks;
  for (Operation &op : getBody().front()) {
    auto block = dyn_cast<BlockOp>(op);
    if (!block)
      return op.emitOpError() << "does not belong into an acim.crossbar; expected acim.block";
    if (failed(verifyLevels(*this, block)))
      return failure();
    blocks.push_back(block);
  }
  return verifyPlacement(*this, blocks);
}

/// A program's constants stand in it, so that its verifiers and engines can read them in place.
LogicalResult acim::verifyConstant(Operation *op, StringRef what, ElementsAttr attr,
                                   ArrayRef<int64_t> shape, unsigned width) {
  auto expected = RankedTensorType::get(shape, IntegerType::get(op->getContext(), width));
  if (attr.getShapedType() != expected)
    return op->emitOpError() << "expected " << what << " of " << expected << ", found "
                             << attr.getShapedType();
  if (!isa<DenseIntElementsAttr>(attr))
    return op->emitOpError() << "expected " << what << " as dense elements, found " << attr;
  return success();
}

static LogicalResult verifyConversions(BlockOp op) {
  constexpr int maxBits = 24, maxStep = 16;
  auto settings = llvm::zip(op.getBits().getValues<int8_t>(), op.getStepLog2().getValues<int8_t>());
  for (auto [bits, step] : settings)
    if (bits < 0 || bits > maxBits || step < 0 || step > maxStep)
      return op.emitOpError() << "expected conversions of 0 to " << maxBits
                              << " bits and steps of 2^0 to 2^" << maxStep << ", found "
                              << int(bits) << " bits and step 2^" << int(step);
  return success();
}

/// Only bit lines that hold nothing in a row group may be left unconverted there.
static LogicalResult verifyUnconverted(BlockOp op) {
  auto cells = op.getCells().getValues<int8_t>(), bits = op.getBits().getValues<int8_t>();
  size_t columns = op.getOutputs().size(), firstRow = 0;
  for (auto [group, size] : llvm::enumerate(op.getRowGroups())) {
    for (size_t column = 0; column < columns; ++column)
      for (size_t row = firstRow; row < firstRow + size; ++row)
        if (bits[group * columns + column] == 0 && cells[row * columns + column] != 0)
          return op.emitOpError() << "bit line " << column << " is not converted in row group "
                                  << group << " but holds level "
                                  << int(cells[row * columns + column]) << " there";
    firstRow += size;
  }
  return success();
}

LogicalResult BlockOp::verify() {
  int64_t rows = getInputs().size(), columns = getOutputs().size(), groups = getRowGroups().size();
  if (getOrigin().size() != 2)
    return emitOpError() << "expected an origin of word line and bit line, found "
                         << getOrigin().size() << " numbers";
  if (getScales().size() != getOutputs().size())
    return emitOpError() << "expected one scale an output, found " << getScales().size()
                         << " scales and " << columns << " outputs";
  if (getInputSums() && int64_t(getInputSums()->size()) != columns)
    return emitOpError() << "expected one factor of the summed inputs an output, found "
                         << getInputSums()->size() << " factors and " << columns << " outputs";
  if (getSkippedPlanes() && int64_t(getSkippedPlanes()->size()) != columns)
    return emitOpError() << "expected one set of skipped planes an output, found "
                         << getSkippedPlanes()->size() << " sets and " << columns << " outputs";
  if (llvm::any_of(getInputs(), [](int32_t input) { return input < 0; }))
    return emitOpError() << "inputs must not be negative";
  if (llvm::any_of(getRowGroups(), [](int32_t size) { return size < 1; }) ||
      std::accumulate(getRowGroups().begin(), getRowGroups().end(), int64_t(0)) != rows)
    return emitOpError() << "expected row groups that add up to " << rows << " rows";
  if (failed(verifyConstant(*this, "cells", getCells(), {rows, columns}, 8)) ||
      failed(verifyConstant(*this, "lo", getLo(), {groups, columns}, 32)) ||
      failed(verifyConstant(*this, "bits", getBits(), {groups, columns}, 8)) ||
      failed(verifyConstant(*this, "step_log2", getStepLog2(), {groups, columns}, 8)))
    return failure();
  if (failed(verifyConversions(*this)))
    return failure();
  return llvm::is_contained(getBits().getValues<int8_t>(), 0) ? verifyUnconverted(*this)
                                                              : success();
}
