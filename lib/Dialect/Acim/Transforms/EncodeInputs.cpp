//===- EncodeInputs.cpp - Decides how inputs become driven planes --------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "acim/Dialect/Acim/IR/Acim.h"
#include "acim/Dialect/Acim/Transforms/Passes.h"
#include "mlir/IR/BuiltinOps.h"

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
    SymbolTableCollection symbols;
    getOperation().walk([&](MvmOp mvm) {
      auto weights = symbols.lookupNearestSymbolFrom<WeightsOp>(mvm, mvm.getWeightsAttr());
      int64_t bits = cast<ShapedType>(mvm.getColumns().getType()).getElementTypeBitWidth();
      weights.setInputsAttr(InputsAttr::get(&getContext(), InputEncoding::Binary, bits, int64_t(1) << (bits - 1)));
    });
  }
};

} // namespace
