//===- ChannelFit.cpp - Errors that no gain and offset mends --------------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "acim/Interpreter/ChannelFit.h"

#include <cassert>

using namespace mlir::acim;

namespace {

/// A channel as its mean and the deviations from it.
struct Centred {
  Centred(llvm::ArrayRef<int64_t> values, size_t channel, size_t channels) {
    for (size_t k = channel; k < values.size(); k += channels)
      deviations.push_back(static_cast<double>(values[k]));
    for (double value : deviations)
      mean += value / static_cast<double>(deviations.size());
    for (double &value : deviations)
      value -= mean;
  }

  double mean = 0;
  std::vector<double> deviations;
};

} // namespace

static double product(llvm::ArrayRef<double> a, llvm::ArrayRef<double> b) {
  double sum = 0;
  for (size_t k = 0; k < a.size(); ++k)
    sum += a[k] * b[k];
  return sum;
}

static ChannelFit fit(const Centred &found, const Centred &wanted) {
  // Integers differ by more than this share of their variance, or not at all.
  constexpr double rounding = 1e-20;
  const double energy = product(found.deviations, found.deviations),
               wantedEnergy = product(wanted.deviations, wanted.deviations);
  const double gain = energy > 0 ? product(found.deviations, wanted.deviations) / energy : 0;
  double residual = 0;
  for (size_t k = 0; k < found.deviations.size(); ++k) {
    const double error = wanted.deviations[k] - gain * found.deviations[k];
    residual += error * error;
  }
  if (residual <= rounding * wantedEnergy)
    residual = 0;
  const auto count = static_cast<double>(found.deviations.size());
  return {gain, wanted.mean - gain * found.mean, wantedEnergy / count, residual / count};
}

std::vector<ChannelFit> mlir::acim::fitChannels(llvm::ArrayRef<int64_t> found,
                                                llvm::ArrayRef<int64_t> wanted, size_t channels) {
  assert(found.size() == wanted.size() && "the same channels at the same positions");
  std::vector<ChannelFit> fits;
  for (size_t channel = 0; channel < channels; ++channel)
    fits.push_back(fit(Centred(found, channel, channels), Centred(wanted, channel, channels)));
  return fits;
}
