//===- InputSums.cpp - What a layer adds of its summed inputs -----------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "acim/Mapping/InputSums.h"
#include "llvm/ADT/STLExtras.h"
#include <map>

using namespace mlir::acim;

static void addScales(const CrossbarBlock &block, std::map<int32_t, int64_t> &scaleOfOutput) {
  for (auto [column, scale] : llvm::zip_equal(block.columns, block.inputSums)) {
    if (column.output != BlockColumn::allOutputs) {
      scaleOfOutput[column.output] += scale;
      continue;
    }
    for (int32_t output : outputsOf(block))
      scaleOfOutput[output] += scale;
  }
}

std::vector<InputSum> mlir::acim::inputSumsOf(const MvmPlan &plan) {
  std::map<std::pair<int32_t, std::vector<int32_t>>, std::map<int32_t, int64_t>> scalesOfRows;
  for (const CrossbarBlock &block : plan.blocks) {
    if (block.inputSums.empty())
      continue;
    std::vector<int32_t> rows = block.rows;
    llvm::sort(rows);
    addScales(block, scalesOfRows[{block.group, std::move(rows)}]);
  }
  std::vector<InputSum> sums;
  for (const auto &[key, scaleOfOutput] : scalesOfRows) {
    InputSum sum{key.first, key.second, {}};
    llvm::copy_if(scaleOfOutput, std::back_inserter(sum.scales),
                  [](const auto &entry) { return entry.second != 0; });
    if (!sum.scales.empty())
      sums.push_back(std::move(sum));
  }
  return sums;
}
