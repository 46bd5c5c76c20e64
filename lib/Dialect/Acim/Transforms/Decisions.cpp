//===- Decisions.cpp - What the mapping passes share ---------------------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Decisions.h"

#include "acim/Hardware/HardwareJson.h"
#include "llvm/ADT/bit.h"

using namespace mlir;
using namespace mlir::acim;

FailureOr<HardwareModel> acim::hardwareOf(Operation *op, HardwareAttr attr) {
  llvm::Expected<HardwareModel> model = parseHardware(attr.getJson(), "acim.hardware");
  if (model)
    return std::move(*model);
  return op->emitError() << "invalid hardware description: " << llvm::toString(model.takeError());
}

FailureOr<HardwareModel> acim::hardwareOf(ModuleOp module) {
  auto attr = module->getAttrOfType<HardwareAttr>(AcimDialect::getHardwareAttrName());
  if (!attr)
    return module.emitError() << "expected the module attribute '"
                              << AcimDialect::getHardwareAttrName()
                              << "'; run acim-attach-hardware first";
  return hardwareOf(module, attr);
}

LogicalResult acim::verifyDecided(WeightsOp weights) {
  std::pair<StringRef, bool> decisions[] = {
      {"acim-encode-weights", weights.getEncoding().has_value()},
      {"acim-encode-inputs", weights.getInputs().has_value()},
      {"acim-tile", weights.getArray().has_value()},
      {"acim-assign-adc", weights.getAdc().has_value()}};
  for (auto [pass, decided] : decisions)
    if (!decided)
      return weights.emitOpError() << "is not decided completely; run " << pass << " first";
  return success();
}
