//===- Schedule.cpp - When each layer runs ------------------------------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "acim/Cost/Schedule.h"
#include <algorithm>

using namespace mlir::acim;

double mlir::acim::activationSeconds(int64_t conversions, const HardwareModel &hardware) {
  int64_t converters = hardware.adc.convertersPerCrossbar;
  int64_t rounds = (conversions + converters - 1) / converters;
  return std::max(hardware.array.iterationTime.value,
                  static_cast<double>(rounds) / hardware.adc.sampleRate.value);
}

/// Seconds that the slowest crossbar needs for one position.
static double positionSeconds(llvm::ArrayRef<StepProfile> profiles, const HardwareModel &hardware) {
  double slowest = 0;
  for (const StepProfile &profile : profiles) {
    double seconds = 0;
    for (const auto &[conversions, activations] : profile)
      seconds += static_cast<double>(activations) * activationSeconds(conversions, hardware);
    slowest = std::max(slowest, seconds);
  }
  return slowest;
}

Schedule mlir::acim::schedule(const ProgramCounts &counts, const HardwareModel &hardware) {
  Schedule result;
  double inferences = static_cast<double>(std::max<int64_t>(counts.inferences, 1));
  for (const LayerCounts &layer : counts.layers) {
    double analog = static_cast<double>(layer.positions) / inferences *
                        positionSeconds(layer.profiles, hardware) +
                    static_cast<double>(layer.refinedPositions) / inferences *
                        positionSeconds(layer.secondProfiles, hardware);
    double digital =
        static_cast<double>(layer.digital.total()) / inferences / hardware.digital.throughput.value;
    result.layers.push_back({result.latency, analog + digital});
    result.latency += analog + digital;
  }
  return result;
}
