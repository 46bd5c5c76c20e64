//===- Explanation.cpp - Which losses come from what ----------------------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "acim/Interpreter/Explanation.h"

#include "acim/Interpreter/Accuracy.h"
#include "acim/Interpreter/LayerLosses.h"
#include "acim/Translate/ErrorCollector.h"
#include <cmath>
#include <deque>

using namespace mlir;
using namespace mlir::acim;

namespace {

using Causes = SmallVector<LossCause>;

/// Samples the columns of every layer.
class ColumnRecorder : public LayerObserver {
public:
  ColumnRecorder(const ProgramExecutor &executor, int64_t inferences) {
    constexpr int64_t mostColumns = 1024;
    for (const std::unique_ptr<PreparedLayer> &layer : executor.getLayers()) {
      positions.push_back(layer->window.positions());
      samples.emplace_back(inferences * positions.back(), mostColumns,
                           layer->plan.groups * layer->plan.rows, /*bits=*/16);
    }
  }

  void observeColumns(size_t layer, int64_t inference, int64_t first,
                      ArrayRef<int16_t> columns) override {
    samples[layer].take(inference * positions[layer] + first, columns);
  }

  const ColumnSample &sampleOf(size_t layer) const { return samples[layer]; }

private:
  std::vector<int64_t> positions; ///< of each layer, in one inference
  std::vector<ColumnSample> samples;
};

/// Gives the channels of every layer another gain and offset.
class GainCorrection : public LayerObserver {
public:
  explicit GainCorrection(std::vector<std::vector<ChannelFit>> fits) : fits(std::move(fits)) {}

  void observeAccumulators(size_t layer, int64_t, int64_t,
                           MutableArrayRef<int64_t> accumulators) override {
    ArrayRef<ChannelFit> channels = fits[layer];
    for (auto [index, value] : llvm::enumerate(accumulators)) {
      const ChannelFit &fit = channels[index % channels.size()];
      value = std::llround(fit.gain * double(value) + fit.offset);
    }
  }

private:
  std::vector<std::vector<ChannelFit>> fits; ///< by layer and channel
};

/// The program without some of its causes.
struct Variant {
  Causes removed, left;
  std::unique_ptr<ProgramExecutor> executor{};
  std::unique_ptr<GainCorrection> correction{};
};

} // namespace

//===----------------------------------------------------------------------===//
// Layers
//===----------------------------------------------------------------------===//

/// Histograms look at one conversion after the other, and at fewer positions therefore.
static std::vector<Readings> readingsOf(const MvmPlan &plan, const ColumnSample &sample) {
  constexpr int64_t mostPositions = 64;
  PositionSample chosen(sample.size(), mostPositions);
  std::vector<int16_t> columns;
  for (int64_t k = 0; k < chosen.size(); ++k)
    llvm::append_range(columns, sample.columns().slice(chosen.at(k) * plan.groups * plan.rows,
                                                       plan.groups * plan.rows));
  return countReadings(plan, columns, chosen.size());
}

static ExplainedLayer explainLayer(const LayerLosses &losses, const MvmPlan &plan,
                                   const ColumnSample &sample) {
  ExplainedLayer layer;
  layer.positions = sample.size();
  layer.nmse = losses.total();
  layer.causes.emplace_back("requantization", losses.ofRequantization());
  for (LossCause cause : lossCauses)
    layer.causes.emplace_back(stringifyLossCause(cause).str(), losses.ofCause(cause));
  layer.readings = readingsOf(plan, sample);
  return layer;
}

static bool isRequantized(const Explanation &explanation) {
  return llvm::any_of(explanation.layers, [](const ExplainedLayer &layer) {
    return layer.causes.front().second.value_or(0) > 0;
  });
}

//===----------------------------------------------------------------------===//
// Whole runs
//===----------------------------------------------------------------------===//

static Causes causesOf(const ProgramExecutor &executor) {
  return llvm::to_vector(llvm::make_filter_range(lossCauses, [&](LossCause cause) {
    return llvm::any_of(executor.getLayers(), [&](const std::unique_ptr<PreparedLayer> &layer) {
      return hasLossCause(layer->plan, cause);
    });
  }));
}

