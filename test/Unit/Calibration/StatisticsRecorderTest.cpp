//===- StatisticsRecorderTest.cpp - What is kept, and that threads do not matter ===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "acim/Calibration/StatisticsRecorder.h"
#include "acim/Dialect/Acim/IR/Integers.h"
#include "acim/InitAll.h"
#include "acim/Interpreter/BatchRunner.h"
#include "acim/Pipelines/Pipelines.h"

#include "mlir/Parser/Parser.h"
#include "mlir/Pass/PassManager.h"
#include "gtest/gtest.h"

using namespace mlir;
using namespace mlir::acim;

namespace {

/// Two uses of the same weights: of every pixel, and of every second one.
constexpr StringLiteral model = R"(
acim.weights @w dense<[[[1, -2]]]> : tensor<1x1x2xi8> bias dense<0> : tensor<1x1xi64>
func.func @main(%x: tensor<1x1x4x2xi8>) -> (tensor<4x1x1xi32>, tensor<2x1x1xi32>) {
  %a = acim.im2col %x window(#acim.window<kernel = [1, 1], stride = [1, 1], pad = [0, 0, 0, 0],
      dilation = [1, 1], groups = 1, pad_value = 0>) : tensor<1x1x4x2xi8> -> tensor<4x1x2xi8>
  %b = acim.im2col %x window(#acim.window<kernel = [1, 1], stride = [1, 2], pad = [0, 0, 0, 0],
      dilation = [1, 1], groups = 1, pad_value = 0>) : tensor<1x1x4x2xi8> -> tensor<2x1x2xi8>
  %c = acim.mvm @w, %a : tensor<4x1x2xi8> -> tensor<4x1x1xi32>
  %d = acim.mvm @w, %b : tensor<2x1x2xi8> -> tensor<2x1x1xi32>
  return %c, %d : tensor<4x1x1xi32>, tensor<2x1x1xi32>
}
)";

class StatisticsRecorderTest : public ::testing::Test {
protected:
  StatisticsRecorderTest() {
    DialectRegistry registry;
    registerAllDialects(registry);
    context.appendDialectRegistry(registry);
    module = parseSourceString<ModuleOp>(model, &context);
    auto pm = PassManager::on<ModuleOp>(&context);
    buildPlainPipeline(pm, PlainPipelineOptions());
    if (failed(pm.run(*module)))
      return;
    executor =
        std::move(*ProgramExecutor::create(*module->getOps<ProgramOp>().begin(), EngineKind::Auto));
  }

  /// Statistics of inferences whose pixels are 0, 1, 2, ... and the negative of these.
  StatisticsAttr record(int64_t inferences, int64_t samples, unsigned threads) {
    Tensor array(ElementKind::I8, {inferences, 1, 4, 2});
    for (int64_t i = 0; i < 4 * inferences; ++i) {
      array.setInt(2 * i, i);
      array.setInt(2 * i + 1, -i);
    }
    StatisticsRecorder recorder(*executor, inferences, samples);
    llvm::Expected<BatchResult> batch = runBatch(
        *executor, BoundInputs{{array}, inferences, inferences}, threads, [](int64_t) {},
        &recorder);
    if (!batch) {
      ADD_FAILURE() << llvm::toString(batch.takeError());
      return {};
    }
    return recorder.statistics(batch->counts).lookup(StringAttr::get(&context, "w"));
  }

  MLIRContext context{MLIRContext::Threading::DISABLED};
  OwningOpRef<ModuleOp> module;
  std::unique_ptr<ProgramExecutor> executor;
};

TEST_F(StatisticsRecorderTest, AddsUpTheUsesOfWeights) {
  ASSERT_TRUE(executor);
  StatisticsAttr statistics = record(/*inferences=*/2, /*samples=*/256, /*threads=*/1);
  EXPECT_EQ(statistics.getPositions(), 12);
  // All columns: those of the first use of both inferences, then those of the second.
  EXPECT_EQ(*integersOf(statistics.getColumns()),
            (std::vector<int64_t>{0, 0,  1, -1, 2, -2, 3, -3, 4, -4, 5, -5,
                                  6, -6, 7, -7, 0, 0,  2, -2, 4, -4, 6, -6}));
  // u = x + 128: the lowest plane is driven by odd inputs, the highest by those from 0 on.
  std::vector<int64_t> activity = *integersOf(statistics.getActivity());
  ASSERT_EQ(activity.size(), 16u);
  EXPECT_EQ(ArrayRef(activity).take_front(2), ArrayRef<int64_t>({4, 4}));
  EXPECT_EQ(ArrayRef(activity).take_back(2), ArrayRef<int64_t>({12, 2}));
}

TEST_F(StatisticsRecorderTest, DescribesTheAccumulators) {
  ASSERT_TRUE(executor);
  StatisticsAttr statistics = record(/*inferences=*/2, /*samples=*/256, /*threads=*/1);
  // x - 2 (-x) of the pixels 0, 1, ..., 7 and of every second one.
  double mean = 3. * (28 + 12) / 12, squares = 9. * (140 + 56) / 12;
  std::vector<double> moments = *doublesOf(statistics.getOutputs());
  ASSERT_EQ(moments.size(), 2u);
  EXPECT_DOUBLE_EQ(moments[0], mean);
  EXPECT_DOUBLE_EQ(moments[1], squares - mean * mean);
  EXPECT_FALSE(statistics.getSensitivity());
}

TEST_F(StatisticsRecorderTest, KeepsAtMostTheSamples) {
  ASSERT_TRUE(executor);
  StatisticsAttr statistics = record(/*inferences=*/5, /*samples=*/3, /*threads=*/1);
  EXPECT_EQ(statistics.getPositions(), 30);
  EXPECT_EQ(statistics.getColumns().getShapedType().getShape(), ArrayRef<int64_t>({3, 1, 2}));
}

TEST_F(StatisticsRecorderTest, DoesNotDependOnThreads) {
  ASSERT_TRUE(executor);
  StatisticsAttr one = record(/*inferences=*/7, /*samples=*/9, /*threads=*/1);
  for (unsigned threads : {2, 7, 16}) {
    StatisticsAttr many = record(/*inferences=*/7, /*samples=*/9, threads);
    EXPECT_EQ(*integersOf(many.getActivity()), *integersOf(one.getActivity()));
    EXPECT_EQ(*integersOf(many.getColumns()), *integersOf(one.getColumns()));
    EXPECT_EQ(*doublesOf(many.getOutputs()), *doublesOf(one.getOutputs()));
  }
  // One inference on many threads: its layers are split.
  EXPECT_EQ(*integersOf(record(1, 9, 4).getColumns()), *integersOf(record(1, 9, 1).getColumns()));
}

} // namespace
