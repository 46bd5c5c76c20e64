//===- ExactChecks.h - What makes a mapping exact ------------------------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Each obligation is derived again from the IR alone, whatever pass made it. Errors are
// placed on the operation that breaks it and say what was expected and found.
//
//===----------------------------------------------------------------------===//

#ifndef ACIM_LIB_DIALECT_ACIM_TRANSFORMS_EXACTCHECKS_H
#define ACIM_LIB_DIALECT_ACIM_TRANSFORMS_EXACTCHECKS_H

#include "acim/Analysis/InputRanges.h"
#include "mlir/IR/BuiltinOps.h"

namespace mlir::acim {

/// What is decided about `weights` so far gives its values back: digits recompose to the weights,
/// the planes of every raw input stand for it.
LogicalResult verifyExactWeights(WeightsOp weights);

/// The planes cover every input that `mvm` can have, as far as they are decided, and its type holds
/// every result.
LogicalResult verifyExactMvm(MvmOp mvm, WeightsOp weights, InputRanges &ranges);

/// Whether saturating and rounding converters are errors.
enum class Conversions { Ignored, Exact };

/// All of the above for the graph layer of `module`, and for its programs: every layer computes the
/// product it was lowered for, in a type that holds every result, and with `Conversions::Exact`
/// reads every sum as it is.
LogicalResult verifyExactModule(ModuleOp module, Conversions conversions);

} // namespace mlir::acim

#endif // ACIM_LIB_DIALECT_ACIM_TRANSFORMS_EXACTCHECKS_H
