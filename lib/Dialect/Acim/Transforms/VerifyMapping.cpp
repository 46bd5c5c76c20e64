//===- VerifyMapping.cpp - Checks the boundary to the program layer ------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Decisions.h"
#include "ExactChecks.h"

#include "acim/Dialect/Acim/IR/Codes.h"
#include "acim/Dialect/Acim/Transforms/Passes.h"

namespace mlir::acim {
#define GEN_PASS_DEF_VERIFYMAPPINGPASS
#include "acim/Dialect/Acim/Transforms/Passes.h.inc"
} // namespace mlir::acim

using namespace mlir;
using namespace mlir::acim;

/// Readout and correction must fit the encoding.
static LogicalResult verifyReadout(WeightsOp weights, const DigitCode &code) {
  AdcAttr adc = *weights.getAdc();
  if (code.paired != (adc.getReadout() != ReadoutMode::Single))
    return weights.emitOpError() << "encoding "
                                 << stringifyWeightEncoding(weights.getEncoding()->getKind())
                                 << " expects readout "
                                 << (code.paired ? "difference or separate" : "single")
                                 << ", found " << stringifyReadoutMode(adc.getReadout());
  if (adc.getCorrection() == OffsetCorrection::ReferenceColumn && code.offset == 0)
    return weights.emitOpError() << "a reference column expects encoding offset, found "
                                 << stringifyWeightEncoding(weights.getEncoding()->getKind());
  return success();
}

namespace {

struct VerifyMappingPass : public acim::impl::VerifyMappingPassBase<VerifyMappingPass> {
  using Base::Base;

  void runOnOperation() override {
    markAllAnalysesPreserved();
    SymbolTableCollection symbols;
    InputRanges ranges;
    WalkResult result = getOperation().walk([&](MvmOp mvm) {
      auto weights = symbols.lookupNearestSymbolFrom<WeightsOp>(mvm, mvm.getWeightsAttr());
      return WalkResult(verifyLayer(mvm, weights, ranges));
    });
    if (result.wasInterrupted())
      signalPassFailure();
  }

  static LogicalResult verifyLayer(MvmOp mvm, WeightsOp weights, InputRanges &ranges) {
    if (failed(verifyDecided(weights)))
      return failure();
    if (failed(verifyReadout(weights, digitCodeOf(*weights.getEncoding()))) ||
        failed(verifyExactWeights(weights)))
      return failure();
    return verifyExactMvm(mvm, weights, ranges);
  }
};

} // namespace