/// With all of the causes, without each of them, and without all of them.
static std::vector<Variant> variantsOf(ArrayRef<LossCause> causes) {
  std::vector<Variant> variants;
  variants.push_back({{}, Causes(causes)});
  for (LossCause cause : causes) {
    Causes left = llvm::to_vector(
        llvm::make_filter_range(causes, [&](LossCause other) { return other != cause; }));
    variants.push_back({{cause}, std::move(left)});
  }
  if (causes.size() > 1)
    variants.push_back({Causes(causes), {}});
  return variants;
}

/// Gains and offsets behind a layer make up for its causes as far as they can, and would be wrong
/// without these: they are fitted again.
static llvm::Error prepare(Variant &variant, ProgramOp program, ArrayRef<LayerLosses> losses) {
  ErrorCollector errors(program.getContext());
  auto executor = ProgramExecutor::create(program, EngineKind::Auto, [&](MvmPlan plan) {
    for (LossCause cause : variant.removed)
      plan = withoutLossCause(std::move(plan), cause);
    return plan;
  });
  if (failed(executor))
    return llvm::createStringError(errors.getText());
  variant.executor = std::move(*executor);
  std::vector<std::vector<ChannelFit>> fits;
  for (const LayerLosses &ofLayer : losses)
    fits.push_back(ofLayer.fitWithout(variant.removed));
  variant.correction = std::make_unique<GainCorrection>(std::move(fits));
  return llvm::Error::success();
}

static ExplainedRun describeRun(const ReferenceComparison &comparison, bool isRequantized,
                                ArrayRef<LossCause> causes, ArrayRef<int64_t> labels) {
  ExplainedRun run;
  if (isRequantized)
    run.causes.push_back("requantization");
  for (LossCause cause : causes)
    run.causes.push_back(stringifyLossCause(cause).str());
  run.agreement = comparison.report.agreement;
  run.logitNmse = comparison.report.logitNmse;
  if (!labels.empty())
    run.top1 = countCorrect(comparison.batch.outputs.front(), labels, /*k=*/1).top1;
  return run;
}

//===----------------------------------------------------------------------===//
// Explanation
//===----------------------------------------------------------------------===//

llvm::Expected<ReferenceComparison> acim::explainLosses(ProgramOp program,
                                                        const ProgramExecutor &executor,
                                                        const ProgramExecutor &reference,
                                                        const BoundInputs &inputs,
                                                        ArrayRef<int64_t> labels, unsigned threads,
                                                        std::function<void(int64_t)> progress) {
  ColumnRecorder recorder(executor, inputs.inferences);
  auto compared = compareWithReference(BatchProgram{&executor, &recorder}, reference, inputs,
                                       labels, threads, progress);
  if (!compared)
    return compared.takeError();
  ReferenceComparison result = std::move(compared->front());
  Explanation &explanation = result.report.explanation.emplace();
  std::vector<LayerLosses> losses;
  for (const auto &[index, layers] :
       llvm::enumerate(llvm::zip_equal(executor.getLayers(), reference.getLayers()))) {
    const auto &[layer, ofReference] = layers;
    const ColumnSample &sample = recorder.sampleOf(index);
    losses.emplace_back(*layer, *ofReference, sample);
    explanation.layers.push_back(explainLayer(losses.back(), layer->plan, sample));
  }
  Causes causes = causesOf(executor);
  bool requantized = isRequantized(explanation);
  explanation.runs.push_back(describeRun(result, requantized, causes, labels));
  if (causes.empty() && !requantized)
    return result;
  std::vector<Variant> variants = variantsOf(causes);
  SmallVector<BatchProgram> programs;
  for (Variant &variant : variants) {
    if (llvm::Error error = prepare(variant, program, losses))
      return std::move(error);
    programs.push_back({variant.executor.get(), variant.correction.get()});
  }
  auto runs = compareWithReference(programs, reference, inputs, labels, threads,
                                   [&](int64_t done) { progress(inputs.inferences + done); });
  if (!runs)
    return runs.takeError();
  for (const auto &[run, variant] : llvm::zip_equal(*runs, variants)) {
    explanation.runs.push_back(describeRun(run, requantized, variant.left, labels));
    explanation.runs.back().isRefitted = true;
  }
  return result;
}
