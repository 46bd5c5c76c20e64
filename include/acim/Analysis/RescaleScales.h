//===- RescaleScales.h - What a rescale multiplies by ------------------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef ACIM_ANALYSIS_RESCALESCALES_H
#define ACIM_ANALYSIS_RESCALESCALES_H

#include "mlir/Dialect/Tosa/IR/TosaOps.h"

namespace mlir::acim {

/// The integers of a constant operand; fails, without an error, where it is none.
FailureOr<std::vector<int64_t>> constantIntegersOf(Value value);

/// Multipliers and shifts of a rescale: of each channel, or one of all.
struct RescaleScales {
  std::vector<int64_t> multipliers, shifts;

  /// multiplier * 2^-shift of each of so many channels.
  std::vector<double> factors(size_t channels) const;
};

/// Fails, without an error, where they are not constant, or neither one nor `channels`.
FailureOr<RescaleScales> scalesOf(tosa::RescaleOp rescale, size_t channels);

} // namespace mlir::acim

#endif // ACIM_ANALYSIS_RESCALESCALES_H
