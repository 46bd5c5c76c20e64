//===- AttachHardware.cpp - Puts the hardware description into the module ===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "acim/Dialect/Acim/IR/Acim.h"
#include "acim/Dialect/Acim/Transforms/Passes.h"
#include "acim/Hardware/HardwareJson.h"
#include "mlir/IR/BuiltinOps.h"

namespace mlir::acim {
#define GEN_PASS_DEF_ATTACHHARDWAREPASS
#include "acim/Dialect/Acim/Transforms/Passes.h.inc"
} // namespace mlir::acim

using namespace mlir;
using namespace mlir::acim;

namespace {

struct AttachHardwarePass : public acim::impl::AttachHardwarePassBase<AttachHardwarePass> {
  using Base::Base;

  void runOnOperation() override {
    bool isText = StringRef(hardware).ltrim().starts_with("{");
    llvm::Expected<HardwareModel> model =
        isText ? parseHardware(hardware, "hardware") : loadPreset(hardware);
    if (!model) {
      getOperation().emitError() << "invalid hardware description: "
                                 << llvm::toString(model.takeError());
      return signalPassFailure();
    }
    getOperation()->setAttr(AcimDialect::getHardwareAttrName(),
                            HardwareAttr::get(&getContext(), hardwareToJson(*model)));
  }
};

} // namespace
