//===- OperatorReport.h - Which operators run where ----------------------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef ACIM_TRANSLATE_OPERATORREPORT_H
#define ACIM_TRANSLATE_OPERATORREPORT_H

#include "mlir/IR/BuiltinOps.h"
#include <string>

namespace mlir::acim {

/// JSON that says for every kind of operator of a TOSA module how often it occurs, where, and
/// whether it runs on crossbars, on the digital unit, or not at all and why; and what goes in and
/// comes out.
std::string reportOperators(ModuleOp module);

} // namespace mlir::acim

#endif // ACIM_TRANSLATE_OPERATORREPORT_H
