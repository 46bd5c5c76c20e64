//===- AcimBytecode.h - Attributes with resources in bytecode ------------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef ACIM_LIB_DIALECT_ACIM_IR_ACIMBYTECODE_H
#define ACIM_LIB_DIALECT_ACIM_IR_ACIMBYTECODE_H

namespace mlir::acim {

class AcimDialect;

void addBytecodeInterface(AcimDialect &dialect);

} // namespace mlir::acim

#endif // ACIM_LIB_DIALECT_ACIM_IR_ACIMBYTECODE_H
