//===- CountLayer.cpp - Events of a mapped layer ------------------------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "CrossbarEvents.h"
#include "SecondPass.h"
#include "acim/Mapping/InputSums.h"
#include "acim/Support/Tiling.h"
#include "llvm/ADT/STLExtras.h"
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

static int64_t wordLinesOf(const CrossbarBlock &block) {
  return sizeOf(block.rows) * block.wordLinesPerRow();
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
      : plan(plan), counts(counts), context(context) {
    if (plan.gate)
      gated = gatedPlanOf(plan);
  }

  LayerCounts count() {
    countShape();
    countCrossbars();
    for (const CrossbarBlock &block : plan.blocks)
      collectLines(block);
    countSteps();
    countTraffic();
    countReduction();
    if (gated)
      countMasks();
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

  /// The only pass, or the first of two.
  const MvmPlan &firstPass() const { return gated ? gated->first : plan; }
  bool isLow(const BlockColumn &column) const { return gated && plan.gate->isLow(column.scale); }

  void countCrossbars() {
    const CrossbarEvents events(firstPass(), counts);
    events.countConversions([&](const BlockColumn &column) { return !isLow(column); }, result);
    events.countActivations(result);
    events.countDrives(result);
    if (gated)
      countSecondPass(*gated, counts, result);
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
    for (const BlockColumn &column : block.columns)
      if (isLow(column)) {
        crossbarsOfLow[{block.group, column.output}].insert(crossbar);
        tilesOfLow[{block.group, column.output}].insert(tile);
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
  StepProfile profileOf(const MvmPlan &pass, int64_t crossbar, int32_t planesPerDrive) const {
    CrossbarTile tile;
    std::vector<const CrossbarBlock *> blocks;
    for (const CrossbarBlock &block : pass.blocks)
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
    result.profiles = countSteps(firstPass(), counts.positions);
    if (!gated)
      return;
    result.secondProfiles = countSteps(gated->second, counts.refinedPositions);
    result.refinedPositions = counts.refinedPositions;
  }

  /// Steps of a pass that is run at so many positions; distinct profiles of its crossbars.
  std::vector<StepProfile> countSteps(const MvmPlan &pass, int64_t positions) {
    std::set<StepProfile> distinct;
    for (const auto &[crossbar, rowsByPlanes] : rowsOfCrossbar) {
      StepProfile all;
      for (const auto &[planesPerDrive, rows] : rowsByPlanes)
        for (auto [conversions, activations] : profileOf(pass, crossbar, planesPerDrive)) {
          all[conversions] += activations;
          result.steps += positions * activations;
        }
      distinct.insert(std::move(all));
    }
    return {distinct.begin(), distinct.end()};
  }

  /// Word lines are driven from the input register, which is written once and read for every drive
  /// of each pass: a bit for each row and plane.
  void countInputRegister(int64_t rows, int32_t planesPerDrive) {
    result.inputRegister[rows * context.inputBits] += counts.positions;
    const std::vector<size_t> starts = driveStarts(plan.input, planesPerDrive);
    for (size_t drive = 0; drive + 1 < starts.size(); ++drive)
      result.inputRegister[rows * int64_t(starts[drive + 1] - starts[drive])] +=
          counts.positions + counts.refinedPositions;
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

  /// Results of the first pass are compared where they are: in the crossbar for operation units, at
  /// the tile that reduces for outputs, which sends masks back and gets partial sums of what they
  /// let through.
  void countMasks() {
    result.digital.add(DigitalKind::Compare, context.accumulatorBits, result.gatedOutputs);
    if (plan.gate->granularity == GateGranularity::Output)
      for (auto [refinement, counted] : llvm::zip_equal(gated->refinements, counts.refinements))
        countMaskTraffic({refinement.low.group, refinement.output}, counted.positions);
  }

  void countMaskTraffic(std::pair<int32_t, int32_t> output, int64_t refinedPositions) {
    const int64_t bits = context.accumulatorBits, crossbars = sizeOf(crossbarsOfLow[output]);
    std::set<int64_t> others = tilesOfLow[output];
    others.erase(outputsOfTile.begin()->first);
    result.outputRegister[bits] += 2 * crossbars * refinedPositions;
    result.busBits += crossbars * (counts.positions + bits * refinedPositions);
    result.routerBits += sizeOf(others) * (counts.positions + bits * refinedPositions);
    result.digital.add(DigitalKind::Add, bits, crossbars * refinedPositions);
  }

  const MvmPlan &plan;
  const MvmCounts &counts;
  const LayerContext &context;
  std::optional<GatedPlan> gated;
  LayerCounts result;

  std::map<int64_t, std::map<int32_t, int64_t>> rowsOfCrossbar; ///< by planes per drive
  std::map<int64_t, Lines> rowsOfTile, outputsOfCrossbar, outputsOfTile;
  Lines allOutputs;
  /// Of the low columns of each (group, output).
  std::map<std::pair<int32_t, int32_t>, std::set<int64_t>> crossbarsOfLow, tilesOfLow;
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

double LayerCounts::refinedShare() const {
  return gatedOutputs == 0
             ? 0
             : static_cast<double>(refinedOutputs) / static_cast<double>(gatedOutputs);
}

double LayerCounts::utilisation() const {
  return totalCells == 0 ? 0 : static_cast<double>(usedCells) / static_cast<double>(totalCells);
}
