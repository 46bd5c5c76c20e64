//===- Statistics.h - Reads what calibration saw -------------------------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef ACIM_DIALECT_ACIM_IR_STATISTICS_H
#define ACIM_DIALECT_ACIM_IR_STATISTICS_H

#include "acim/Dialect/Acim/IR/Acim.h"
#include <optional>
#include <vector>

namespace mlir::acim {

/// `#acim.statistics` as numbers.
struct LayerStatistics {
  int64_t positions = 0; ///< seen by calibration
  int64_t samples = 0;   ///< of them in `columns`
  InputsAttr planes;     ///< under which activity was counted
  /// Groups x drive planes x rows: positions at which the row is driven in the plane.
  std::vector<int64_t> activity;
  std::vector<int16_t> columns; ///< samples x groups x rows: raw inputs
  /// Groups x outputs: mean and variance of the accumulators, and what an error of variance 1 of
  /// them adds to the NMSE of the logits. Empty where calibration did not measure it.
  std::vector<double> outputMeans, outputVariances, sensitivity;
};

/// The statistics of `weights`; none where they were not calibrated. Emits an error where
/// values were elided when the module was printed, or cannot be what they are called.
FailureOr<std::optional<LayerStatistics>> statisticsOf(WeightsOp weights);

/// Says of accumulators that are now 1 / gains[c] times what calibration saw of channel c, groups x
/// outputs, what it said of those: errors of them weigh gains[c]^2 times as much. Fails with an
/// error where values were elided.
LogicalResult rescaleStatistics(WeightsOp weights, ArrayRef<double> gains);

} // namespace mlir::acim

#endif // ACIM_DIALECT_ACIM_IR_STATISTICS_H
