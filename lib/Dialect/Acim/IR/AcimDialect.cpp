//===- AcimDialect.cpp - Registration of the acim dialect ----------------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "AcimBytecode.h"

#include "acim/Dialect/Acim/IR/Acim.h"
#include "mlir/IR/DialectImplementation.h"
#include "mlir/Interfaces/FoldInterfaces.h"
#include "llvm/ADT/TypeSwitch.h"

using namespace mlir;
using namespace mlir::acim;

#include "acim/Dialect/Acim/IR/AcimDialect.cpp.inc"

#include "acim/Dialect/Acim/IR/AcimEnums.cpp.inc"

/// `, outputs = ..., sensitivity = ...` of statistics: either, both in this order, or neither.
static ParseResult parseChannelStatistics(AsmParser &parser, ElementsAttr &outputs,
                                          ElementsAttr &sensitivity) {
  if (failed(parser.parseOptionalComma()))
    return success();
  if (succeeded(parser.parseOptionalKeyword("outputs"))) {
    if (parser.parseEqual() || parser.parseAttribute(outputs))
      return failure();
    if (failed(parser.parseOptionalComma()))
      return success();
  }
  return failure(parser.parseKeyword("sensitivity") || parser.parseEqual() ||
                 parser.parseAttribute(sensitivity));
}

static void printChannelStatistics(AsmPrinter &printer, ElementsAttr outputs,
                                   ElementsAttr sensitivity) {
  if (outputs)
    printer << ", outputs = " << outputs;
  if (sensitivity)
    printer << ", sensitivity = " << sensitivity;
}

#define GET_ATTRDEF_CLASSES
#include "acim/Dialect/Acim/IR/AcimAttrs.cpp.inc"

#define GET_OP_CLASSES
#include "acim/Dialect/Acim/IR/AcimOps.cpp.inc"

namespace {
/// Keeps the constants of a digital instruction in it; nothing else in a program's function may
/// hold them.
struct AcimFoldInterface : public DialectFoldInterface {
  using DialectFoldInterface::DialectFoldInterface;

  bool shouldMaterializeInto(Region *region) const final {
    return isa<DigitalOp>(region->getParentOp());
  }
};
} // namespace

void AcimDialect::initialize() {
  addAttributes<
#define GET_ATTRDEF_LIST
#include "acim/Dialect/Acim/IR/AcimAttrs.cpp.inc"
      >();
  addOperations<
#define GET_OP_LIST
#include "acim/Dialect/Acim/IR/AcimOps.cpp.inc"
      >();
  addInterfaces<AcimFoldInterface>();
  addBytecodeInterface(*this);
}
