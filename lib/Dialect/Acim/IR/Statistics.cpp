//===- Statistics.cpp - Reads what calibration saw -----------------------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "acim/Dialect/Acim/IR/Statistics.h"

#include "acim/Dialect/Acim/IR/Integers.h"

#include <cmath>

using namespace mlir;
using namespace mlir::acim;

/// Mean and variance lie next to each other.
static LogicalResult readChannels(StatisticsAttr attr, LayerStatistics &statistics) {
  if (ElementsAttr outputs = attr.getOutputs()) {
    FailureOr<std::vector<double>> moments = doublesOf(outputs);
    if (failed(moments))
      return failure();
    for (size_t k = 0; k < moments->size(); k += 2) {
      statistics.outputMeans.push_back((*moments)[k]);
      statistics.outputVariances.push_back((*moments)[k + 1]);
    }
  }
  if (ElementsAttr sensitivity = attr.getSensitivity()) {
    FailureOr<std::vector<double>> values = doublesOf(sensitivity);
    if (failed(values))
      return failure();
    statistics.sensitivity = std::move(*values);
  }
  return success();
}

/// Of squares: neither negative nor NaN.
static bool areSquares(ArrayRef<double> values) {
  return llvm::all_of(values, [](double value) { return value >= 0 && std::isfinite(value); });
}

FailureOr<std::optional<LayerStatistics>> acim::statisticsOf(WeightsOp weights) {
  std::optional<StatisticsAttr> attr = weights.getStatistics();
  if (!attr)
    return std::optional<LayerStatistics>();
  FailureOr<std::vector<int64_t>> activity = integersOf(attr->getActivity()),
                                  columns = integersOf(attr->getColumns());
  LayerStatistics statistics;
  if (failed(activity) || failed(columns) || failed(readChannels(*attr, statistics)))
    return weights.emitOpError() << "expected statistics whose values are present; print the "
                                    "module without eliding them or calibrate it again";
  if (!areSquares(statistics.outputVariances) || !areSquares(statistics.sensitivity))
    return weights.emitOpError() << "expected variances of outputs and sensitivities that are "
                                    "finite and not negative; calibrate the model again";
  statistics.positions = attr->getPositions();
  statistics.samples = attr->getColumns().getShapedType().getDimSize(0);
  statistics.planes = attr->getPlanes();
  statistics.activity = std::move(*activity);
  statistics.columns.assign(columns->begin(), columns->end());
  return std::optional(std::move(statistics));
}

LogicalResult acim::rescaleStatistics(WeightsOp weights, ArrayRef<double> gains) {
  FailureOr<std::optional<LayerStatistics>> statistics = statisticsOf(weights);
  if (failed(statistics) || !*statistics)
    return failure(failed(statistics));
  StatisticsAttr attr = *weights.getStatistics();
  SmallVector<double> outputs, sensitivity;
  for (auto [c, mean] : llvm::enumerate((*statistics)->outputMeans))
    outputs.append({mean / gains[c], (*statistics)->outputVariances[c] / (gains[c] * gains[c])});
  for (auto [c, value] : llvm::enumerate((*statistics)->sensitivity))
    sensitivity.push_back(value * gains[c] * gains[c]);
  auto like = [](ElementsAttr old, ArrayRef<double> values) {
    return old ? ElementsAttr(DenseElementsAttr::get(old.getShapedType(), values)) : old;
  };
  weights.setStatisticsAttr(StatisticsAttr::get(weights.getContext(), attr.getPositions(),
                                                attr.getPlanes(), attr.getActivity(),
                                                attr.getColumns(), like(attr.getOutputs(), outputs),
                                                like(attr.getSensitivity(), sensitivity)));
  return success();
}
