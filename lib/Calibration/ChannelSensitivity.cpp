//===- ChannelSensitivity.cpp - What errors of a channel do to the logits ----===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "acim/Calibration/ChannelSensitivity.h"

#include "acim/Interpreter/RescaleFactors.h"
#include "llvm/Support/FormatVariadic.h"
#include "llvm/Support/ThreadPool.h"
#include <atomic>
#include <cmath>
#include <mutex>

using namespace mlir;
using namespace mlir::acim;

//===----------------------------------------------------------------------===//
// Perturbations
//===----------------------------------------------------------------------===//

/// splitmix64: nearby numbers give unrelated ones.
static uint64_t mix(uint64_t number) {
  number += 0x9E3779B97F4A7C15;
  number = (number ^ number >> 30) * 0xBF58476D1CE4E5B9;
  number = (number ^ number >> 27) * 0x94D049BB133111EB;
  return number ^ number >> 31;
}

namespace {

/// The layers of one acim.weights, and how its channels are perturbed.
struct Target {
  StringAttr name;
  SmallVector<size_t> layers{};
  std::vector<int64_t> amplitudes{}; ///< groups x outputs
  std::vector<size_t> steps{};       ///< from the layers to the logits
};

/// Adds plus or minus `amplitude` to the accumulators of a channel. The sign follows from the place
/// alone.
class Perturbation : public LayerObserver {
public:
  Perturbation(const Target &target, size_t channel, uint64_t seed)
      : target(target), channel(channel), seed(seed) {}

  void observeAccumulators(size_t layer, int64_t inference, int64_t first,
                           MutableArrayRef<int64_t> accumulators) override {
    if (!llvm::is_contained(target.layers, layer))
      return;
    size_t channels = target.amplitudes.size();
    int64_t amplitude = target.amplitudes[channel];
    uint64_t place = mix(mix(mix(mix(seed) + layer) + channel) + inference) + first;
    for (size_t k = channel; k < accumulators.size(); k += channels, ++place)
      accumulators[k] += mix(place) & 1 ? amplitude : -amplitude;
  }

private:
  const Target &target;
  size_t channel;
  uint64_t seed;
};

//===----------------------------------------------------------------------===//
// Measurement
//===----------------------------------------------------------------------===//

class Measurement {
public:
  Measurement(const ProgramExecutor &executor, const BoundInputs &inputs,
              const StatisticsRecorder &recorder, const SensitivityOptions &options, bool progress)
      : executor(executor), inputs(inputs), options(options), last(executor.getLayers().size() - 1),
        sample(inputs.inferences, options.inferences) {
    findTargets(recorder);
    weighLogits(recorder.momentsOf(last));
    effects.assign(sample.size(), std::vector<double>(numChannels()));
    report = progressPrinter(progress, sample.size() * numReaching);
  }

  double energyOfLogits() const { return logitEnergy; }

  llvm::Error run();

  ChannelSensitivities result() const;

private:
  void findTargets(const StatisticsRecorder &recorder);
  void weighLogits(ArrayRef<ChannelMoments> moments);

  size_t numChannels() const { return offsets.back(); }
  void work();
  llvm::Error perturb(int64_t k, size_t part, ExecutionState &state);
  double distance(const Tensor &logits, const Tensor &changed) const;

  const ProgramExecutor &executor;
  const BoundInputs &inputs;
  const SensitivityOptions &options;
  size_t last; ///< the layer whose accumulators are the logits
  PositionSample sample;
  std::vector<Target> targets;
  std::vector<size_t> offsets;      ///< where the channels of each target begin
  int64_t numReaching = 0;          ///< channels that reach the logits
  std::vector<double> logitWeights; ///< square of each logit's factor
  double logitEnergy = 0;           ///< mean of |logits - mean|^2

  /// Tasks: inferences by parts of their channels.
  size_t parts = 1;
  std::atomic<size_t> nextTask{0};
  std::vector<std::vector<double>> effects; ///< sampled inferences x channels: of variance 1
  std::mutex mutex;
  int64_t done = 0;
  std::function<void(int64_t)> report;
  llvm::Error error = llvm::Error::success();
};

} // namespace

void Measurement::findTargets(const StatisticsRecorder &recorder) {
  llvm::MapVector<StringAttr, Target> byName;
  for (auto [index, layer] : llvm::enumerate(executor.getLayers())) {
    StringAttr name = layer->op.getNameAttr();
    Target &target = byName.try_emplace(name, Target{name}).first->second;
    target.layers.push_back(index);
    // Half a step would be lost or doubled by rounding.
    std::vector<double> factors = rescaleFactorsOf(*layer);
    ArrayRef<ChannelMoments> moments = recorder.momentsOf(index);
    target.amplitudes.resize(moments.size(), 1);
    for (auto [channel, amplitude] : llvm::enumerate(target.amplitudes)) {
      double wanted = options.amplitude * std::sqrt(moments[channel].variance());
      if (!factors.empty() && factors[channel] > 0)
        wanted = std::max(wanted, 1 / factors[channel]);
      amplitude = std::max<int64_t>(amplitude, std::llround(wanted));
    }
  }
  offsets.push_back(0);
  for (auto &[name, target] : byName) {
    target.steps = executor.stepsBetween(target.layers, last);
    offsets.push_back(offsets.back() + target.amplitudes.size());
    numReaching += target.steps.empty() ? 0 : target.amplitudes.size();
    targets.push_back(std::move(target));
  }
}

