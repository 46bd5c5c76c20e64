//===- PlanChecks.cpp - What must hold before a plan is run -------------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "acim/Mapping/PlanChecks.h"

#include "acim/Mapping/ConverterSettings.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/Twine.h"
#include "llvm/ADT/bit.h"
#include <map>
#include <numeric>

using namespace mlir::acim;

namespace {

llvm::Error planError(const MvmPlan &plan, const llvm::Twine &what) {
  return llvm::createStringError("plan of layer '" + plan.name + "': " + what);
}

llvm::Error inputError(const llvm::Twine &what) { return llvm::createStringError(what); }

llvm::Error verifyTable(const InputCode &code) {
  for (size_t k = 0; k < code.table.size(); ++k) {
    const uint32_t bits = code.table[k];
    const int64_t raw = code.inputLo + static_cast<int64_t>(k);
    if (uint64_t(bits) >> code.bitPlanes.size())
      return inputError("input " + llvm::Twine(raw) + " sets bits beyond the " +
                        llvm::Twine(code.bitPlanes.size()) + " bit planes");
    if (int64_t value = decodePlanes(code, bits); value != raw + code.offset)
      return inputError("the planes of input " + llvm::Twine(raw) + " stand for " +
                        llvm::Twine(value) + ", expected " + llvm::Twine(raw + code.offset));
  }
  return llvm::Error::success();
}

/// A driver puts one level on a word line, so bits of opposite sign exclude each other.
llvm::Error verifyDriveSigns(const InputCode &code) {
  for (size_t i = 0; i < code.planeScale.size(); ++i) {
    uint32_t positive = 0, negative = 0;
    for (size_t t = 0; t < code.bitPlanes.size(); ++t)
      if (code.bitPlanes[t].drivePlane == i)
        (code.bitPlanes[t].coefficient < 0 ? negative : positive) |= uint32_t(1) << t;
    if ((positive | negative) == 0)
      return inputError("drive plane " + llvm::Twine(i) + " has no bit plane");
    for (uint32_t bits : code.table)
      if ((bits & positive) && (bits & negative))
        return inputError("drive plane " + llvm::Twine(i) + " is driven with both signs at once");
  }
  return llvm::Error::success();
}

bool inRange(int64_t index, int64_t size) { return index >= 0 && index < size; }

bool validRange(const ConversionRange &range) {
  // Codes and readings stay within 31 bits.
  return range.bits + range.stepLog2 <= 30 && std::abs(int64_t(range.lo)) <= (int64_t(1) << 30);
}

/// The column's digits in the rows first .. first + count - 1 of a block.
llvm::SmallVector<int8_t> columnDigits(const CrossbarBlock &block, size_t first, size_t count,
                                       size_t column) {
  llvm::SmallVector<int8_t> digits(count);
  for (size_t row = 0; row < count; ++row)
    digits[row] = block.digits[(first + row) * block.columns.size() + column];
  return digits;
}

/// Whether all columns that are not converted hold nothing in their row group.
bool unconvertedAreEmpty(const CrossbarBlock &block) {
  const size_t columns = block.columns.size();
  size_t firstRow = 0;
  for (size_t g = 0; g < block.rowGroups.size(); ++g) {
    for (size_t c = 0; c < columns; ++c)
      if (!block.ranges[g * columns + c].isConverted() &&
          !llvm::all_of(columnDigits(block, firstRow, block.rowGroups[g], c),
                        [](int8_t digit) { return digit == 0; }))
        return false;
    firstRow += block.rowGroups[g];
  }
  return true;
}

/// Active rows say what a sum can be where each adds its digit once.
llvm::Error verifyBounds(const MvmPlan &plan) {
  const bool bounds = llvm::any_of(
      plan.blocks, [](const CrossbarBlock &block) { return block.boundsByActiveRows; });
  const SumRange levels = bounds ? driveLevels(plan.input) : SumRange{};
  if (levels.lo >= -1 && levels.hi <= 1)
    return llvm::Error::success();
  return planError(plan, "conversions are bounded by active rows, but rows are driven with levels "
                         "from " +
                             llvm::Twine(levels.lo) + " to " + llvm::Twine(levels.hi) +
                             ", expected -1 to 1");
}

/// How the block is driven, as the name of what is wrong.
const char *findDriveError(const MvmPlan &plan, const CrossbarBlock &block) {
  if (block.planesPerDrive < 1 || block.planesPerDrive > CrossbarBlock::maxPlanesPerDrive)
    return "expected 1 to 3 planes in a drive";
  if (block.planesPerDrive > 1 && plan.numDrives(block) == plan.input.planeScale.size())
    return "its rows are repeated, but no two neighbouring drive planes have scales that double";
  if (block.boundsByActiveRows && block.planesPerDrive != 1)
    return "conversions are bounded by active rows, but read several planes at once";
  return nullptr;
}

/// Whether only drives of the block are left out, by their first planes.
bool skipsDrives(const MvmPlan &plan, const CrossbarBlock &block) {
  const std::vector<size_t> starts = driveStarts(plan.input, block.planesPerDrive);
  uint32_t first = 0;
  for (size_t plane : llvm::ArrayRef(starts).drop_back())
    first |= uint32_t(1) << plane;
  return llvm::all_of(block.skippedPlanes, [&](uint32_t planes) { return (planes & ~first) == 0; });
}

/// Sizes and indices of a block, and what it must not convert, as the name of what is wrong.
const char *findBlockError(const MvmPlan &plan, const CrossbarBlock &block) {
  const size_t rows = block.rows.size(), columns = block.columns.size();
  if (!inRange(block.group, plan.groups))
    return "its group does not exist";
  if (llvm::any_of(block.rows, [&](int32_t row) { return !inRange(row, plan.rows); }))
    return "a row names an input that does not exist";
  if (llvm::any_of(block.columns, [&](const BlockColumn &column) {
        return column.output != BlockColumn::allOutputs && !inRange(column.output, plan.outputs);
      }))
    return "a column names an output that does not exist";
  if (llvm::any_of(block.rowGroups, [](int32_t size) { return size < 1; }) ||
      std::accumulate(block.rowGroups.begin(), block.rowGroups.end(), size_t(0)) != rows)
    return "its row groups do not add up to its rows";
  if (block.digits.size() != rows * columns)
    return "expected one digit for each row and column";
  if (!block.inputSums.empty() && block.inputSums.size() != columns)
    return "expected one factor of the summed inputs for each column";
  if (block.ranges.size() != block.rowGroups.size() * columns)
    return "expected one conversion range for each row group and column";
  if (!llvm::all_of(block.ranges, validRange))
    return "a conversion range has more than 30 bits with its step";
  if (llvm::is_contained(block.digits, INT8_MIN))
    return "a digit is -128, whose magnitude fits no cell";
  if (block.readout == Readout::Single &&
      llvm::any_of(block.digits, [](int8_t digit) { return digit < 0; }))
    return "a single array cannot hold negative digits";
  if (!unconvertedAreEmpty(block))
    return "a column that is not converted in a row group has digits there";
  if (block.skipsIdlePlanes && !llvm::all_of(block.ranges, [](const ConversionRange &range) {
        return range.readsZeroAsZero();
      }))
    return "idle planes are skipped, but a conversion range does not read 0 as 0";
  if (!block.skippedPlanes.empty() && block.skippedPlanes.size() != columns)
    return "expected one set of skipped planes for each column";
  if (!block.skippedPlanes.empty() && !skipsDrives(plan, block))
    return "a plane is skipped with which no drive begins";
  return findDriveError(plan, block);
}

/// A reference column belongs to all outputs, so no mask of one of them could leave it out.
llvm::Error verifyGate(const MvmPlan &plan) {
  const Gate &gate = *plan.gate;
  if (gate.lowBits < 1 || gate.lowBits > Gate::maxLowBits)
    return planError(plan, "expected a gate of 1 to " + llvm::Twine(Gate::maxLowBits) +
                               " low bits, found " + llvm::Twine(gate.lowBits));
  if (gate.thresholds.size() != plan.initial.size())
    return planError(plan, "expected " + llvm::Twine(plan.initial.size()) +
                               " thresholds of its gate, found " +
                               llvm::Twine(gate.thresholds.size()));
  for (const CrossbarBlock &block : plan.blocks)
    for (const BlockColumn &column : block.columns)
      if (column.output == BlockColumn::allOutputs)
        return planError(plan, "a layer with a gate cannot have reference columns");
  return llvm::Error::success();
}

} // namespace

