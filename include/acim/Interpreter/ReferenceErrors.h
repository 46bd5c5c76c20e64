//===- ReferenceErrors.h - What a program does to accumulators ------------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef ACIM_INTERPRETER_REFERENCEERRORS_H
#define ACIM_INTERPRETER_REFERENCEERRORS_H

#include "acim/Interpreter/ChannelMoments.h"
#include "acim/Interpreter/ProgramExecutor.h"
#include <mutex>

namespace mlir::acim {

/// Errors of the accumulators of a program, which are those of a reference in another program of
/// the same model. Both are multiplied by their own rescale factors where they are rescaled. One
/// number a layer and inference is kept, so that results do not depend on the number of threads.
class ReferenceErrors {
public:
  ReferenceErrors(const ProgramExecutor &program, const ProgramExecutor &reference,
                  int64_t inferences);

  /// Adds an inference that both have run. May be called from many threads.
  void add(const ExecutionState &program, const ExecutionState &reference);

  /// The mean of |accumulators - reference|^2 over that of |reference - its mean|^2, where the mean
  /// is that of every channel; none where nothing varies in the reference.
  std::optional<double> nmse(size_t layer) const;

private:
  struct Layer {
    unsigned programValue, referenceValue;
    std::vector<double> programFactors, referenceFactors; ///< one a channel
    std::vector<ChannelMoments> moments;                  ///< of the reference's channels
    std::vector<double> errors; ///< one an inference: the sum of squares over its positions
  };

  std::vector<Layer> layers;
  std::mutex mutex; ///< of the moments
};

/// A signal-to-noise ratio in decibels: none without noise or without signal.
std::optional<double> decibelsOf(std::optional<double> nmse);

} // namespace mlir::acim

#endif // ACIM_INTERPRETER_REFERENCEERRORS_H
