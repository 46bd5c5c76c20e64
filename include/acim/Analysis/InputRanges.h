//===- InputRanges.h - Which integers values can hold --------------------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A clamp, a table or a rescale before a layer bounds what the layer reads. The planes that no
// input sets are not driven, so these bounds must be proofs: they hold whatever the inputs of the
// network are.
//
//===----------------------------------------------------------------------===//

#ifndef ACIM_ANALYSIS_INPUTRANGES_H
#define ACIM_ANALYSIS_INPUTRANGES_H

#include "acim/Dialect/Acim/IR/Acim.h"
#include "acim/Support/ColumnRanges.h"
#include "llvm/ADT/DenseMap.h"

namespace mlir::acim {

/// The input that stands for 0 in the product of `mvm`.
int64_t zeroPointOf(MvmOp mvm);

/// Proven ranges of the integers in tensors, as signed numbers, on the graph and on the program
/// layer. Remembers what it derived: not to be used across changes of the IR.
class InputRanges {
public:
  /// What the elements of `value` can be; all of its type where nothing better is known.
  SumRange rangeOf(Value value);

  /// What the positions of `layer` read: its input, and padding where its window pads.
  SumRange inputsOf(LayerOp layer);

private:
  llvm::DenseMap<Value, SumRange> known;
};

/// An error on `op` unless the planes of `driven` stand for all of its inputs.
LogicalResult verifyPlanesCover(Operation *op, SumRange inputs, InputsAttr driven);

} // namespace mlir::acim

#endif // ACIM_ANALYSIS_INPUTRANGES_H
