//===- Plain.cpp - The plain pipeline ------------------------------------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "acim/Dialect/Acim/Transforms/Passes.h"
#include "acim/Pipelines/Pipelines.h"

using namespace mlir;
using namespace mlir::acim;

void acim::addPlainDecisions(OpPassManager &pm, const PlainPipelineOptions &options) {
  // Digits before tiles (their number is the width of an output), tiles before converters (their
  // rows bound the sums).
  pm.addPass(createEncodeWeightsPass({options.weightEncoding, options.segmentBits}));
  pm.addPass(createEncodeInputsPass({options.inputEncoding, options.dacBits}));
  pm.addPass(createTilePass({options.ouRows, options.ouColumns}));
  pm.addPass(createAssignAdcPass({options.adcBits, options.adcSemantics, options.adcGranularity,
                                  options.readout, options.correction}));
  if (options.skipIdle)
    pm.addPass(createSkipIdlePlanesPass());
  if (options.skipThreshold != -1)
    pm.addPass(createSkipConversionsPass({options.skipThreshold, {}, false}));
}

void acim::buildPlainPipeline(OpPassManager &pm, const PlainPipelineOptions &options) {
  addMappingPasses(pm, options.hardware);
  addPlainDecisions(pm, options);
  addProgramPasses(pm);
}
