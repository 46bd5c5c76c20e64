//===- AlgebraicEngine.h - One integer product for layers whose conversions are exact ===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef ACIM_LIB_ENGINE_ALGEBRAICENGINE_H
#define ACIM_LIB_ENGINE_ALGEBRAICENGINE_H

#include "acim/Engine/Engine.h"

namespace mlir::acim {

/// `plan` is verified; all of its conversions that are performed are exact.
std::unique_ptr<Engine> createAlgebraicEngine(const MvmPlan &plan);

} // namespace mlir::acim

#endif // ACIM_LIB_ENGINE_ALGEBRAICENGINE_H
