//===- TestPlans.cpp - Plans for tests and benchmarks -------------------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "TestPlans.h"
#include "llvm/Support/Error.h"
#include <algorithm>

using namespace mlir::acim;
using namespace mlir::acim::test;

DigitCode mlir::acim::test::codeOf(const PlanSpec &spec) {
  switch (spec.encoding) {
  case WeightEncoding::TwosComplement:
    return twosComplementCode(spec.weightBits, spec.cellBits);
  case WeightEncoding::OffsetDigital:
  case WeightEncoding::OffsetReference:
    return offsetCode(spec.weightBits, spec.cellBits);
  case WeightEncoding::Segmented:
    return segmentedCode(spec.weightBits, spec.cellBits, spec.cellBits);
  case WeightEncoding::NonAdjacent:
    return nonAdjacentCode(spec.weightBits, spec.cellBits);
  case WeightEncoding::Cheapest: {
    llvm::SmallVector<int64_t> costs;
    for (int64_t level = 0; level < int64_t(1) << spec.cellBits; ++level)
      costs.push_back(level);
    return cheapestCode(spec.weightBits, spec.cellBits, costs);
  }
  case WeightEncoding::SignMagnitude:
    break;
  }
  return signMagnitudeCode(spec.weightBits, spec.cellBits);
}

namespace {

class PlanBuilder {
public:
  PlanBuilder(const PlanSpec &spec, llvm::ArrayRef<int16_t> weights)
      : spec(spec), weights(weights), code(codeOf(spec)) {}

  MvmPlan build();

private:
  bool hasReference() const { return spec.encoding == WeightEncoding::OffsetReference; }
  CrossbarBlock makeBlock(const TileBlock &tile, int32_t crossbar) const;
  void addColumns(const TileBlock &tile, CrossbarBlock &block) const;
  void addDigits(const TileBlock &tile, int64_t row, CrossbarBlock &block) const;

  const PlanSpec &spec;
  llvm::ArrayRef<int16_t> weights;
  DigitCode code;
};

MvmPlan PlanBuilder::build() {
  MvmPlan plan;
  plan.name = "test";
  plan.groups = spec.groups;
  plan.rows = spec.rows;
  plan.outputs = spec.outputs;
  plan.input = spec.input;
  for (int64_t o = 0; o < spec.groups * spec.outputs; ++o)
    plan.initial.push_back(100 * o - 77);
  TilingRequest request;
  request.groups = spec.groups;
  request.rows = spec.rows;
  request.outputs = spec.outputs;
  request.digitsPerOutput = static_cast<int64_t>(code.numDigits());
  request.referenceColumns = hasReference() ? 1 : 0;
  request.arrayRows = spec.arrayRows;
  request.arrayColumns = spec.arrayColumns;
  request.maxActiveRows = spec.activeRows;
  Tiling tiling = llvm::cantFail(tileLayer(request));
  for (size_t c = 0; c < tiling.crossbars.size(); ++c)
    for (const TileBlock &tile : tiling.crossbars[c].blocks)
      plan.blocks.push_back(makeBlock(tile, static_cast<int32_t>(c)));
  return plan;
}

CrossbarBlock PlanBuilder::makeBlock(const TileBlock &tile, int32_t crossbar) const {
  CrossbarBlock block;
  block.crossbar = crossbar;
  block.group = static_cast<int32_t>(tile.group);
  for (int64_t row = 0; row < tile.numRows; ++row)
    block.rows.push_back(static_cast<int32_t>(tile.firstRow + row));
  block.rowGroups.assign(tile.rowGroups.begin(), tile.rowGroups.end());
  block.columnGroup = static_cast<int32_t>(tile.columnGroup);
  block.readout = code.paired ? spec.readout : Readout::Single;
  block.planesPerDrive = spec.planesPerDrive;
  block.boundsByActiveRows = spec.boundsByActiveRows;
  addColumns(tile, block);
  for (int64_t row = 0; row < tile.numRows; ++row)
    addDigits(tile, tile.firstRow + row, block);
  block.ranges.assign(block.rowGroups.size() * block.columns.size(), spec.range);
  return block;
}

void PlanBuilder::addColumns(const TileBlock &tile, CrossbarBlock &block) const {
  for (int64_t o = 0; o < tile.numOutputs; ++o)
    for (int64_t d = 0; d < tile.numDigits; ++d)
      block.columns.push_back(
          {static_cast<int32_t>(tile.firstOutput + o), code.scales[tile.firstDigit + d]});
  // Where an output's digits are split over crossbars, only the last one's top digit meets the
  // offset.
  const bool top = tile.firstDigit + tile.numDigits == static_cast<int64_t>(code.numDigits());
  if (spec.encoding == WeightEncoding::OffsetDigital && top)
    for (int64_t c = 0; c < tile.numOutputs * tile.numDigits; ++c)
      block.inputSums.push_back((c + 1) % tile.numDigits == 0 ? -code.offset : 0);
  if (hasReference())
    block.columns.push_back({BlockColumn::allOutputs, top ? -code.scales.back() : 0});
}

void PlanBuilder::addDigits(const TileBlock &tile, int64_t row, CrossbarBlock &block) const {
  llvm::SmallVector<int8_t> digits(code.numDigits());
  for (int64_t o = 0; o < tile.numOutputs; ++o) {
    const int64_t output = tile.group * spec.outputs + tile.firstOutput + o;
    const bool encoded =
        llvm::succeeded(encodeDigits(code, weights[output * spec.rows + row], digits));
    assert(encoded && "the test chose weights that its code represents");
    (void)encoded;
    for (int64_t d = 0; d < tile.numDigits; ++d)
      block.digits.push_back(digits[tile.firstDigit + d]);
  }
  if (hasReference())
    block.digits.push_back(static_cast<int8_t>(code.offset / code.scales.back()));
}

} // namespace

MvmPlan mlir::acim::test::makePlan(const PlanSpec &spec, llvm::ArrayRef<int16_t> weights) {
  return PlanBuilder(spec, weights).build();
}

std::vector<int16_t> mlir::acim::test::randomWeights(const PlanSpec &spec, std::mt19937 &random) {
  const DigitCode code = codeOf(spec);
  std::uniform_int_distribution<int> weightOf(static_cast<int>(code.minWord),
                                              static_cast<int>(code.maxWord));
  std::vector<int16_t> weights(spec.groups * spec.outputs * spec.rows);
  for (int16_t &weight : weights)
    weight = static_cast<int16_t>(weightOf(random));
  return weights;
}

/// Uniform inputs with the ends of the range over-represented.
std::vector<int16_t> mlir::acim::test::randomInputs(const MvmPlan &plan, int64_t positions,
                                                    std::mt19937 &random) {
  std::uniform_int_distribution<int> inputOf(plan.input.inputLo, plan.input.inputHi());
  std::uniform_int_distribution<int> kindOf(0, 9);
  std::vector<int16_t> inputs(positions * plan.groups * plan.rows);
  for (int16_t &input : inputs) {
    const int kind = kindOf(random);
    input = static_cast<int16_t>(kind == 0   ? plan.input.inputLo
                                 : kind == 1 ? plan.input.inputHi()
                                             : inputOf(random));
  }
  return inputs;
}
