//===- Plain.cpp - The plain pipeline ------------------------------------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "acim/Conversion/Passes.h"
#include "acim/Dialect/Acim/Transforms/Passes.h"
#include "acim/Pipelines/Pipelines.h"

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

void acim::addPlainDecisions(OpPassManager &pm, const PlainPipelineOptions &options) {
  // Digits before tiles (their number is the width of an output), tiles before converters (their
  // rows bound the sums).
  pm.addPass(createEncodeWeightsPass({options.weightEncoding, options.segmentBits}));
  pm.addPass(createEncodeInputsPass({options.inputEncoding}));
  pm.addPass(createTilePass({options.ouRows, options.ouColumns}));
  pm.addPass(createAssignAdcPass({options.adcBits, options.adcSemantics, options.adcGranularity,
                                  options.readout, options.correction}));
  if (options.skipIdle)
    pm.addPass(createSkipIdlePlanesPass());
}

void acim::addProgramPasses(OpPassManager &pm) {
  pm.addPass(createVerifyMappingPass());
  pm.addPass(createLowerToProgramPass());
  pm.addPass(createVerifyProgramPass());
}

void acim::buildPlainPipeline(OpPassManager &pm, const PlainPipelineOptions &options) {
  addMappingPasses(pm, options.hardware);
  addPlainDecisions(pm, options);
  addProgramPasses(pm);
}

void acim::registerPipelines() {
  PassPipelineRegistration<PlainPipelineOptions>(
      "acim-plain-pipeline",
      "TOSA to a tile program with plain digit planes and one converter setting",
      buildPlainPipeline);
}
