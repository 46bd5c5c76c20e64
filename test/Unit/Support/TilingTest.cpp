//===- TilingTest.cpp - Placement covers each cell once, within limits --===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "acim/Support/Tiling.h"
#include "gtest/gtest.h"
#include <set>
#include <tuple>

using namespace mlir::acim;

namespace {

TilingRequest request(int64_t groups, int64_t rows, int64_t outputs, int64_t digits) {
  TilingRequest request;
  request.groups = groups;
  request.rows = rows;
  request.outputs = outputs;
  request.digitsPerOutput = digits;
  return request;
}

Tiling tile(const TilingRequest &request) {
  llvm::Expected<Tiling> tiling = tileLayer(request);
  EXPECT_TRUE(static_cast<bool>(tiling)) << llvm::toString(tiling.takeError());
  return std::move(*tiling);
}

std::string errorOf(const TilingRequest &request) {
  llvm::Expected<Tiling> tiling = tileLayer(request);
  return tiling ? "" : llvm::toString(tiling.takeError());
}

/// A block lies within its crossbar and is driven by row groups in fill order.
void checkBlock(const TilingRequest &request, const TileBlock &block) {
  EXPECT_LE(block.crossbarRow + block.numRows, request.arrayRows);
  EXPECT_LE((block.crossbarColumn + block.numColumns()) * request.bitLinesPerColumn,
            request.arrayColumns);
  EXPECT_EQ(block.referenceColumns, request.referenceColumns);
  EXPECT_EQ(block.columnGroup, std::min(request.maxActiveColumns, block.numColumns()));
  int64_t rows = 0;
  for (int64_t size : block.rowGroups) {
    EXPECT_EQ(size, std::min(request.maxActiveRows, block.numRows - rows));
    rows += size;
  }
  EXPECT_EQ(rows, block.numRows);
}

/// Blocks that share a crossbar share neither rows nor columns.
void checkDiagonal(const CrossbarTile &crossbar) {
  for (size_t i = 1; i < crossbar.blocks.size(); ++i) {
    const TileBlock &last = crossbar.blocks[i - 1], &next = crossbar.blocks[i];
    EXPECT_GE(next.crossbarRow, last.crossbarRow + last.numRows);
    EXPECT_GE(next.crossbarColumn, last.crossbarColumn + last.numColumns());
  }
}

/// Every row group is driven exactly once, in steps that respect the limit.
void checkSteps(const TilingRequest &request, const CrossbarTile &crossbar) {
  std::set<std::pair<int64_t, int64_t>> driven;
  for (const auto &step : driveSteps(crossbar, request.maxActiveRows)) {
    std::set<int64_t> blocks;
    int64_t rows = 0;
    for (RowGroupRef ref : step) {
      EXPECT_TRUE(blocks.insert(ref.block).second);
      EXPECT_TRUE(driven.insert({ref.block, ref.rowGroup}).second);
      rows += crossbar.blocks[ref.block].rowGroups[ref.rowGroup];
    }
    EXPECT_LE(rows, request.maxActiveRows);
  }
  size_t rowGroups = 0;
  for (const TileBlock &block : crossbar.blocks)
    rowGroups += block.rowGroups.size();
  EXPECT_EQ(driven.size(), rowGroups);
}

using DigitPosition = std::tuple<int64_t, int64_t, int64_t, int64_t>; // group, row, output, digit

void checkTiling(const TilingRequest &request, const Tiling &tiling) {
  std::set<DigitPosition> placed;
  for (const CrossbarTile &crossbar : tiling.crossbars) {
    checkDiagonal(crossbar);
    checkSteps(request, crossbar);
    for (const TileBlock &block : crossbar.blocks) {
      checkBlock(request, block);
      for (int64_t row = 0; row < block.numRows; ++row)
        for (int64_t output = 0; output < block.numOutputs; ++output)
          for (int64_t digit = 0; digit < block.numDigits; ++digit)
            EXPECT_TRUE(placed
                            .insert({block.group, block.firstRow + row, block.firstOutput + output,
                                     block.firstDigit + digit})
                            .second);
    }
  }
  EXPECT_EQ(static_cast<int64_t>(placed.size()),
            request.groups * request.rows * request.outputs * request.digitsPerOutput);
}

TEST(Tiling, CoversEveryShapeOnce) {
  for (int64_t groups : {1, 2, 15})
    for (int64_t rows : {1, 9, 16, 17, 33})
      for (int64_t outputs : {1, 3, 10})
        for (int64_t digits : {1, 4, 5, 19})
          for (int64_t reference : {0, 1})
            for (int64_t activeRows : {1, 4, 16}) {
              TilingRequest r = request(groups, rows, outputs, digits);
              r.referenceColumns = reference;
              r.arrayRows = 16;
              r.arrayColumns = 18;
              r.maxActiveRows = activeRows;
              r.maxActiveColumns = 8;
              checkTiling(r, tile(r));
            }
}

TEST(Tiling, SingleCell) {
  Tiling tiling = tile(request(1, 1, 1, 1));
  ASSERT_EQ(tiling.crossbars.size(), 1u);
  EXPECT_DOUBLE_EQ(tiling.utilisation(request(1, 1, 1, 1)), 1.0 / (128 * 128));
}

TEST(Tiling, RemainderOfRowsTakesItsOwnCrossbar) {
  TilingRequest r = request(1, 129, 32, 4);
  Tiling tiling = tile(r);
  ASSERT_EQ(tiling.crossbars.size(), 2u);
  EXPECT_EQ(tiling.crossbars[1].blocks[0].firstRow, 128);
  EXPECT_EQ(tiling.crossbars[1].blocks[0].numRows, 1);
  EXPECT_DOUBLE_EQ(tiling.utilisation(r), 129.0 / 256.0);
}

TEST(Tiling, RowGroupsAreFilledInOrder) {
  TilingRequest r = request(1, 301, 2, 4);
  r.arrayRows = 512;
  r.maxActiveRows = 64;
  Tiling tiling = tile(r);
  ASSERT_EQ(tiling.crossbars.size(), 1u);
  EXPECT_EQ(tiling.crossbars[0].blocks[0].rowGroups,
            (llvm::SmallVector<int64_t>{64, 64, 64, 64, 45}));
}

TEST(Tiling, OutputsKeepTheirDigitsTogether) {
  TilingRequest r = request(1, 10, 50, 3); // 42 outputs of 3 digits in 128 columns
  Tiling tiling = tile(r);
  ASSERT_EQ(tiling.crossbars.size(), 2u);
  EXPECT_EQ(tiling.crossbars[0].blocks[0].numOutputs, 42);
  EXPECT_EQ(tiling.crossbars[1].blocks[0].numOutputs, 8);
}

TEST(Tiling, DigitsAreSplitOnlyWhenACrossbarCannotHoldThem) {
  TilingRequest r = request(1, 4, 2, 8);
  r.arrayColumns = 6;
  r.referenceColumns = 1;
  Tiling tiling = tile(r);
  ASSERT_EQ(tiling.crossbars.size(), 4u); // (5 + 3 digits) x 2 outputs
  EXPECT_EQ(tiling.crossbars[1].blocks[0].firstDigit, 5);
  EXPECT_EQ(tiling.crossbars[1].blocks[0].numDigits, 3);
}

TEST(Tiling, ReferenceColumnTakesTheRoomOfAnOutput) {
  TilingRequest r = request(1, 128, 32, 4);
  EXPECT_EQ(tile(r).crossbars.size(), 1u);
  r.referenceColumns = 1;
  Tiling tiling = tile(r);
  ASSERT_EQ(tiling.crossbars.size(), 2u);
  EXPECT_EQ(tiling.crossbars[0].blocks[0].numOutputs, 31);
}

TEST(Tiling, BitLinesPerColumnShrinkTheCrossbar) {
  TilingRequest r = request(1, 128, 32, 4);
  r.bitLinesPerColumn = 2;
  Tiling tiling = tile(r);
  EXPECT_EQ(tiling.crossbars.size(), 2u);
  EXPECT_DOUBLE_EQ(tiling.utilisation(r), 1.0);
}

TEST(Tiling, DepthwiseGroupsShareACrossbar) {
  TilingRequest r = request(64, 9, 1, 4);
  Tiling tiling = tile(r);
  ASSERT_EQ(tiling.crossbars.size(), 5u);
  EXPECT_EQ(tiling.crossbars[0].blocks.size(), 14u);
  EXPECT_EQ(tiling.crossbars[4].blocks.size(), 8u);
  EXPECT_EQ(tiling.crossbars[0].blocks[13].crossbarRow, 13 * 9);
  EXPECT_EQ(tiling.crossbars[0].blocks[13].crossbarColumn, 13 * 4);
  EXPECT_EQ(driveSteps(tiling.crossbars[0], 128).size(), 1u);
  EXPECT_EQ(driveSteps(tiling.crossbars[0], 16).size(), 14u);
}

TEST(Tiling, LargeGroupsAreTiledAlone) {
  TilingRequest r = request(2, 300, 40, 4);
  Tiling tiling = tile(r);
  EXPECT_EQ(tiling.crossbars.size(), 2u * 3 * 2);
  checkTiling(r, tiling);
}

TEST(Tiling, StepsDoNotMixRowGroupsOfOneBlock) {
  TilingRequest r = request(2, 5, 1, 1);
  r.maxActiveRows = 4; // 4 + 1 rows a block
  Tiling tiling = tile(r);
  ASSERT_EQ(tiling.crossbars.size(), 1u);
  auto steps = driveSteps(tiling.crossbars[0], 4);
  ASSERT_EQ(steps.size(), 3u);
  EXPECT_EQ(steps[1], (llvm::SmallVector<RowGroupRef>{{0, 1}, {1, 1}}));
}

TEST(Tiling, RefusesWhatHoldsNothing) {
  TilingRequest r = request(1, 4, 2, 8);
  r.arrayColumns = 1;
  r.referenceColumns = 1;
  EXPECT_NE(errorOf(r).find("use an array with more columns"), std::string::npos);
  r = request(1, 4, 2, 8);
  r.maxActiveRows = 0;
  EXPECT_NE(errorOf(r).find("the number of active rows is 0"), std::string::npos);
  r = request(1, 4, 2, 8);
  r.bitLinesPerColumn = 0;
  EXPECT_NE(errorOf(r).find("at least one bit line"), std::string::npos);
}

} // namespace
