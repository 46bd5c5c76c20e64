//===- StatisticsRecorder.h - Gathers statistics while a program runs --------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef ACIM_CALIBRATION_STATISTICSRECORDER_H
#define ACIM_CALIBRATION_STATISTICSRECORDER_H

#include "acim/Interpreter/ChannelMoments.h"
#include "acim/Interpreter/ColumnSample.h"
#include "acim/Interpreter/ProgramExecutor.h"
#include "llvm/ADT/MapVector.h"
#include <mutex>
#include <vector>

namespace mlir::acim {

/// Groups x outputs of the weights by their names: what errors of variance 1 of a channel's
/// accumulators add to the NMSE of the logits, as `#acim.statistics` defines it.
using ChannelSensitivities = llvm::DenseMap<StringAttr, std::vector<double>>;

/// Keeps a sample of the columns of every layer, and moments of its accumulators. What it keeps
/// does not depend on the number of threads: a position's number decides whether and where it is
/// kept. Layers of one name are several uses of the same weights, and one layer here.
class StatisticsRecorder : public LayerObserver {
public:
  /// At most `samples` columns a layer of a run of `inferences`.
  StatisticsRecorder(const ProgramExecutor &executor, int64_t inferences, int64_t samples);

  void observeColumns(size_t layer, int64_t inference, int64_t first,
                      ArrayRef<int16_t> columns) override;
  void observeAccumulators(size_t layer, int64_t inference, int64_t first,
                           MutableArrayRef<int64_t> accumulators) override;

  /// Groups x outputs of a layer of the program.
  ArrayRef<ChannelMoments> momentsOf(size_t layer) const { return uses[layer].moments; }

  /// The statistics of every layer by its name, with the counts of the run and with sensitivities,
  /// groups x outputs, where there are some.
  llvm::MapVector<StringAttr, StatisticsAttr>
  statistics(ArrayRef<MvmCounts> counts,
             const ChannelSensitivities &sensitivities = ChannelSensitivities()) const;

private:
  /// One acim.weights.
  struct Recording {
    InputsAttr planes;
    int64_t groups, rows;
    int64_t positions; ///< of all inferences and uses
    unsigned elementBits;
    std::optional<ColumnSample> sample{}; ///< once all uses are known
  };

  /// One layer of the program. Its positions follow those of earlier uses of its weights.
  struct Use {
    size_t recording;
    int64_t firstPosition, positions;      ///< `positions` of each inference
    std::vector<ChannelMoments> moments{}; ///< groups x outputs
  };

  /// What the uses of some weights add up to.
  struct Totals {
    MvmCounts counts{};
    std::vector<ChannelMoments> moments{};
  };

  StatisticsAttr statisticsOf(StringAttr name, const Recording &recording, const Totals &totals,
                              ArrayRef<double> sensitivity) const;

  llvm::MapVector<StringAttr, Recording> recordings;
  std::vector<Use> uses; ///< one a layer
  std::mutex mutex;      ///< of the moments
};

} // namespace mlir::acim

#endif // ACIM_CALIBRATION_STATISTICSRECORDER_H
