//===- BitLineSamples.cpp - What bit lines sum to over samples -----------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "BitLineSamples.h"
#include "llvm/ADT/STLExtras.h"
#include <numeric>

using namespace mlir::acim;

std::vector<double> BitLineSamples::outputs() const {
  std::vector<double> result(samples);
  for (auto [drive, scale] : llvm::enumerate(scales))
    for (auto [output, sum] : llvm::zip_equal(result, sumsOf(drive)))
      output += scale * sum;
  return result;
}

BitLineSampler::BitLineSampler(const MvmPlan &plan, llvm::ArrayRef<int16_t> columns,
                               int64_t samples, llvm::ArrayRef<double> ofRowGroups)
    : plan(plan), columns(columns), samples(samples) {
  for (const CrossbarBlock &block : plan.blocks) {
    const size_t size = block.rowGroups.size() * plan.numDrives(block);
    conversions.push_back(ofRowGroups.empty() ? std::vector<double>(size)
                                              : ofRowGroups.take_front(size).vec());
    ofRowGroups = ofRowGroups.drop_front(std::min(size, ofRowGroups.size()));
  }
}

void BitLineSampler::moveTo(int64_t newGroup) {
  group = newGroup;
  drives.clear();
  for (const CrossbarBlock &block : plan.blocks)
    if (block.group == group && llvm::none_of(drives, [&](const Drives &known) {
          return known.planesPerDrive == block.planesPerDrive;
        }))
      drives.push_back(drive(block.planesPerDrive));
}

const BitLineSampler::Drives &BitLineSampler::drivesOf(const CrossbarBlock &block) const {
  return *llvm::find_if(
      drives, [&](const Drives &known) { return known.planesPerDrive == block.planesPerDrive; });
}

BitLineSampler::Drives BitLineSampler::drive(int32_t planesPerDrive) const {
  const InputCode gathered = gatherDrives(plan.input, planesPerDrive);
  Drives result{planesPerDrive, driveStarts(plan.input, planesPerDrive), gathered.planeScale, {}};
  result.firstPlanes.pop_back();
  const size_t numDrives = gathered.planeScale.size();
  result.levels.resize(plan.rows * numDrives * samples);
  int8_t *level = result.levels.data();
  for (int64_t row = 0; row < plan.rows; ++row)
    for (size_t drive = 0; drive < numDrives; ++drive)
      for (size_t s = 0; s < samples; ++s) {
        const int16_t input = columns[(s * plan.groups + group) * plan.rows + row];
        *level++ = static_cast<int8_t>(
            driveLevel(gathered, gathered.table[input - gathered.inputLo], drive));
      }
  return result;
}

std::vector<double> BitLineSampler::summedInputs(int64_t output) const {
  std::vector<double> result(samples);
  for (const CrossbarBlock &block : plan.blocks) {
    if (block.group != group)
      continue;
    int64_t factor = 0;
    for (size_t column = 0; column < block.inputSums.size(); ++column)
      factor += block.columns[column].output == output ? block.inputSums[column] : 0;
    for (size_t s = 0; factor != 0 && s < samples; ++s)
      for (int32_t row : block.rows)
        result[s] += double(factor) *
                     (columns[(s * plan.groups + group) * plan.rows + row] + plan.input.offset);
  }
  return result;
}

void BitLineSampler::addDrives(const CrossbarBlock &block, size_t rowGroup, size_t column, int side,
                               BitLineSamples &line) const {
  const Drives &driven = drivesOf(block);
  const size_t numDrives = driven.scales.size(), first = line.sums.size(),
               firstRow = std::accumulate(block.rowGroups.begin(),
                                          block.rowGroups.begin() + rowGroup, size_t(0));
  const double scale = double(block.columns[column].scale) * (side < 0 ? -1 : 1);
  line.sums.resize(first + numDrives * samples);
  for (size_t row = firstRow; row < firstRow + block.rowGroups[rowGroup]; ++row) {
    const int32_t digit = block.digits[row * block.columns.size() + column],
                  cell = side == 0 ? digit : std::max(side * digit, 0);
    const int8_t *levels = &driven.levels[block.rows[row] * numDrives * samples];
    for (size_t k = 0; cell != 0 && k < numDrives * samples; ++k)
      line.sums[first + k] += cell * levels[k];
  }
  const size_t block0 = &block - plan.blocks.data();
  for (size_t drive = 0; drive < numDrives; ++drive) {
    const bool skipped = (block.skippedIn(column) >> driven.firstPlanes[drive] & 1) != 0;
    line.scales.push_back(skipped ? 0 : scale * double(driven.scales[drive]));
    line.conversions += skipped ? 0 : conversions[block0][rowGroup * numDrives + drive];
  }
}

void BitLineSampler::forEachLine(int64_t output,
                                 llvm::function_ref<void(const BitLineSamples &)> use) const {
  size_t setting = 0;
  for (const CrossbarBlock &block : plan.blocks) {
    const size_t columnsOfBlock = block.columns.size();
    const bool feeds = block.group == group && llvm::is_contained(outputsOf(block), output);
    for (size_t index = 0; index < block.ranges.size(); ++index, ++setting) {
      const size_t column = index % columnsOfBlock, rowGroup = index / columnsOfBlock;
      const int32_t target = block.columns[column].output;
      const bool isReference = target == BlockColumn::allOutputs;
      if (!feeds || !(isReference || target == output) || !block.ranges[index].isConverted())
        continue;
      BitLineSamples line{setting,     block.ranges[index],
                          &block,      block.columns[column].scale,
                          isReference, 0,
                          samples,     {},
                          {}};
      if (block.readout == Readout::Separate) {
        addDrives(block, rowGroup, column, 1, line);
        addDrives(block, rowGroup, column, -1, line);
      } else {
        addDrives(block, rowGroup, column, 0, line);
      }
      use(line);
    }
  }
}