llvm::Error mlir::acim::verifyInputCode(const InputCode &code) {
  if (code.bitPlanes.empty() || code.bitPlanes.size() > InputCode::maxBitPlanes)
    return inputError("expected 1 to 32 bit planes, found " + llvm::Twine(code.bitPlanes.size()));
  if (llvm::any_of(code.bitPlanes, [&](const InputBitPlane &plane) {
        return plane.drivePlane >= code.planeScale.size();
      }))
    return inputError("a bit plane names a drive plane that does not exist");
  if (code.table.empty() || code.inputLo < INT16_MIN || code.inputHi() > INT16_MAX)
    return inputError("inputs from " + llvm::Twine(code.inputLo) + " to " +
                      llvm::Twine(code.inputHi()) + " are no 16-bit integers");
  if (llvm::Error error = verifyTable(code))
    return error;
  return verifyDriveSigns(code);
}

llvm::Error mlir::acim::verifyPlan(const MvmPlan &plan) {
  if (plan.groups < 1 || plan.rows < 1 || plan.outputs < 1)
    return planError(plan, "groups, rows and outputs must be positive");
  if (plan.initial.size() != static_cast<size_t>(plan.groups * plan.outputs))
    return planError(plan, "expected " + llvm::Twine(plan.groups * plan.outputs) +
                               " initial values, found " + llvm::Twine(plan.initial.size()));
  if (llvm::Error error = verifyInputCode(plan.input))
    return planError(plan, llvm::toString(std::move(error)));
  for (size_t b = 0; b < plan.blocks.size(); ++b)
    if (const char *what = findBlockError(plan, plan.blocks[b]))
      return planError(plan, "block " + llvm::Twine(b) + ": " + what);
  if (plan.gate)
    if (llvm::Error error = verifyGate(plan))
      return error;
  return verifyBounds(plan);
}

