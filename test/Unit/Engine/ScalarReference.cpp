//===- ScalarReference.cpp - One conversion chain at a time -------------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "ScalarReference.h"
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
    result.counts.idlePlanes.resize(plan.idlePlaneOffsets().back());
    result.outputs.resize(positions * plan.groups * plan.outputs);
  }

  RunResult run() {
    for (int64_t p = 0; p < positions; ++p) {
      start(p);
      countRows(p);
      size_t counter = 0;
      for (const CrossbarBlock &block : plan.blocks)
        runBlock(p, block, counter);
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

  void start(int64_t p) {
    for (int64_t q = 0; q < plan.groups; ++q) {
      int64_t sum = 0;
      for (int64_t j = 0; j < plan.rows; ++j)
        sum += input(p, q, j) + plan.input.offset;
      for (int64_t o = 0; o < plan.outputs; ++o)
        output(p, q, o) = plan.initial[q * plan.outputs + o] + plan.inputSumScale * sum;
    }
  }

  void countRows(int64_t p) {
    const size_t planes = plan.input.planeScale.size();
    for (int64_t q = 0; q < plan.groups; ++q)
      for (size_t i = 0; i < planes; ++i)
        for (int64_t j = 0; j < plan.rows; ++j)
          result.counts.activeRows[(q * planes + i) * plan.rows + j] += std::abs(level(p, q, j, i));
  }

  /// `counter` runs over the idle planes of all blocks.
  void runBlock(int64_t p, const CrossbarBlock &block, size_t &counter) {
    size_t firstRow = 0;
    for (size_t g = 0; g < block.rowGroups.size(); ++g) {
      for (size_t i = 0; i < plan.input.planeScale.size(); ++i, ++counter) {
        if (block.skipsIdlePlanes && isIdle(p, block, firstRow, g, i)) {
          ++result.counts.idlePlanes[counter];
          continue;
        }
        for (size_t c = 0; c < block.columns.size(); ++c)
          addReading(p, block, c,
                     plan.input.planeScale[i] * block.columns[c].scale *
                         readColumn(p, block, firstRow, g, c, i));
      }
      firstRow += block.rowGroups[g];
    }
  }

  bool isIdle(int64_t p, const CrossbarBlock &block, size_t firstRow, size_t g,
              size_t plane) const {
    for (size_t row = firstRow; row < firstRow + block.rowGroups[g]; ++row)
      if (level(p, block.group, block.rows[row], plane) != 0)
        return false;
    return true;
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
                     size_t plane) {
    int64_t positive = 0, negative = 0;
    for (size_t row = firstRow; row < firstRow + block.rowGroups[g]; ++row) {
      const int64_t digit = block.digits[row * block.columns.size() + c];
      const int64_t a = level(p, block.group, block.rows[row], plane);
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
