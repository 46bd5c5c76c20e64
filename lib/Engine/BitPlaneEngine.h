//===- BitPlaneEngine.h - Every conversion, from packed planes ----------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef ACIM_LIB_ENGINE_BITPLANEENGINE_H
#define ACIM_LIB_ENGINE_BITPLANEENGINE_H

#include "acim/Engine/Engine.h"

namespace mlir::acim {

/// `plan` is verified.
std::unique_ptr<Engine> createBitPlaneEngine(const MvmPlan &plan);

} // namespace mlir::acim

#endif // ACIM_LIB_ENGINE_BITPLANEENGINE_H
