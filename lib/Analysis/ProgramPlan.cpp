//===- ProgramPlan.cpp - From program operations to engine plans ---------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "acim/Analysis/ProgramPlan.h"

#include "acim/Dialect/Acim/IR/Codes.h"
#include "acim/Dialect/Acim/IR/Integers.h"

using namespace mlir;
using namespace mlir::acim;

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
      plan.blocks.push_back(crossbarBlockOf(op, convert));
      plan.blocks.back().crossbar = crossbarIndex;
    }
    ++crossbarIndex;
  }
  auto reduce = *layer.getBody().getOps<ReduceOp>().begin();
  FailureOr<std::vector<int64_t>> initial = integersOf(reduce.getInitial());
  if (failed(initial))
    return reduce.emitOpError() << "expected initial values that are present";
  plan.initial = std::move(*initial);
  for (GateOp gate : layer.getBody().getOps<GateOp>())
    plan.gate = gateOf(gate.getSplit(), plan.groups * plan.outputs);
  return plan;
}
