//===- CountLayer.cpp - Events of a mapped layer ------------------------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "acim/Cost/CostCounts.h"
#include "acim/Mapping/InputSums.h"
#include "acim/Support/ColumnRanges.h"
#include "acim/Support/Tiling.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/Sequence.h"
#include "llvm/ADT/bit.h"
#include "llvm/Support/MathExtras.h"
#include <algorithm>
#include <cassert>
#include <cstdlib>
#include <set>

using namespace mlir::acim;

/// Bits of a number of [lo, hi], which holds 0: of its magnitude, and its sign where there is one.
static int64_t wordBits(int64_t lo, int64_t hi) {
  return llvm::bit_width(static_cast<uint64_t>(std::max(-lo, hi))) + (lo < 0);
}

static int64_t ceilDiv(int64_t a, int64_t b) { return (a + b - 1) / b; }

template <typename Container> static int64_t sizeOf(const Container &container) {
  return static_cast<int64_t>(container.size());
}

static int64_t columnsOf(const CrossbarBlock &block) { return sizeOf(block.columns); }
static int64_t wordLinesOf(const CrossbarBlock &block) {
  return sizeOf(block.rows) * block.wordLinesPerRow();
}
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

static bool hasReferenceColumn(const CrossbarBlock &block) {
  return llvm::any_of(block.columns, [](const BlockColumn &column) {
    return column.output == BlockColumn::allOutputs;
  });
}

/// The column's digits in a row group, one array of a pair that is read separately after the other.
static std::vector<std::vector<int8_t>> convertedDigits(const CrossbarBlock &block, size_t firstRow,
                                                        size_t rows, int64_t column) {
  std::vector<int8_t> digits(rows);
  for (size_t row = 0; row < rows; ++row)
    digits[row] = block.digits[(firstRow + row) * block.columns.size() + column];
  if (block.readout != Readout::Separate)
    return {digits};
  std::vector<int8_t> positive = digits, negative = digits;
  for (size_t row = 0; row < rows; ++row) {
    positive[row] = std::max<int8_t>(digits[row], 0);
    negative[row] = std::max<int8_t>(-digits[row], 0);
  }
  return {positive, negative};
}

/// Bits that tell the codes of all sums in `sums` apart; at least 1.
static int64_t resolvedBits(const ConversionRange &range, SumRange sums) {
  return exactBits({range.codeOf(sums.lo), range.codeOf(sums.hi)});
}

namespace {

/// (group, row) or (group, output).
using Lines = std::set<std::pair<int32_t, int32_t>>;

class LayerCounter {
public:
  LayerCounter(const MvmPlan &plan, const MvmCounts &counts, const LayerContext &context)
      : plan(plan), counts(counts), context(context), activityOffsets(plan.activityOffsets()) {
    const bool bounds = llvm::any_of(
        plan.blocks, [](const CrossbarBlock &block) { return block.boundsByActiveRows; });
    if (bounds)
      levels = driveLevels(plan.input);
  }

