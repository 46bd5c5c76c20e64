//===- DigitalInstructions.cpp - Gathers TOSA operators into digital instructions ===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "DigitalInstructions.h"

#include "acim/Dialect/Acim/IR/Acim.h"
#include "llvm/ADT/SetVector.h"
#include "llvm/ADT/SmallPtrSet.h"

using namespace mlir;
using namespace mlir::acim;

static bool isConstant(Operation *op) { return op && op->hasTrait<OpTrait::ConstantLike>(); }

void DigitalInstructions::add(Operation *op) {
  if (!isConstant(op))
    pending.push_back(op);
}

SmallVector<Value> DigitalInstructions::valuesLeaving(ValueRange uses) const {
  llvm::SmallPtrSet<Operation *, 16> inside(pending.begin(), pending.end());
  llvm::SetVector<Value> leaving;
  for (Operation *op : pending)
    for (Value result : op->getResults())
      if (llvm::any_of(result.getUsers(), [&](Operation *user) { return !inside.contains(user); }))
        leaving.insert(result);
  for (Value use : uses)
    if (isConstant(use.getDefiningOp()) && !mapping.contains(use))
      leaving.insert(use);
  return leaving.takeVector();
}

void DigitalInstructions::cloneInto(Operation *op, IRMapping &inner) {
  for (Value operand : op->getOperands())
    if (Operation *constant = operand.getDefiningOp();
        isConstant(constant) && !inner.contains(operand))
      builder.clone(*constant, inner);
  builder.clone(*op, inner);
}

void DigitalInstructions::flush(Location loc, ValueRange uses) {
  SmallVector<Value> leaving = valuesLeaving(uses);
  if (leaving.empty()) {
    pending.clear();
    return;
  }
  auto digital = DigitalOp::create(builder, pending.empty() ? loc : pending.front()->getLoc(),
                                   ValueRange(leaving).getTypes());
  OpBuilder::InsertionGuard guard(builder);
  builder.createBlock(&digital.getBody());
  IRMapping inner(mapping);
  for (Operation *op : pending)
    cloneInto(op, inner);
  SmallVector<Value> yielded;
  for (Value value : leaving) {
    if (!inner.contains(value))
      builder.clone(*value.getDefiningOp(), inner);
    yielded.push_back(inner.lookup(value));
  }
  YieldOp::create(builder, loc, yielded);
  mapping.map(leaving, digital.getResults());
  pending.clear();
}
