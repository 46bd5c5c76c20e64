//===- ChannelSensitivityTest.cpp - Networks whose answer is known -----------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "acim/Calibration/ChannelSensitivity.h"
#include "acim/InitAll.h"
#include "acim/Pipelines/Pipelines.h"

#include "mlir/Parser/Parser.h"
#include "mlir/Pass/PassManager.h"
#include "gtest/gtest.h"

using namespace mlir;
using namespace mlir::acim;

namespace {

/// A linear network: nothing is rounded between its layers. @aside does not reach @last. The logits
/// are rescaled by 1 and 1/4.
constexpr StringLiteral model = R"(
acim.weights @aside dense<[[[5, 1]]]> : tensor<1x1x2xi8> bias dense<0> : tensor<1x1xi64>
acim.weights @first dense<[[[1, -2], [3, 4], [0, 0]]]> : tensor<1x3x2xi8> bias dense<[[7, 0, 9]]> : tensor<1x3xi64>
acim.weights @last dense<[[[3, -1, 2], [8, 0, -4]]]> : tensor<1x2x3xi8> bias dense<1> : tensor<1x2xi64>
func.func @main(%x: tensor<1x1x4x2xi8>) -> (tensor<1x1x4x2xi16>, tensor<4x1x1xi32>) {
  %z = "tosa.const"() <{values = dense<0> : tensor<1xi32>}> : () -> tensor<1xi32>
  %z16 = "tosa.const"() <{values = dense<0> : tensor<1xi16>}> : () -> tensor<1xi16>
  %m = "tosa.const"() <{values = dense<1073741824> : tensor<1xi32>}> : () -> tensor<1xi32>
  %s = "tosa.const"() <{values = dense<30> : tensor<1xi8>}> : () -> tensor<1xi8>
  %ms = "tosa.const"() <{values = dense<1073741824> : tensor<2xi32>}> : () -> tensor<2xi32>
  %ss = "tosa.const"() <{values = dense<[30, 32]> : tensor<2xi8>}> : () -> tensor<2xi8>
  %hidden = tosa.const_shape {values = dense<[1, 1, 4, 3]> : tensor<4xindex>} : () -> !tosa.shape<4>
  %logits = tosa.const_shape {values = dense<[1, 1, 4, 2]> : tensor<4xindex>} : () -> !tosa.shape<4>
  %a = acim.im2col %x window(#acim.window<kernel = [1, 1], stride = [1, 1], pad = [0, 0, 0, 0],
      dilation = [1, 1], groups = 1, pad_value = 0>) : tensor<1x1x4x2xi8> -> tensor<4x1x2xi8>
  %b = acim.mvm @aside, %a : tensor<4x1x2xi8> -> tensor<4x1x1xi32>
  %c = acim.mvm @first, %a : tensor<4x1x2xi8> -> tensor<4x1x3xi32>
  %d = tosa.reshape %c, %hidden : (tensor<4x1x3xi32>, !tosa.shape<4>) -> tensor<1x1x4x3xi32>
  %e = tosa.rescale %d, %m, %s, %z, %z16 {input_unsigned = false, output_unsigned = false, per_channel = false,
      rounding_mode = SINGLE_ROUND, scale32 = true} : (tensor<1x1x4x3xi32>, tensor<1xi32>, tensor<1xi8>, tensor<1xi32>, tensor<1xi16>) -> tensor<1x1x4x3xi16>
  %f = acim.im2col %e window(#acim.window<kernel = [1, 1], stride = [1, 1], pad = [0, 0, 0, 0],
      dilation = [1, 1], groups = 1, pad_value = 0>) : tensor<1x1x4x3xi16> -> tensor<4x1x3xi16>
  %g = acim.mvm @last, %f : tensor<4x1x3xi16> -> tensor<4x1x2xi32>
  %h = tosa.reshape %g, %logits : (tensor<4x1x2xi32>, !tosa.shape<4>) -> tensor<1x1x4x2xi32>
  %i = tosa.rescale %h, %ms, %ss, %z, %z16 {input_unsigned = false, output_unsigned = false, per_channel = true,
      rounding_mode = SINGLE_ROUND, scale32 = true} : (tensor<1x1x4x2xi32>, tensor<2xi32>, tensor<2xi8>, tensor<1xi32>, tensor<1xi16>) -> tensor<1x1x4x2xi16>
  return %i, %b : tensor<1x1x4x2xi16>, tensor<4x1x1xi32>
}
)";

