//===- LayerLosses.h - What a layer loses by itself -----------------------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef ACIM_INTERPRETER_LAYERLOSSES_H
#define ACIM_INTERPRETER_LAYERLOSSES_H

#include "acim/Interpreter/ChannelFit.h"
#include "acim/Interpreter/ColumnSample.h"
#include "acim/Interpreter/ProgramExecutor.h"
#include "acim/Mapping/LossCauses.h"

namespace mlir::acim {

/// A layer of a program on a sample of the columns that it gets, beside the product that the cells
/// of a reference stand for. Losses are the errors that the best gain and offset of each channel
/// leave, over the variance of the layer in the reference; none where nothing varies.
class LayerLosses {
public:
  /// Everything must outlive it.
  LayerLosses(const PreparedLayer &layer, const PreparedLayer &reference,
              const ColumnSample &sample);

  std::optional<double> total() const;

  /// Of the product of the layer's cells.
  std::optional<double> ofRequantization() const;

  /// What the cause does to the layer as it is.
  std::optional<double> ofCause(LossCause cause) const;

  /// What brings the accumulators of each channel closest to what the rescale of this layer makes
  /// the reference's, where `causes` are taken from it.
  std::vector<ChannelFit> fitWithout(ArrayRef<LossCause> causes) const;

private:
  std::vector<int64_t> run(const MvmPlan &plan) const;
  std::vector<ChannelFit> fitToReference(const MvmPlan &changed) const;
  std::optional<double> lossOf(ArrayRef<ChannelFit> fits) const;

  const MvmPlan &plan;
  const ColumnSample &sample;
  std::vector<double> factors, referenceFactors; ///< of the channels, where they are rescaled
  std::vector<int64_t> reference, own;           ///< accumulators, positions x channels
  std::vector<double> energies;                  ///< variances of the rescaled reference
};

} // namespace mlir::acim

#endif // ACIM_INTERPRETER_LAYERLOSSES_H
