//===- Lossy.cpp - Accuracy for energy -----------------------------------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "acim/Dialect/Acim/Transforms/Passes.h"
#include "acim/Pipelines/Pipelines.h"

using namespace mlir;
using namespace mlir::acim;

void acim::buildLossyPipeline(OpPassManager &pm, const LossyPipelineOptions &options) {
  addMappingPasses(pm, options.hardware);

  // New codes are priced by the digits, orders and columns that they would get as they are.
  ExactPipelineOptions before;
  before.weightEncoding = std::string("min_cost");
  before.searchUnit = false;
  before.stackPlanes = false;
  before.boundConversions = options.boundConversions;
  addExactDecisions(pm, before);
  addPricedChoices(pm, before);
  RequantizeHammingPassOptions codes;
  codes.lambda = options.lambda;
  codes.method = options.method;
  codes.levels = options.levels;
  pm.addPass(createRequantizeHammingPass(codes));
  if (options.splitLambda != 0) {
    SplitPrecisionPassOptions split;
    split.lambda = options.splitLambda;
    pm.addPass(createSplitPrecisionPass(split));
  }

  // The new weights have encodings and orders of their own; then it is known which conversions
  // there are to leave out, and which are left to be read together, and last what sums they
  // meet.
  ExactPipelineOptions after;
  after.inputEncoding = std::string("binary"); // chosen already, and left alone by this
  after.stackPlanes = false;
  addPricedChoices(pm, after);
  pm.addPass(createChooseSkipsPass({options.skipLambda, 0}));
  pm.addPass(createStackPlanesPass());
  pm.addPass(createClipConversionsPass({options.clipLambda, 0}));
  addProgramPasses(pm);
}
