//===- AccuracyTest.cpp - Counting correct labels ------------------------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "acim/Interpreter/Accuracy.h"

#include "gtest/gtest.h"

using namespace mlir::acim;

static Tensor outputs(std::vector<int64_t> values, int64_t classes) {
  Tensor tensor(ElementKind::I8, {int64_t(values.size()) / classes, classes});
  for (size_t i = 0; i < values.size(); ++i)
    tensor.setInt(i, values[i]);
  return tensor;
}

TEST(Accuracy, CountsLargestAndKLargest) {
  Tensor tensor = outputs({1, 9, 3, 4, 9, 8, 7, 6}, 4);
  Accuracy accuracy = countCorrect(tensor, {1, 2}, 3);
  EXPECT_EQ(accuracy.labelled, 2);
  EXPECT_EQ(accuracy.top1, 0.5);
  EXPECT_EQ(accuracy.topk, 1.0);
}

TEST(Accuracy, FirstOfEqualOutputsWins) {
  Tensor tensor = outputs({5, 5, 5}, 3);
  EXPECT_EQ(countCorrect(tensor, {0}, 2).top1, 1.0);
  EXPECT_EQ(countCorrect(tensor, {1}, 2).top1, 0.0);
  EXPECT_EQ(countCorrect(tensor, {1}, 2).topk, 1.0);
  EXPECT_EQ(countCorrect(tensor, {2}, 2).topk, 0.0);
}

TEST(Accuracy, ReadsFloatOutputs) {
  Tensor tensor(ElementKind::F32, {1, 3});
  tensor.mutableData<float>()[1] = 0.25f;
  EXPECT_EQ(countCorrect(tensor, {1}, 1).top1, 1.0);
}

TEST(Accuracy, FindsRowsWithTheSameLargestOutput) {
  Tensor one = outputs({1, 9, 3, 4, 2, 4, 7, 7, 7}, 3);
  EXPECT_EQ(shareAgreeing(one, one, 3), 1.0);
  EXPECT_EQ(shareAgreeing(one, outputs({0, 1, 0, 5, 5, 5, 1, 2, 2}, 3), 3), 2 / 3.);
}
