//===- TosaEvaluators.h - Executes TOSA operators on runtime tensors ------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// An operator is prepared once (its attributes validated, its constants packed, its broadcasts
// resolved to strides) and then executed as often as needed, on as many threads as needed.
//
//===----------------------------------------------------------------------===//

#ifndef ACIM_INTERPRETER_TOSAEVALUATORS_H
#define ACIM_INTERPRETER_TOSAEVALUATORS_H

#include "acim/Interpreter/Tensor.h"
#include "llvm/ADT/ArrayRef.h"
#include "llvm/Support/Error.h"
#include <functional>

namespace mlir {
class Operation;
} // namespace mlir

namespace mlir::acim {

/// One prepared operator: operands in, results out, in the operation's order. Outputs may be
/// default-constructed or hold earlier results, whose storage is then reused. An output must not
/// also be an input of the same call. Values of type !tosa.shape are I64 tensors of rank 1. Calls
/// are independent and may run concurrently.
using PreparedTosaOp = std::function<llvm::Error(llvm::ArrayRef<const Tensor *> inputs,
                                                 llvm::MutableArrayRef<Tensor> outputs)>;

/// Prepares a TOSA operator of static shapes. `constants[i]` is the value of operand i where it is
/// known now, else null; operands defined by tosa.const or tosa.const_shape are found without help,
/// so the array may be empty. Integer types must be signless
/// (tosa-convert-integer-type-to-signless). The result does not refer to `op` or to `constants`.
/// The error names the operation; the caller, who has it,
/// adds the location (`op->emitError() << toString(...)`).
llvm::Expected<PreparedTosaOp> prepareTosa(Operation *op,
                                           llvm::ArrayRef<const Tensor *> constants = {});

/// Prepares and runs an operator once; for constant folding and tests.
llvm::Expected<llvm::SmallVector<Tensor>> evaluateTosa(Operation *op,
                                                       llvm::ArrayRef<Tensor> operands);

} // namespace mlir::acim

#endif // ACIM_INTERPRETER_TOSAEVALUATORS_H