class ChannelSensitivityTest : public ::testing::Test {
protected:
  ChannelSensitivityTest() {
    DialectRegistry registry;
    registerAllDialects(registry);
    context.appendDialectRegistry(registry);
    module = parseSourceString<ModuleOp>(model, &context);
    auto pm = PassManager::on<ModuleOp>(&context);
    PlainPipelineOptions options;
    options.adcSemantics = "unit_step";
    options.adcBits = 24;
    buildPlainPipeline(pm, options);
    if (failed(pm.run(*module)))
      return;
    executor =
        std::move(*ProgramExecutor::create(*module->getOps<ProgramOp>().begin(), EngineKind::Auto));
    array = Tensor(ElementKind::I8, {inferences, 1, 4, 2});
    for (int64_t i = 0; i < array.numElements(); ++i)
      array.setInt(i, i * i * 37 % 101 - 50);
  }

  llvm::Expected<ChannelSensitivities> measure(int64_t perturbations, unsigned threads) {
    BoundInputs inputs{{array}, inferences, inferences};
    StatisticsRecorder recorder(*executor, inferences, /*samples=*/1);
    llvm::Expected<BatchResult> batch = runBatch(
        *executor, inputs, threads, [](int64_t) {}, &recorder);
    if (!batch)
      return batch.takeError();
    SensitivityOptions options;
    options.inferences = perturbations;
    options.threads = threads;
    return measureSensitivities(*executor, inputs, recorder, options, /*progress=*/false);
  }

  std::vector<double> of(const ChannelSensitivities &sensitivities, StringRef name) {
    return sensitivities.lookup(StringAttr::get(&context, name));
  }

  /// Variances of the logits, the second a quarter, over all inferences and positions.
  double energy() {
    double sums[2] = {}, squares[2] = {}, count = double(inferences) * 4;
    for (int64_t i = 0; i < array.numElements(); i += 2) {
      double a = array.intAt(i), b = array.intAt(i + 1);
      double hidden[] = {a - 2 * b + 7, 3 * a + 4 * b, 9};
      double logits[] = {3 * hidden[0] - hidden[1] + 2 * hidden[2],
                         (8 * hidden[0] - 4 * hidden[2]) / 4};
      for (int k : {0, 1}) {
        sums[k] += logits[k] / count;
        squares[k] += logits[k] * logits[k] / count;
      }
    }
    return squares[0] - sums[0] * sums[0] + squares[1] - sums[1] * sums[1];
  }

  static constexpr int64_t inferences = 6;
  MLIRContext context{MLIRContext::Threading::DISABLED};
  OwningOpRef<ModuleOp> module;
  std::unique_ptr<ProgramExecutor> executor;
  Tensor array;
};

TEST_F(ChannelSensitivityTest, OfALinearNetworkIsTheSquareOfItsWeights) {
  ASSERT_TRUE(executor);
  llvm::Expected<ChannelSensitivities> sensitivities = measure(/*perturbations=*/4, /*threads=*/1);
  ASSERT_TRUE(bool(sensitivities)) << llvm::toString(sensitivities.takeError());
  double total = energy();
  std::vector<double> first = of(*sensitivities, "first"), last = of(*sensitivities, "last");
  ASSERT_EQ(first.size(), 3u);
  EXPECT_NEAR(first[0] * total, 3 * 3 + 2 * 2, 1e-9);
  EXPECT_NEAR(first[1] * total, 1, 1e-9);
  EXPECT_NEAR(first[2] * total, 2 * 2 + 1, 1e-9); // constant, and perturbed nevertheless
  ASSERT_EQ(last.size(), 2u);
  EXPECT_NEAR(last[0] * total, 1, 1e-9);
  EXPECT_NEAR(last[1] * total, 1. / 16, 1e-9);
  EXPECT_EQ(of(*sensitivities, "aside"), std::vector<double>{0});
}

TEST_F(ChannelSensitivityTest, DoesNotDependOnThreads) {
  ASSERT_TRUE(executor);
  for (int64_t perturbations : {1, 5}) {
    llvm::Expected<ChannelSensitivities> one = measure(perturbations, /*threads=*/1);
    ASSERT_TRUE(bool(one)) << llvm::toString(one.takeError());
    for (unsigned threads : {2, 3, 16}) {
      llvm::Expected<ChannelSensitivities> many = measure(perturbations, threads);
      ASSERT_TRUE(bool(many)) << llvm::toString(many.takeError());
      for (StringRef name : {"aside", "first", "last"})
        EXPECT_EQ(of(*many, name), of(*one, name)) << name.str() << " on " << threads;
    }
  }
}

TEST_F(ChannelSensitivityTest, NeedsLogitsThatDiffer) {
  ASSERT_TRUE(executor);
  array = Tensor(ElementKind::I8, {inferences, 1, 4, 2});
  llvm::Expected<ChannelSensitivities> sensitivities = measure(/*perturbations=*/4, /*threads=*/1);
  ASSERT_FALSE(bool(sensitivities));
  EXPECT_EQ(llvm::toString(sensitivities.takeError()),
            "sensitivity: expected inputs whose logits differ, found 6 with the same; give more "
            "inputs");
}

} // namespace
