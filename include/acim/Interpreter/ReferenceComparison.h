//===- ReferenceComparison.h - Runs programs beside a reference -----------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef ACIM_INTERPRETER_REFERENCECOMPARISON_H
#define ACIM_INTERPRETER_REFERENCECOMPARISON_H

#include "acim/Interpreter/BatchRunner.h"
#include "acim/Interpreter/Report.h"

namespace mlir::acim {

/// An error that says what differs where two programs cannot be of the same model: their types, or
/// their mapped layers. So is one where there are no results to compare.
llvm::Error checkSameModel(const ProgramExecutor &program, const ProgramExecutor &reference);

struct ReferenceComparison {
  BatchResult batch;      ///< of the program
  ReferenceReport report; ///< without the file
};

/// Runs programs and a reference of the same model on every inference. `labels` may be empty. One
/// comparison a program.
llvm::Expected<std::vector<ReferenceComparison>>
compareWithReference(ArrayRef<BatchProgram> programs, const ProgramExecutor &reference,
                     const BoundInputs &inputs, ArrayRef<int64_t> labels, unsigned threads,
                     std::function<void(int64_t)> progress);

} // namespace mlir::acim

#endif // ACIM_INTERPRETER_REFERENCECOMPARISON_H
