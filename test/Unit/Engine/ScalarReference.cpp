//===- ScalarReference.cpp - One conversion chain at a time -------------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "ScalarReference.h"
#include "llvm/ADT/STLExtras.h"
#include <algorithm>
#include <cmath>
#include <list>
#include <map>
#include <set>

using namespace mlir::acim;
using namespace mlir::acim::test;

namespace {

class ScalarRun {
public:
  ScalarRun(const MvmPlan &plan, llvm::ArrayRef<int16_t> inputs, int64_t positions)
      : plan(plan), inputs(inputs), positions(positions) {
    result.counts.positions = positions;
    result.counts.activeRows.resize(plan.groups * plan.input.planeScale.size() * plan.rows);
    result.counts.drivesByActiveRows.resize(plan.activityOffsets().back());
    result.outputs.resize(positions * plan.groups * plan.outputs);
    if (plan.gate)
      prepareGate();
  }

  RunResult run() {
    for (int64_t p = 0; p < positions; ++p) {
      llvm::copy(plan.initial, result.outputs.begin() + p * plan.groups * plan.outputs);
      countRows(p);
      size_t counter = 0;
      for (const CrossbarBlock &block : plan.blocks) {
        sumInputs(p, block);
        runBlock(p, block, counter);
      }
      if (plan.gate)
        refine(p);
    }
    return std::move(result);
  }

private:
  /// Neighbouring row groups of a block.
  struct Span {
    const CrossbarBlock *block;
    size_t firstRowGroup, endRowGroup, firstRow, endRow;
  };
  /// Rows whose contribution to an output is refined or not.
  struct Unit {
    int64_t group;
    std::vector<int32_t> rows;
    std::vector<Span> spans;
    std::map<int32_t, MvmCounts *> countsOfOutput;
    std::map<int32_t, bool> isOn; ///< at the current position
  };
  /// The columns from `first` to `end` of a span.
  struct SecondDrive {
    Unit *unit;
    Span span;
    size_t first, end;
  };

  //===--------------------------------------------------------------------===//
  // The first pass
  //===--------------------------------------------------------------------===//

  int16_t input(int64_t p, int64_t group, int64_t row) const {
    return inputs[(p * plan.groups + group) * plan.rows + row];
  }
  int64_t level(int64_t p, int64_t group, int64_t row, size_t plane) const {
    return driveLevel(plan.input, plan.input.table[input(p, group, row) - plan.input.inputLo],
                      plane);
  }
  int64_t &output(int64_t p, int64_t group, int64_t index) {
    return result.outputs[(p * plan.groups + group) * plan.outputs + index];
  }

  void sumInputs(int64_t p, const CrossbarBlock &block) {
    int64_t sum = 0;
    for (int32_t row : block.rows)
      sum += input(p, block.group, row) + plan.input.offset;
    for (size_t c = 0; c < block.inputSums.size(); ++c)
      addReading(p, block, c, block.inputSums[c] * sum);
  }

  void countRows(int64_t p) {
    const size_t planes = plan.input.planeScale.size();
    for (int64_t q = 0; q < plan.groups; ++q)
      for (size_t i = 0; i < planes; ++i)
        for (int64_t j = 0; j < plan.rows; ++j)
          result.counts.activeRows[(q * planes + i) * plan.rows + j] += std::abs(level(p, q, j, i));
  }

  /// Planes that are driven at once: neighbours whose scales double.
  struct Drive {
    size_t first, planes;
  };
  std::vector<Drive> drivesOf(const CrossbarBlock &block) const {
    const std::vector<int64_t> &scales = plan.input.planeScale;
    std::vector<Drive> drives;
    for (size_t i = 0; i < scales.size();) {
      Drive drive{i, 1};
      while (drive.planes < size_t(block.planesPerDrive) && i + drive.planes < scales.size() &&
             scales[i + drive.planes] == 2 * scales[i + drive.planes - 1])
        ++drive.planes;
      drives.push_back(drive);
      i += drive.planes;
    }
    return drives;
  }

