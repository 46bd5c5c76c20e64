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

static const ConversionRange &rangeOf(const CrossbarBlock &block, size_t rowGroup, int64_t column) {
  return block.ranges[rowGroup * block.columns.size() + column];
}

/// First and last + 1 column of each column group.
static std::vector<std::pair<int64_t, int64_t>> columnGroupsOf(const CrossbarBlock &block) {
  const int64_t columns = columnsOf(block),
                width = std::max<int64_t>(block.columnGroup > 0 ? block.columnGroup : columns, 1);
  std::vector<std::pair<int64_t, int64_t>> groups;
  for (int64_t first = 0; first < columns; first += width)
    groups.emplace_back(first, std::min(first + width, columns));
  return groups;
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

  /// A row group and what its drives met over all positions.
  struct DrivenRows {
    const CrossbarBlock &block;
    size_t rowGroup, firstRow, rows;
    llvm::ArrayRef<size_t> starts;    ///< first plane of each drive
    llvm::ArrayRef<int64_t> byActive; ///< drives x numbers of active rows; of 0 only, or nothing
    size_t counters;                  ///< numbers of active rows that are counted

    bool skips(int64_t column, size_t drive) const {
      return (block.skippedIn(column) >> starts[drive] & 1) != 0;
    }
  };

  /// `index` is that of the block's first row group among all row groups of the plan.
  void countConversions(const CrossbarBlock &block, size_t index) {
    std::vector<size_t> starts = driveStarts(plan.input, block.planesPerDrive);
    starts.pop_back();
    size_t firstRow = 0;
    for (auto [rowGroup, rows] : llvm::enumerate(block.rowGroups)) {
      const size_t first = activityOffsets[index + rowGroup],
                   last = activityOffsets[index + rowGroup + 1];
      const DrivenRows driven{block,
                              rowGroup,
                              firstRow,
                              size_t(rows),
                              starts,
                              llvm::ArrayRef(counts.drivesByActiveRows).slice(first, last - first),
                              block.activityCounters(rowGroup)};
      countColumns(driven);
      countActivations(driven);
      firstRow += rows;
    }
  }

  /// Positions at which no word line of the row group is driven, where such drives are skipped.
  static int64_t idlePositions(const DrivenRows &driven, size_t drive) {
    return driven.block.skipsIdlePlanes ? driven.byActive[drive * driven.counters] : 0;
  }

  /// Drives of a column over all positions: left out by the program, not performed as they are
  /// idle, performed; the latter by the number of active rows where these are counted.
  struct ColumnDrives {
    int64_t skipped = 0, idle = 0, performed = 0;
    std::vector<int64_t> byActive;
  };

  ColumnDrives drivesOf(const DrivenRows &driven, int64_t column) const {
    ColumnDrives drives;
    drives.byActive.resize(driven.counters);
    for (size_t drive = 0; drive < driven.starts.size(); ++drive) {
      if (driven.skips(column, drive)) {
        drives.skipped += counts.positions;
        continue;
      }
      drives.idle += idlePositions(driven, drive);
      drives.performed += counts.positions - idlePositions(driven, drive);
      for (size_t active = 0; active < driven.counters; ++active)
        drives.byActive[active] += driven.byActive[drive * driven.counters + active];
    }
    return drives;
  }

  void countColumns(const DrivenRows &driven) {
    const CrossbarBlock &block = driven.block;
    const int64_t lines = conversionsPerColumn(block);
    std::map<uint32_t, ColumnDrives> drivesBySkipped;
    for (int64_t column = 0; column < columnsOf(block); ++column) {
      const ConversionRange &range = rangeOf(block, driven.rowGroup, column);
      if (!range.isConverted()) {
        result.emptyConversions += counts.positions * sizeOf(driven.starts) * lines;
        continue;
      }
      auto [entry, isNew] = drivesBySkipped.try_emplace(block.skippedIn(column));
      if (isNew)
        entry->second = drivesOf(driven, column);
      const ColumnDrives &drives = entry->second;
      result.skippedConversions += drives.skipped * lines;
      result.idleConversions += drives.idle * lines;
      result.shiftAdds += drives.performed * lines;
      if (block.boundsByActiveRows)
        countBounded(block, range, convertedDigits(block, driven.firstRow, driven.rows, column),
                     drives.byActive);
      else
        result.conversionsByBits[range.bits] += drives.performed * lines;
    }
  }

  /// Activations of operation units that convert a column.
  void countActivations(const DrivenRows &driven) {
    const CrossbarBlock &block = driven.block;
    for (size_t drive = 0; drive < driven.starts.size(); ++drive) {
      int64_t activations = 0;
      for (auto [first, last] : columnGroupsOf(block))
        activations += llvm::any_of(llvm::seq(first, last), [&](int64_t column) {
          return rangeOf(block, driven.rowGroup, column).isConverted() &&
                 !driven.skips(column, drive);
        });
      const int64_t idle = idlePositions(driven, drive);
      result.convertedPlanes += (counts.positions - idle) * activations;
      result.idlePlanes += idle * activations;
      if (block.boundsByActiveRows && activations > 0)
        result.activeRowCounts += counts.positions;
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

  /// How often one of the row's word lines is driven in the planes from `first` to `last`.
  int64_t timesDriven(const CrossbarBlock &block, size_t first, size_t last, int32_t row) const {
    const size_t planes = plan.input.planeScale.size();
    int64_t sum = 0;
    for (size_t plane = first; plane < last; ++plane)
      sum += counts.activeRows[(block.group * planes + plane) * plan.rows + row] << (plane - first);
    return sum;
  }

  static void addCells(std::vector<int64_t> &cells, size_t level, int64_t count) {
    if (count == 0)
      return;
    if (cells.size() <= level)
      cells.resize(level + 1);
    cells[level] += count;
  }

  /// The cells of a row in the columns of which `conducts` holds, on `active` driven word lines.
  static void countCells(const CrossbarBlock &block, size_t row, int64_t active,
                         llvm::function_ref<bool(int64_t)> conducts, std::vector<int64_t> &cells) {
    for (int64_t column = 0; column < columnsOf(block); ++column) {
      if (!conducts(column))
        continue;
      addCells(cells, std::abs(block.digits[row * columnsOf(block) + column]), active);
      if (isPair(block))
        addCells(cells, 0, active);
    }
  }

  /// Word lines are driven for the column groups of which the program converts a column.
  void countDrives(const CrossbarBlock &block) {
    const std::vector<size_t> starts = driveStarts(plan.input, block.planesPerDrive);
    std::map<std::vector<bool>, std::vector<size_t>> drivesBySkipped; // what is skipped in them
    for (size_t drive = 0; drive + 1 < starts.size(); ++drive) {
      std::vector<bool> skipped;
      for (uint32_t planes : block.skippedPlanes)
        skipped.push_back((planes >> starts[drive] & 1) != 0);
      drivesBySkipped[skipped].push_back(drive);
    }
    for (const auto &[skipped, drives] : drivesBySkipped)
      countDrives(block, starts, drives, skipped);
  }

  /// Drives in which the same columns are not converted; `skipped` may be empty.
  void countDrives(const CrossbarBlock &block, llvm::ArrayRef<size_t> starts,
                   llvm::ArrayRef<size_t> drives, const std::vector<bool> &skipped) {
    auto skips = [&](int64_t column) { return !skipped.empty() && skipped[column]; };
    int64_t activations = 0;
    for (auto [first, last] : columnGroupsOf(block))
      activations += !llvm::all_of(llvm::seq(first, last), skips);
    if (activations == 0)
      return;
    for (auto [index, row] : llvm::enumerate(block.rows)) {
      int64_t active = 0;
      for (size_t drive : drives)
        active += timesDriven(block, starts[drive], starts[drive + 1], row);
      result.drivenRows += active * activations;
      countCells(
          block, index, active, [](int64_t) { return true; }, result.cellsByLevel);
      if (!skipped.empty())
        countCells(block, index, active, skips, result.skippedCellsByLevel);
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

  /// Whether the conversions of each column of a step's blocks, side by side, are part of the
  /// program in the drive that begins with `plane`.
  static std::vector<bool> programmedColumns(llvm::ArrayRef<const CrossbarBlock *> blocks,
                                             llvm::ArrayRef<RowGroupRef> step, size_t plane) {
    std::vector<bool> programmed;
    for (const RowGroupRef &ref : step)
      for (int64_t column = 0; column < columnsOf(*blocks[ref.block]); ++column)
        programmed.push_back((blocks[ref.block]->skippedIn(column) >> plane & 1) == 0);
    return programmed;
  }

  /// Activations of those blocks of a crossbar that are driven alike, for all drives. Word lines
  /// are what counts for how many may be driven at once.
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
    const std::vector<size_t> starts = driveStarts(plan.input, planesPerDrive);
    StepProfile profile;
    for (const auto &step : driveSteps(tile, context.maxActiveRows))
      for (size_t plane : llvm::ArrayRef(starts).drop_back())
        addActivations(programmedColumns(blocks, step, plane),
                       conversionsPerColumn(*blocks[step.front().block]), profile);
    return profile;
  }

  /// A step is cut to activations of so many columns; one without a conversion is left out.
  void addActivations(const std::vector<bool> &programmed, int64_t conversions,
                      StepProfile &profile) const {
    const int64_t columns = sizeOf(programmed), width = context.maxActiveColumns;
    for (int64_t first = 0; first < columns; first += width) {
      const auto begin = programmed.begin() + first,
                 end = programmed.begin() + std::min(first + width, columns);
      if (const int64_t converted = std::count(begin, end, true))
        ++profile[converted * conversions];
    }
  }

  void countSteps() {
    std::set<StepProfile> distinct;
    for (const auto &[crossbar, rowsByPlanes] : rowsOfCrossbar) {
      StepProfile all;
      for (const auto &[planesPerDrive, rows] : rowsByPlanes)
        for (auto [conversions, activations] : profileOf(crossbar, planesPerDrive)) {
          all[conversions] += activations;
          result.steps += counts.positions * activations;
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

static int64_t eventsOf(llvm::ArrayRef<int64_t> cellsByLevel) {
  int64_t sum = 0;
  for (auto [level, cells] : llvm::enumerate(cellsByLevel))
    sum += int64_t(level) * cells;
  return sum;
}

int64_t LayerCounts::cellEvents() const { return eventsOf(cellsByLevel); }

int64_t LayerCounts::skippedCellEvents() const { return eventsOf(skippedCellsByLevel); }

double LayerCounts::idleShare() const {
  int64_t all = idlePlanes + convertedPlanes;
  return all == 0 ? 0 : static_cast<double>(idlePlanes) / static_cast<double>(all);
}

double LayerCounts::utilisation() const {
  return totalCells == 0 ? 0 : static_cast<double>(usedCells) / static_cast<double>(totalCells);
}
