//===- GatedEngine.cpp - Two passes, the second where it matters ----------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// No kernel knows of gates: the first pass is an engine of the high columns, and every output (or
// operation unit) is refined by an engine of its own low columns, which runs over those positions
// alone where its mask is on. What these count is therefore exact and joint: idle planes, clipped
// conversions and driven rows of the positions that are refined.
//
//===----------------------------------------------------------------------===//

#include "GatedEngine.h"
#include "AlgebraicEngine.h"
#include "BitPlaneEngine.h"
#include "InputStage.h"
#include "acim/Mapping/GatedPlan.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/Sequence.h"
#include <numeric>

using namespace mlir::acim;

namespace {

/// Positions, rising.
using Selection = std::vector<int64_t>;

class GatedEngine : public Engine {
public:
  GatedEngine(const MvmPlan &plan, EngineKind kind);

  EngineKind kind() const override { return first->kind(); }
  void run(llvm::ArrayRef<int16_t> inputs, int64_t positions,
           llvm::MutableArrayRef<int64_t> outputs, MvmCounts &counts) const override;

  void runFirstPass(llvm::ArrayRef<int16_t> inputs, int64_t positions,
                    llvm::MutableArrayRef<int64_t> outputs) const {
    MvmCounts ignored;
    first->run(inputs, positions, outputs, ignored);
  }

  /// What each mask is decided by. `outputs` are those of the first pass.
  std::vector<std::vector<int64_t>> sums(llvm::ArrayRef<int16_t> inputs, int64_t positions,
                                         llvm::ArrayRef<int64_t> outputs) const;

private:
  std::vector<Selection> chooseRefined(llvm::ArrayRef<int16_t> inputs, int64_t positions,
                                       llvm::ArrayRef<int64_t> outputs) const;
  std::vector<int64_t> sumsOf(size_t unit, llvm::ArrayRef<int16_t> inputs, int64_t positions) const;
  void refine(size_t index, const Selection &refined, llvm::ArrayRef<int16_t> inputs,
              llvm::MutableArrayRef<int64_t> outputs, MvmCounts &counts) const;

  size_t outputOf(const Refinement &refinement) const {
    return refinement.low.group * plan.outputs + refinement.output;
  }
  size_t outputsPerPosition() const { return plan.groups * plan.outputs; }

