//===- ChannelSensitivity.h - What errors of a channel do to the logits ------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef ACIM_CALIBRATION_CHANNELSENSITIVITY_H
#define ACIM_CALIBRATION_CHANNELSENSITIVITY_H

#include "acim/Calibration/StatisticsRecorder.h"
#include "acim/Interpreter/BatchRunner.h"

namespace mlir::acim {

struct SensitivityOptions {
  int64_t inferences = 16; ///< on which every channel is perturbed, at most
  double amplitude = 0.5;  ///< of a perturbation, in standard deviations of the channel
  uint64_t seed = 0;       ///< of the signs
  unsigned threads = 1;
};

/// Runs some of the inferences again, once for every channel, with signs of one size added to the
/// accumulators of this channel. The program drives all bits of its layers' inputs, as perturbed
/// values may be any of their type; `recorder` has seen all inferences. Results do not depend on
/// the number of threads.
llvm::Expected<ChannelSensitivities> measureSensitivities(const ProgramExecutor &executor,
                                                          const BoundInputs &inputs,
                                                          const StatisticsRecorder &recorder,
                                                          const SensitivityOptions &options,
                                                          bool progress);

} // namespace mlir::acim

#endif // ACIM_CALIBRATION_CHANNELSENSITIVITY_H
