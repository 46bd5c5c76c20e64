//===- Exact.cpp - Everything that is free -------------------------------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "acim/Dialect/Acim/Transforms/Passes.h"
#include "acim/Pipelines/Pipelines.h"

using namespace mlir;
using namespace mlir::acim;

/// "auto" starts from what the hardware description says and is then chosen by energy.
static std::string startOf(StringRef encoding) {
  return encoding == "auto" ? std::string() : encoding.str();
}

void acim::addExactDecisions(OpPassManager &pm, const ExactPipelineOptions &options) {
  pm.addPass(createEncodeWeightsPass({startOf(options.weightEncoding), options.segmentBits}));
  pm.addPass(createEncodeInputsPass({startOf(options.inputEncoding), options.dacBits}));
  pm.addPass(createTilePass({options.ouRows, options.ouColumns}));
  AssignAdcPassOptions adc;
  adc.semantics = "proven";
  adc.bits = options.adcBits;
  adc.granularity = options.adcGranularity;
  adc.readout = options.readout;
  adc.correction = options.correction;
  pm.addPass(createAssignAdcPass(adc));
  pm.addPass(createSkipIdlePlanesPass());
  if (options.boundConversions)
    pm.addPass(createBoundConversionsPass());
}

// Encodings first: they decide what rows and columns hold. Units and orders decide which digits
// share a column, and so come before columns are weighed; stacking needs what is left of a slice.
void acim::addPricedChoices(OpPassManager &pm, const ExactPipelineOptions &options) {
  bool weights = options.weightEncoding == "auto", inputs = options.inputEncoding == "auto";
  if (weights || inputs)
    pm.addPass(createChooseEncodingsPass({weights, inputs}));
  if (options.searchUnit)
    pm.addPass(createSearchOperationUnitPass({options.ouRows, options.ouColumns}));
  if (options.orderRows)
    pm.addPass(createOrderRowsPass());
  if (options.weighColumns)
    pm.addPass(createWeighColumnsPass());
  if (options.stackPlanes)
    pm.addPass(createStackPlanesPass());
}

void acim::buildExactPipeline(OpPassManager &pm, const ExactPipelineOptions &options) {
  addMappingPasses(pm, options.hardware);
  addExactDecisions(pm, options);
  addPricedChoices(pm, options);
  addProgramPasses(pm);
  pm.addPass(createVerifyExactPass());
}
