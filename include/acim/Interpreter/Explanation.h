//===- Explanation.h - Which losses come from what ------------------------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef ACIM_INTERPRETER_EXPLANATION_H
#define ACIM_INTERPRETER_EXPLANATION_H

#include "acim/Interpreter/ReferenceComparison.h"

namespace mlir::acim {

/// Compares a program with a reference of the same model, says in each layer what re-quantization
/// and each LossCause add to its error, and runs the program again without the causes.
llvm::Expected<ReferenceComparison>
explainLosses(ProgramOp program, const ProgramExecutor &executor, const ProgramExecutor &reference,
              const BoundInputs &inputs, ArrayRef<int64_t> labels, unsigned threads,
              std::function<void(int64_t)> progress);

} // namespace mlir::acim

#endif // ACIM_INTERPRETER_EXPLANATION_H
