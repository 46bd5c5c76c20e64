//===- VerifyExactInstrumentation.cpp - Watches passes keep products -----===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "acim/Dialect/Acim/Transforms/VerifyExactInstrumentation.h"

#include "ExactChecks.h"

#include "acim/Analysis/Product.h"
#include "acim/Analysis/ProgramPlan.h"
#include "mlir/Pass/Pass.h"
#include <array>

using namespace mlir;
using namespace mlir::acim;

/// Passes that say in their description that they change products.
static constexpr std::array<llvm::StringLiteral, 5> lossyPasses{
    "acim-choose-skips", "acim-clip-conversions", "acim-requantize-hamming",
    "acim-skip-conversions", "acim-split-precision"};

/// Nested pipelines run on functions and in parallel; what they do to products is seen when the
/// pass that runs them is through.
static ModuleOp watchedModule(Operation *op) {
  return op->getParentOp() ? ModuleOp() : dyn_cast<ModuleOp>(op);
}

/// The pass as it is called on the command line.
static std::string nameOf(Pass *pass) {
  if (!pass->getArgument().empty())
    return pass->getArgument().str();
  std::string text;
  llvm::raw_string_ostream stream(text);
  pass->printAsTextualPipeline(stream);
  return text;
}

/// Calls `visit` with every layer, its name and the digest of the product it has or computes.
static void forEachProduct(ModuleOp module,
                           llvm::function_ref<void(Operation *, StringRef, std::string)> visit) {
  SymbolTableCollection symbols;
  module.walk([&](Operation *op) {
    if (auto weights = dyn_cast<WeightsOp>(op)) {
      FailureOr<Product> product = productOf(weights);
      if (succeeded(product))
        visit(op, weights.getSymName(), product->digest());
    } else if (auto layer = dyn_cast<LayerOp>(op)) {
      FailureOr<MvmPlan> plan = planOf(layer, symbols);
      if (succeeded(plan))
        visit(op, layer.getName(), productOf(*plan).digest());
    }
  });
}

void VerifyExactInstrumentation::runBeforePass(Pass *pass, Operation *op) {
  ModuleOp module = watchedModule(op);
  if (!module)
    return;
  Products &products = productsBefore.emplace_back();
  forEachProduct(module, [&](Operation *, StringRef name, std::string digest) {
    products[name].insert(std::move(digest));
  });
}

void VerifyExactInstrumentation::runAfterPass(Pass *pass, Operation *op) {
  ModuleOp module = watchedModule(op);
  if (!module)
    return;
  Products before = std::move(productsBefore.back());
  productsBefore.pop_back();
  bool holds = true;
  forEachProduct(module, [&](Operation *layer, StringRef name, std::string digest) {
    auto known = before.find(name);
    if (known == before.end() || known->second.contains(digest) ||
        llvm::is_contained(lossyPasses, nameOf(pass)))
      return;
    emitError(layer->getLoc()) << "pass " << nameOf(pass) << " changed the product of @" << name;
    holds = false;
  });
  if (holds && failed(verifyExactModule(module, Conversions::Ignored))) {
    module.emitError() << "pass " << nameOf(pass) << " left a mapping that is not exact";
    holds = false;
  }
  if (!holds)
    signalPassFailure(pass);
}

void VerifyExactInstrumentation::runAfterPassFailed(Pass *pass, Operation *op) {
  if (watchedModule(op))
    productsBefore.pop_back();
}
