//===- EncodeInputs.cpp - Decides how inputs become driven planes --------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Decisions.h"
#include "InputsChoice.h"

#include "acim/Analysis/InputRanges.h"
#include "acim/Analysis/PricedLayer.h"
#include "acim/Dialect/Acim/IR/Codes.h"
#include "acim/Dialect/Acim/Transforms/Passes.h"
#include "acim/Support/RangeArithmetic.h"
#include "mlir/IR/BuiltinOps.h"
#include "mlir/IR/Remarks.h"

namespace mlir::acim {
#define GEN_PASS_DEF_ENCODEINPUTSPASS
#include "acim/Dialect/Acim/Transforms/Passes.h.inc"
} // namespace mlir::acim

using namespace mlir;
using namespace mlir::acim;

static Type elementOf(MvmOp mvm) {
  return cast<ShapedType>(mvm.getColumns().getType()).getElementType();
}

/// Crossbars are driven by one kind of planes.
static LogicalResult verifySameInputs(MvmOp first, MvmOp mvm) {
  if (elementOf(first) == elementOf(mvm))
    return success();
  InFlightDiagnostic error = mvm.emitOpError()
                             << "expected columns of " << elementOf(first) << ", found "
                             << elementOf(mvm) << "; give it weights of its own";
  error.attachNote(first.getLoc()) << "also uses " << mvm.getWeightsAttr();
  return error;
}

static int64_t numPlanes(InputsAttr inputs) { return inputCodeOf(inputs).planeScale.size(); }

/// Says what the inputs can be, and how many planes that leaves of those of their type.
static void remarkOn(WeightsOp weights, InputsAttr inputs, InputsAttr ofType) {
  SumRange range = inputRangeOf(inputs);
  remark::passed(weights.getLoc(), remark::RemarkOpts::name("InputRange").category("acim-inputs"))
      << ("@" + weights.getSymName()).str() << remark::metric("lo", range.lo)
      << remark::metric("hi", range.hi) << remark::metric("planes", numPlanes(inputs))
      << remark::metric("planes_saved", numPlanes(ofType) - numPlanes(inputs));
}

namespace {

struct EncodeInputsPass : public acim::impl::EncodeInputsPassBase<EncodeInputsPass> {
  using Base::Base;

  void runOnOperation() override {
    FailureOr<InputEncoding> kind = chooseOr<InputEncoding>(
        getOperation(), "input encoding", encoding, "binary", symbolizeInputEncoding,
        {"binary", "twos_complement", "sign_magnitude", "csd"});
    FailureOr<int64_t> drivers = driverBits();
    if (failed(kind) || failed(drivers))
      return signalPassFailure();
    InputRanges ranges;
    for (auto &[weights, products] : productsByWeights(getOperation()))
      if (failed(encode(cast<WeightsOp>(weights), products, *kind, *drivers, ranges)))
        return signalPassFailure();
  }

  /// The option, or what the hardware's drivers have; plane by plane where there is no hardware
  /// yet.
  FailureOr<int64_t> driverBits() {
    if (dacBits || !getOperation()->hasAttr(AcimDialect::getHardwareAttrName()))
      return std::max<int64_t>(dacBits, 1);
    FailureOr<HardwareModel> hardware = hardwareOf(getOperation());
    if (failed(hardware))
      return failure();
    return hardware->dac.bits;
  }

  LogicalResult encode(WeightsOp weights, ArrayRef<MvmOp> products, InputEncoding kind,
                       int64_t drivers, InputRanges &ranges) {
    MvmOp first = products.front();
    Type element = elementOf(first);
    if (!element.isSignlessInteger() || element.getIntOrFloatBitWidth() > 16)
      return first.emitOpError() << "expected columns of integers of at most 16 bits, found "
                                 << element;
    SumRange range = ranges.rangeOf(first.getColumns());
    for (MvmOp other : products.drop_front()) {
      if (failed(verifySameInputs(first, other)))
        return failure();
      range = hull(range, ranges.rangeOf(other.getColumns()));
    }
    SumRange all = signedRange(element.getIntOrFloatBitWidth());
    FailureOr<InputsAttr> chosen = inputsFor(first, kind, drivers, range, all),
                          ofType = inputsFor(first, kind, drivers, all, all);
    if (failed(chosen) || failed(ofType))
      return failure();
    weights.setInputsAttr(*chosen);
    remarkOn(weights, *chosen, *ofType);
    return success();
  }

  /// Inputs of `range`, which is left out where it is all that the type holds.
  FailureOr<InputsAttr> inputsFor(MvmOp mvm, InputEncoding kind, int64_t drivers, SumRange range,
                                  SumRange all) {
    int64_t bits = elementOf(mvm).getIntOrFloatBitWidth();
    std::optional<int64_t> lo, hi;
    if (!(range == all)) {
      lo = range.lo;
      hi = range.hi;
    }
    auto inputs =
        InputsAttr::getChecked([&] { return mvm.emitOpError(); }, &getContext(), kind, bits,
                               offsetOf(kind, range, zeroPointOf(mvm)), lo, hi, drivers);
    if (!inputs)
      return failure();
    return inputs;
  }
};

} // namespace
