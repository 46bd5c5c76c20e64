//===- GatedPlan.cpp - The two passes of a gated layer -------------------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "acim/Mapping/GatedPlan.h"

#include "llvm/ADT/STLExtras.h"
#include <algorithm>
#include <map>
#include <numeric>

using namespace mlir::acim;

std::vector<int16_t> PlanPart::gather(const MvmPlan &layer, llvm::ArrayRef<int16_t> inputs,
                                      llvm::ArrayRef<int64_t> at) const {
  std::vector<int16_t> gathered(at.size() * rows.size());
  const bool isRun = !rows.empty() && rows.back() - rows.front() + 1 == int32_t(rows.size());
  int16_t *target = gathered.data();
  for (int64_t position : at) {
    const int16_t *source = &inputs[(position * layer.groups + group) * layer.rows];
    if (isRun)
      std::copy_n(source + rows.front(), rows.size(), target);
    else
      for (size_t k = 0; k < rows.size(); ++k)
        target[k] = source[rows[k]];
    target += rows.size();
  }
  return gathered;
}

namespace {

/// Neighbouring row groups of a block that one mask stands for.
struct Span {
  const CrossbarBlock *block;
  size_t firstRowGroup, numRowGroups;
  size_t firstRow, numRows;
  size_t unit;

  llvm::ArrayRef<int32_t> rows() const {
    return llvm::ArrayRef(block->rows).slice(firstRow, numRows);
  }
};

/// Rows of a group that one mask stands for.
struct Unit {
  int32_t group;
  std::vector<int32_t> rows;
  std::vector<size_t> spans;
  std::map<int32_t, size_t> refinementOfOutput;
};

class GatedPlanBuilder {
public:
  explicit GatedPlanBuilder(const MvmPlan &plan) : plan(plan), gate(*plan.gate) {}

  GatedPlan build() {
    result.first = passOf([&](const BlockColumn &column) { return !gate.isLow(column.scale); });
    result.second = passOf([&](const BlockColumn &column) { return gate.isLow(column.scale); });
    for (const CrossbarBlock &block : plan.blocks)
      cutBlock(block);
    for (auto [index, unit] : llvm::enumerate(units)) {
      result.units.push_back(partOf(unit, plan.outputs));
      for (size_t span : unit.spans)
        addColumns(spans[span], highColumns(*spans[span].block), result.units.back());
      addRefinements(index);
    }
    for (const Span &span : spans)
      addDrives(span);
    return std::move(result);
  }

private:
  using Columns = std::vector<size_t>;

  /// All drives of a block, as CrossbarBlock::skippedPlanes names them.
  uint32_t allDrives(const CrossbarBlock &block) const {
    uint32_t drives = 0;
    const std::vector<size_t> starts = driveStarts(plan.input, block.planesPerDrive);
    for (size_t plane : llvm::ArrayRef(starts).drop_back())
      drives |= uint32_t(1) << plane;
    return drives;
  }

  void skipWhere(CrossbarBlock &block,
                 llvm::function_ref<bool(const BlockColumn &)> isSkipped) const {
    block.skippedPlanes.resize(block.columns.size());
    for (size_t column = 0; column < block.columns.size(); ++column)
      if (isSkipped(block.columns[column]))
        block.skippedPlanes[column] = allDrives(block);
  }

  /// The layer without the conversions of the other columns.
  MvmPlan passOf(llvm::function_ref<bool(const BlockColumn &)> converts) const {
    MvmPlan pass = plan;
    pass.gate.reset();
    for (CrossbarBlock &block : pass.blocks)
      skipWhere(block, [&](const BlockColumn &column) { return !converts(column); });
    return pass;
  }

  Columns columnsWhere(const CrossbarBlock &block,
                       llvm::function_ref<bool(const BlockColumn &)> isWanted) const {
    Columns columns;
    for (auto [index, column] : llvm::enumerate(block.columns))
      if (isWanted(column))
        columns.push_back(index);
    return columns;
  }
  Columns highColumns(const CrossbarBlock &block) const {
    return columnsWhere(block,
                        [&](const BlockColumn &column) { return !gate.isLow(column.scale); });
  }
  Columns lowColumns(const CrossbarBlock &block, int32_t output) const {
    return columnsWhere(block, [&](const BlockColumn &column) {
      return gate.isLow(column.scale) && column.output == output;
    });
  }

  void cutBlock(const CrossbarBlock &block) {
    if (gate.granularity == GateGranularity::Output) {
      addSpan({&block, 0, block.rowGroups.size(), 0, block.rows.size(), 0});
      return;
    }
    size_t firstRow = 0;
    for (auto [rowGroup, size] : llvm::enumerate(block.rowGroups)) {
      addSpan({&block, rowGroup, 1, firstRow, size_t(size), 0});
      firstRow += size;
    }
  }

