//===- AcimBytecode.cpp - Attributes with resources in bytecode ----------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Attributes without an encoding of their own lie in bytecode as text, which
// loses the resources that they refer to. Statistics refer to some.
//
//===----------------------------------------------------------------------===//

#include "AcimBytecode.h"

#include "acim/Dialect/Acim/IR/Acim.h"
#include "mlir/Bytecode/BytecodeImplementation.h"

using namespace mlir;
using namespace mlir::acim;

namespace {

struct AcimBytecodeInterface : public BytecodeDialectInterface {
  explicit AcimBytecodeInterface(Dialect *dialect) : BytecodeDialectInterface(dialect) {}

  enum AttributeCode : uint64_t { statisticsCode = 0 };

  LogicalResult writeAttribute(Attribute attr, DialectBytecodeWriter &writer) const final {
    auto statistics = dyn_cast<StatisticsAttr>(attr);
    if (!statistics)
      return failure();
    writer.writeVarInt(statisticsCode);
    writer.writeSignedVarInt(statistics.getPositions());
    writer.writeAttribute(statistics.getPlanes());
    writer.writeAttribute(statistics.getActivity());
    writer.writeAttribute(statistics.getColumns());
    writer.writeOptionalAttribute(statistics.getOutputs());
    writer.writeOptionalAttribute(statistics.getSensitivity());
    return success();
  }

  Attribute readAttribute(DialectBytecodeReader &reader) const final {
    uint64_t code;
    if (failed(reader.readVarInt(code)))
      return {};
    if (code == statisticsCode)
      return readStatistics(reader);
    reader.emitError() << "unknown acim attribute code " << code;
    return {};
  }

  static Attribute readStatistics(DialectBytecodeReader &reader) {
    int64_t positions;
    InputsAttr planes;
    ElementsAttr activity, columns, outputs, sensitivity;
    if (failed(reader.readSignedVarInt(positions)) || failed(reader.readAttribute(planes)) ||
        failed(reader.readAttribute(activity)) || failed(reader.readAttribute(columns)) ||
        failed(reader.readOptionalAttribute(outputs)) ||
        failed(reader.readOptionalAttribute(sensitivity)))
      return {};
    return StatisticsAttr::getChecked([&] { return reader.emitError(); }, reader.getContext(),
                                      positions, planes, activity, columns, outputs, sensitivity);
  }
};

} // namespace

void acim::addBytecodeInterface(AcimDialect &dialect) {
  dialect.addInterfaces<AcimBytecodeInterface>();
}
