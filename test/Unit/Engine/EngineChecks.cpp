//===- EngineChecks.cpp - Makes and runs engines in tests -----------------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "EngineChecks.h"
#include "gtest/gtest.h"

using namespace mlir::acim;
using namespace mlir::acim::test;

std::unique_ptr<Engine> mlir::acim::test::engineFor(const MvmPlan &plan, EngineKind kind) {
  llvm::Expected<std::unique_ptr<Engine>> engine = createEngine(plan, kind);
  EXPECT_TRUE(static_cast<bool>(engine)) << llvm::toString(engine.takeError());
  return engine ? std::move(*engine) : nullptr;
}

std::string mlir::acim::test::errorOf(const MvmPlan &plan, EngineKind kind) {
  llvm::Expected<std::unique_ptr<Engine>> engine = createEngine(plan, kind);
  return engine ? "" : llvm::toString(engine.takeError());
}

RunResult mlir::acim::test::runEngine(const Engine &engine, const MvmPlan &plan,
                                      llvm::ArrayRef<int16_t> inputs, int64_t positions) {
  RunResult result;
  result.outputs.resize(positions * plan.groups * plan.outputs, -1);
  engine.run(inputs, positions, result.outputs, result.counts);
  return result;
}

void mlir::acim::test::expectEqual(const RunResult &found, const RunResult &expected) {
  EXPECT_EQ(found.outputs, expected.outputs);
  EXPECT_EQ(found.counts.activeRows, expected.counts.activeRows);
  EXPECT_EQ(found.counts.drivesByActiveRows, expected.counts.drivesByActiveRows);
  EXPECT_EQ(found.counts.positions, expected.counts.positions);
  EXPECT_EQ(found.counts.clippedConversions, expected.counts.clippedConversions);
}
