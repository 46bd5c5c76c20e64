//===- OrderRows.cpp - Puts rows of like activity together ------------------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "PricedChoice.h"
#include "RowOrders.h"

#include "acim/Dialect/Acim/Transforms/Passes.h"

namespace mlir::acim {
#define GEN_PASS_DEF_ORDERROWSPASS
#include "acim/Dialect/Acim/Transforms/Passes.h.inc"
} // namespace mlir::acim

using namespace mlir;
using namespace mlir::acim;

static LogicalResult order(WeightsOp weights, const PricedLayer &layer, const HardwareModel &) {
  LayerMapping mapping = layerMappingOf(weights);
  mapping.rowOrder = {};
  PricedChoice choice(weights, "OrderRows");
  choice.consider("as they are", layer.price(mapping));
  weights.removeRowOrderAttr();
  // The rows of a layer that one row group holds are driven together whatever their order.
  if (weights.getRows() <= std::min(mapping.maxActiveRows, mapping.arrayRows))
    return choice.report();
  for (const RowOrder &candidate : candidateRowOrders(layer, mapping.input)) {
    mapping.rowOrder = candidate.rows;
    if (choice.consider("by " + candidate.key, layer.price(mapping)))
      weights.setRowOrder(candidate.rows);
  }
  return choice.report();
}

namespace {

struct OrderRowsPass : public acim::impl::OrderRowsPassBase<OrderRowsPass> {
  using Base::Base;

  void runOnOperation() override {
    if (failed(forEachPricedLayer(getOperation(), order)))
      signalPassFailure();
  }
};

} // namespace
