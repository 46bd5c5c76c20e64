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
};

/// The statistics of `weights`; none where they were not calibrated. Emits an error where the
/// values were elided when the module was printed.
FailureOr<std::optional<LayerStatistics>> statisticsOf(WeightsOp weights);

} // namespace mlir::acim

#endif // ACIM_DIALECT_ACIM_IR_STATISTICS_H
