//===- Acim.h - The acim dialect ------------------------------------------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef ACIM_DIALECT_ACIM_IR_ACIM_H
#define ACIM_DIALECT_ACIM_IR_ACIM_H

#include "mlir/Bytecode/BytecodeOpInterface.h"
#include "mlir/IR/BuiltinAttributes.h"
#include "mlir/IR/BuiltinTypes.h"
#include "mlir/IR/Dialect.h"
#include "mlir/IR/OpDefinition.h"
#include "mlir/IR/SymbolTable.h"
#include "mlir/Interfaces/ControlFlowInterfaces.h"
#include "mlir/Interfaces/SideEffectInterfaces.h"

#include "acim/Dialect/Acim/IR/AcimDialect.h.inc"

#include "acim/Dialect/Acim/IR/AcimEnums.h.inc"

#define GET_ATTRDEF_CLASSES
#include "acim/Dialect/Acim/IR/AcimAttrs.h.inc"

#define GET_OP_CLASSES
#include "acim/Dialect/Acim/IR/AcimOps.h.inc"

#endif // ACIM_DIALECT_ACIM_IR_ACIM_H
