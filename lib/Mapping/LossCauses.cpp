//===- LossCauses.cpp - Why a plan is not the product of its cells --------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "acim/Mapping/LossCauses.h"

#include "acim/Mapping/ConverterSettings.h"
#include "acim/Mapping/PlanChecks.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/ErrorHandling.h"

using namespace mlir::acim;

llvm::StringRef mlir::acim::stringifyLossCause(LossCause cause) {
  switch (cause) {
  case LossCause::Clipping:
    return "clipping";
  case LossCause::Skipping:
    return "skipping";
  case LossCause::Masking:
    return "masking";
  }
  llvm_unreachable("every cause is listed");
}

bool mlir::acim::hasLossCause(const MvmPlan &plan, LossCause cause) {
  switch (cause) {
  case LossCause::Clipping:
    return findInexactReading(plan).has_value();
  case LossCause::Skipping:
    return llvm::any_of(plan.blocks, [](const CrossbarBlock &block) {
      return llvm::any_of(block.skippedPlanes, [](uint32_t planes) { return planes != 0; });
    });
  case LossCause::Masking:
    return plan.gate && !plan.gate->isOpen();
  }
  llvm_unreachable("every cause is listed");
}

/// Settings hold what their bit lines can sum to.
static void widenConverters(MvmPlan &plan) {
  ConverterChoice proven;
  proven.rule = ConverterRule::Proven;
  forEachBitLine(plan, [&](size_t b, size_t g, size_t c, SumRange sums) {
    CrossbarBlock &block = plan.blocks[b];
    ConversionRange &setting = block.ranges[g * block.columns.size() + c];
    if (!readsExactly(setting, sums))
      setting = converterSetting(proven, sums);
    return true;
  });
}

MvmPlan mlir::acim::withoutLossCause(MvmPlan plan, LossCause cause) {
  switch (cause) {
  case LossCause::Clipping:
    widenConverters(plan);
    return plan;
  case LossCause::Skipping:
    for (CrossbarBlock &block : plan.blocks)
      block.skippedPlanes.clear();
    return plan;
  case LossCause::Masking:
    plan.gate.reset();
    return plan;
  }
  llvm_unreachable("every cause is listed");
}

MvmPlan mlir::acim::withoutLossCauses(MvmPlan plan) {
  for (LossCause cause : lossCauses)
    plan = withoutLossCause(std::move(plan), cause);
  return plan;
}