  void addSpan(Span span) {
    std::vector<int32_t> rows;
    if (gate.granularity == GateGranularity::Unit) {
      rows = span.rows();
      llvm::sort(rows);
    } else {
      rows.resize(plan.rows);
      std::iota(rows.begin(), rows.end(), 0);
    }
    auto unit = llvm::find_if(units, [&](const Unit &unit) {
      return unit.group == span.block->group && unit.rows == rows;
    });
    span.unit = unit - units.begin();
    if (unit == units.end())
      units.push_back({span.block->group, std::move(rows), {}, {}});
    units[span.unit].spans.push_back(spans.size());
    spans.push_back(span);
  }

  PlanPart partOf(const Unit &unit, int64_t outputs) const {
    PlanPart part;
    part.group = unit.group;
    part.rows = unit.rows;
    part.plan.name = plan.name;
    part.plan.rows = static_cast<int64_t>(unit.rows.size());
    part.plan.outputs = outputs;
    part.plan.input = plan.input;
    part.plan.initial.assign(outputs, 0);
    return part;
  }

  /// Adds these columns of a block, which stay what they are; nothing where there are none.
  static void addColumns(const Span &span, const Columns &columns, PlanPart &part) {
    if (columns.empty())
      return;
    const CrossbarBlock &source = *span.block;
    const size_t width = source.columns.size();
    CrossbarBlock &block = part.plan.blocks.emplace_back();
    block.readout = source.readout;
    block.planesPerDrive = source.planesPerDrive;
    block.skipsIdlePlanes = source.skipsIdlePlanes;
    block.boundsByActiveRows = source.boundsByActiveRows;
    block.rowGroups = llvm::ArrayRef(source.rowGroups).slice(span.firstRowGroup, span.numRowGroups);
    for (int32_t row : span.rows())
      block.rows.push_back(
          static_cast<int32_t>(llvm::lower_bound(part.rows, row) - part.rows.begin()));
    for (size_t column : columns) {
      block.columns.push_back(source.columns[column]);
      if (!source.skippedPlanes.empty())
        block.skippedPlanes.push_back(source.skippedPlanes[column]);
    }
    for (size_t row = span.firstRow; row < span.firstRow + span.numRows; ++row)
      for (size_t column : columns)
        block.digits.push_back(source.digits[row * width + column]);
    for (size_t g = span.firstRowGroup; g < span.firstRowGroup + span.numRowGroups; ++g)
      for (size_t column : columns)
        block.ranges.push_back(source.ranges[g * width + column]);
  }

  void addRefinements(size_t index) {
    Unit &unit = units[index];
    for (int32_t output = 0; output < plan.outputs; ++output) {
      Refinement refinement{index, output, partOf(unit, 1)};
      for (size_t span : unit.spans)
        addColumns(spans[span], lowColumns(*spans[span].block, output), refinement.low);
      if (refinement.low.plan.blocks.empty())
        continue;
      for (CrossbarBlock &block : refinement.low.plan.blocks)
        for (BlockColumn &column : block.columns)
          column.output = 0;
      unit.refinementOfOutput[output] = result.refinements.size();
      result.refinements.push_back(std::move(refinement));
    }
  }

  /// An activation of every column group that holds low columns.
  void addDrives(const Span &span) {
    const CrossbarBlock &block = *span.block;
    const size_t all = block.columns.size(),
                 width = block.columnGroup > 0 ? block.columnGroup : std::max<size_t>(all, 1);
    for (size_t first = 0; first < all; first += width) {
      Columns columns(std::min(width, all - first));
      std::iota(columns.begin(), columns.end(), first);
      SecondDrive drive{refinementsOf(span, columns), partOf(units[span.unit], plan.outputs)};
      if (drive.refinements.empty())
        continue;
      addColumns(span, columns, drive.part);
      skipWhere(drive.part.plan.blocks.front(),
                [&](const BlockColumn &column) { return !gate.isLow(column.scale); });
      result.drives.push_back(std::move(drive));
    }
  }

  std::vector<size_t> refinementsOf(const Span &span, const Columns &columns) const {
    std::vector<size_t> refinements;
    for (size_t column : columns)
      if (const BlockColumn &each = span.block->columns[column]; gate.isLow(each.scale))
        refinements.push_back(units[span.unit].refinementOfOutput.at(each.output));
    llvm::sort(refinements);
    refinements.erase(llvm::unique(refinements), refinements.end());
    return refinements;
  }

  const MvmPlan &plan;
  const Gate &gate;
  std::vector<Span> spans;
  std::vector<Unit> units;
  GatedPlan result;
};

} // namespace

GatedPlan mlir::acim::gatedPlanOf(const MvmPlan &plan) { return GatedPlanBuilder(plan).build(); }