  /// What the word lines of a row together put on a bit line of level 1.
  int64_t level(int64_t p, int64_t group, int64_t row, Drive drive) const {
    int64_t sum = 0;
    for (size_t k = 0; k < drive.planes; ++k)
      for (int64_t wordLine = 0; wordLine < int64_t(1) << k; ++wordLine)
        sum += level(p, group, row, drive.first + k);
    return sum;
  }

  bool isActive(int64_t p, int64_t group, int64_t row, Drive drive) const {
    for (size_t k = 0; k < drive.planes; ++k)
      if (level(p, group, row, drive.first + k) != 0)
        return true;
    return false;
  }

  /// `counter` runs over the drives of all blocks.
  void runBlock(int64_t p, const CrossbarBlock &block, size_t &counter) {
    size_t firstRow = 0;
    for (size_t g = 0; g < block.rowGroups.size(); ++g) {
      for (Drive drive : drivesOf(block)) {
        if (isSkipped(p, block, firstRow, g, drive, counter, result.counts))
          continue;
        for (size_t c = 0; c < block.columns.size(); ++c)
          if (!isLow(block, c) && isConverted(block, c, drive))
            addReading(p, block, c,
                       term(p, block, firstRow, g, c, drive, result.counts.clippedConversions));
      }
      firstRow += block.rowGroups[g];
    }
  }

  bool isLow(const CrossbarBlock &block, size_t column) const {
    return plan.gate && std::abs(block.columns[column].scale) < std::ldexp(1.0, plan.gate->lowBits);
  }

  /// What a conversion adds to its output.
  int64_t term(int64_t p, const CrossbarBlock &block, size_t firstRow, size_t g, size_t c,
               Drive drive, int64_t &clipped) {
    return plan.input.planeScale[drive.first] * block.columns[c].scale *
           readColumn(p, block, firstRow, g, c, drive, clipped);
  }

  static bool isConverted(const CrossbarBlock &block, size_t column, Drive drive) {
    return block.skippedPlanes.empty() || (block.skippedPlanes[column] >> drive.first & 1) == 0;
  }

  /// Counts the active rows of the drive and says whether its conversions are left out.
  bool isSkipped(int64_t p, const CrossbarBlock &block, size_t firstRow, size_t g, Drive drive,
                 size_t &counter, MvmCounts &counts) {
    size_t active = 0;
    for (size_t row = firstRow; row < firstRow + block.rowGroups[g]; ++row)
      active += isActive(p, block.group, block.rows[row], drive);
    if (block.boundsByActiveRows)
      ++counts.drivesByActiveRows[counter + active];
    else if (block.skipsIdlePlanes)
      counts.drivesByActiveRows[counter] += active == 0;
    counter += block.boundsByActiveRows ? block.rowGroups[g] + 1 : block.skipsIdlePlanes;
    return block.skipsIdlePlanes && active == 0;
  }

  /// A column of all outputs goes to each output of its block once.
  void addReading(int64_t p, const CrossbarBlock &block, size_t column, int64_t value) {
    if (int32_t target = block.columns[column].output; target != BlockColumn::allOutputs) {
      output(p, block.group, target) += value;
      return;
    }
    std::set<int32_t> targets;
    for (const BlockColumn &other : block.columns)
      if (other.output != BlockColumn::allOutputs)
        targets.insert(other.output);
    for (int32_t target : targets)
      output(p, block.group, target) += value;
  }

  int64_t readColumn(int64_t p, const CrossbarBlock &block, size_t firstRow, size_t g, size_t c,
                     Drive drive, int64_t &clipped) {
    int64_t positive = 0, negative = 0;
    for (size_t row = firstRow; row < firstRow + block.rowGroups[g]; ++row) {
      const int64_t digit = block.digits[row * block.columns.size() + c];
      const int64_t a = level(p, block.group, block.rows[row], drive);
      (digit >= 0 ? positive : negative) += a * std::abs(digit);
    }
    const ConversionRange &range = block.ranges[g * block.columns.size() + c];
    if (block.readout == Readout::Separate)
      return read(range, positive, clipped) - read(range, negative, clipped);
    return read(range, positive - negative, clipped);
  }

  static int64_t read(const ConversionRange &range, int64_t sum, int64_t &clipped) {
    if (!range.isConverted())
      return 0;
    clipped += sum < range.lo || sum > range.hi();
    return convert(range, sum);
  }

