//===- InputBinding.h - Arrays in, tensors of the program's types out ----===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef ACIM_INTERPRETER_INPUTBINDING_H
#define ACIM_INTERPRETER_INPUTBINDING_H

#include "acim/Dialect/Acim/IR/Acim.h"
#include "acim/Interpreter/Npy.h"

namespace mlir::func {
class FuncOp;
} // namespace mlir::func

namespace mlir::acim {

/// The inputs of a run: one array a function argument, each holding the rows of all inferences.
struct BoundInputs {
  std::vector<Tensor> arrays; ///< of the arguments' element kinds, leading dimension `inferences`
                              ///< times the argument's
  int64_t inferences = 0;     ///< calls of the function
  int64_t rows = 0;           ///< rows of the arrays: inferences times the program's batch

  /// The inputs of one call.
  SmallVector<Tensor> inference(int64_t index, FunctionType type) const;
};

/// Reads .npy files for the arguments of the program's function and checks types and shapes against
/// them.
llvm::Expected<BoundInputs> bindInputs(ProgramOp program, ArrayRef<std::string> paths);

/// The function that a program executes.
func::FuncOp functionOf(ProgramOp program);

} // namespace mlir::acim

#endif // ACIM_INTERPRETER_INPUTBINDING_H
