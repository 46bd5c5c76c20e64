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

/// The algebraic engine where all conversions that are performed are exact.
static EngineKind cheapestKind(const MvmPlan &plan) {
  return findInexactReading(plan) ? EngineKind::BitPlane : EngineKind::Algebraic;
}

std::vector<std::vector<int64_t>>
mlir::acim::firstPassSums(const MvmPlan &plan, llvm::ArrayRef<int16_t> inputs, int64_t positions) {
  return gatedSums(plan, cheapestKind(plan), inputs, positions);
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
  if (kind == EngineKind::Algebraic)
    if (std::optional<InexactConversion> found = findInexactReading(plan))
      return inexactError(plan, *found);
  if (kind == EngineKind::Auto)
    kind = cheapestKind(plan);
  if (plan.gate)
    return createGatedEngine(plan, kind);
  return kind == EngineKind::Algebraic ? createAlgebraicEngine(plan) : createBitPlaneEngine(plan);
}
