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

/// The model that `option` names or describes. On a command line, the parser of pass options takes
/// the outer braces of a description off.
static llvm::Expected<HardwareModel> modelOf(StringRef option) {
  constexpr llvm::StringLiteral where = "hardware";
  StringRef text = option.trim();
  if (text.starts_with("{"))
    return parseHardware(text, where);
  if (text.starts_with("\""))
    return parseHardware(("{" + text + "}").str(), where);
  return loadPreset(option);
}

namespace {

struct AttachHardwarePass : public acim::impl::AttachHardwarePassBase<AttachHardwarePass> {
  using Base::Base;

  void runOnOperation() override {
    llvm::Expected<HardwareModel> model = modelOf(hardware);
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
