//===- Engine.cpp - Chooses the engine of a layer -----------------------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "acim/Engine/Engine.h"
#include "AlgebraicEngine.h"
#include "BitPlaneEngine.h"
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

MvmCounts mlir::acim::countDrives(const MvmPlan &plan, llvm::ArrayRef<int16_t> inputs,
                                  int64_t positions) {
  MvmCounts counts;
  InputStage(plan).count(inputs, positions, counts);
  return counts;
}

bool mlir::acim::isProvablyExact(const MvmPlan &plan) { return !findInexactConversion(plan); }

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
  if (kind == EngineKind::BitPlane)
    return createBitPlaneEngine(plan);
  if (std::optional<InexactConversion> found = findInexactReading(plan)) {
    if (kind == EngineKind::Algebraic)
      return inexactError(plan, *found);
    return createBitPlaneEngine(plan);
  }
  return createAlgebraicEngine(plan);
}
