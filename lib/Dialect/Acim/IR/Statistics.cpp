//===- Statistics.cpp - Reads what calibration saw -----------------------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "acim/Dialect/Acim/IR/Statistics.h"

#include "acim/Dialect/Acim/IR/Integers.h"

using namespace mlir;
using namespace mlir::acim;

FailureOr<std::optional<LayerStatistics>> acim::statisticsOf(WeightsOp weights) {
  std::optional<StatisticsAttr> attr = weights.getStatistics();
  if (!attr)
    return std::optional<LayerStatistics>();
  FailureOr<std::vector<int64_t>> activity = integersOf(attr->getActivity()),
                                  columns = integersOf(attr->getColumns());
  if (failed(activity) || failed(columns))
    return weights.emitOpError() << "expected statistics whose values are present; print the "
                                    "module without eliding them or calibrate it again";
  LayerStatistics statistics;
  statistics.positions = attr->getPositions();
  statistics.samples = attr->getColumns().getShapedType().getDimSize(0);
  statistics.planes = attr->getPlanes();
  statistics.activity = std::move(*activity);
  statistics.columns.assign(columns->begin(), columns->end());
  return std::optional(std::move(statistics));
}
