//===- StatisticsTest.cpp - Statistics as numbers -------------------------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "acim/Dialect/Acim/IR/Statistics.h"
#include "acim/InitAll.h"

#include "mlir/IR/Diagnostics.h"
#include "mlir/Parser/Parser.h"
#include "gtest/gtest.h"

using namespace mlir;
using namespace mlir::acim;

namespace {

class StatisticsTest : public ::testing::Test {
protected:
  StatisticsTest() {
    DialectRegistry registry;
    registerAllDialects(registry);
    context.appendDialectRegistry(registry);
  }

  /// The statistics of weights of two rows with the given activity; without it, of none.
  FailureOr<std::optional<LayerStatistics>> read(StringRef activity, StringRef channels = "") {
    std::string text =
        "acim.weights @w dense<1> : tensor<1x1x2xi8> bias dense<0> : tensor<1x1xi64>";
    if (!activity.empty())
      text += (" statistics #acim.statistics<positions = 4, planes = #acim.inputs<kind = binary, "
               "bits = 2, offset = 2>, activity = " +
               activity +
               " : tensor<1x2x2xi64>, columns = dense<[[[-2, 1]], [[0, -1]], [[1, 1]]]> : "
               "tensor<3x1x2xi8>" +
               channels + ">")
                  .str();
    module = parseSourceString<ModuleOp>(text, &context);
    return statisticsOf(*module->getOps<WeightsOp>().begin());
  }

  MLIRContext context{MLIRContext::Threading::DISABLED};
  OwningOpRef<ModuleOp> module;
};

TEST_F(StatisticsTest, AreReadAsNumbers) {
  FailureOr<std::optional<LayerStatistics>> statistics = read("dense<[[[4, 3], [2, 1]]]>");
  ASSERT_TRUE(succeeded(statistics) && statistics->has_value());
  EXPECT_EQ((*statistics)->positions, 4);
  EXPECT_EQ((*statistics)->samples, 3);
  EXPECT_EQ((*statistics)->planes.getBits(), 2);
  EXPECT_EQ((*statistics)->activity, (std::vector<int64_t>{4, 3, 2, 1}));
  EXPECT_EQ((*statistics)->columns, (std::vector<int16_t>{-2, 1, 0, -1, 1, 1}));
}

TEST_F(StatisticsTest, OfChannelsAreReadAsNumbers) {
  FailureOr<std::optional<LayerStatistics>> statistics =
      read("dense<1>", ", outputs = dense<[[[-3.5, 2.0]]]> : tensor<1x1x2xf64>, sensitivity = "
                       "dense<0.25> : tensor<1x1xf64>");
  ASSERT_TRUE(succeeded(statistics) && statistics->has_value());
  EXPECT_EQ((*statistics)->outputMeans, std::vector<double>{-3.5});
  EXPECT_EQ((*statistics)->outputVariances, std::vector<double>{2.0});
  EXPECT_EQ((*statistics)->sensitivity, std::vector<double>{0.25});
}

TEST_F(StatisticsTest, OfChannelsMayBeAbsent) {
  FailureOr<std::optional<LayerStatistics>> statistics = read("dense<1>");
  ASSERT_TRUE(succeeded(statistics) && statistics->has_value());
  EXPECT_TRUE((*statistics)->outputMeans.empty() && (*statistics)->outputVariances.empty() &&
              (*statistics)->sensitivity.empty());
}

TEST_F(StatisticsTest, OfChannelsAreAnErrorWhereTheyCannotBe) {
  std::string message;
  ScopedDiagnosticHandler handler(&context, [&](Diagnostic &diagnostic) {
    message = diagnostic.str();
    return success();
  });
  for (StringRef channels : {", outputs = dense<[[[1.0, -2.0]]]> : tensor<1x1x2xf64>",
                             ", sensitivity = dense<-0.25> : tensor<1x1xf64>",
                             ", sensitivity = dense<0x7FF8000000000000> : tensor<1x1xf64>"}) {
    message.clear();
    EXPECT_TRUE(failed(read("dense<1>", channels)));
    EXPECT_EQ(message, "'acim.weights' op expected variances of outputs and sensitivities that are "
                       "finite and not negative; calibrate the model again");
  }
}

TEST_F(StatisticsTest, MayBeAbsent) {
  FailureOr<std::optional<LayerStatistics>> statistics = read("");
  ASSERT_TRUE(succeeded(statistics));
  EXPECT_FALSE(statistics->has_value());
}

TEST_F(StatisticsTest, AreAnErrorWhereElided) {
  std::string message;
  ScopedDiagnosticHandler handler(&context, [&](Diagnostic &diagnostic) {
    message = diagnostic.str();
    return success();
  });
  EXPECT_TRUE(failed(read("dense_resource<__elided__>")));
  EXPECT_EQ(message, "'acim.weights' op expected statistics whose values are present; print the "
                     "module without eliding them or calibrate it again");
}

} // namespace
