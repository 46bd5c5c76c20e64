//===- Readings.cpp - How large the sums of conversions are ---------------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "acim/Engine/Readings.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/bit.h"
#include <algorithm>
#include <cstdlib>
#include <map>

using namespace mlir::acim;

namespace {

/// Sums of the columns of one row group in one drive, those of both arrays apart.
struct ColumnSums {
  std::vector<int32_t> positive, negative;
  bool isActive = false;

  explicit ColumnSums(size_t columns) : positive(columns), negative(columns) {}

  void add(int32_t level, llvm::ArrayRef<int8_t> digits) {
    if (level == 0)
      return;
    isActive = true;
    for (size_t c = 0; c < digits.size(); ++c) {
      positive[c] += level * std::max<int32_t>(digits[c], 0);
      negative[c] += level * std::max<int32_t>(-digits[c], 0);
    }
  }
};

/// Goes over the conversions of one block.
class BlockReader {
public:
  BlockReader(const MvmPlan &plan, const CrossbarBlock &block,
              std::map<int64_t, Readings> &readings)
      : block(block), code(gatherDrives(plan.input, block.planesPerDrive)),
        starts(driveStarts(plan.input, block.planesPerDrive)) {
    for (const BlockColumn &column : block.columns) {
      Readings &ofScale = readings[std::abs(column.scale)];
      ofScale.scale = std::abs(column.scale);
      ofColumns.push_back(&ofScale);
    }
    levels.resize(code.planeScale.size());
    for (auto [drive, ofDrive] : llvm::enumerate(levels))
      for (uint32_t bits : code.table)
        ofDrive.push_back(static_cast<int32_t>(driveLevel(code, bits, drive)));
  }

  /// `inputs` are those of the block's group.
  void read(llvm::ArrayRef<int16_t> inputs) {
    size_t firstRow = 0;
    for (size_t g = 0; g < block.rowGroups.size(); ++g) {
      for (size_t drive = 0; drive < levels.size(); ++drive)
        countReadings(g, drive, sumsOf(inputs, firstRow, block.rowGroups[g], drive));
      firstRow += block.rowGroups[g];
    }
  }

private:
  ColumnSums sumsOf(llvm::ArrayRef<int16_t> inputs, size_t firstRow, size_t rows,
                    size_t drive) const {
    const size_t columns = block.columns.size();
    ColumnSums sums(columns);
    for (size_t row = firstRow; row < firstRow + rows; ++row)
      sums.add(levels[drive][inputs[block.rows[row]] - code.inputLo],
               llvm::ArrayRef(block.digits).slice(row * columns, columns));
    return sums;
  }

  void countReadings(size_t rowGroup, size_t drive, const ColumnSums &sums) {
    if (block.skipsIdlePlanes && !sums.isActive)
      return;
    for (size_t c = 0; c < block.columns.size(); ++c) {
      const ConversionRange &range = block.ranges[rowGroup * block.columns.size() + c];
      if (!range.isConverted() || (block.skippedIn(c) >> starts[drive] & 1) != 0)
        continue;
      if (block.readout == Readout::Separate) {
        countReading(c, range, sums.positive[c]);
        countReading(c, range, sums.negative[c]);
      } else {
        countReading(c, range, sums.positive[c] - sums.negative[c]);
      }
    }
  }

  void countReading(size_t column, const ConversionRange &range, int32_t sum) {
    Readings &readings = *ofColumns[column];
    const size_t bits = llvm::bit_width(static_cast<uint32_t>(std::abs(sum)));
    if (readings.conversionsByBits.size() <= bits)
      readings.conversionsByBits.resize(bits + 1);
    ++readings.conversionsByBits[bits];
    readings.clipped += sum < range.lo || sum > range.hi();
  }

  const CrossbarBlock &block;
  InputCode code; ///< a plane is a drive
  std::vector<size_t> starts;
  std::vector<Readings *> ofColumns;
  std::vector<std::vector<int32_t>> levels; ///< by drive and table entry
};

} // namespace

std::vector<Readings> mlir::acim::countReadings(const MvmPlan &plan, llvm::ArrayRef<int16_t> inputs,
                                                int64_t positions) {
  std::map<int64_t, Readings> byScale;
  for (const CrossbarBlock &block : plan.blocks) {
    BlockReader reader(plan, block, byScale);
    for (int64_t p = 0; p < positions; ++p)
      reader.read(inputs.slice((p * plan.groups + block.group) * plan.rows, plan.rows));
  }
  std::vector<Readings> readings;
  for (auto &[scale, ofScale] : byScale)
    readings.push_back(std::move(ofScale));
  return readings;
}
