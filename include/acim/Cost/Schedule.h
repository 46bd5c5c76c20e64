//===- Schedule.h - When each layer runs --------------------------------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A serial schedule: one inference at a time, layers one after another. The crossbars of a
// layer work in parallel, the positions, planes and activations of a crossbar one after another.
//
//===----------------------------------------------------------------------===//

#ifndef ACIM_COST_SCHEDULE_H
#define ACIM_COST_SCHEDULE_H

#include "acim/Cost/CostCounts.h"
#include "acim/Hardware/HardwareModel.h"

namespace mlir::acim {

struct ScheduledLayer {
  double start = 0;    ///< seconds since the inference began
  double duration = 0; ///< seconds
};

struct Schedule {
  std::vector<ScheduledLayer> layers; ///< one for each layer of the counts
  double latency = 0;                 ///< seconds of one inference
};

/// One activation takes the longer of driving the word lines and converting what they give: the
/// conversions of one activation overlap with driving the next.
double activationSeconds(int64_t conversions, const HardwareModel &hardware);

Schedule schedule(const ProgramCounts &counts, const HardwareModel &hardware);

} // namespace mlir::acim

#endif // ACIM_COST_SCHEDULE_H
