//===- ExplanationTest.cpp - Losses whose cause is known -------------------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "acim/Interpreter/Explanation.h"
#include "RescaledProduct.h"
#include "acim/Interpreter/ChannelFit.h"
#include "gtest/gtest.h"

using namespace mlir;
using namespace mlir::acim;
using namespace mlir::acim::test;

namespace {

class ExplanationTest : public RescaledProductTest {
protected:
  /// Compares with the program of weights 1, -2 and 3, 4.
  Explanation explain(StringRef weights, StringRef multipliers, unsigned adcBits = wide,
                      int64_t skipThreshold = -1) {
    PlainPipelineOptions options;
    options.adcSemantics = "unit_step";
    options.adcBits = adcBits;
    options.skipThreshold = skipThreshold;
    auto reference = prepare(compile("[[[1, -2], [3, 4]]]", unscaled));
    ProgramOp program = compile(weights, multipliers, options);
    auto executor = prepare(program);
    llvm::Expected<ReferenceComparison> comparison = explainLosses(
        program, *executor, *reference, inputs(), /*labels=*/{}, /*threads=*/1, [](int64_t) {});
    if (!comparison) {
      ADD_FAILURE() << llvm::toString(comparison.takeError());
      return {};
    }
    return *comparison->report.explanation;
  }

  static std::optional<double> lossOf(const Explanation &explanation, StringRef cause) {
    for (const auto &[name, nmse] : explanation.layers.front().causes)
      if (name == cause)
        return nmse;
    ADD_FAILURE() << "no " << cause.str();
    return std::nullopt;
  }

  static constexpr unsigned wide = 10, saturating = 2;
  static constexpr int64_t skipping = 3;
};

using Names = std::vector<std::string>;

TEST_F(ExplanationTest, OfTheSameProgramIsOneRun) {
  Explanation explanation = explain("[[[1, -2], [3, 4]]]", unscaled);
  ASSERT_EQ(explanation.runs.size(), 1u);
  EXPECT_EQ(explanation.runs[0].causes, Names());
  EXPECT_EQ(explanation.runs[0].logitNmse, 0.);
  EXPECT_EQ(explanation.layers[0].nmse, 0.);
  EXPECT_EQ(explanation.layers[0].positions, 2 * inferences);
  for (const char *cause : {"requantization", "clipping", "skipping"})
    EXPECT_EQ(lossOf(explanation, cause), 0.);
}

/// What is rescaled back is no loss, nor is what a gain could mend.
TEST_F(ExplanationTest, SeesNoLossInGains) {
  for (StringRef multipliers : {"[1073741824, 536870912]", "[1073741824, 1073741824]"})
    EXPECT_EQ(lossOf(explain("[[[1, -2], [6, 8]]]", multipliers), "requantization"), 0.);
}

TEST_F(ExplanationTest, IsTheErrorThatGainsLeaveOverTheVarianceOfTheLayer) {
  std::vector<int64_t> found, wanted;
  for (int64_t i = 0; i < array.numElements(); i += 2) {
    int64_t a = array.intAt(i), b = array.intAt(i + 1);
    found.insert(found.end(), {a - 2 * b, 3 * a + 5 * b});
    wanted.insert(wanted.end(), {a - 2 * b, 3 * a + 4 * b});
  }
  std::vector<ChannelFit> fits = fitChannels(found, wanted, 2);
  double expected = fits[1].residual / (fits[0].variance + fits[1].variance);
  EXPECT_NEAR(*explain("[[[1, -2], [3, 5]]]", unscaled).layers[0].nmse, expected, 1e-12);
}

TEST_F(ExplanationTest, OfOtherCodesIsRequantization) {
  Explanation explanation = explain("[[[1, -2], [3, 5]]]", unscaled);
  EXPECT_GT(*lossOf(explanation, "requantization"), 0);
  EXPECT_EQ(lossOf(explanation, "requantization"), explanation.layers[0].nmse);
  EXPECT_EQ(lossOf(explanation, "clipping"), 0.);
  EXPECT_EQ(lossOf(explanation, "skipping"), 0.);
  ASSERT_EQ(explanation.runs.size(), 2u);
  for (const ExplainedRun &run : explanation.runs)
    EXPECT_EQ(run.causes, Names{"requantization"});
  EXPECT_FALSE(explanation.runs[0].isRefitted);
  EXPECT_TRUE(explanation.runs[1].isRefitted);
  EXPECT_LT(*explanation.runs[1].logitNmse, *explanation.runs[0].logitNmse);
  EXPECT_NEAR(*explanation.runs[1].logitNmse, *explanation.layers[0].nmse, 0.01);
}

/// Without its one cause the program is the reference.
TEST_F(ExplanationTest, TakesTheCauseAway) {
  for (auto [cause, other, adcBits, threshold] :
       {std::tuple("clipping", "skipping", saturating, int64_t(-1)),
        {"skipping", "clipping", wide, skipping}}) {
    Explanation explanation = explain("[[[1, -2], [3, 4]]]", unscaled, adcBits, threshold);
    EXPECT_GT(*lossOf(explanation, cause), 0);
    EXPECT_EQ(lossOf(explanation, cause), explanation.layers[0].nmse);
    EXPECT_EQ(lossOf(explanation, other), 0.);
    EXPECT_EQ(lossOf(explanation, "requantization"), 0.);
    ASSERT_EQ(explanation.runs.size(), 3u);
    EXPECT_EQ(explanation.runs[0].causes, Names{cause});
    EXPECT_EQ(explanation.runs[1].causes, Names{cause});
    EXPECT_EQ(explanation.runs[2].causes, Names());
    EXPECT_GT(*explanation.runs[0].logitNmse, 0);
    EXPECT_EQ(explanation.runs[2].logitNmse, 0.);
  }
}

TEST_F(ExplanationTest, TakesEachCauseAwayAndAll) {
  Explanation explanation = explain("[[[1, -2], [3, 5]]]", unscaled, saturating, skipping);
  std::vector<Names> causes;
  for (const ExplainedRun &run : explanation.runs)
    causes.push_back(run.causes);
  EXPECT_EQ(causes, (std::vector<Names>{{"requantization", "clipping", "skipping"},
                                        {"requantization", "clipping", "skipping"},
                                        {"requantization", "skipping"},
                                        {"requantization", "clipping"},
                                        {"requantization"}}));
  for (const char *cause : {"requantization", "clipping", "skipping"})
    EXPECT_GT(*lossOf(explanation, cause), 0);
}

} // namespace