  //===--------------------------------------------------------------------===//
  // The second pass
  //===--------------------------------------------------------------------===//

  bool byUnits() const { return plan.gate->granularity == GateGranularity::Unit; }

  std::vector<Span> spansOf(const CrossbarBlock &block) const {
    std::vector<Span> spans;
    size_t firstRow = 0;
    for (size_t g = 0; g < block.rowGroups.size(); ++g) {
      spans.push_back({&block, g, g + 1, firstRow, firstRow + block.rowGroups[g]});
      firstRow += block.rowGroups[g];
    }
    if (!byUnits())
      spans = {{&block, 0, block.rowGroups.size(), 0, block.rows.size()}};
    return spans;
  }

  Unit &unitOf(const Span &span) {
    std::vector<int32_t> rows;
    if (byUnits())
      rows.assign(span.block->rows.begin() + span.firstRow, span.block->rows.begin() + span.endRow);
    else
      for (int32_t row = 0; row < plan.rows; ++row)
        rows.push_back(row);
    llvm::sort(rows);
    for (Unit &unit : units)
      if (unit.group == span.block->group && unit.rows == rows)
        return unit;
    units.push_back({span.block->group, rows, {}, {}, {}});
    return units.back();
  }

  void prepareGate() {
    for (const CrossbarBlock &block : plan.blocks)
      for (const Span &span : spansOf(block))
        unitOf(span).spans.push_back(span);
    std::vector<std::pair<Unit *, int32_t>> refined;
    for (Unit &unit : units)
      for (int32_t output = 0; output < plan.outputs; ++output)
        if (llvm::any_of(unit.spans, [&](const Span &span) { return hasLow(span, output); }))
          refined.emplace_back(&unit, output);
    result.counts.refinements.resize(refined.size());
    for (size_t r = 0; r < refined.size(); ++r) {
      Unit *unit = refined[r].first;
      const int32_t output = refined[r].second;
      unit->countsOfOutput[output] = &result.counts.refinements[r];
      startCounts(*unit, result.counts.refinements[r],
                  [&](const Span &span) { return hasLow(span, output) ? span.block : nullptr; });
    }
    prepareDrives();
  }

  void prepareDrives() {
    for (const CrossbarBlock &block : plan.blocks)
      for (const Span &span : spansOf(block)) {
        const size_t all = block.columns.size(),
                     width = block.columnGroup ? block.columnGroup : all;
        for (size_t first = 0; first < all; first += width)
          for (size_t c = first; c < std::min(first + width, all); ++c)
            if (isLow(block, c)) {
              drives.push_back({&unitOf(span), span, first, std::min(first + width, all)});
              break;
            }
      }
    result.counts.secondDrives.resize(drives.size());
    for (size_t d = 0; d < drives.size(); ++d)
      startCounts(*drives[d].unit, result.counts.secondDrives[d], [&](const Span &span) {
        return span.block == drives[d].span.block &&
                       span.firstRowGroup == drives[d].span.firstRowGroup
                   ? span.block
                   : nullptr;
      });
  }

  bool hasLow(const Span &span, int32_t output) const {
    for (size_t c = 0; c < span.block->columns.size(); ++c)
      if (isLow(*span.block, c) && span.block->columns[c].output == output)
        return true;
    return false;
  }

  /// Room for the drives of those spans of a unit for which there is a block.
  template <typename BlockOf>
  void startCounts(const Unit &unit, MvmCounts &counts, BlockOf blockOf) const {
    counts.activeRows.resize(plan.input.planeScale.size() * unit.rows.size());
    size_t counters = 0;
    for (const Span &span : unit.spans)
      if (const CrossbarBlock *block = blockOf(span))
        for (size_t g = span.firstRowGroup; g < span.endRowGroup; ++g)
          counters += drivesOf(*block).size() * block->activityCounters(g);
    counts.drivesByActiveRows.resize(counters);
  }

  void countUnit(int64_t p, const Unit &unit, MvmCounts &counts) const {
    ++counts.positions;
    for (size_t i = 0; i < plan.input.planeScale.size(); ++i)
      for (size_t k = 0; k < unit.rows.size(); ++k)
        counts.activeRows[i * unit.rows.size() + k] +=
            std::abs(level(p, unit.group, unit.rows[k], i));
  }

