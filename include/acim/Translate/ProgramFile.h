//===- ProgramFile.h - Tile programs as .acim files ----------------------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// One file holds a whole tile program: a JSON description and the constants it
// refers to. docs/ProgramFormat.md describes every byte.
//
//===----------------------------------------------------------------------===//

#ifndef ACIM_TRANSLATE_PROGRAMFILE_H
#define ACIM_TRANSLATE_PROGRAMFILE_H

#include "mlir/IR/BuiltinOps.h"
#include "mlir/IR/OwningOpRef.h"
#include "llvm/Support/Error.h"
#include "llvm/Support/MemoryBufferRef.h"
#include <string>

namespace mlir::acim {

/// The bytes of the .acim file of `module`, which must hold one acim.program and nothing else.
/// Equal modules give equal bytes.
llvm::Expected<std::string> serializeProgram(ModuleOp module);

/// The JSON part of the file alone, indented for people. Constants are named, not shown.
llvm::Expected<std::string> printProgramJson(ModuleOp module);

/// Rebuilds and verifies the module of an .acim file. The context's registry must know the
/// dialects.
llvm::Expected<OwningOpRef<ModuleOp>> readProgramFile(llvm::MemoryBufferRef file,
                                                      MLIRContext *context);

/// Reads a module from an .acim file, or from MLIR text or bytecode; the content decides which.
/// Errors carry the location in the file where there is one.
llvm::Expected<OwningOpRef<ModuleOp>> loadModule(StringRef path, MLIRContext *context);

/// Reads a module that must hold a program.
llvm::Expected<OwningOpRef<ModuleOp>> loadProgram(StringRef path, MLIRContext *context);

} // namespace mlir::acim

#endif // ACIM_TRANSLATE_PROGRAMFILE_H
