//===- ConstantIntegers.h - Constants behind shape operators -------------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef ACIM_LIB_CONVERSION_TOSATOACIM_CONSTANTINTEGERS_H
#define ACIM_LIB_CONVERSION_TOSATOACIM_CONSTANTINTEGERS_H

#include "mlir/IR/Value.h"
#include "mlir/Support/LLVM.h"

namespace mlir::acim {

/// A constant integer tensor, row major.
struct ConstantIntegers {
  SmallVector<int64_t> shape;
  std::vector<int64_t> values;
};

/// The integers of `value` if it is a constant of at most 2^28 numbers, or reshapes, transposes and
/// slices of one.
FailureOr<ConstantIntegers> constantIntegers(Value value);

/// The only element of a constant zero point.
FailureOr<int64_t> constantScalar(Value value);

} // namespace mlir::acim

#endif // ACIM_LIB_CONVERSION_TOSATOACIM_CONSTANTINTEGERS_H
