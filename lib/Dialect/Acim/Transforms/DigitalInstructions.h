//===- DigitalInstructions.h - Gathers TOSA operators into digital instructions ===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef ACIM_LIB_DIALECT_ACIM_TRANSFORMS_DIGITALINSTRUCTIONS_H
#define ACIM_LIB_DIALECT_ACIM_TRANSFORMS_DIGITALINSTRUCTIONS_H

#include "mlir/IR/Builders.h"
#include "mlir/IR/IRMapping.h"
#include "llvm/ADT/SmallVector.h"

namespace mlir::acim {

/// Collects the TOSA operators between two layers and emits them as one acim.digital. Constants are
/// repeated in every instruction that uses them, so that an instruction stands alone.
class DigitalInstructions {
public:
  /// `mapping` takes values of the source function to values of the program.
  DigitalInstructions(OpBuilder &builder, IRMapping &mapping)
      : builder(builder), mapping(mapping) {}

  void add(Operation *op);

  /// Emits what was collected; `uses` are operands that the next operation of the program needs,
  /// which may be constants.
  void flush(Location loc, ValueRange uses);

private:
  SmallVector<Value> valuesLeaving(ValueRange uses) const;
  void cloneInto(Operation *op, IRMapping &inner);

  OpBuilder &builder;
  IRMapping &mapping;
  SmallVector<Operation *> pending;
};

} // namespace mlir::acim

#endif // ACIM_LIB_DIALECT_ACIM_TRANSFORMS_DIGITALINSTRUCTIONS_H
