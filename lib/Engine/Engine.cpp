//===- Engine.cpp - Chooses the engine of a layer -----------------------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "acim/Engine/Engine.h"
#include "AlgebraicEngine.h"
#include "BitPlaneEngine.h"
#include "GatedEngine.h"
#include "InputStage.h"
#include "acim/Mapping/PlanChecks.h"
#include "llvm/ADT/Twine.h"

using namespace mlir::acim;

llvm::StringRef mlir::acim::stringifyEngineKind(EngineKind kind) {
  switch (kind) {
  case EngineKind::Auto:
    return "auto";
  case EngineKind::Algebraic:
    return "algebraic";
  case EngineKind::BitPlane:
    return "bit-plane";
  }
  return "";
}

/// What a gate lets through follows from the products of the first pass.
static MvmCounts countGated(const MvmPlan &plan, llvm::ArrayRef<int16_t> inputs,
                            int64_t positions) {
  MvmCounts counts;
  std::vector<int64_t> outputs(positions * plan.groups * plan.outputs);
  llvm::cantFail(createEngine(plan, EngineKind::Auto))->run(inputs, positions, outputs, counts);
  return counts;
}

MvmCounts mlir::acim::countDrives(const MvmPlan &plan, llvm::ArrayRef<int16_t> inputs,
                                  int64_t positions) {
  if (plan.gate)
    return countGated(plan, inputs, positions);
  MvmCounts counts;
  InputStage(plan).count(inputs, positions, counts);
  return counts;
}

bool mlir::acim::isProvablyExact(const MvmPlan &plan) {
  return (!plan.gate || plan.gate->isOpen()) && !findInexactConversion(plan);
}

/// Says which conversion keeps the algebraic engine from `plan`, and what to use instead.
static llvm::Error inexactError(const MvmPlan &plan, const InexactConversion &found) {
  return llvm::createStringError("layer '" + llvm::Twine(plan.name) +
                                 "' is not one exact product: in block " +
                                 llvm::Twine(found.block) + ", " + describe(plan, found) +
                                 "; use the engine 'bit-plane' or 'auto', or a finer converter");
}

llvm::Expected<std::unique_ptr<Engine>> mlir::acim::createEngine(const MvmPlan &plan,
                                                                 EngineKind kind) {
  if (llvm::Error error = verifyPlan(plan))
    return std::move(error);
  if (kind != EngineKind::BitPlane) {
    std::optional<InexactConversion> found = findInexactReading(plan);
    if (found && kind == EngineKind::Algebraic)
      return inexactError(plan, *found);
    kind = found ? EngineKind::BitPlane : EngineKind::Algebraic;
  }
  if (plan.gate)
    return createGatedEngine(plan, kind);
  return kind == EngineKind::Algebraic ? createAlgebraicEngine(plan) : createBitPlaneEngine(plan);
}