  LayerCounts count() {
    countShape();
    size_t firstRowGroup = 0;
    for (const CrossbarBlock &block : plan.blocks) {
      countConversions(block, firstRowGroup);
      countDrives(block);
      collectLines(block);
      firstRowGroup += block.rowGroups.size();
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
      result.usedCells += wordLinesOf(block) * columnsOf(block);
  }

  /// Drives of a row group by the number of active rows, over all positions; of blocks that do not
  /// count them for 0 only, or not at all.
  std::vector<int64_t> drivesByActiveRows(const CrossbarBlock &block, size_t rowGroup,
                                          size_t index) const {
    std::vector<int64_t> drives(block.activityCounters(rowGroup));
    for (size_t k = activityOffsets[index]; k < activityOffsets[index + 1]; ++k)
      drives[(k - activityOffsets[index]) % drives.size()] += counts.drivesByActiveRows[k];
    return drives;
  }

  /// `index` is that of the block's first row group among all row groups of the plan.
  void countConversions(const CrossbarBlock &block, size_t index) {
    const int64_t drives = counts.positions * static_cast<int64_t>(plan.numDrives(block));
    size_t firstRow = 0;
    for (auto [rowGroup, rows] : llvm::enumerate(block.rowGroups)) {
      std::vector<int64_t> byActive = drivesByActiveRows(block, rowGroup, index + rowGroup);
      const int64_t skipped = block.skipsIdlePlanes ? byActive[0] : 0;
      for (int64_t column = 0; column < columnsOf(block); ++column) {
        const ConversionRange &range = rangeOf(block, rowGroup, column);
        if (!range.isConverted()) {
          result.emptyConversions += drives * conversionsPerColumn(block);
          continue;
        }
        result.idleConversions += skipped * conversionsPerColumn(block);
        result.shiftAdds += (drives - skipped) * conversionsPerColumn(block);
        if (block.boundsByActiveRows)
          countBounded(block, range, convertedDigits(block, firstRow, rows, column), byActive);
        else
          result.conversionsByBits[range.bits] += (drives - skipped) * conversionsPerColumn(block);
      }
      int64_t columnGroups = convertedColumnGroupsOf(block, rowGroup);
      result.convertedPlanes += (drives - skipped) * columnGroups;
      result.idlePlanes += skipped * columnGroups;
      if (block.boundsByActiveRows && columnGroups > 0)
        result.activeRowCounts += drives;
      firstRow += rows;
    }
  }

  /// Conversions of one column in one row group.
  void countBounded(const CrossbarBlock &block, const ConversionRange &range,
                    llvm::ArrayRef<std::vector<int8_t>> lines, llvm::ArrayRef<int64_t> byActive) {
    result.conversionsByBits[range.bits];
    for (const std::vector<int8_t> &digits : lines) {
      const std::vector<SumRange> sums = rangesByActiveRows(digits, levels);
      for (size_t active = block.skipsIdlePlanes; active < byActive.size(); ++active) {
        const int64_t bits = resolvedBits(range, sums[active]);
        result.conversionsByBits[bits] += byActive[active];
        result.boundedConversions += byActive[active];
        result.boundedBits += (range.bits - bits) * byActive[active];
      }
    }
  }

  /// How often one of the row's word lines is driven, over all positions and planes.
  int64_t drivesOf(const CrossbarBlock &block, llvm::ArrayRef<size_t> starts, int32_t row) const {
    int64_t sum = 0;
    for (size_t drive = 0; drive + 1 < starts.size(); ++drive)
      for (size_t plane = starts[drive]; plane < starts[drive + 1]; ++plane)
        sum += counts.activeRows[(block.group * starts.back() + plane) * plan.rows + row]
               << (plane - starts[drive]);
    return sum;
  }

  void addCells(size_t level, int64_t count) {
    if (count == 0)
      return;
    if (result.cellsByLevel.size() <= level)
      result.cellsByLevel.resize(level + 1);
    result.cellsByLevel[level] += count;
  }

  void countDrives(const CrossbarBlock &block) {
    const std::vector<size_t> starts = driveStarts(plan.input, block.planesPerDrive);
    for (auto [index, row] : llvm::enumerate(block.rows)) {
      int64_t active = drivesOf(block, starts, row);
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
    rowsOfCrossbar[crossbar][block.planesPerDrive] += sizeOf(block.rows);
    for (int32_t row : block.rows)
      rowsOfTile[tile].insert({block.group, row});
    for (int32_t output : outputsOf(block)) {
      outputsOfCrossbar[crossbar].insert({block.group, output});
      outputsOfTile[tile].insert({block.group, output});
      allOutputs.insert({block.group, output});
    }
    referenceAdds += hasReferenceColumn(block) ? sizeOf(outputsOf(block)) : 0;
  }

  /// Activations of those blocks of a crossbar that are driven alike, for one drive. Word lines are
  /// what counts for how many may be driven at once.
  StepProfile profileOf(int64_t crossbar, int32_t planesPerDrive) const {
    CrossbarTile tile;
    std::vector<const CrossbarBlock *> blocks;
    for (const CrossbarBlock &block : plan.blocks)
      if (block.crossbar == crossbar && block.planesPerDrive == planesPerDrive) {
        blocks.push_back(&block);
        auto &rowGroups = tile.blocks.emplace_back().rowGroups;
        for (int32_t rows : block.rowGroups)
          rowGroups.push_back(int64_t(rows) * block.wordLinesPerRow());
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
    for (const auto &[crossbar, rowsByPlanes] : rowsOfCrossbar) {
      StepProfile all;
      for (const auto &[planesPerDrive, rows] : rowsByPlanes) {
        const auto drives =
            static_cast<int64_t>(driveStarts(plan.input, planesPerDrive).size() - 1);
        for (auto [conversions, activations] : profileOf(crossbar, planesPerDrive)) {
          all[conversions] += activations * drives;
          result.steps += counts.positions * activations * drives;
        }
      }
      distinct.insert(std::move(all));
    }
    result.profiles.assign(distinct.begin(), distinct.end());
  }

  /// Word lines are driven from the input register, which is written once and read for every drive:
  /// a bit for each row and plane.
  void countInputRegister(int64_t rows, int32_t planesPerDrive) {
    result.inputRegister[rows * context.inputBits] += counts.positions;
    const std::vector<size_t> starts = driveStarts(plan.input, planesPerDrive);
    for (size_t drive = 0; drive + 1 < starts.size(); ++drive)
      result.inputRegister[rows * int64_t(starts[drive + 1] - starts[drive])] += counts.positions;
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
    for (const auto &[crossbar, rowsByPlanes] : rowsOfCrossbar)
      for (const auto &[planesPerDrive, rows] : rowsByPlanes)
        countInputRegister(rows, planesPerDrive);
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
    result.digital.add(DigitalKind::Add, context.accumulatorBits, counts.positions * adds);
    for (const InputSum &sum : inputSumsOf(plan))
      countInputSum(sum);
  }

  /// The inputs and their offsets are summed once, multiplied once by each factor, and added to
  /// every output.
  void countInputSum(const InputSum &sum) {
    const int64_t lowest = plan.input.inputLo + plan.input.offset,
                  highest = plan.input.inputHi() + plan.input.offset, rows = sizeOf(sum.rows);
    const int64_t sumBits = std::max<int64_t>(
        1, wordBits(rows * std::min<int64_t>(lowest, 0), rows * std::max<int64_t>(highest, 0)));
    result.digital.add(DigitalKind::Add, sumBits, counts.positions * rows);
    std::set<uint64_t> factors;
    for (auto [output, scale] : sum.scales)
      factors.insert(std::abs(scale));
    for (uint64_t factor : factors) {
      if (llvm::isPowerOf2_64(factor))
        result.digital.add(DigitalKind::Shift, sumBits, counts.positions);
      else
        result.digital.add(DigitalKind::Multiply,
                           std::max<int64_t>(sumBits, llvm::bit_width(factor)), counts.positions);
    }
    result.digital.add(DigitalKind::Add, context.accumulatorBits,
                       counts.positions * sizeOf(sum.scales));
  }

  const MvmPlan &plan;
  const MvmCounts &counts;
  const LayerContext &context;
  std::vector<size_t> activityOffsets;
  SumRange levels; ///< of any drive plane; for blocks that bound conversions
  LayerCounts result;

  std::map<int64_t, std::map<int32_t, int64_t>> rowsOfCrossbar; ///< by planes per drive
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
