//===- StatisticsRecorder.cpp - Gathers statistics while a program runs ------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "acim/Calibration/StatisticsRecorder.h"

#include "mlir/IR/AsmState.h"
#include "mlir/IR/BuiltinAttributes.h"

using namespace mlir;
using namespace mlir::acim;

static unsigned elementBitsOf(LayerOp layer) {
  Type element = cast<ShapedType>(layer.getInput().getType()).getElementType();
  return element.getIntOrFloatBitWidth() <= 8 ? 8 : 16;
}

StatisticsRecorder::StatisticsRecorder(const ProgramExecutor &executor, int64_t inferences,
                                       int64_t samples) {
  for (const std::unique_ptr<PreparedLayer> &layer : executor.getLayers()) {
    LayerOp op = layer->op;
    InputsAttr planes = (*op.getBody().getOps<DriveOp>().begin()).getInputs();
    Recording fresh{planes, layer->plan.groups, layer->plan.rows, 0, elementBitsOf(op)};
    auto [entry, isNew] = recordings.try_emplace(op.getNameAttr(), std::move(fresh));
    Recording &recording = entry->second;
    uses.push_back({size_t(entry - recordings.begin()), recording.positions,
                    layer->window.positions(),
                    std::vector<ChannelMoments>(layer->plan.groups * layer->plan.outputs)});
    recording.positions += inferences * layer->window.positions();
  }
  for (auto &[name, recording] : recordings)
    recording.sample.emplace(recording.positions, samples, recording.groups * recording.rows,
                             recording.elementBits);
}

void StatisticsRecorder::observeColumns(size_t layer, int64_t inference, int64_t first,
                                        ArrayRef<int16_t> columns) {
  const Use &use = uses[layer];
  Recording &recording = (recordings.begin() + use.recording)->second;
  recording.sample->take(use.firstPosition + inference * use.positions + first, columns);
}

void StatisticsRecorder::observeAccumulators(size_t layer, int64_t, int64_t,
                                             MutableArrayRef<int64_t> accumulators) {
  std::vector<ChannelMoments> &moments = uses[layer].moments;
  std::vector<ChannelMoments> ofTile(moments.size());
  for (size_t k = 0; k < accumulators.size(); k += ofTile.size())
    for (auto [channel, value] : llvm::zip_equal(ofTile, accumulators.slice(k, ofTile.size())))
      channel.add(value);
  std::lock_guard<std::mutex> lock(mutex);
  for (auto [total, part] : llvm::zip_equal(moments, ofTile))
    total.add(part);
}

/// A constant that lies in the module as a resource.
template <typename Attr, typename T>
static ElementsAttr resourceOf(StringAttr name, StringRef what, ArrayRef<int64_t> shape,
                               ArrayRef<T> values) {
  Type element = IntegerType::get(name.getContext(), 8 * sizeof(T));
  if (std::is_same_v<T, double>)
    element = Float64Type::get(name.getContext());
  auto type = RankedTensorType::get(shape, element);
  DenseResourceElementsAttr resource = Attr::get(
      type, (name.getValue() + what).str(), HeapAsmResourceBlob::allocateAndCopyInferAlign(values));
  return resource;
}

StatisticsAttr StatisticsRecorder::statisticsOf(StringAttr name, const Recording &recording,
                                                const Totals &totals,
                                                ArrayRef<double> sensitivity) const {
  int64_t groups = recording.groups, rows = recording.rows;
  ArrayRef<int64_t> activity = totals.counts.activeRows;
  int64_t planes = activity.size() / (groups * rows);
  ElementsAttr driven =
      resourceOf<DenseI64ResourceElementsAttr>(name, "_activity", {groups, planes, rows}, activity);
  int64_t shape[] = {recording.sample->size(), groups, rows};
  ArrayRef<int16_t> kept = recording.sample->columns();
  ElementsAttr columns;
  if (recording.elementBits == 8) {
    std::vector<int8_t> narrow(kept.begin(), kept.end());
    columns = resourceOf<DenseI8ResourceElementsAttr>(name, "_columns", shape, ArrayRef(narrow));
  } else {
    columns = resourceOf<DenseI16ResourceElementsAttr>(name, "_columns", shape, kept);
  }
  std::vector<double> moments;
  for (const ChannelMoments &channel : totals.moments)
    llvm::append_values(moments, channel.mean(), channel.variance());
  int64_t outputs = totals.moments.size() / groups;
  ElementsAttr described = resourceOf<DenseF64ResourceElementsAttr>(
      name, "_outputs", {groups, outputs, 2}, ArrayRef(moments));
  ElementsAttr measured;
  if (!sensitivity.empty())
    measured = resourceOf<DenseF64ResourceElementsAttr>(name, "_sensitivity", {groups, outputs},
                                                        sensitivity);
  return StatisticsAttr::get(name.getContext(), recording.positions, recording.planes, driven,
                             columns, described, measured);
}

llvm::MapVector<StringAttr, StatisticsAttr>
StatisticsRecorder::statistics(ArrayRef<MvmCounts> counts,
                               const ChannelSensitivities &sensitivities) const {
  std::vector<Totals> ofWeights(recordings.size());
  for (auto [use, ofLayer] : llvm::zip_equal(uses, counts)) {
    Totals &totals = ofWeights[use.recording];
    totals.counts.add(ofLayer);
    totals.moments.resize(use.moments.size());
    for (auto [total, part] : llvm::zip_equal(totals.moments, use.moments))
      total.add(part);
  }
  llvm::MapVector<StringAttr, StatisticsAttr> result;
  for (auto [entry, totals] : llvm::zip_equal(recordings, ofWeights)) {
    auto sensitivity = sensitivities.find(entry.first);
    result[entry.first] = statisticsOf(
        entry.first, entry.second, totals,
        sensitivity == sensitivities.end() ? ArrayRef<double>() : ArrayRef(sensitivity->second));
  }
  return result;
}
