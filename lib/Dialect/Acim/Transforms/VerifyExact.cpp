//===- VerifyExact.cpp - Checks that a mapping changes no result ---------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "ExactChecks.h"

#include "acim/Dialect/Acim/Transforms/Passes.h"

namespace mlir::acim {
#define GEN_PASS_DEF_VERIFYEXACTPASS
#include "acim/Dialect/Acim/Transforms/Passes.h.inc"
} // namespace mlir::acim

using namespace mlir;
using namespace mlir::acim;

namespace {

struct VerifyExactPass : public acim::impl::VerifyExactPassBase<VerifyExactPass> {
  using Base::Base;

  void runOnOperation() override {
    markAllAnalysesPreserved();
    if (failed(verifyExactModule(getOperation(), Conversions::Exact)))
      signalPassFailure();
  }
};

} // namespace
