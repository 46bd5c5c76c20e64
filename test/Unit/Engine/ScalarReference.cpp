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
    }
    return std::move(result);
  }

private:
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
        if (isSkipped(p, block, firstRow, g, drive, counter))
          continue;
        for (size_t c = 0; c < block.columns.size(); ++c)
          if (isConverted(block, c, drive))
            addReading(p, block, c,
                       plan.input.planeScale[drive.first] * block.columns[c].scale *
                           readColumn(p, block, firstRow, g, c, drive));
      }
      firstRow += block.rowGroups[g];
    }
  }

  static bool isConverted(const CrossbarBlock &block, size_t column, Drive drive) {
    return block.skippedPlanes.empty() || (block.skippedPlanes[column] >> drive.first & 1) == 0;
  }

  /// Counts the active rows of the drive and says whether its conversions are left out.
  bool isSkipped(int64_t p, const CrossbarBlock &block, size_t firstRow, size_t g, Drive drive,
                 size_t &counter) {
    size_t active = 0;
    for (size_t row = firstRow; row < firstRow + block.rowGroups[g]; ++row)
      active += isActive(p, block.group, block.rows[row], drive);
    if (block.boundsByActiveRows)
      ++result.counts.drivesByActiveRows[counter + active];
    else if (block.skipsIdlePlanes)
      result.counts.drivesByActiveRows[counter] += active == 0;
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
                     Drive drive) {
    int64_t positive = 0, negative = 0;
    for (size_t row = firstRow; row < firstRow + block.rowGroups[g]; ++row) {
      const int64_t digit = block.digits[row * block.columns.size() + c];
      const int64_t a = level(p, block.group, block.rows[row], drive);
      (digit >= 0 ? positive : negative) += a * std::abs(digit);
    }
    const ConversionRange &range = block.ranges[g * block.columns.size() + c];
    if (block.readout == Readout::Separate)
      return read(range, positive) - read(range, negative);
    return read(range, positive - negative);
  }

  int64_t read(const ConversionRange &range, int64_t sum) {
    if (!range.isConverted())
      return 0;
    result.counts.clippedConversions += sum < range.lo || sum > range.hi();
    return convert(range, sum);
  }

  const MvmPlan &plan;
  llvm::ArrayRef<int16_t> inputs;
  int64_t positions;
  RunResult result;
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
