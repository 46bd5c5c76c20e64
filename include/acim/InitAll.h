//===- InitAll.h - Registers what acim's tools parse and run -------------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef ACIM_INITALL_H
#define ACIM_INITALL_H

namespace mlir {
class DialectRegistry;
} // namespace mlir

namespace mlir::acim {

/// The dialects of acim's modules: acim, tosa, func, and what TOSA modules bring along.
void registerAllDialects(DialectRegistry &registry);

/// Every pass and pipeline of acim, and the upstream passes its pipelines are built from.
void registerAllPasses();

} // namespace mlir::acim

#endif // ACIM_INITALL_H