void mlir::acim::forEachBitLine(const MvmPlan &plan,
                                llvm::function_ref<bool(size_t, size_t, size_t, SumRange)> use) {
  std::map<int32_t, SumRange> levelsOfDrives; // by planesPerDrive: tables are long
  for (size_t b = 0; b < plan.blocks.size(); ++b) {
    const CrossbarBlock &block = plan.blocks[b];
    auto [found, isNew] = levelsOfDrives.try_emplace(block.planesPerDrive);
    if (isNew)
      found->second = driveLevels(gatherDrives(plan.input, block.planesPerDrive));
    const SumRange levels = found->second;
    size_t firstRow = 0;
    for (size_t g = 0; g < block.rowGroups.size(); ++g) {
      const size_t rows = block.rowGroups[g];
      for (size_t c = 0; c < block.columns.size(); ++c) {
        SumRange sums = cellsRange(columnDigits(block, firstRow, rows, c), block.readout, levels);
        if (!use(b, g, c, sums))
          return;
      }
      firstRow += rows;
    }
  }
}

/// The first conversion of which `isExact(setting, skipped planes, sums)` does not hold.
static std::optional<InexactConversion>
findConversion(const MvmPlan &plan,
               llvm::function_ref<bool(const ConversionRange &, uint32_t, SumRange)> isExact) {
  std::optional<InexactConversion> found;
  forEachBitLine(plan, [&](size_t b, size_t g, size_t c, SumRange sums) {
    const CrossbarBlock &block = plan.blocks[b];
    if (!isExact(block.ranges[g * block.columns.size() + c], block.skippedIn(c), sums))
      found = InexactConversion{b, g, c, sums, std::nullopt};
    return !found;
  });
  return found;
}

std::optional<InexactConversion> mlir::acim::findInexactConversion(const MvmPlan &plan) {
  std::optional<InexactConversion> found =
      findConversion(plan, [](const ConversionRange &range, uint32_t skipped, SumRange sums) {
        return readsExactly(range, sums) && (skipped == 0 || sums == SumRange{0, 0});
      });
  if (!found)
    return std::nullopt;
  const CrossbarBlock &block = plan.blocks[found->block];
  const size_t index = found->rowGroup * block.columns.size() + found->column;
  if (readsExactly(block.ranges[index], found->sums))
    found->skippedPlane = llvm::countr_zero(block.skippedIn(found->column));
  return found;
}

std::optional<InexactConversion> mlir::acim::findInexactReading(const MvmPlan &plan) {
  return findConversion(plan, [](const ConversionRange &range, uint32_t, SumRange sums) {
    return readsExactly(range, sums);
  });
}

std::string mlir::acim::describe(const MvmPlan &plan, const InexactConversion &conversion) {
  const CrossbarBlock &block = plan.blocks[conversion.block];
  const BlockColumn &column = block.columns[conversion.column];
  const ConversionRange &range =
      block.ranges[conversion.rowGroup * block.columns.size() + conversion.column];
  const std::string output = column.output == BlockColumn::allOutputs
                                 ? "reference column"
                                 : "output " + std::to_string(column.output);
  const std::string sums =
      ("row group " + llvm::Twine(conversion.rowGroup) + ", column " +
       llvm::Twine(conversion.column) + " (" + output + ") sums reach from " +
       llvm::Twine(conversion.sums.lo) + " to " + llvm::Twine(conversion.sums.hi))
          .str();
  if (conversion.skippedPlane)
    return sums + " but are not converted in plane " + std::to_string(*conversion.skippedPlane);
  return (sums + " but the converter reads from " + llvm::Twine(range.lo) + " to " +
          llvm::Twine(range.hi()) + " in steps of " + llvm::Twine(int64_t(1) << range.stepLog2))
      .str();
}
