//===- UnitPruning.cpp - Operation units that do not matter ---------------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "UnitPruning.h"

#include "Decisions.h"
#include "OutputErrors.h"
#include "PricedChoice.h"

#include "mlir/IR/Remarks.h"
#include <cmath>

using namespace mlir;
using namespace mlir::acim;

/// Mean and variance over the sampled columns of what some rows of a group add to an output.
static std::pair<double, double> momentsOf(const PricedLayer &layer, int64_t group, int64_t output,
                                           ArrayRef<int32_t> rows) {
  const LayerMatrix &matrix = layer.matrix();
  auto weights = matrix.values.slice(output * matrix.rows, matrix.rows);
  double sum = 0, squares = 0;
  for (int64_t sample = 0; sample < layer.samples(); ++sample) {
    const int16_t *inputs = &layer.columns()[(sample * matrix.groups + group) * matrix.rows];
    int64_t added = 0;
    for (int32_t row : rows)
      added += weights[row] * inputs[row];
    sum += double(added);
    squares += double(added) * double(added);
  }
  const double mean = sum / double(layer.samples());
  return {mean, squares / double(layer.samples()) - mean * mean};
}

LogicalResult UnitPruning::add(WeightsOp weights, const PricedLayer &layer) {
  if (failed(verifyCalibrated(weights, layer)))
    return failure();
  FailureOr<MvmPlan> plan = placeOrError(weights, layer.matrix(), layerMappingOf(weights));
  if (failed(plan))
    return failure();
  FailureOr<std::vector<double>> importance = outputImportance(weights, layer);
  if (failed(importance))
    return failure();
  const LayerMatrix &matrix = layer.matrix();
  layers.push_back({weights, matrix.values.vec(), {matrix.bias.begin(), matrix.bias.end()}});
  for (const CrossbarBlock &block : plan->blocks)
    addUnits(block, layer, *importance);
  return success();
}

/// Digits of an output may lie in several blocks; the one that holds its lowest counts.
static bool holdsLowestDigit(const CrossbarBlock &block, int32_t output) {
  return llvm::any_of(block.columns, [&](const BlockColumn &column) {
    return column.output == output && std::abs(column.scale) == 1;
  });
}

void UnitPruning::addUnits(const CrossbarBlock &block, const PricedLayer &layer,
                           ArrayRef<double> importance) {
  size_t firstRow = 0;
  for (int32_t size : block.rowGroups) {
    auto rows = ArrayRef(block.rows).slice(firstRow, size);
    for (int32_t inGroup : outputsOf(block)) {
      if (!holdsLowestDigit(block, inGroup))
        continue;
      const int64_t output = block.group * layer.matrix().outputs + inGroup;
      const auto [mean, variance] = momentsOf(layer, block.group, output, rows);
      units.push_back({layers.size() - 1, output, rows.vec(), mean, importance[output] * variance});
      ++layers.back().units;
    }
    firstRow += size;
  }
}

void UnitPruning::empty(const Unit &unit) {
  Layer &layer = layers[unit.layer];
  const int64_t rows = layer.weights.getRows();
  for (int32_t row : unit.rows)
    layer.values[unit.output * rows + row] = 0;
  layer.bias[unit.output] += unit.mean;
  ++layer.emptied;
}

void UnitPruning::write(Layer &layer) {
  WeightsOp weights = layer.weights;
  SmallVector<int64_t> bias;
  for (double value : layer.bias)
    bias.push_back(std::llround(value));
  setMatrix(weights, layer.values, bias);
  remark::passed(weights.getLoc(), remark::RemarkOpts::name("Prune").category("acim-split"))
      << ("@" + weights.getSymName()).str() << remark::metric("emptied", layer.emptied)
      << remark::metric("of", layer.units);
}

void UnitPruning::keep(double share) {
  const auto emptied = size_t(std::llround((1 - share) * double(units.size())));
  auto keyOf = [](const Unit &unit) {
    return std::tuple(unit.loss, unit.layer, unit.output, unit.rows.front());
  };
  llvm::sort(units, [&](const Unit &a, const Unit &b) { return keyOf(a) < keyOf(b); });
  for (const Unit &unit : ArrayRef(units).take_front(emptied))
    empty(unit);
  for (Layer &layer : layers)
    write(layer);
}