  const MvmPlan &plan;
  const GatedPlan gated;
  std::unique_ptr<Engine> first;
  std::vector<std::unique_ptr<Engine>> units; ///< where masks stand for operation units
  std::vector<std::unique_ptr<Engine>> refinements;
  std::vector<InputStage> drives;
};

std::unique_ptr<Engine> engineOf(const MvmPlan &plan, EngineKind kind) {
  return kind == EngineKind::Algebraic ? createAlgebraicEngine(plan) : createBitPlaneEngine(plan);
}

GatedEngine::GatedEngine(const MvmPlan &plan, EngineKind kind)
    : plan(plan), gated(gatedPlanOf(plan)), first(engineOf(gated.first, kind)) {
  if (plan.gate->granularity == GateGranularity::Unit)
    for (const PlanPart &unit : gated.units)
      units.push_back(engineOf(unit.plan, kind));
  for (const Refinement &refinement : gated.refinements)
    refinements.push_back(engineOf(refinement.low.plan, kind));
  drives.reserve(gated.drives.size());
  for (const SecondDrive &drive : gated.drives)
    drives.emplace_back(drive.part.plan);
}

/// Positions that are in one of the selections.
Selection unionOf(llvm::ArrayRef<Selection> selections, llvm::ArrayRef<size_t> chosen,
                  int64_t positions) {
  std::vector<bool> contained(positions);
  for (size_t index : chosen)
    for (int64_t position : selections[index])
      contained[position] = true;
  Selection all;
  llvm::copy_if(llvm::seq<int64_t>(0, positions), std::back_inserter(all),
                [&](int64_t position) { return contained[position]; });
  return all;
}

void GatedEngine::run(llvm::ArrayRef<int16_t> inputs, int64_t positions,
                      llvm::MutableArrayRef<int64_t> outputs, MvmCounts &counts) const {
  first->run(inputs, positions, outputs, counts);
  const std::vector<Selection> refined = chooseRefined(inputs, positions, outputs);
  counts.refinements.resize(refinements.size());
  counts.secondDrives.resize(drives.size());
  for (size_t index = 0; index < refinements.size(); ++index)
    refine(index, refined[index], inputs, outputs, counts.refinements[index]);
  for (auto [drive, stage, counted] : llvm::zip_equal(gated.drives, drives, counts.secondDrives)) {
    const Selection driven = unionOf(refined, drive.refinements, positions);
    stage.count(drive.part.gather(plan, inputs, driven), static_cast<int64_t>(driven.size()),
                counted);
  }
  const auto all = llvm::to_vector(llvm::seq<size_t>(0, refinements.size()));
  counts.refinedPositions += static_cast<int64_t>(unionOf(refined, all, positions).size());
}

std::vector<std::vector<int64_t>> GatedEngine::sums(llvm::ArrayRef<int16_t> inputs,
                                                    int64_t positions,
                                                    llvm::ArrayRef<int64_t> outputs) const {
  std::vector<std::vector<int64_t>> result;
  std::vector<int64_t> unitSums;
  size_t summedUnit = units.size();
  for (const Refinement &refinement : gated.refinements) {
    if (!units.empty() && refinement.unit != summedUnit) {
      summedUnit = refinement.unit;
      unitSums = sumsOf(summedUnit, inputs, positions);
    }
    std::vector<int64_t> &sums = result.emplace_back();
    for (int64_t position = 0; position < positions; ++position)
      sums.push_back(units.empty() ? outputs[position * outputsPerPosition() + outputOf(refinement)]
                                   : unitSums[position * plan.outputs + refinement.output]);
  }
  return result;
}

/// Where the masks of each refinement are on. `outputs` are those of the first pass.
std::vector<Selection> GatedEngine::chooseRefined(llvm::ArrayRef<int16_t> inputs, int64_t positions,
                                                  llvm::ArrayRef<int64_t> outputs) const {
  std::vector<Selection> refined;
  for (auto [refinement, sums] :
       llvm::zip_equal(gated.refinements, sums(inputs, positions, outputs))) {
    Selection &selection = refined.emplace_back();
    for (int64_t position = 0; position < positions; ++position)
      if (plan.gate->refines(outputOf(refinement), sums[position]))
        selection.push_back(position);
  }
  return refined;
}

/// What the high columns of a unit add to the outputs of its group. The first pass has counted
/// them.
std::vector<int64_t> GatedEngine::sumsOf(size_t unit, llvm::ArrayRef<int16_t> inputs,
                                         int64_t positions) const {
  Selection all(positions);
  std::iota(all.begin(), all.end(), 0);
  std::vector<int64_t> sums(positions * plan.outputs);
  MvmCounts counted;
  units[unit]->run(gated.units[unit].gather(plan, inputs, all), positions, sums, counted);
  return sums;
}

void GatedEngine::refine(size_t index, const Selection &refined, llvm::ArrayRef<int16_t> inputs,
                         llvm::MutableArrayRef<int64_t> outputs, MvmCounts &counts) const {
  const Refinement &refinement = gated.refinements[index];
  std::vector<int64_t> added(refined.size());
  refinements[index]->run(refinement.low.gather(plan, inputs, refined),
                          static_cast<int64_t>(refined.size()), added, counts);
  for (auto [position, value] : llvm::zip_equal(refined, added))
    outputs[position * outputsPerPosition() + outputOf(refinement)] += value;
}

} // namespace

std::unique_ptr<Engine> mlir::acim::createGatedEngine(const MvmPlan &plan, EngineKind kind) {
  return std::make_unique<GatedEngine>(plan, kind);
}

std::vector<std::vector<int64_t>> mlir::acim::gatedSums(const MvmPlan &plan, EngineKind kind,
                                                        llvm::ArrayRef<int16_t> inputs,
                                                        int64_t positions) {
  const GatedEngine engine(plan, kind);
  std::vector<int64_t> outputs(positions * plan.groups * plan.outputs);
  engine.runFirstPass(inputs, positions, outputs);
  return engine.sums(inputs, positions, outputs);
}
