//===- Passes.h - From TOSA to acim --------------------------------------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef ACIM_CONVERSION_PASSES_H
#define ACIM_CONVERSION_PASSES_H

#include "mlir/Pass/Pass.h"

namespace mlir::acim {

#define GEN_PASS_DECL
#include "acim/Conversion/Passes.h.inc"

#define GEN_PASS_REGISTRATION
#include "acim/Conversion/Passes.h.inc"

} // namespace mlir::acim

#endif // ACIM_CONVERSION_PASSES_H
