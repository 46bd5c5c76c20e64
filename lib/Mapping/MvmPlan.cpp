//===- MvmPlan.cpp - Counts of several runs -----------------------------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "acim/Mapping/MvmPlan.h"

using namespace mlir::acim;

static void addEach(std::vector<int64_t> &totals, const std::vector<int64_t> &parts) {
  if (totals.size() < parts.size())
    totals.resize(parts.size());
  for (size_t i = 0; i < parts.size(); ++i)
    totals[i] += parts[i];
}

void MvmCounts::add(const MvmCounts &other) {
  positions += other.positions;
  clippedConversions += other.clippedConversions;
  addEach(activeRows, other.activeRows);
  addEach(idlePlanes, other.idlePlanes);
}
