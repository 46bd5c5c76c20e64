//===- ProgramPlan.cpp - From program operations to engine plans ---------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "acim/Interpreter/ProgramPlan.h"

#include "acim/Dialect/Acim/IR/Codes.h"
#include "acim/Dialect/Acim/IR/Integers.h"

using namespace mlir;
using namespace mlir::acim;

static Readout readoutOf(ReadoutMode mode) {
  switch (mode) {
  case ReadoutMode::Single:
    return Readout::Single;
  case ReadoutMode::Difference:
    return Readout::Difference;
  case ReadoutMode::Separate:
    return Readout::Separate;
  }
  llvm_unreachable("every readout mode is known to the engines");
}

static std::vector<ConversionRange> rangesOf(BlockOp block) {
  std::vector<ConversionRange> ranges;
  auto settings = llvm::zip(block.getLo().getValues<int32_t>(), block.getBits().getValues<int8_t>(),
                            block.getStepLog2().getValues<int8_t>());
  for (auto [lo, bits, step] : settings)
    ranges.push_back({lo, uint8_t(bits), uint8_t(step)});
  return ranges;
}

static FailureOr<CrossbarBlock> blockOf(BlockOp op, int32_t crossbar, ConvertOp convert) {
  FailureOr<std::vector<int64_t>> cells = integersOf(op.getCells());
  if (failed(cells))
    return op.emitOpError() << "expected cells whose values are present";
  CrossbarBlock block;
  block.crossbar = crossbar;
  block.group = op.getGroup();
  block.rows.assign(op.getInputs().begin(), op.getInputs().end());
  block.rowGroups.assign(op.getRowGroups().begin(), op.getRowGroups().end());
  block.columnGroup = op.getColumnGroup();
  for (auto [output, scale] : llvm::zip(op.getOutputs(), op.getScales()))
    block.columns.push_back({output, scale});
  block.digits.assign(cells->begin(), cells->end());
  block.ranges = rangesOf(op);
  block.readout = readoutOf(convert.getReadout());
  if (std::optional<ArrayRef<int64_t>> sums = op.getInputSums())
    block.inputSums.assign(sums->begin(), sums->end());
  block.planesPerDrive = op.getPlanesPerDrive().value_or(1);
  block.skipsIdlePlanes = convert.getSkipIdle();
  block.boundsByActiveRows = convert.getBounded();
  return block;
}

FailureOr<MvmPlan> acim::planOf(LayerOp layer, SymbolTableCollection &symbols) {
  MvmPlan plan;
  plan.name = layer.getName().str();
  WindowAttr window = (*layer.getBody().getOps<FetchOp>().begin()).getWindow();
  int64_t channels =
      cast<ShapedType>(layer.getInput().getType()).getDimSize(3) / window.getGroups();
  plan.groups = window.getGroups();
  plan.rows = window.getKernel()[0] * window.getKernel()[1] * channels;
  plan.outputs = cast<ShapedType>(layer.getType()).getDimSize(2);
  plan.input = inputCodeOf((*layer.getBody().getOps<DriveOp>().begin()).getInputs());
  int32_t crossbarIndex = 0;
  for (ConvertOp convert : layer.getBody().getOps<ConvertOp>()) {
    auto crossbar = symbols.lookupNearestSymbolFrom<CrossbarOp>(convert, convert.getCrossbarAttr());
    for (BlockOp op : crossbar.getBody().getOps<BlockOp>()) {
      FailureOr<CrossbarBlock> block = blockOf(op, crossbarIndex, convert);
      if (failed(block))
        return failure();
      plan.blocks.push_back(std::move(*block));
    }
    ++crossbarIndex;
  }
  auto reduce = *layer.getBody().getOps<ReduceOp>().begin();
  FailureOr<std::vector<int64_t>> initial = integersOf(reduce.getInitial());
  if (failed(initial))
    return reduce.emitOpError() << "expected initial values that are present";
  plan.initial = std::move(*initial);
  return plan;
}
