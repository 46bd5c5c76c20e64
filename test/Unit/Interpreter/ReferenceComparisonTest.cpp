//===- ReferenceComparisonTest.cpp - Errors that are known ----------------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "acim/Interpreter/ReferenceComparison.h"
#include "acim/InitAll.h"
#include "acim/Pipelines/Pipelines.h"

#include "mlir/Parser/Parser.h"
#include "mlir/Pass/PassManager.h"
#include "llvm/Support/FormatVariadic.h"
#include "gtest/gtest.h"
#include <cmath>

using namespace mlir;
using namespace mlir::acim;

namespace {

/// One product of two outputs, rescaled by channels by {1} * 2^-30.
constexpr char model[] = R"(
acim.weights @w dense<{0}> : tensor<1x2x2xi8> bias dense<[[5, 0]]> : tensor<1x2xi64>
func.func @main(%x: tensor<1x1x2x2xi8>) -> tensor<2x1x2xi16> {{
  %z = "tosa.const"() <{{values = dense<0> : tensor<1xi32>}> : () -> tensor<1xi32>
  %z16 = "tosa.const"() <{{values = dense<0> : tensor<1xi16>}> : () -> tensor<1xi16>
  %m = "tosa.const"() <{{values = dense<{1}> : tensor<2xi32>}> : () -> tensor<2xi32>
  %s = "tosa.const"() <{{values = dense<30> : tensor<2xi8>}> : () -> tensor<2xi8>
  %a = acim.im2col %x window(#acim.window<kernel = [1, 1], stride = [1, 1], pad = [0, 0, 0, 0],
      dilation = [1, 1], groups = 1, pad_value = 0>) : tensor<1x1x2x2xi8> -> tensor<2x1x2xi8>
  %b = acim.mvm @w, %a : tensor<2x1x2xi8> -> tensor<2x1x2xi32>
  %c = tosa.rescale %b, %m, %s, %z, %z16 {{input_unsigned = false, output_unsigned = false, per_channel = true,
      rounding_mode = SINGLE_ROUND, scale32 = true} : (tensor<2x1x2xi32>, tensor<2xi32>, tensor<2xi8>, tensor<1xi32>, tensor<1xi16>) -> tensor<2x1x2xi16>
  return %c : tensor<2x1x2xi16>
}
)";

constexpr StringLiteral same = "[1073741824, 1073741824]";

class ReferenceComparisonTest : public ::testing::Test {
protected:
  ReferenceComparisonTest() {
    DialectRegistry registry;
    registerAllDialects(registry);
    context.appendDialectRegistry(registry);
    for (int64_t i = 0; i < array.numElements(); ++i)
      array.setInt(i, i * i * 37 % 101 - 50);
  }

  std::unique_ptr<ProgramExecutor> program(StringRef weights, StringRef multipliers) {
    std::string text = llvm::formatv(model, weights, multipliers);
    modules.push_back(parseSourceString<ModuleOp>(text, &context));
    auto pm = PassManager::on<ModuleOp>(&context);
    buildPlainPipeline(pm, PlainPipelineOptions());
    if (!modules.back() || failed(pm.run(*modules.back())))
      return nullptr;
    return std::move(
        *ProgramExecutor::create(*modules.back()->getOps<ProgramOp>().begin(), EngineKind::Auto));
  }

  /// Compares with the program of weights 1, -2 and 3, 4.
  ReferenceReport compare(StringRef weights, StringRef multipliers, unsigned threads = 1) {
    auto reference = program("[[[1, -2], [3, 4]]]", same), changed = program(weights, multipliers);
    if (!reference || !changed) {
      ADD_FAILURE() << "the model does not compile";
      return {};
    }
    llvm::Expected<ReferenceComparison> comparison =
        compareWithReference(*changed, *reference, BoundInputs{{array}, inferences, inferences},
                             /*labels=*/{}, threads, [](int64_t) {});
    if (!comparison) {
      ADD_FAILURE() << llvm::toString(comparison.takeError());
      return {};
    }
    return comparison->report;
  }

  static constexpr int64_t inferences = 6;
  MLIRContext context{MLIRContext::Threading::DISABLED};
  std::vector<OwningOpRef<ModuleOp>> modules;
  Tensor array{ElementKind::I8, {inferences, 1, 2, 2}};
};

TEST_F(ReferenceComparisonTest, FindsNoErrorInTheSameProgram) {
  ReferenceReport report = compare("[[[1, -2], [3, 4]]]", same);
  EXPECT_EQ(report.agreement, 1);
  EXPECT_EQ(report.logitNmse, 0.);
  EXPECT_EQ(report.sqnrs, std::vector<std::optional<double>>{std::nullopt});
}

/// A scale may move from the codes into the multipliers.
TEST_F(ReferenceComparisonTest, SeesWhatIsRescaled) {
  EXPECT_EQ(compare("[[[1, -2], [6, 8]]]", "[1073741824, 536870912]").logitNmse, 0.);
  EXPECT_GT(*compare("[[[1, -2], [6, 8]]]", same).logitNmse, 0.5);
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
  ReferenceReport report = compare("[[[1, -2], [3, 5]]]", same);
  EXPECT_NEAR(*report.logitNmse, nmse, 1e-12);
  EXPECT_NEAR(*report.sqnrs.front(), -10 * std::log10(nmse), 1e-9);
  for (unsigned threads : {2, 7}) {
    ReferenceReport again = compare("[[[1, -2], [3, 5]]]", same, threads);
    EXPECT_EQ(again.logitNmse, report.logitNmse) << threads;
    EXPECT_EQ(again.agreement, report.agreement) << threads;
  }
}

TEST_F(ReferenceComparisonTest, HasNoErrorOfLogitsThatDoNotVary) {
  array = Tensor(ElementKind::I8, {inferences, 1, 2, 2});
  ReferenceReport report = compare("[[[1, -2], [3, 5]]]", same);
  EXPECT_FALSE(report.logitNmse);
  EXPECT_FALSE(report.sqnrs.front());
}

} // namespace
