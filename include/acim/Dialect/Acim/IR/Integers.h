//===- Integers.h - Reads numbers of constants ---------------------------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef ACIM_DIALECT_ACIM_IR_INTEGERS_H
#define ACIM_DIALECT_ACIM_IR_INTEGERS_H

#include "mlir/IR/BuiltinAttributes.h"
#include "mlir/Support/LLVM.h"
#include <vector>

namespace mlir::acim {

/// The elements of a dense or dense-resource attribute of integers, sign-extended, row major. Fails
/// on other attributes, on elided resources and on resources of odd widths.
FailureOr<std::vector<int64_t>> integersOf(ElementsAttr attr);

/// The same of 64-bit floats.
FailureOr<std::vector<double>> doublesOf(ElementsAttr attr);

} // namespace mlir::acim

#endif // ACIM_DIALECT_ACIM_IR_INTEGERS_H
