//===- InputsChoice.h - The parameters of an input encoding --------------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef ACIM_LIB_DIALECT_ACIM_TRANSFORMS_INPUTSCHOICE_H
#define ACIM_LIB_DIALECT_ACIM_TRANSFORMS_INPUTSCHOICE_H

#include "acim/Dialect/Acim/IR/Codes.h"
#include "acim/Hardware/HardwareModel.h"
#include "acim/Support/ColumnRanges.h"

namespace mlir::acim {

/// What is added to inputs of `range`. Binary planes need u >= 0 and are fewest when u begins at 0.
/// The signed codes drive nothing where an input is its zero point, or what is nearest to it.
int64_t offsetOf(InputEncoding kind, SumRange range, int64_t zeroPoint);

/// `inputs` under every kind that the drivers can put on a word line, the plainest first.
SmallVector<InputsAttr> inputsOfAllKinds(InputsAttr inputs, int64_t zeroPoint,
                                         const DacModel &drivers);

} // namespace mlir::acim

#endif // ACIM_LIB_DIALECT_ACIM_TRANSFORMS_INPUTSCHOICE_H
