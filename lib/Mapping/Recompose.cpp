//===- Recompose.cpp - The matrix product that a plan stands for --------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "acim/Mapping/Recompose.h"
#include "acim/Mapping/InputSums.h"
#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/STLFunctionalExtras.h"
#include "llvm/Support/MathExtras.h"
#include <map>

using namespace mlir::acim;

/// Adds the column's digits to the weights of output `output`.
static void addColumn(const MvmPlan &plan, const CrossbarBlock &block, size_t column,
                      int64_t output, std::vector<int64_t> &weights) {
  int64_t *row = &weights[(block.group * plan.outputs + output) * plan.rows];
  for (size_t j = 0; j < block.rows.size(); ++j)
    row[block.rows[j]] +=
        block.columns[column].scale * block.digits[j * block.columns.size() + column];
}

/// Adds each column to the weights that `weightsOf` gives for it.
static void addBlock(const MvmPlan &plan, const CrossbarBlock &block,
                     llvm::function_ref<std::vector<int64_t> &(size_t)> weightsOf) {
  const std::vector<int32_t> outputs = outputsOf(block);
  for (size_t c = 0; c < block.columns.size(); ++c) {
    std::vector<int64_t> &weights = weightsOf(c);
    if (block.columns[c].output != BlockColumn::allOutputs) {
      addColumn(plan, block, c, block.columns[c].output, weights);
      continue;
    }
    for (int32_t output : outputs)
      addColumn(plan, block, c, output, weights);
  }
}

/// A summed input is one more weight of each of its rows.
static void addInputSum(const MvmPlan &plan, const InputSum &sum, std::vector<int64_t> &weights) {
  for (auto [output, scale] : sum.scales) {
    int64_t *row = &weights[(sum.group * plan.outputs + output) * plan.rows];
    for (int32_t j : sum.rows)
      row[j] += scale;
  }
}

Recomposition mlir::acim::recompose(const MvmPlan &plan) {
  Recomposition result;
  result.weights.resize(plan.groups * plan.outputs * plan.rows);
  for (const CrossbarBlock &block : plan.blocks)
    addBlock(plan, block, [&](size_t) -> std::vector<int64_t> & { return result.weights; });
  for (const InputSum &sum : inputSumsOf(plan))
    addInputSum(plan, sum, result.weights);
  result.base = plan.initial;
  for (size_t o = 0; o < result.base.size(); ++o)
    for (int64_t j = 0; j < plan.rows; ++j)
      result.base[o] += plan.input.offset * result.weights[o * plan.rows + j];
  return result;
}

/// The planes of the drives of a block that are not among `skipped`.
static uint32_t convertedPlanes(llvm::ArrayRef<size_t> starts, uint32_t skipped) {
  uint32_t planes = 0;
  for (size_t drive = 0; drive + 1 < starts.size(); ++drive)
    for (size_t plane = starts[drive]; plane < starts[drive + 1]; ++plane)
      planes |= uint32_t((skipped >> starts[drive] & 1) == 0) << plane;
  return planes;
}

std::vector<PartialProduct> mlir::acim::partialProducts(const MvmPlan &plan) {
  const auto allPlanes = llvm::maskTrailingOnes<uint32_t>(plan.input.planeScale.size());
  std::map<uint32_t, std::vector<int64_t>> weightsOfPlanes;
  auto weightsOf = [&](uint32_t planes) -> std::vector<int64_t> & {
    std::vector<int64_t> &weights = weightsOfPlanes[planes];
    weights.resize(plan.groups * plan.outputs * plan.rows);
    return weights;
  };
  for (const CrossbarBlock &block : plan.blocks) {
    const std::vector<size_t> starts = driveStarts(plan.input, block.planesPerDrive);
    addBlock(plan, block, [&](size_t column) -> std::vector<int64_t> & {
      return weightsOf(convertedPlanes(starts, block.skippedIn(column)));
    });
  }
  for (const InputSum &sum : inputSumsOf(plan))
    addInputSum(plan, sum, weightsOf(allPlanes));
  weightsOfPlanes.erase(0);
  std::vector<PartialProduct> parts;
  for (auto &[planes, weights] : weightsOfPlanes)
    parts.push_back({planes, std::move(weights)});
  return parts;
}
