//===- OutputScaling.h - Scales the outputs of a layer -------------------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A factor on an output channel costs nothing where a tosa.rescale follows: its multiplier takes
// it.
//
//===----------------------------------------------------------------------===//

#ifndef ACIM_LIB_DIALECT_ACIM_TRANSFORMS_OUTPUTSCALING_H
#define ACIM_LIB_DIALECT_ACIM_TRANSFORMS_OUTPUTSCALING_H

#include "acim/Dialect/Acim/IR/Acim.h"

namespace mlir::acim {

/// The rescales through which alone the products of a layer are used.
class OutputScaling {
public:
  /// Fails, without an error, where something else sees the products, or a rescale has 16-bit
  /// multipliers or multipliers that are not constant.
  static FailureOr<OutputScaling> find(ArrayRef<MvmOp> products);

  /// What channel c of the groups x outputs is multiplied by; products that share weights are
  /// rescaled alike, or the first one counts.
  std::vector<double> factors(int64_t channels) const;

  /// Whether every rescale, or a clamp that is alone in using it, takes all negative products for
  /// 0.
  bool rectifies() const;

  /// Multiplies channel c of the groups x outputs by gains[c] > 0 in every rescale, which becomes
  /// one of a multiplier for each channel. Gains of 1 leave a multiplier as it is; where all are 1,
  /// nothing changes. Fails, with an error, where a multiplier would leave what TOSA can say.
  LogicalResult multiply(ArrayRef<double> gains);

private:
  SmallVector<Operation *> rescales;
};

} // namespace mlir::acim

#endif // ACIM_LIB_DIALECT_ACIM_TRANSFORMS_OUTPUTSCALING_H
