//===- VerifyMapping.cpp - Checks the boundary to the program layer ------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Decisions.h"

#include "acim/Dialect/Acim/IR/Codes.h"
#include "acim/Dialect/Acim/IR/Integers.h"
#include "acim/Dialect/Acim/Transforms/Passes.h"
#include "llvm/ADT/STLExtras.h"

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

/// Every weight has digits, and they recompose to it.
static LogicalResult verifyDigits(WeightsOp weights, const DigitCode &code,
                                  ArrayRef<int64_t> values) {
  SmallVector<int8_t> digits(code.numDigits());
  for (auto [index, w] : llvm::enumerate(values)) {
    int64_t centre = code.centres.empty() ? 0 : code.centres[index / weights.getRows()];
    if (failed(encodeDigits(code, w - centre, digits)) || decodeDigits(code, digits) != w - centre)
      return weights.emitOpError() << "weight " << w << " does not fit its encoding, which holds "
                                   << code.minWord + centre << " to " << code.maxWord + centre;
  }
  return success();
}

static LogicalResult verifyInputs(MvmOp mvm, WeightsOp weights) {
  unsigned width = cast<ShapedType>(mvm.getColumns().getType()).getElementTypeBitWidth();
  InputCode code = inputCodeOf(*weights.getInputs());
  if (code.inputLo <= llvm::minIntN(width) && code.inputHi() >= llvm::maxIntN(width))
    return success();
  return mvm.emitOpError() << "inputs lie between " << llvm::minIntN(width) << " and "
                           << llvm::maxIntN(width) << ", but the driven planes cover "
                           << code.inputLo << " to " << code.inputHi();
}

/// The largest sum of any output, over all inputs, against the accumulator's type.
static LogicalResult verifyAccumulator(MvmOp mvm, WeightsOp weights, ArrayRef<int64_t> values) {
  unsigned width = cast<ShapedType>(mvm.getType()).getElementTypeBitWidth();
  unsigned inputWidth = cast<ShapedType>(mvm.getColumns().getType()).getElementTypeBitWidth();
  int64_t largestInput = int64_t(1) << (inputWidth - 1), rows = weights.getRows();
  FailureOr<std::vector<int64_t>> bias = integersOf(weights.getBias());
  if (failed(bias))
    return weights.emitOpError() << "expected a bias whose values are present";
  for (auto [o, b] : llvm::enumerate(*bias)) {
    int64_t sum = 0;
    for (int64_t w : values.slice(o * rows, rows))
      sum += std::abs(w);
    if (sum * largestInput + std::abs(b) > llvm::maxIntN(std::min(width, 63u)))
      return mvm.emitOpError() << "output " << o << " may reach "
                               << sum * largestInput + std::abs(b) << ", more than its type "
                               << mvm.getType() << " holds";
  }
  return success();
}

namespace {

struct VerifyMappingPass : public acim::impl::VerifyMappingPassBase<VerifyMappingPass> {
  using Base::Base;

  void runOnOperation() override {
    markAllAnalysesPreserved();
    SymbolTableCollection symbols;
    WalkResult result = getOperation().walk([&](MvmOp mvm) {
      auto weights = symbols.lookupNearestSymbolFrom<WeightsOp>(mvm, mvm.getWeightsAttr());
      return WalkResult(verifyLayer(mvm, weights));
    });
    if (result.wasInterrupted())
      signalPassFailure();
  }

  static LogicalResult verifyLayer(MvmOp mvm, WeightsOp weights) {
    if (failed(verifyDecided(weights)))
      return failure();
    DigitCode code = digitCodeOf(*weights.getEncoding());
    FailureOr<std::vector<int64_t>> values = integersOf(weights.getValues());
    if (failed(values))
      return weights.emitOpError() << "expected weights whose values are present";
    if (failed(verifyReadout(weights, code)) || failed(verifyDigits(weights, code, *values)) ||
        failed(verifyInputs(mvm, weights)))
      return failure();
    return verifyAccumulator(mvm, weights, *values);
  }
};

} // namespace
