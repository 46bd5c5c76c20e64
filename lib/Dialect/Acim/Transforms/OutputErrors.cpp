//===- OutputErrors.cpp - What errors of outputs cost, and their cure --===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "OutputErrors.h"
#include "Decisions.h"

#include "acim/Dialect/Acim/IR/Codes.h"
#include "acim/Dialect/Acim/IR/Statistics.h"
#include "mlir/IR/Remarks.h"
#include <cmath>

using namespace mlir;
using namespace mlir::acim;

/// Of all outputs together, over the sampled columns.
static double sampledVariance(const PricedLayer &layer) {
  const LayerMatrix &matrix = layer.matrix();
  const int64_t samples = layer.samples();
  double variance = 0;
  for (int64_t o = 0; o < matrix.groups * matrix.outputs; ++o) {
    const int64_t group = o / matrix.outputs;
    double sum = 0, squares = 0;
    for (int64_t s = 0; s < samples; ++s) {
      double output = 0;
      for (int64_t j = 0; j < matrix.rows; ++j)
        output += double(matrix.values[o * matrix.rows + j]) *
                  double(layer.columns()[(s * matrix.groups + group) * matrix.rows + j]);
      sum += output;
      squares += output * output;
    }
    variance += (squares - sum * sum / double(samples)) / double(samples);
  }
  return variance;
}

/// Channels that the few inferences of the measurement did not use are not free: what they count
/// for is at least a share of the mean channel, each in its own standard deviations.
static void raiseLeast(const LayerStatistics &statistics, std::vector<double> &sensitivity) {
  constexpr double leastShare = 1.0 / 16;
  double mean = 0;
  for (auto [value, variance] : llvm::zip(sensitivity, statistics.outputVariances))
    mean += value * variance / double(sensitivity.size());
  for (auto [value, variance] : llvm::zip(sensitivity, statistics.outputVariances))
    if (variance > 0)
      value = std::max(value, leastShare * mean / variance);
}

FailureOr<std::vector<double>> acim::outputImportance(WeightsOp weights, const PricedLayer &layer) {
  FailureOr<std::optional<LayerStatistics>> statistics = statisticsOf(weights);
  if (failed(statistics))
    return failure();
  if (*statistics && !(*statistics)->sensitivity.empty()) {
    std::vector<double> sensitivity = (*statistics)->sensitivity;
    raiseLeast(**statistics, sensitivity);
    return sensitivity;
  }
  const double variance = sampledVariance(layer);
  return std::vector<double>(layer.matrix().groups * layer.matrix().outputs,
                             variance > 0 ? 1 / variance : 0);
}

bool acim::isSplit(WeightsOp weights) {
  if (!weights.getSplit())
    return false;
  remark::missed(weights.getLoc(), remark::RemarkOpts::name("Split").category("acim-split"))
      << ("@" + weights.getSymName() + " is left alone: it is in two precisions").str();
  return true;
}

LogicalResult acim::compensateOutputs(WeightsOp weights, FailureOr<OutputScaling> &scaling,
                                      const PricedLayer &layer, ArrayRef<AffineFit> fits) {
  const LayerMatrix &matrix = layer.matrix();
  SmallVector<int64_t> bias;
  SmallVector<double> gains;
  const std::vector<int64_t> initial = initialValues(matrix, weights.getInputs()->getOffset());
  for (auto [o, fit] : llvm::enumerate(fits)) {
    const double start = (double(initial[o]) + fit.offset) / fit.gain;
    bias.push_back(std::llround(start) + matrix.bias[o] - initial[o]);
    gains.push_back(fit.gain);
  }
  setBias(weights, bias);
  if (succeeded(scaling) && failed(scaling->multiply(gains)))
    return failure();
  return rescaleStatistics(weights, gains);
}
