//===- EngineChecks.h - Makes and runs engines in tests -------------------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef ACIM_TEST_UNIT_ENGINE_ENGINECHECKS_H
#define ACIM_TEST_UNIT_ENGINE_ENGINECHECKS_H

#include "ScalarReference.h"
#include "TestPlans.h"
#include "acim/Engine/Engine.h"

namespace mlir::acim::test {

/// The engine for a plan that it must take.
std::unique_ptr<Engine> engineFor(const MvmPlan &plan, EngineKind kind);

/// What the engine has against a plan; empty where it takes it.
std::string errorOf(const MvmPlan &plan, EngineKind kind);

RunResult runEngine(const Engine &engine, const MvmPlan &plan, llvm::ArrayRef<int16_t> inputs,
                    int64_t positions);

void expectEqual(const RunResult &found, const RunResult &expected);

/// Bit-plane equals scalar, and algebraic equals both where it may run.
void checkPlan(const MvmPlan &plan, int64_t positions, std::mt19937 &random);

/// The same for random weights.
void checkSpec(const PlanSpec &spec, int64_t positions, std::mt19937 &random);

/// Skipping and bounding change no output and no other count.
void checkSkipping(MvmPlan plan, int64_t positions, std::mt19937 &random);

/// All encodings and readouts of weights.
std::vector<PlanSpec> allEncodings();

/// Leaves out the conversions of a few or many drives in most blocks; columns differ.
void skipDrives(MvmPlan &plan, std::mt19937 &random);

} // namespace mlir::acim::test

#endif // ACIM_TEST_UNIT_ENGINE_ENGINECHECKS_H
