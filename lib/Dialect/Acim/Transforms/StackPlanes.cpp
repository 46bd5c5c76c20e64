//===- StackPlanes.cpp - Reads several planes in one conversion -------------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "PricedChoice.h"

#include "acim/Dialect/Acim/Transforms/Passes.h"
#include "llvm/Support/MathExtras.h"

namespace mlir::acim {
#define GEN_PASS_DEF_STACKPLANESPASS
#include "acim/Dialect/Acim/Transforms/Passes.h.inc"
} // namespace mlir::acim

using namespace mlir;
using namespace mlir::acim;

static CrossbarArrayAttr withPlanesPerDrive(CrossbarArrayAttr array, ArrayRef<int64_t> planes) {
  auto entries = llvm::all_of(planes, [](int64_t n) { return n == 1; })
                     ? DenseI64ArrayAttr()
                     : DenseI64ArrayAttr::get(array.getContext(), planes);
  return CrossbarArrayAttr::get(array.getContext(), array.getRows(), array.getColumns(),
                                array.getActiveRows(), array.getActiveColumns(), entries);
}

/// Only the last slice of rows can be short enough to be stacked; all before it fill a crossbar.
static LogicalResult stack(WeightsOp weights, const PricedLayer &layer, const HardwareModel &) {
  LayerMapping mapping = layerMappingOf(weights);
  mapping.planesPerDrive.assign(llvm::divideCeil(weights.getRows(), mapping.arrayRows), 1);
  PricedChoice choice(weights, "StackPlanes");
  for (int64_t planes : {1, 2, 3}) {
    mapping.planesPerDrive.back() = planes;
    if (choice.consider(Twine(planes) + (planes == 1 ? " plane" : " planes"), layer.price(mapping)))
      weights.setArrayAttr(withPlanesPerDrive(*weights.getArray(), mapping.planesPerDrive));
  }
  return choice.report();
}

namespace {

struct StackPlanesPass : public acim::impl::StackPlanesPassBase<StackPlanesPass> {
  using Base::Base;

  void runOnOperation() override {
    if (failed(forEachPricedLayer(getOperation(), stack)))
      signalPassFailure();
  }
};

} // namespace
