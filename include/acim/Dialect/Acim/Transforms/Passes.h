//===- Passes.h - Passes over the acim dialect ---------------------------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef ACIM_DIALECT_ACIM_TRANSFORMS_PASSES_H
#define ACIM_DIALECT_ACIM_TRANSFORMS_PASSES_H

#include "mlir/Pass/Pass.h"

namespace mlir::func {
class FuncDialect;
} // namespace mlir::func
namespace mlir::tosa {
class TosaDialect;
} // namespace mlir::tosa

namespace mlir::acim {

#define GEN_PASS_DECL
#include "acim/Dialect/Acim/Transforms/Passes.h.inc"

#define GEN_PASS_REGISTRATION
#include "acim/Dialect/Acim/Transforms/Passes.h.inc"

} // namespace mlir::acim

#endif // ACIM_DIALECT_ACIM_TRANSFORMS_PASSES_H