  /// Sums the columns of an output in a span of which `isWanted` holds.
  template <typename Wanted>
  int64_t sumOf(int64_t p, const Span &span, int32_t output, size_t &counter, MvmCounts &counts,
                Wanted isWanted) {
    const CrossbarBlock &block = *span.block;
    int64_t sum = 0;
    size_t firstRow = span.firstRow;
    for (size_t g = span.firstRowGroup; g < span.endRowGroup; firstRow += block.rowGroups[g++])
      for (Drive drive : drivesOf(block)) {
        if (isSkipped(p, block, firstRow, g, drive, counter, counts))
          continue;
        for (size_t c = 0; c < block.columns.size(); ++c)
          if (block.columns[c].output == output && isWanted(c) && isConverted(block, c, drive))
            sum += term(p, block, firstRow, g, c, drive, counts.clippedConversions);
      }
    return sum;
  }

  int64_t highSum(int64_t p, const Unit &unit, int32_t output) {
    int64_t sum = 0;
    for (const Span &span : unit.spans) {
      MvmCounts ignored;
      ignored.drivesByActiveRows.resize(plan.activityOffsets().back());
      size_t counter = 0;
      sum += sumOf(p, span, output, counter, ignored,
                   [&](size_t c) { return !isLow(*span.block, c); });
    }
    return sum;
  }

  void refine(int64_t p) {
    bool any = false;
    for (Unit &unit : units)
      for (auto [target, counts] : unit.countsOfOutput) {
        int64_t importance = byUnits() ? highSum(p, unit, target) : output(p, unit.group, target);
        if (plan.gate->importance == GateImportance::Magnitude)
          importance = std::abs(importance);
        const int64_t threshold = plan.gate->thresholds[unit.group * plan.outputs + target];
        any |= unit.isOn[target] = importance > threshold;
      }
    for (Unit &unit : units)
      for (auto [target, counts] : unit.countsOfOutput)
        if (unit.isOn[target])
          addLow(p, unit, target, *counts);
    for (size_t d = 0; d < drives.size(); ++d)
      countDrive(p, drives[d], result.counts.secondDrives[d]);
    result.counts.refinedPositions += any;
  }

  void addLow(int64_t p, const Unit &unit, int32_t target, MvmCounts &counts) {
    countUnit(p, unit, counts);
    size_t counter = 0;
    for (const Span &span : unit.spans)
      if (hasLow(span, target))
        output(p, unit.group, target) += sumOf(p, span, target, counter, counts,
                                               [&](size_t c) { return isLow(*span.block, c); });
  }

  void countDrive(int64_t p, const SecondDrive &secondDrive, MvmCounts &counts) {
    const CrossbarBlock &block = *secondDrive.span.block;
    bool isDriven = false;
    for (size_t c = secondDrive.first; c < secondDrive.end; ++c)
      isDriven |= isLow(block, c) && secondDrive.unit->isOn[block.columns[c].output];
    if (!isDriven)
      return;
    countUnit(p, *secondDrive.unit, counts);
    size_t counter = 0;
    sumOf(p, secondDrive.span, 0, counter, counts, [](size_t) { return false; });
  }

  const MvmPlan &plan;
  llvm::ArrayRef<int16_t> inputs;
  int64_t positions;
  RunResult result;
  std::list<Unit> units; ///< in the order in which blocks name them
  std::vector<SecondDrive> drives;
};

} // namespace

int64_t mlir::acim::test::convert(const ConversionRange &range, int64_t sum) {
  const double step = std::ldexp(1.0, range.stepLog2);
  const double code = std::floor((static_cast<double>(sum) - range.lo) / step + 0.5);
  const double last = std::ldexp(1.0, range.bits) - 1;
  return range.lo + static_cast<int64_t>(std::clamp(code, 0.0, last) * step);
}

RunResult mlir::acim::test::runScalarReference(const MvmPlan &plan, llvm::ArrayRef<int16_t> inputs,
                                               int64_t positions) {
  return ScalarRun(plan, inputs, positions).run();
}
