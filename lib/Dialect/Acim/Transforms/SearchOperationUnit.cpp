//===- SearchOperationUnit.cpp - Which rows are driven together -------------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Decisions.h"
#include "PricedChoice.h"
#include "RowOrders.h"

#include "acim/Dialect/Acim/Transforms/Passes.h"

namespace mlir::acim {
#define GEN_PASS_DEF_SEARCHOPERATIONUNITPASS
#include "acim/Dialect/Acim/Transforms/Passes.h.inc"
} // namespace mlir::acim

using namespace mlir;
using namespace mlir::acim;

/// `largest` and its halves down to `least`.
static SmallVector<int64_t> halvesOf(int64_t largest, int64_t least) {
  SmallVector<int64_t> sizes{largest};
  while (sizes.back() / 2 >= least)
    sizes.push_back(sizes.back() / 2);
  return sizes;
}

namespace {

struct SearchOperationUnitPass
    : public acim::impl::SearchOperationUnitPassBase<SearchOperationUnitPass> {
  using Base::Base;

  void runOnOperation() override {
    auto search = [&](WeightsOp weights, const PricedLayer &layer, const HardwareModel &hardware) {
      return this->search(weights, layer, hardware.array);
    };
    if (failed(forEachPricedLayer(getOperation(), search)))
      signalPassFailure();
  }

  LogicalResult search(WeightsOp weights, const PricedLayer &layer, const ArrayModel &array) {
    if (maxRows < 0 || maxRows > array.maxActiveRows)
      return getOperation().emitError()
             << "max-rows must be between 1 and the hardware's " << array.maxActiveRows
             << " (0 takes the latter), found " << int64_t(maxRows);
    constexpr int64_t leastRows = 8, leastColumns = 32;
    PricedChoice choice(weights, "SearchOperationUnit");
    for (int64_t rows : halvesOf(maxRows ? maxRows : array.maxActiveRows, leastRows))
      for (int64_t columns : halvesOf(array.maxActiveColumns, leastColumns))
        consider(weights, layer, rows, columns, choice);
    return choice.report();
  }

  /// The unit with the rows as they are, and with the order that suits it best.
  void consider(WeightsOp weights, const PricedLayer &layer, int64_t rows, int64_t columns,
                PricedChoice &choice) {
    LayerMapping mapping = layerMappingOf(weights);
    mapping.maxActiveRows = rows;
    mapping.maxActiveColumns = columns;
    mapping.planesPerDrive.clear();
    mapping.rowOrder = {};
    std::string name = (Twine(rows) + " x " + Twine(columns)).str();
    if (choice.consider(name, layer.price(mapping)))
      take(weights, rows, columns, {});
    if (weights.getRows() <= std::min(rows, mapping.arrayRows))
      return;
    for (const RowOrder &order : candidateRowOrders(layer, mapping.input)) {
      mapping.rowOrder = order.rows;
      if (choice.consider(name + " by " + order.key, layer.price(mapping)))
        take(weights, rows, columns, order.rows);
    }
  }

  void take(WeightsOp weights, int64_t rows, int64_t columns, ArrayRef<int32_t> order) {
    CrossbarArrayAttr array = *weights.getArray();
    weights.setArrayAttr(CrossbarArrayAttr::get(&getContext(), array.getRows(), array.getColumns(),
                                                rows, columns, DenseI64ArrayAttr()));
    if (order.empty())
      weights.removeRowOrderAttr();
    else
      weights.setRowOrder(order);
  }
};

} // namespace
