//===- StatisticsRecorder.h - Gathers statistics while a program runs --------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef ACIM_CALIBRATION_STATISTICSRECORDER_H
#define ACIM_CALIBRATION_STATISTICSRECORDER_H

#include "acim/Calibration/PositionSample.h"
#include "acim/Interpreter/ProgramExecutor.h"
#include "llvm/ADT/MapVector.h"
#include <vector>

namespace mlir::acim {

/// Keeps a sample of the columns of every layer. What it keeps does not depend on the number of
/// threads: a position's number decides whether and where it is kept. Layers of one name are
/// several uses of the same weights, and one layer here.
class StatisticsRecorder : public ColumnObserver {
public:
  /// A sample takes at most this many bytes of the module, or one column where that is larger.
  static constexpr int64_t largestSample = int64_t(4) << 20;

  /// At most `samples` columns a layer of a run of `inferences`.
  StatisticsRecorder(const ProgramExecutor &executor, int64_t inferences, int64_t samples);

  void observe(size_t layer, int64_t inference, int64_t first, ArrayRef<int16_t> columns) override;

  /// The statistics of every layer by its name, with the counts of the run.
  llvm::MapVector<StringAttr, StatisticsAttr> statistics(ArrayRef<MvmCounts> counts) const;

private:
  /// One acim.weights.
  struct Recording {
    InputsAttr planes;
    int64_t groups, rows;
    int64_t positions; ///< of all inferences and uses
    unsigned elementBits;
    PositionSample sample{1, 1};
    std::vector<int16_t> columns{};
  };

  /// One layer of the program. Its positions follow those of earlier uses of its weights.
  struct Use {
    size_t recording;
    int64_t firstPosition, positions; ///< `positions` of each inference
  };

  StatisticsAttr statisticsOf(StringAttr name, const Recording &recording,
                              ArrayRef<int64_t> activity) const;

  llvm::MapVector<StringAttr, Recording> recordings;
  std::vector<Use> uses; ///< one a layer
};

} // namespace mlir::acim

#endif // ACIM_CALIBRATION_STATISTICSRECORDER_H
