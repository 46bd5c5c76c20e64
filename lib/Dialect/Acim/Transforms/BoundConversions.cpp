//===- BoundConversions.cpp - Converters that know how many rows are driven ===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "acim/Dialect/Acim/IR/Acim.h"
#include "acim/Dialect/Acim/Transforms/Passes.h"
#include "mlir/IR/BuiltinOps.h"

namespace mlir::acim {
#define GEN_PASS_DEF_BOUNDCONVERSIONSPASS
#include "acim/Dialect/Acim/Transforms/Passes.h.inc"
} // namespace mlir::acim

using namespace mlir;
using namespace mlir::acim;

namespace {

struct BoundConversionsPass : public acim::impl::BoundConversionsPassBase<BoundConversionsPass> {
  using Base::Base;

  void runOnOperation() override {
    for (WeightsOp weights : getOperation().getOps<WeightsOp>())
      weights.setBounded(true);
  }
};

} // namespace
