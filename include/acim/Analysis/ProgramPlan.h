//===- ProgramPlan.h - From program operations to engine plans -----------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef ACIM_ANALYSIS_PROGRAMPLAN_H
#define ACIM_ANALYSIS_PROGRAMPLAN_H

#include "acim/Dialect/Acim/IR/Acim.h"
#include "acim/Mapping/MvmPlan.h"

namespace mlir::acim {

/// What the instructions of `layer` compute: its digits, planes, conversions and initial values.
/// Crossbars are numbered in the order in which the layer drives them.
FailureOr<MvmPlan> planOf(LayerOp layer, SymbolTableCollection &symbols);

} // namespace mlir::acim

#endif // ACIM_ANALYSIS_PROGRAMPLAN_H
