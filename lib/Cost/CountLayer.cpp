//===- CountLayer.cpp - Events of a mapped layer ------------------------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "acim/Cost/CostCounts.h"
#include "acim/Support/Tiling.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/Sequence.h"
#include <algorithm>
#include <cassert>
#include <cstdlib>
#include <numeric>
#include <set>

using namespace mlir::acim;

static int64_t ceilDiv(int64_t a, int64_t b) { return (a + b - 1) / b; }

template <typename Container> static int64_t sizeOf(const Container &container) {
  return static_cast<int64_t>(container.size());
}

static int64_t columnsOf(const CrossbarBlock &block) { return sizeOf(block.columns); }
static int64_t conversionsPerColumn(const CrossbarBlock &block) {
  return block.readout == Readout::Separate ? 2 : 1;
}
static bool isPair(const CrossbarBlock &block) { return block.readout != Readout::Single; }

static int64_t columnGroupsOf(const CrossbarBlock &block) {
  int64_t width = block.columnGroup > 0 ? block.columnGroup : columnsOf(block);
  return ceilDiv(columnsOf(block), std::max<int64_t>(width, 1));
}

static const ConversionRange &rangeOf(const CrossbarBlock &block, size_t rowGroup, int64_t column) {
  return block.ranges[rowGroup * block.columns.size() + column];
}

/// Column groups of which the row group converts a column at all.
static int64_t convertedColumnGroupsOf(const CrossbarBlock &block, size_t rowGroup) {
  int64_t columns = columnsOf(block), width = block.columnGroup > 0 ? block.columnGroup : columns;
  int64_t converted = 0;
  for (int64_t first = 0; first < columns; first += width)
    converted +=
        llvm::any_of(llvm::seq(first, std::min(first + width, columns)), [&](int64_t column) {
          return rangeOf(block, rowGroup, column).isConverted();
        });
  return converted;
}

/// Outputs that have a column in the block.
static std::set<int32_t> outputsOf(const CrossbarBlock &block) {
  std::set<int32_t> outputs;
  for (const BlockColumn &column : block.columns)
    if (column.output != BlockColumn::allOutputs)
      outputs.insert(column.output);
  return outputs;
}

static bool hasReferenceColumn(const CrossbarBlock &block) {
  return llvm::any_of(block.columns, [](const BlockColumn &column) {
    return column.output == BlockColumn::allOutputs;
  });
}

namespace {

/// (group, row) or (group, output).
using Lines = std::set<std::pair<int32_t, int32_t>>;

class LayerCounter {
public:
  LayerCounter(const MvmPlan &plan, const MvmCounts &counts, const LayerContext &context)
      : plan(plan), counts(counts), context(context), planes(sizeOf(plan.input.planeScale)),
        idlePlaneOffsets(plan.idlePlaneOffsets()) {}

  LayerCounts count() {
    countShape();
    for (auto [index, block] : llvm::enumerate(plan.blocks)) {
      countConversions(block, index);
      countDrives(block);
      collectLines(block);
    }
    countSteps();
    countTraffic();
    countReduction();
    return std::move(result);
  }

private:
  void countShape() {
    result.name = plan.name;
    result.positions = counts.positions;
    result.groups = plan.groups;
    result.rows = plan.rows;
    result.outputs = plan.outputs;
    result.macs = counts.positions * plan.groups * plan.rows * plan.outputs;
    result.clippedConversions = counts.clippedConversions;
    result.crossbars = sizeOf(context.tileOfCrossbar);
    result.tiles =
        sizeOf(std::set<int64_t>(context.tileOfCrossbar.begin(), context.tileOfCrossbar.end()));
    result.totalCells = result.crossbars * context.arrayRows * context.arrayColumns;
    for (const CrossbarBlock &block : plan.blocks)
      result.usedCells += sizeOf(block.rows) * columnsOf(block);
  }

  /// Positions at which the conversions of a row group are not performed, summed over its drive
  /// planes. This is where a predicate on conversions enters.
  int64_t skippedPositions(const CrossbarBlock &block, size_t index, size_t rowGroup) const {
    if (!block.skipsIdlePlanes)
      return 0;
    const auto *idle = &counts.idlePlanes[idlePlaneOffsets[index] + rowGroup * planes];
    return std::accumulate(idle, idle + planes, int64_t(0));
  }

  void countConversions(const CrossbarBlock &block, size_t index) {
    for (size_t rowGroup = 0; rowGroup < block.rowGroups.size(); ++rowGroup) {
      int64_t skipped = skippedPositions(block, index, rowGroup);
      int64_t performed = counts.positions * planes - skipped;
      for (int64_t column = 0; column < columnsOf(block); ++column) {
        const ConversionRange &range = rangeOf(block, rowGroup, column);
        if (!range.isConverted())
          continue;
        result.conversionsByBits[range.bits] += performed * conversionsPerColumn(block);
        result.shiftAdds += performed * conversionsPerColumn(block);
      }
      int64_t columnGroups = convertedColumnGroupsOf(block, rowGroup);
      result.convertedPlanes += performed * columnGroups;
      result.idlePlanes += skipped * columnGroups;
    }
  }

  /// Times the row is driven, over all positions and planes.
  int64_t activeOf(int32_t group, int32_t row) const {
    int64_t active = 0;
    for (int64_t plane = 0; plane < planes; ++plane)
      active += counts.activeRows[(group * planes + plane) * plan.rows + row];
    return active;
  }

  void addCells(size_t level, int64_t count) {
    if (count == 0)
      return;
    if (result.cellsByLevel.size() <= level)
      result.cellsByLevel.resize(level + 1);
    result.cellsByLevel[level] += count;
  }

