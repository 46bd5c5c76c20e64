//===- acim-opt.cpp - Runs passes over acim and TOSA modules --------------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "acim/Dialect/Acim/Transforms/VerifyExactInstrumentation.h"
#include "acim/InitAll.h"
#include "mlir/Pass/PassManager.h"
#include "mlir/Support/FileUtilities.h"
#include "mlir/Tools/mlir-opt/MlirOptMain.h"
#include "llvm/Support/CommandLine.h"
#include "llvm/Support/InitLLVM.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/ToolOutputFile.h"

using namespace mlir;

static llvm::cl::opt<bool> verifyExactEach(
    "verify-exact-each",
    llvm::cl::desc("Fail the first pass that changes what a mapped layer computes"));

/// MlirOptMain with every pass watched.
static LogicalResult runWatched(StringRef inputFile, StringRef outputFile,
                                DialectRegistry &registry) {
  std::string message;
  auto input = openInputFile(inputFile, &message);
  auto output = input ? openOutputFile(outputFile, &message) : nullptr;
  if (!output) {
    llvm::errs() << message << "\n";
    return failure();
  }
  MlirOptMainConfig config = MlirOptMainConfig::createFromCLOptions();
  MlirOptMainConfig watched = config;
  watched.setPassPipelineSetupFn([&](PassManager &pm) {
    pm.addInstrumentation(std::make_unique<acim::VerifyExactInstrumentation>());
    return config.setupPassPipeline(pm);
  });
  if (failed(MlirOptMain(output->os(), std::move(input), registry, watched)))
    return failure();
  output->keep();
  return success();
}

int main(int argc, char **argv) {
  DialectRegistry registry;
  acim::registerAllDialects(registry);
  acim::registerAllPasses();
  auto [input, output] =
      registerAndParseCLIOptions(argc, argv, "acim optimizer driver\n", registry);
  if (!verifyExactEach)
    return asMainReturnCode(MlirOptMain(argc, argv, input, output, registry));
  llvm::InitLLVM init(argc, argv);
  return asMainReturnCode(runWatched(input, output, registry));
}
