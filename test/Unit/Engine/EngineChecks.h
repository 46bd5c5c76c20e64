//===- EngineChecks.h - Makes and runs engines in tests -------------------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef ACIM_TEST_UNIT_ENGINE_ENGINECHECKS_H
#define ACIM_TEST_UNIT_ENGINE_ENGINECHECKS_H

#include "ScalarReference.h"
#include "acim/Engine/Engine.h"

namespace mlir::acim::test {

/// The engine for a plan that it must take.
std::unique_ptr<Engine> engineFor(const MvmPlan &plan, EngineKind kind);

/// What the engine has against a plan; empty where it takes it.
std::string errorOf(const MvmPlan &plan, EngineKind kind);

RunResult runEngine(const Engine &engine, const MvmPlan &plan, llvm::ArrayRef<int16_t> inputs,
                    int64_t positions);

void expectEqual(const RunResult &found, const RunResult &expected);

} // namespace mlir::acim::test

#endif // ACIM_TEST_UNIT_ENGINE_ENGINECHECKS_H
