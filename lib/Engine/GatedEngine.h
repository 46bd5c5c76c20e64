//===- GatedEngine.h - Two passes, the second where it matters ------------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef ACIM_LIB_ENGINE_GATEDENGINE_H
#define ACIM_LIB_ENGINE_GATEDENGINE_H

#include "acim/Engine/Engine.h"

namespace mlir::acim {

/// An engine for a verified plan with a gate. Its passes run in engines of `kind`, which is not
/// Auto and can run them.
std::unique_ptr<Engine> createGatedEngine(const MvmPlan &plan, EngineKind kind);

/// See firstPassSums.
std::vector<std::vector<int64_t>> gatedSums(const MvmPlan &plan, EngineKind kind,
                                            llvm::ArrayRef<int16_t> inputs, int64_t positions);

} // namespace mlir::acim

#endif // ACIM_LIB_ENGINE_GATEDENGINE_H
