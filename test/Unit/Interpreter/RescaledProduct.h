//===- RescaledProduct.h - A program of one product ------------------------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef ACIM_TEST_UNIT_INTERPRETER_RESCALEDPRODUCT_H
#define ACIM_TEST_UNIT_INTERPRETER_RESCALEDPRODUCT_H

#include "acim/InitAll.h"
#include "acim/Interpreter/BatchRunner.h"
#include "acim/Pipelines/Pipelines.h"

#include "mlir/Parser/Parser.h"
#include "mlir/Pass/PassManager.h"
#include "llvm/Support/FormatVariadic.h"
#include "gtest/gtest.h"

namespace mlir::acim::test {

/// One product of two outputs, rescaled by channels by {1} * 2^-30.
inline constexpr char rescaledProduct[] = R"(
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

/// Compiles programs of one product, and has inputs for them.
class RescaledProductTest : public ::testing::Test {
protected:
  RescaledProductTest() {
    DialectRegistry registry;
    registerAllDialects(registry);
    context.appendDialectRegistry(registry);
    for (int64_t i = 0; i < array.numElements(); ++i)
      array.setInt(i, i * i * 37 % 101 - 50);
  }

  /// The program stays with the test.
  ProgramOp compile(StringRef weights, StringRef multipliers,
                    const PlainPipelineOptions &options = PlainPipelineOptions()) {
    std::string text = llvm::formatv(rescaledProduct, weights, multipliers);
    modules.push_back(parseSourceString<ModuleOp>(text, &context));
    auto pm = PassManager::on<ModuleOp>(&context);
    buildPlainPipeline(pm, options);
    EXPECT_TRUE(modules.back() && succeeded(pm.run(*modules.back())));
    return *modules.back()->getOps<ProgramOp>().begin();
  }

  static std::unique_ptr<ProgramExecutor> prepare(ProgramOp program) {
    return std::move(*ProgramExecutor::create(program, EngineKind::Auto));
  }

  BoundInputs inputs() const { return BoundInputs{{array}, inferences, inferences}; }

  static constexpr StringLiteral unscaled = "[1073741824, 1073741824]";
  static constexpr int64_t inferences = 6;
  MLIRContext context{MLIRContext::Threading::DISABLED};
  std::vector<OwningOpRef<ModuleOp>> modules;
  Tensor array{ElementKind::I8, {inferences, 1, 2, 2}};
};

} // namespace mlir::acim::test

#endif // ACIM_TEST_UNIT_INTERPRETER_RESCALEDPRODUCT_H
