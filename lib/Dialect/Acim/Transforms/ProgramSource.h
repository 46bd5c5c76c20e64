//===- ProgramSource.h - What can become a tile program ------------------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef ACIM_LIB_DIALECT_ACIM_TRANSFORMS_PROGRAMSOURCE_H
#define ACIM_LIB_DIALECT_ACIM_TRANSFORMS_PROGRAMSOURCE_H

#include "acim/Dialect/Acim/IR/Acim.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/IR/BuiltinOps.h"

namespace mlir::acim {

/// The only function of a module that holds nothing but it and weights; an error where there is
/// anything else, or where the function has control flow or shapes that are not static.
FailureOr<func::FuncOp> sourceFunctionOf(ModuleOp module);

/// An error where an operation of the function's body has no place in a tile program.
LogicalResult verifyInstructionSource(Operation *op);

} // namespace mlir::acim

#endif // ACIM_LIB_DIALECT_ACIM_TRANSFORMS_PROGRAMSOURCE_H
