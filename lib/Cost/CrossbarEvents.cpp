//===- CrossbarEvents.cpp - Conversions, drives and cells -----------------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "CrossbarEvents.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/Sequence.h"
#include <algorithm>
#include <cstdlib>

using namespace mlir::acim;

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

/// A row group and what its drives met over all positions.
struct CrossbarEvents::DrivenRows {
  const CrossbarBlock &block;
  size_t rowGroup, firstRow, rows;
  llvm::ArrayRef<size_t> starts;    ///< first plane of each drive
  llvm::ArrayRef<int64_t> byActive; ///< drives x numbers of active rows; of 0 only, or nothing
  size_t counters;                  ///< numbers of active rows that are counted

  bool skips(int64_t column, size_t drive) const {
    return (block.skippedIn(column) >> starts[drive] & 1) != 0;
  }
  /// Positions at which no word line of the row group is driven, where such drives are skipped.
  int64_t idlePositions(size_t drive) const {
    return block.skipsIdlePlanes ? byActive[drive * counters] : 0;
  }
};

/// Drives of a column over all positions: left out by the program, not performed as they are
/// idle, performed; the latter by the number of active rows where these are counted.
struct CrossbarEvents::ColumnDrives {
  int64_t skipped = 0, idle = 0, performed = 0;
  std::vector<int64_t> byActive;
};

CrossbarEvents::CrossbarEvents(const MvmPlan &plan, const MvmCounts &counts)
    : plan(plan), counts(counts), activityOffsets(plan.activityOffsets()) {
  const bool bounds = llvm::any_of(
      plan.blocks, [](const CrossbarBlock &block) { return block.boundsByActiveRows; });
  if (bounds)
    levels = driveLevels(plan.input);
}

void CrossbarEvents::visitRowGroups(llvm::function_ref<void(const DrivenRows &)> visit) const {
  size_t index = 0; // among all row groups of the plan
  for (const CrossbarBlock &block : plan.blocks) {
    std::vector<size_t> starts = driveStarts(plan.input, block.planesPerDrive);
    starts.pop_back();
    size_t firstRow = 0;
    for (auto [rowGroup, rows] : llvm::enumerate(block.rowGroups)) {
      const size_t first = activityOffsets[index], last = activityOffsets[index + 1];
      visit({block, rowGroup, firstRow, size_t(rows), starts,
             llvm::ArrayRef(counts.drivesByActiveRows).slice(first, last - first),
             block.activityCounters(rowGroup)});
      firstRow += rows;
      ++index;
    }
  }
}

//===----------------------------------------------------------------------===//
// Conversions
//===----------------------------------------------------------------------===//

CrossbarEvents::ColumnDrives CrossbarEvents::drivesOf(const DrivenRows &driven,
                                                      int64_t column) const {
  ColumnDrives drives;
  drives.byActive.resize(driven.counters);
  for (size_t drive = 0; drive < driven.starts.size(); ++drive) {
    if (driven.skips(column, drive)) {
      drives.skipped += counts.positions;
      continue;
    }
    drives.idle += driven.idlePositions(drive);
    drives.performed += counts.positions - driven.idlePositions(drive);
    for (size_t active = 0; active < driven.counters; ++active)
      drives.byActive[active] += driven.byActive[drive * driven.counters + active];
  }
  return drives;
}

void CrossbarEvents::countColumns(const DrivenRows &driven,
                                  llvm::function_ref<bool(const BlockColumn &)> isCounted,
                                  LayerCounts &result) const {
  const CrossbarBlock &block = driven.block;
  const int64_t lines = conversionsPerColumn(block);
  std::map<uint32_t, ColumnDrives> drivesBySkipped;
  for (int64_t column = 0; column < columnsOf(block); ++column) {
    if (!isCounted(block.columns[column]))
      continue;
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
      countBounded(driven, column, drives.byActive, result);
    else
      result.conversionsByBits[range.bits] += drives.performed * lines;
  }
}

/// Conversions of one column in one row group.
void CrossbarEvents::countBounded(const DrivenRows &driven, int64_t column,
                                  llvm::ArrayRef<int64_t> byActive, LayerCounts &result) const {
  const CrossbarBlock &block = driven.block;
  const ConversionRange &range = rangeOf(block, driven.rowGroup, column);
  result.conversionsByBits[range.bits];
  for (const std::vector<int8_t> &digits :
       convertedDigits(block, driven.firstRow, driven.rows, column)) {
    const std::vector<SumRange> sums = rangesByActiveRows(digits, levels);
    for (size_t active = block.skipsIdlePlanes; active < byActive.size(); ++active) {
      const int64_t bits = resolvedBits(range, sums[active]);
      result.conversionsByBits[bits] += byActive[active];
      result.boundedConversions += byActive[active];
      result.boundedBits += (range.bits - bits) * byActive[active];
    }
  }
}

void CrossbarEvents::countConversions(llvm::function_ref<bool(const BlockColumn &)> isCounted,
                                      LayerCounts &result) const {
  visitRowGroups([&](const DrivenRows &driven) { countColumns(driven, isCounted, result); });
}

void CrossbarEvents::countActivations(LayerCounts &result) const {
  visitRowGroups([&](const DrivenRows &driven) {
    const CrossbarBlock &block = driven.block;
    for (size_t drive = 0; drive < driven.starts.size(); ++drive) {
      int64_t activations = 0;
      for (auto [first, last] : columnGroupsOf(block))
        activations += llvm::any_of(llvm::seq(first, last), [&](int64_t column) {
          return rangeOf(block, driven.rowGroup, column).isConverted() &&
                 !driven.skips(column, drive);
        });
      const int64_t idle = driven.idlePositions(drive);
      result.convertedPlanes += (counts.positions - idle) * activations;
      result.idlePlanes += idle * activations;
      if (block.boundsByActiveRows && activations > 0)
        result.activeRowCounts += counts.positions;
    }
  });
}

//===----------------------------------------------------------------------===//
// Drives
//===----------------------------------------------------------------------===//

/// How often one of the row's word lines is driven in the planes from `first` to `last`.
int64_t CrossbarEvents::timesDriven(const CrossbarBlock &block, size_t first, size_t last,
                                    int32_t row) const {
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

/// Drives in which the same columns are not converted; `skipped` may be empty.
void CrossbarEvents::countDrives(const CrossbarBlock &block, llvm::ArrayRef<size_t> starts,
                                 llvm::ArrayRef<size_t> drives, const std::vector<bool> &skipped,
                                 LayerCounts &result) const {
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

/// Word lines are driven for the column groups of which the program converts a column.
void CrossbarEvents::countDrives(LayerCounts &result) const {
  for (const CrossbarBlock &block : plan.blocks) {
    const std::vector<size_t> starts = driveStarts(plan.input, block.planesPerDrive);
    std::map<std::vector<bool>, std::vector<size_t>> drivesBySkipped; // what is skipped in them
    for (size_t drive = 0; drive + 1 < starts.size(); ++drive) {
      std::vector<bool> skipped;
      for (uint32_t planes : block.skippedPlanes)
        skipped.push_back((planes >> starts[drive] & 1) != 0);
      drivesBySkipped[skipped].push_back(drive);
    }
    for (const auto &[skipped, drives] : drivesBySkipped)
      countDrives(block, starts, drives, skipped, result);
  }
}