void Measurement::weighLogits(ArrayRef<ChannelMoments> moments) {
  std::vector<double> factors = channelFactorsOf(*executor.getLayers()[last]);
  for (auto [factor, channel] : llvm::zip_equal(factors, moments)) {
    logitWeights.push_back(factor * factor);
    logitEnergy += factor * factor * channel.variance();
  }
}

template <typename T>
static double weightedDistance(ArrayRef<T> a, ArrayRef<T> b, ArrayRef<double> weights) {
  double sum = 0;
  for (size_t first = 0; first < a.size(); first += weights.size())
    for (auto [k, weight] : llvm::enumerate(weights)) {
      double difference = double(b[first + k]) - double(a[first + k]);
      sum += weight * difference * difference;
    }
  return sum * weights.size() / a.size();
}

/// Mean over positions.
double Measurement::distance(const Tensor &logits, const Tensor &changed) const {
  if (storageBytes(logits.kind()) == 4)
    return weightedDistance(logits.data<int32_t>(), changed.data<int32_t>(), logitWeights);
  return weightedDistance(logits.data<int64_t>(), changed.data<int64_t>(), logitWeights);
}

/// Perturbs every channel of one part, one after the other, on one inference.
llvm::Error Measurement::perturb(int64_t k, size_t part, ExecutionState &state) {
  state.observer = nullptr;
  state.inference = sample.at(k);
  auto whole =
      executor.run(inputs.inference(sample.at(k), executor.getType()), state, /*threads=*/1);
  if (!whole)
    return whole.takeError();
  unsigned logitValue = executor.getLayers()[last]->output;
  const Tensor logits = state.values[logitValue];
  for (auto [target, offset] : llvm::zip(targets, offsets)) {
    if (target.steps.empty())
      continue;
    for (size_t channel = part; channel < target.amplitudes.size(); channel += parts) {
      Perturbation perturbation(target, channel, options.seed);
      state.observer = &perturbation;
      if (llvm::Error failed = executor.rerun(target.steps, state))
        return failed;
      double size = double(target.amplitudes[channel]);
      effects[k][offset + channel] = distance(logits, state.values[logitValue]) / (size * size);
      std::lock_guard<std::mutex> lock(mutex);
      report(++done);
    }
    // Later targets find the values that the inference has without perturbations.
    state.observer = nullptr;
    if (llvm::Error failed = executor.rerun(target.steps, state))
      return failed;
  }
  return llvm::Error::success();
}

void Measurement::work() {
  ExecutionState state = executor.makeState();
  size_t tasks = sample.size() * parts;
  for (size_t task = nextTask++; task < tasks; task = nextTask++)
    if (llvm::Error failed = perturb(task / parts, task % parts, state)) {
      std::lock_guard<std::mutex> lock(mutex);
      error = llvm::joinErrors(std::move(error), std::move(failed));
      nextTask = tasks;
      return;
    }
}

llvm::Error Measurement::run() {
  parts = llvm::divideCeil(options.threads, sample.size());
  {
    llvm::DefaultThreadPool pool(llvm::heavyweight_hardware_concurrency(options.threads));
    for (unsigned thread = 0; thread < options.threads; ++thread)
      pool.async([this] { work(); });
    pool.wait();
  }
  return std::move(error);
}

ChannelSensitivities Measurement::result() const {
  ChannelSensitivities result;
  for (auto [target, offset] : llvm::zip(targets, offsets)) {
    std::vector<double> &sensitivity = result[target.name];
    sensitivity.resize(target.amplitudes.size());
    for (const std::vector<double> &ofInference : effects)
      for (auto [channel, value] : llvm::enumerate(sensitivity))
        value += ofInference[offset + channel];
    for (double &value : sensitivity)
      value /= double(sample.size()) * logitEnergy;
  }
  return result;
}

llvm::Expected<ChannelSensitivities> acim::measureSensitivities(const ProgramExecutor &executor,
                                                                const BoundInputs &inputs,
                                                                const StatisticsRecorder &recorder,
                                                                const SensitivityOptions &options,
                                                                bool progress) {
  if (executor.getLayers().empty())
    return ChannelSensitivities();
  Measurement measurement(executor, inputs, recorder, options, progress);
  if (!(measurement.energyOfLogits() > 0))
    return llvm::createStringError(llvm::formatv(
        "sensitivity: expected inputs whose logits differ, found {0} with the same; give more "
        "inputs",
        inputs.inferences));
  if (llvm::Error error = measurement.run())
    return std::move(error);
  return measurement.result();
}
