//===- StridedLoopsTest.cpp - Loops over operands with strides ----------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "StridedLoops.h"
#include "gtest/gtest.h"
#include <vector>

using namespace mlir::acim;

namespace {

using Offsets = std::array<int64_t, 2>;

std::vector<Offsets> rowsOf(const StridedLoops<2> &loops) {
  std::vector<Offsets> rows;
  loops.forEachRow([&](const Offsets &at) { rows.push_back(at); });
  return rows;
}

TEST(StridedLoops, MergesWhatAllOperandsWalkContiguously) {
  StridedLoops<2> loops({2, 3, 4}, {denseStrides({2, 3, 4}), denseStrides({2, 3, 4})});
  EXPECT_EQ(loops.rowSize(), 24);
  EXPECT_EQ(rowsOf(loops), std::vector<Offsets>({{0, 0}}));
}

TEST(StridedLoops, KeepsBroadcastDimensionsApart) {
  StridedLoops<2> loops({2, 3, 4},
                        {denseStrides({2, 3, 4}), broadcastStrides({1, 1, 4}, {2, 3, 4})});
  EXPECT_EQ(loops.rowSize(), 4);
  EXPECT_EQ(rowsOf(loops),
            std::vector<Offsets>({{0, 0}, {4, 0}, {8, 0}, {12, 0}, {16, 0}, {20, 0}}));
}

TEST(StridedLoops, DropsDimensionsOfSizeOne) {
  StridedLoops<2> loops({1, 5, 1}, {denseStrides({1, 5, 1}), denseStrides({1, 5, 1})});
  EXPECT_EQ(loops.rowSize(), 5);
}

TEST(StridedLoops, ScalarsAreOneRowOfOneElement) {
  StridedLoops<2> loops({}, {Strides(), Strides()});
  EXPECT_EQ(loops.rowSize(), 1);
  EXPECT_EQ(rowsOf(loops).size(), 1u);
}

TEST(StridedLoops, EmptyShapesHaveNoRows) {
  StridedLoops<2> loops({2, 0, 3}, {Strides{0, 3, 1}, Strides{5, 3, 1}});
  EXPECT_TRUE(rowsOf(loops).empty());
}

TEST(StridedLoops, WrapsEveryDimensionBack) {
  StridedLoops<2> loops({2, 2, 3}, {Strides{100, 10, 1}, Strides{1, 20, 5}});
  EXPECT_EQ(rowsOf(loops), std::vector<Offsets>({{0, 0}, {10, 20}, {100, 1}, {110, 21}}));
}

TEST(CopyStrided, Transposes) {
  int16_t from[] = {1, 2, 3, 4, 5, 6}, to[6];
  StridedLoops<2> loops({3, 2}, {denseStrides({3, 2}), Strides{1, 3}});
  copyStrided(loops, sizeof(int16_t), reinterpret_cast<char *>(to),
              reinterpret_cast<const char *>(from));
  EXPECT_EQ(std::vector<int16_t>(to, to + 6), std::vector<int16_t>({1, 4, 2, 5, 3, 6}));
}

} // namespace
