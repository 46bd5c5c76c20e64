//===- Pipelines.cpp - What pipelines share, and their names -------------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "acim/Pipelines/Pipelines.h"

#include "acim/Conversion/Passes.h"
#include "acim/Dialect/Acim/Transforms/Passes.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/Tosa/Transforms/Passes.h"
#include "mlir/Pass/PassRegistry.h"
#include "mlir/Transforms/Passes.h"

using namespace mlir;
using namespace mlir::acim;

void acim::addMappingPasses(OpPassManager &pm, StringRef hardware) {
  // The description comes first: every later pass takes its defaults from the module.
  pm.addPass(createAttachHardwarePass({hardware.str()}));

  // Canonical TOSA: pads folded into convolutions, constants shared, chains of reshapes merged.
  pm.addNestedPass<func::FuncOp>(createCanonicalizerPass());
  pm.addPass(createCSEPass());

  // Crossbars take the products with constant weights; reshapes around them often cancel, and
  // products of one tensor share theirs.
  pm.addPass(createConvertTosaToAcimPass());
  pm.addNestedPass<func::FuncOp>(createCanonicalizerPass());
  pm.addPass(createCSEPass());
}

void acim::addProgramPasses(OpPassManager &pm) {
  pm.addPass(createVerifyMappingPass());
  pm.addPass(createLowerToProgramPass());
  pm.addPass(createVerifyProgramPass());
}

void acim::registerPipelines() {
  PassPipelineRegistration<PlainPipelineOptions>(
      "acim-plain-pipeline",
      "TOSA to a tile program with plain digit planes and one converter setting",
      buildPlainPipeline);
  PassPipelineRegistration<ExactPipelineOptions>(
      "acim-exact-pipeline", "TOSA to the cheapest tile program that computes the same bits",
      buildExactPipeline);
  PassPipelineRegistration<LossyPipelineOptions>(
      "acim-lossy-pipeline", "A calibrated module to a tile program, trading accuracy for energy",
      buildLossyPipeline);
}
