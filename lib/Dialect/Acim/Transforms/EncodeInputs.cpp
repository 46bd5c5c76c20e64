//===- EncodeInputs.cpp - Decides how inputs become driven planes --------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Decisions.h"

#include "acim/Dialect/Acim/Transforms/Passes.h"
#include "mlir/IR/BuiltinOps.h"
#include "llvm/ADT/DenseMap.h"

namespace mlir::acim {
#define GEN_PASS_DEF_ENCODEINPUTSPASS
#include "acim/Dialect/Acim/Transforms/Passes.h.inc"
} // namespace mlir::acim

using namespace mlir;
using namespace mlir::acim;

namespace {

struct EncodeInputsPass : public acim::impl::EncodeInputsPassBase<EncodeInputsPass> {
  using Base::Base;

  void runOnOperation() override {
    FailureOr<InputEncoding> kind = chooseOr<InputEncoding>(
        getOperation(), "input encoding", encoding, "binary", symbolizeInputEncoding,
        {"binary", "twos_complement", "sign_magnitude", "csd"});
    if (failed(kind))
      return signalPassFailure();
    SymbolTableCollection symbols;
    llvm::DenseMap<Operation *, MvmOp> firstUser;
    WalkResult result = getOperation().walk([&](MvmOp mvm) {
      auto weights = symbols.lookupNearestSymbolFrom<WeightsOp>(mvm, mvm.getWeightsAttr());
      MvmOp first = firstUser.try_emplace(weights, mvm).first->second;
      return WalkResult(first == mvm ? encode(mvm, weights, *kind) : verifySameInputs(first, mvm));
    });
    if (result.wasInterrupted())
      signalPassFailure();
  }

  LogicalResult encode(MvmOp mvm, WeightsOp weights, InputEncoding kind) {
    Type element = elementOf(mvm);
    if (!element.isSignlessInteger() || element.getIntOrFloatBitWidth() > 16)
      return mvm.emitOpError() << "expected columns of integers of at most 16 bits, found "
                               << element;
    int64_t bits = element.getIntOrFloatBitWidth();
    auto attr = InputsAttr::getChecked([&] { return mvm.emitOpError(); }, &getContext(), kind, bits,
                                       offsetOf(mvm, kind, bits));
    if (!attr)
      return failure();
    weights.setInputsAttr(attr);
    return success();
  }

  /// Binary planes need u >= 0; the signed codes drive nothing where an input is its zero point.
  static int64_t offsetOf(MvmOp mvm, InputEncoding kind, int64_t bits) {
    if (kind == InputEncoding::Binary)
      return int64_t(1) << (bits - 1);
    auto columns = mvm.getColumns().getDefiningOp<Im2ColOp>();
    return columns ? -columns.getWindow().getPadValue() : 0;
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

  static Type elementOf(MvmOp mvm) {
    return cast<ShapedType>(mvm.getColumns().getType()).getElementType();
  }
};

} // namespace
