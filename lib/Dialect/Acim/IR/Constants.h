//===- Constants.h - Shapes of constants in the program layer ----------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef ACIM_LIB_DIALECT_ACIM_IR_CONSTANTS_H
#define ACIM_LIB_DIALECT_ACIM_IR_CONSTANTS_H

#include "acim/Dialect/Acim/IR/Acim.h"

namespace mlir::acim {

/// An error on `op` unless the attribute is a table of this shape of integers of so many bits,
/// whose values are in the module.
LogicalResult verifyConstant(Operation *op, StringRef what, ElementsAttr attr,
                             ArrayRef<int64_t> shape, unsigned width);

} // namespace mlir::acim

#endif // ACIM_LIB_DIALECT_ACIM_IR_CONSTANTS_H
