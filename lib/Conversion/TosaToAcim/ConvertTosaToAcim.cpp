//===- ConvertTosaToAcim.cpp - Maps matrix products to acim operations ---===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "MappedLayer.h"

#include "acim/Conversion/Passes.h"
#include "mlir/Dialect/Tosa/IR/TosaOps.h"
#include "mlir/IR/Remarks.h"
#include "mlir/Transforms/WalkPatternRewriteDriver.h"

namespace mlir::acim {
#define GEN_PASS_DEF_CONVERTTOSATOACIMPASS
#include "acim/Conversion/Passes.h.inc"
} // namespace mlir::acim

using namespace mlir;
using namespace mlir::acim;

namespace {

/// Tells the user why an operator was left to the digital unit.
struct RefusalRemarks : public RewriterBase::Listener {
  void notifyMatchFailure(Location loc, function_ref<void(Diagnostic &)> reason) override {
    Diagnostic diagnostic(loc, DiagnosticSeverity::Remark);
    reason(diagnostic);
    remark::missed(loc, remark::RemarkOpts::name("MapToCrossbar").category("acim-map"))
        << diagnostic.str();
  }
};

struct ConvertTosaToAcimPass : public acim::impl::ConvertTosaToAcimPassBase<ConvertTosaToAcimPass> {
  using Base::Base;

  void runOnOperation() override {
    RewritePatternSet patterns(&getContext());
    populateConvolutionPatterns(patterns);
    populateTransposeConvolutionPatterns(patterns);
    populateMatMulPatterns(patterns);
    populateGroupedConvolutionPatterns(patterns, getOperation());
    RefusalRemarks remarks;
    walkAndApplyPatterns(getOperation(), std::move(patterns), &remarks);
    if (failed(refuseConv3D()))
      signalPassFailure();
  }

  /// Three-dimensional convolutions would silently become the digital unit's main work.
  LogicalResult refuseConv3D() {
    bool found = false;
    getOperation().walk([&](tosa::Conv3DOp op) {
      found = true;
      op.emitOpError()
          << "is not mapped to crossbars; expected two-dimensional convolutions: split "
             "the kernel's depth into conv2d operators whose results are added";
    });
    return failure(found);
  }
};

} // namespace
