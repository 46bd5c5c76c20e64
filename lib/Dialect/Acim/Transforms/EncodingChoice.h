//===- EncodingChoice.h - The parameters of a weight encoding ------------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef ACIM_LIB_DIALECT_ACIM_TRANSFORMS_ENCODINGCHOICE_H
#define ACIM_LIB_DIALECT_ACIM_TRANSFORMS_ENCODINGCHOICE_H

#include "acim/Dialect/Acim/IR/Codes.h"
#include "acim/Hardware/HardwareModel.h"

namespace mlir::acim {

/// Gives weights an encoding of one kind, with as many bits as they need and the cell energies of
/// the hardware as costs.
class EncodingChoice {
public:
  /// `segmentBits` of sce; 0 for one cell.
  EncodingChoice(MLIRContext *context, WeightEncoding kind, const ArrayModel &array,
                 int64_t segmentBits);

  /// Null, with an error on `weights`, where the kind has no parameters for them.
  EncodingAttr encode(WeightsOp weights, const LayerMatrix &matrix) const;

private:
  int64_t wordBits(WeightsOp weights, const LayerMatrix &matrix, ArrayRef<int64_t> centres) const;
  DenseI64ArrayAttr arrayOrNone(ArrayRef<int64_t> values) const;

  MLIRContext *context;
  WeightEncoding kind;
  int64_t cellBits, segmentBits;
  SmallVector<int64_t> levelCosts;
};

/// Joules as the integers that encodings count costs in; attojoules keep comparisons of sums exact.
int64_t costOf(double joules);

} // namespace mlir::acim

#endif // ACIM_LIB_DIALECT_ACIM_TRANSFORMS_ENCODINGCHOICE_H
