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

FailureOr<MvmPlan> acim::placeOrError(WeightsOp weights, const LayerMatrix &matrix,
                                      const LayerMapping &mapping) {
  llvm::Expected<MvmPlan> plan = placeLayer(matrix, mapping);
  if (!plan)
    return weights.emitOpError() << llvm::toString(plan.takeError());
  return std::move(*plan);
}

void acim::setBias(WeightsOp weights, ArrayRef<int64_t> bias) {
  weights.setBiasAttr(
      DenseElementsAttr::get(cast<RankedTensorType>(weights.getBias().getShapedType()), bias));
}

void acim::setMatrix(WeightsOp weights, ArrayRef<int64_t> values, ArrayRef<int64_t> bias) {
  ShapedType old = weights.getValues().getShapedType();
  unsigned width = old.getElementTypeBitWidth();
  if (!llvm::all_of(values, [&](int64_t value) { return llvm::isIntN(width, value); }))
    width = 16;
  SmallVector<APInt> words;
  for (int64_t value : values)
    words.push_back(APInt(width, value, /*isSigned=*/true));
  auto type = RankedTensorType::get(old.getShape(), IntegerType::get(weights.getContext(), width));
  weights.setValuesAttr(DenseElementsAttr::get(type, words));
  setBias(weights, bias);
}
