//===- ReferenceErrors.cpp - What a program does to accumulators ----------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "acim/Interpreter/ReferenceErrors.h"

#include "acim/Interpreter/RescaleFactors.h"
#include <cmath>

using namespace mlir;
using namespace mlir::acim;

ReferenceErrors::ReferenceErrors(const ProgramExecutor &program, const ProgramExecutor &reference,
                                 int64_t inferences) {
  for (const auto &[layer, ofReference] :
       llvm::zip_equal(program.getLayers(), reference.getLayers())) {
    std::vector<double> factors = channelFactorsOf(*ofReference);
    std::vector<ChannelMoments> moments(factors.size());
    layers.push_back({layer->output, ofReference->output, channelFactorsOf(*layer),
                      std::move(factors), std::move(moments), std::vector<double>(inferences)});
  }
}

static std::vector<int64_t> widened(const Tensor &accumulators) {
  if (storageBytes(accumulators.kind()) == 4)
    return {accumulators.data<int32_t>().begin(), accumulators.data<int32_t>().end()};
  return accumulators.data<int64_t>().vec();
}

/// Equal accumulators of equal factors have no error, however products are rounded.
static double sumOfSquares(ArrayRef<int64_t> values, ArrayRef<double> factors,
                           ArrayRef<int64_t> reference, ArrayRef<double> referenceFactors) {
  double sum = 0;
  for (size_t first = 0; first < values.size(); first += factors.size())
    for (size_t channel = 0; channel < factors.size(); ++channel) {
      double factor = factors[channel], difference = factor - referenceFactors[channel];
      int64_t value = values[first + channel], expected = reference[first + channel];
      double error = factor * double(value - expected) + difference * double(expected);
      sum += error * error;
    }
  return sum;
}

void ReferenceErrors::add(const ExecutionState &program, const ExecutionState &reference) {
  for (Layer &layer : layers) {
    std::vector<int64_t> values = widened(program.values[layer.programValue]),
                         expected = widened(reference.values[layer.referenceValue]);
    layer.errors[program.inference] =
        sumOfSquares(values, layer.programFactors, expected, layer.referenceFactors);
    std::vector<ChannelMoments> moments(layer.moments.size());
    for (auto [index, value] : llvm::enumerate(expected))
      moments[index % moments.size()].add(value);
    std::lock_guard<std::mutex> lock(mutex);
    for (auto [total, part] : llvm::zip_equal(layer.moments, moments))
      total.add(part);
  }
}

std::optional<double> ReferenceErrors::nmse(size_t index) const {
  const Layer &layer = layers[index];
  double energy = 0, error = 0;
  for (auto [factor, channel] : llvm::zip_equal(layer.referenceFactors, layer.moments))
    energy += factor * factor * channel.variance();
  for (double ofInference : layer.errors)
    error += ofInference;
  if (!(energy > 0))
    return std::nullopt;
  return error / double(layer.moments.front().size()) / energy;
}

std::optional<double> acim::decibelsOf(std::optional<double> nmse) {
  if (!nmse || *nmse == 0)
    return std::nullopt;
  return -10 * std::log10(*nmse);
}
