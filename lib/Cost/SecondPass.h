//===- SecondPass.h - Events of what a gate lets through ------------------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef ACIM_LIB_COST_SECONDPASS_H
#define ACIM_LIB_COST_SECONDPASS_H

#include "acim/Cost/CostCounts.h"
#include "acim/Mapping/GatedPlan.h"

namespace mlir::acim {

/// Adds what happens in the crossbars during the second pass, and the masks.
void countSecondPass(const GatedPlan &gated, const MvmCounts &counts, LayerCounts &result);

} // namespace mlir::acim

#endif // ACIM_LIB_COST_SECONDPASS_H
