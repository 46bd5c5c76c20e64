//===- ProgramCosts.h - Counts the events of a run -----------------------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef ACIM_INTERPRETER_PROGRAMCOSTS_H
#define ACIM_INTERPRETER_PROGRAMCOSTS_H

#include "acim/Cost/CostCounts.h"
#include "acim/Dialect/Acim/IR/Acim.h"
#include "acim/Hardware/HardwareModel.h"
#include "acim/Interpreter/ProgramExecutor.h"

namespace mlir::acim {

/// The events of `inferences` calls of the program: one entry for each layer and digital
/// instruction, in program order. `counts` are the data-dependent ones, one a layer of the
/// executor.
ProgramCounts countProgram(ProgramOp program, const ProgramExecutor &executor,
                           ArrayRef<MvmCounts> counts, int64_t inferences,
                           const HardwareModel &hardware);

} // namespace mlir::acim

#endif // ACIM_INTERPRETER_PROGRAMCOSTS_H
