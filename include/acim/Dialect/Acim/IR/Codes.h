//===- Codes.h - The arithmetic that attributes stand for ----------------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef ACIM_DIALECT_ACIM_IR_CODES_H
#define ACIM_DIALECT_ACIM_IR_CODES_H

#include "acim/Dialect/Acim/IR/Acim.h"
#include "acim/Mapping/MvmPlan.h"
#include "acim/Support/Digits.h"
#include "acim/Support/InputPlanes.h"
#include "acim/Support/Tiling.h"

namespace mlir::acim {

/// The digits that an encoding gives a weight.
DigitCode digitCodeOf(EncodingAttr encoding);

/// The planes that inputs are driven as.
InputCode inputCodeOf(InputsAttr inputs);

/// The digits of a verified block and their conversions by `convert`; which crossbar of its layer it is
/// in is left open.
CrossbarBlock crossbarBlockOf(BlockOp block, ConvertOp convert);

/// The conversions of `crossbar` by `convert`, in a plan that holds nothing else.
MvmPlan conversionsOf(ConvertOp convert, CrossbarOp crossbar, const InputCode &input);

/// What the tiling of fully decided weights starts from.
TilingRequest tilingRequestOf(WeightsOp weights);

} // namespace mlir::acim

#endif // ACIM_DIALECT_ACIM_IR_CODES_H
