//===- SearchOperationUnit.cpp - Which rows are driven together ----------===//
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

/// An operation unit, and the order of the rows that its row groups are cut from.
struct Unit {
  int64_t rows, columns;
  std::vector<int32_t> order; ///< empty for the rows as they are
};

/// The search of one layer.
class UnitSearch {
public:
  UnitSearch(WeightsOp weights, const PricedLayer &layer)
      : weights(weights), layer(layer), mapping(layerMappingOf(weights)),
        choice(weights, "SearchOperationUnit") {
    mapping.planesPerDrive.clear();
  }

  /// Rows and orders together, then the bit lines of the best.
  LogicalResult run(int64_t maxRows, int64_t maxColumns) {
    constexpr int64_t leastRows = 8, leastColumns = 32;
    // Units that hold all rows of a crossbar are equal; stacked planes can use the largest.
    const int64_t needed = std::min<int64_t>(weights.getRows(), mapping.arrayRows);
    for (int64_t rows : halvesOf(maxRows, leastRows))
      if (rows == maxRows || rows < needed)
        considerOrders(rows, maxColumns);
    if (best) {
      const SmallVector<int64_t> widths = halvesOf(maxColumns, leastColumns);
      for (int64_t columns : llvm::drop_begin(widths))
        consider({best->rows, columns, best->order}, "");
      take();
    }
    return choice.report();
  }

private:
  void considerOrders(int64_t rows, int64_t columns) {
    consider({rows, columns, {}}, "");
    if (weights.getRows() <= std::min(rows, mapping.arrayRows))
      return; // one row group, whatever the order
    for (RowOrder &order : candidateRowOrders(layer, mapping.input))
      consider({rows, columns, std::move(order.rows)}, " by " + order.key);
  }

  void consider(Unit unit, const Twine &order) {
    mapping.maxActiveRows = unit.rows;
    mapping.maxActiveColumns = unit.columns;
    mapping.rowOrder = unit.order;
    if (choice.consider(Twine(unit.rows) + " x " + Twine(unit.columns) + order,
                        layer.price(mapping)))
      best = std::move(unit);
  }

  void take() {
    CrossbarArrayAttr array = *weights.getArray();
    weights.setArrayAttr(CrossbarArrayAttr::get(weights.getContext(), array.getRows(),
                                                array.getColumns(), best->rows, best->columns,
                                                DenseI64ArrayAttr()));
    if (best->order.empty())
      weights.removeRowOrderAttr();
    else
      weights.setRowOrder(best->order);
  }

  WeightsOp weights;
  const PricedLayer &layer;
  LayerMapping mapping;
  PricedChoice choice;
  std::optional<Unit> best;
};

struct SearchOperationUnitPass
    : public acim::impl::SearchOperationUnitPassBase<SearchOperationUnitPass> {
  using Base::Base;

  void runOnOperation() override {
    auto search = [&](WeightsOp weights, const PricedLayer &layer, const HardwareModel &hardware) {
      const ArrayModel &array = hardware.array;
      FailureOr<int64_t> rows = limitOf("max-rows", maxRows, array.maxActiveRows),
                         columns = limitOf("max-columns", maxColumns, array.maxActiveColumns);
      if (failed(rows) || failed(columns))
        return failure();
      return UnitSearch(weights, layer).run(*rows, *columns);
    };
    if (failed(forEachPricedLayer(getOperation(), search)))
      signalPassFailure();
  }

  /// The option, or the hardware's limit where it is 0.
  FailureOr<int64_t> limitOf(StringRef option, int64_t asked, int64_t largest) {
    if (asked < 0 || asked > largest)
      return getOperation().emitError() << option << " must be between 1 and the hardware's "
                                        << largest << " (0 takes the latter), found " << asked;
    return asked ? asked : largest;
  }
};

} // namespace
