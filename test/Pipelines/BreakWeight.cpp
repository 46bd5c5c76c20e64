//===- BreakWeight.cpp - Passes that break what they claim to keep -------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Plugins of acim-opt that plant errors, for tests of what catches them. They know
// operations by name only, as all of acim's code lies in the tool.
//
//===----------------------------------------------------------------------===//

#include "mlir/IR/BuiltinAttributes.h"
#include "mlir/IR/BuiltinOps.h"
#include "mlir/Pass/Pass.h"
#include "mlir/Tools/Plugins/PassPlugin.h"

using namespace mlir;

namespace {

/// Calls `change` with every operation of a name.
class BreakPass : public PassWrapper<BreakPass, OperationPass<>> {
public:
  MLIR_DEFINE_EXPLICIT_INTERNAL_INLINE_TYPE_ID(BreakPass)

  BreakPass(StringRef argument, StringRef operation, void (*change)(Operation *))
      : argument(argument), operation(operation), change(change) {}

  StringRef getArgument() const override { return argument; }
  StringRef getDescription() const override { return "break what exact passes keep"; }

  void runOnOperation() override {
    getOperation()->walk([&](Operation *op) {
      if (op->getName().getStringRef() == operation)
        change(op);
    });
  }

private:
  StringRef argument, operation;
  void (*change)(Operation *);
};

} // namespace

/// Adds 1 to the first integer of an attribute.
static void increment(Operation *op, StringRef attribute) {
  auto elements = cast<DenseIntElementsAttr>(op->getAttr(attribute));
  SmallVector<APInt> values = llvm::to_vector(elements.getValues<APInt>());
  ++values.front();
  op->setAttr(attribute, DenseIntElementsAttr::get(elements.getType(), values));
}

static void registerPasses() {
  registerPass([] {
    return std::make_unique<BreakPass>("test-break-weight", "acim.weights",
                                       [](Operation *op) { increment(op, "values"); });
  });
  registerPass([] {
    return std::make_unique<BreakPass>("test-break-initial", "acim.reduce",
                                       [](Operation *op) { increment(op, "initial"); });
  });
  registerPass([] {
    return std::make_unique<BreakPass>("test-break-product", "acim.layer", [](Operation *op) {
      op->setAttr("product", StringAttr::get(op->getContext(), "0000000000000000"));
    });
  });
}

extern "C" LLVM_ATTRIBUTE_WEAK PassPluginLibraryInfo mlirGetPassPluginInfo() {
  return {MLIR_PLUGIN_API_VERSION, "BreakWeight", "1", registerPasses};
}
