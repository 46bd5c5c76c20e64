//===- Recompose.cpp - The matrix product that a plan stands for --------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "acim/Mapping/Recompose.h"
#include "acim/Mapping/InputSums.h"

using namespace mlir::acim;

/// Adds the column's digits to the weights of output `output`.
static void addColumn(const MvmPlan &plan, const CrossbarBlock &block, size_t column,
                      int64_t output, std::vector<int64_t> &weights) {
  int64_t *row = &weights[(block.group * plan.outputs + output) * plan.rows];
  for (size_t j = 0; j < block.rows.size(); ++j)
    row[block.rows[j]] +=
        block.columns[column].scale * block.digits[j * block.columns.size() + column];
}

static void addBlock(const MvmPlan &plan, const CrossbarBlock &block,
                     std::vector<int64_t> &weights) {
  const std::vector<int32_t> outputs = outputsOf(block);
  for (size_t c = 0; c < block.columns.size(); ++c) {
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
    addBlock(plan, block, result.weights);
  for (const InputSum &sum : inputSumsOf(plan))
    addInputSum(plan, sum, result.weights);
  result.base = plan.initial;
  for (size_t o = 0; o < result.base.size(); ++o)
    for (int64_t j = 0; j < plan.rows; ++j)
      result.base[o] += plan.input.offset * result.weights[o * plan.rows + j];
  return result;
}
