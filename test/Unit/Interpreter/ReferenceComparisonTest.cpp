//===- ReferenceComparisonTest.cpp - Errors that are known ----------------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "acim/Interpreter/ReferenceComparison.h"
#include "RescaledProduct.h"
#include "gtest/gtest.h"
#include <cmath>

using namespace mlir;
using namespace mlir::acim;
using namespace mlir::acim::test;

namespace {

class ReferenceComparisonTest : public RescaledProductTest {
protected:
  /// Compares with the program of weights 1, -2 and 3, 4.
  ReferenceReport compare(StringRef weights, StringRef multipliers, unsigned threads = 1) {
    auto reference = prepare(compile("[[[1, -2], [3, 4]]]", unscaled)),
         changed = prepare(compile(weights, multipliers));
    auto comparison = compareWithReference(BatchProgram{changed.get()}, *reference, inputs(),
                                           /*labels=*/{}, threads, [](int64_t) {});
    if (!comparison) {
      ADD_FAILURE() << llvm::toString(comparison.takeError());
      return {};
    }
    return comparison->front().report;
  }
};

TEST_F(ReferenceComparisonTest, FindsNoErrorInTheSameProgram) {
  ReferenceReport report = compare("[[[1, -2], [3, 4]]]", unscaled);
  EXPECT_EQ(report.agreement, 1);
  EXPECT_EQ(report.logitNmse, 0.);
  EXPECT_EQ(report.sqnrs, std::vector<std::optional<double>>{std::nullopt});
}

/// A scale may move from the codes into the multipliers.
TEST_F(ReferenceComparisonTest, SeesWhatIsRescaled) {
  EXPECT_EQ(compare("[[[1, -2], [6, 8]]]", "[1073741824, 536870912]").logitNmse, 0.);
  EXPECT_GT(*compare("[[[1, -2], [6, 8]]]", unscaled).logitNmse, 0.5);
}

TEST_F(ReferenceComparisonTest, IsTheErrorOverTheVarianceOfTheReference) {
  double sums[2] = {}, squares[2] = {}, error = 0, count = 2 * inferences;
  for (int64_t i = 0; i < array.numElements(); i += 2) {
    double a = array.intAt(i), b = array.intAt(i + 1), logits[] = {a - 2 * b + 5, 3 * a + 4 * b};
    for (int k : {0, 1}) {
      sums[k] += logits[k] / count;
      squares[k] += logits[k] * logits[k] / count;
    }
    error += b * b / count;
  }
  double nmse = error / (squares[0] - sums[0] * sums[0] + squares[1] - sums[1] * sums[1]);
  ReferenceReport report = compare("[[[1, -2], [3, 5]]]", unscaled);
  EXPECT_NEAR(*report.logitNmse, nmse, 1e-12);
  EXPECT_NEAR(*report.sqnrs.front(), -10 * std::log10(nmse), 1e-9);
  for (unsigned threads : {2, 7}) {
    ReferenceReport again = compare("[[[1, -2], [3, 5]]]", unscaled, threads);
    EXPECT_EQ(again.logitNmse, report.logitNmse) << threads;
    EXPECT_EQ(again.agreement, report.agreement) << threads;
  }
}

TEST_F(ReferenceComparisonTest, HasNoErrorOfLogitsThatDoNotVary) {
  array = Tensor(ElementKind::I8, {inferences, 1, 2, 2});
  ReferenceReport report = compare("[[[1, -2], [3, 5]]]", unscaled);
  EXPECT_FALSE(report.logitNmse);
  EXPECT_FALSE(report.sqnrs.front());
}

} // namespace
