//===- VerifyExactInstrumentation.h - Watches passes keep products -------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef ACIM_DIALECT_ACIM_TRANSFORMS_VERIFYEXACTINSTRUMENTATION_H
#define ACIM_DIALECT_ACIM_TRANSFORMS_VERIFYEXACTINSTRUMENTATION_H

#include "mlir/Pass/PassInstrumentation.h"
#include "llvm/ADT/StringMap.h"
#include "llvm/ADT/StringSet.h"
#include <vector>

namespace mlir::acim {

/// Fails a pass that is not declared lossy and changes what a mapped layer computes, or leaves
/// digits, planes, corrections or accumulators that do not compute it. The error names the pass and
/// the layer. Converters that saturate are left to `acim-verify-exact`.
class VerifyExactInstrumentation : public PassInstrumentation {
public:
  void runBeforePass(Pass *pass, Operation *op) override;
  void runAfterPass(Pass *pass, Operation *op) override;
  void runAfterPassFailed(Pass *pass, Operation *op) override;

private:
  /// Digests of products by the names of layers; layers that share weights share a name.
  using Products = llvm::StringMap<llvm::StringSet<>>;

  /// Of the passes that run on the whole module, the innermost last.
  std::vector<Products> productsBefore;
};

} // namespace mlir::acim

#endif // ACIM_DIALECT_ACIM_TRANSFORMS_VERIFYEXACTINSTRUMENTATION_H
