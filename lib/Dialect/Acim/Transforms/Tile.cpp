//===- Tile.cpp - Decides which crossbars layers are cut to --------------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Decisions.h"

#include "acim/Dialect/Acim/IR/Codes.h"
#include "acim/Dialect/Acim/Transforms/Passes.h"
#include "mlir/IR/Remarks.h"

namespace mlir::acim {
#define GEN_PASS_DEF_TILEPASS
#include "acim/Dialect/Acim/Transforms/Passes.h.inc"
} // namespace mlir::acim

using namespace mlir;
using namespace mlir::acim;

/// The hardware's operation unit, or the smaller one asked for.
static FailureOr<int64_t> operationUnit(ModuleOp module, StringRef what, int64_t asked,
                                        int64_t largest) {
  if (asked < 0 || asked > largest)
    return module.emitError() << "operation-unit " << what
                              << " must be between 1 and the hardware's " << largest
                              << " (0 takes the latter), found " << asked;
  return asked ? asked : largest;
}

static LogicalResult reportTiling(WeightsOp weights) {
  TilingRequest request = tilingRequestOf(shapeOf(weights), layerMappingOf(weights));
  llvm::Expected<Tiling> tiling = tileLayer(request);
  if (!tiling)
    return weights.emitOpError() << "cannot be placed: " << llvm::toString(tiling.takeError());
  remark::passed(weights.getLoc(), remark::RemarkOpts::name("Tile").category("acim-tile"))
      << ("@" + weights.getSymName()).str() << remark::metric("crossbars", tiling->crossbars.size())
      << remark::metric("utilisation", llvm::formatv("{0:P1}", tiling->utilisation(request)).str());
  return success();
}

namespace {

struct TilePass : public acim::impl::TilePassBase<TilePass> {
  using Base::Base;

  void runOnOperation() override {
    FailureOr<HardwareModel> hardware = hardwareOf(getOperation());
    if (failed(hardware))
      return signalPassFailure();
    const ArrayModel &array = hardware->array;
    FailureOr<int64_t> rows = operationUnit(getOperation(), "rows", ouRows, array.maxActiveRows);
    FailureOr<int64_t> columns =
        operationUnit(getOperation(), "columns", ouColumns, array.maxActiveColumns);
    if (failed(rows) || failed(columns))
      return signalPassFailure();
    auto attr = CrossbarArrayAttr::get(&getContext(), array.rows, array.columns, *rows, *columns,
                                       DenseI64ArrayAttr());
    for (WeightsOp weights : getOperation().getOps<WeightsOp>()) {
      if (!weights.getEncoding()) {
        weights.emitOpError() << "expected an encoding; run acim-encode-weights before acim-tile";
        return signalPassFailure();
      }
      weights.setArrayAttr(attr);
      if (failed(reportTiling(weights)))
        return signalPassFailure();
    }
  }
};

} // namespace