  void countDrives(const CrossbarBlock &block) {
    for (auto [index, row] : llvm::enumerate(block.rows)) {
      int64_t active = activeOf(block.group, row);
      result.drivenRows += active * columnGroupsOf(block);
      auto digits = llvm::ArrayRef(block.digits).slice(index * columnsOf(block), columnsOf(block));
      for (int8_t digit : digits)
        addCells(std::abs(digit), active);
      if (isPair(block))
        addCells(0, active * columnsOf(block));
    }
  }

  void collectLines(const CrossbarBlock &block) {
    int64_t crossbar = block.crossbar;
    assert(crossbar < sizeOf(context.tileOfCrossbar) && "every crossbar lies on a tile");
    int64_t tile = context.tileOfCrossbar[crossbar];
    rowsOfCrossbar[crossbar] += sizeOf(block.rows);
    for (int32_t row : block.rows)
      rowsOfTile[tile].insert({block.group, row});
    for (int32_t output : outputsOf(block)) {
      outputsOfCrossbar[crossbar].insert({block.group, output});
      outputsOfTile[tile].insert({block.group, output});
      allOutputs.insert({block.group, output});
    }
    referenceAdds += hasReferenceColumn(block) ? sizeOf(outputsOf(block)) : 0;
  }

  /// Activations of one crossbar for one plane.
  StepProfile profileOf(int64_t crossbar) const {
    CrossbarTile tile;
    std::vector<const CrossbarBlock *> blocks;
    for (const CrossbarBlock &block : plan.blocks)
      if (block.crossbar == crossbar) {
        blocks.push_back(&block);
        tile.blocks.emplace_back().rowGroups.assign(block.rowGroups.begin(), block.rowGroups.end());
      }
    StepProfile profile;
    for (const auto &step : driveSteps(tile, context.maxActiveRows)) {
      int64_t columns = 0;
      for (const RowGroupRef &ref : step)
        columns += columnsOf(*blocks[ref.block]) * conversionsPerColumn(*blocks[ref.block]);
      int64_t width = context.maxActiveColumns * conversionsPerColumn(*blocks[step.front().block]);
      if (columns >= width)
        profile[width] += columns / width;
      if (columns % width != 0)
        profile[columns % width] += 1;
    }
    return profile;
  }

  void countSteps() {
    std::set<StepProfile> distinct;
    for (const auto &entry : rowsOfCrossbar) {
      StepProfile profile = profileOf(entry.first);
      for (auto &[conversions, activations] : profile) {
        activations *= planes;
        result.steps += counts.positions * activations;
      }
      distinct.insert(std::move(profile));
    }
    result.profiles.assign(distinct.begin(), distinct.end());
  }

  void countTraffic() {
    int64_t inputs = context.inputElements * context.inputBits;
    result.routerBits += context.inferences * inputs * result.tiles;
    if (result.tiles > 1)
      result.tileWrites[inputs] += context.inferences * (result.tiles - 1);
    for (const auto &[tile, rows] : rowsOfTile) {
      int64_t bits = sizeOf(rows) * context.inputBits;
      result.tileReads[bits] += counts.positions;
      result.busBits += counts.positions * bits;
    }
    for (const auto &[crossbar, rows] : rowsOfCrossbar) {
      result.inputRegister[rows * context.inputBits] += counts.positions;
      result.inputRegister[rows] += counts.positions * planes;
    }
    for (const auto &[crossbar, outputs] : outputsOfCrossbar) {
      int64_t bits = sizeOf(outputs) * context.accumulatorBits;
      result.outputRegister[bits] += 2 * counts.positions;
      result.busBits += counts.positions * bits;
    }
    for (const auto &entry : llvm::drop_begin(outputsOfTile))
      result.routerBits += counts.positions * sizeOf(entry.second) * context.accumulatorBits;
    result.tileWrites[plan.groups * plan.outputs * context.outputBits] += counts.positions;
  }

  /// Partial sums of different crossbars, initial values, reference columns and summed inputs.
  void countReduction() {
    int64_t partialSums = 0;
    for (const auto &entry : outputsOfCrossbar)
      partialSums += sizeOf(entry.second);
    int64_t adds = partialSums - sizeOf(allOutputs) + referenceAdds + plan.groups * plan.outputs;
    if (plan.inputSumScale != 0)
      adds += plan.groups * (plan.rows + plan.outputs);
    result.digital.add(DigitalKind::Add, context.accumulatorBits, counts.positions * adds);
  }

  const MvmPlan &plan;
  const MvmCounts &counts;
  const LayerContext &context;
  int64_t planes;
  std::vector<size_t> idlePlaneOffsets;
  LayerCounts result;

  std::map<int64_t, int64_t> rowsOfCrossbar; ///< word lines in use
  std::map<int64_t, Lines> rowsOfTile, outputsOfCrossbar, outputsOfTile;
  Lines allOutputs;
  int64_t referenceAdds = 0;
};

} // namespace

LayerCounts mlir::acim::countLayer(const MvmPlan &plan, const MvmCounts &counts,
                                   const LayerContext &context) {
  return LayerCounter(plan, counts, context).count();
}

int64_t LayerCounts::conversions() const {
  int64_t sum = 0;
  for (const auto &entry : conversionsByBits)
    sum += entry.second;
  return sum;
}

int64_t LayerCounts::cellEvents() const {
  int64_t sum = 0;
  for (auto [level, cells] : llvm::enumerate(cellsByLevel))
    sum += int64_t(level) * cells;
  return sum;
}

double LayerCounts::idleShare() const {
  int64_t all = idlePlanes + convertedPlanes;
  return all == 0 ? 0 : static_cast<double>(idlePlanes) / static_cast<double>(all);
}

double LayerCounts::utilisation() const {
  return totalCells == 0 ? 0 : static_cast<double>(usedCells) / static_cast<double>(totalCells);
}
