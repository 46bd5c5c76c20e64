//===- ProgramSource.cpp - What can become a tile program ----------------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "ProgramSource.h"

#include "mlir/IR/DialectResourceBlobManager.h"
#include "mlir/IR/Matchers.h"

using namespace mlir;
using namespace mlir::acim;

static bool isStaticTensor(Type type) {
  auto tensor = dyn_cast<RankedTensorType>(type);
  return tensor && tensor.hasStaticShape();
}

static LogicalResult verifySignature(func::FuncOp function) {
  for (Type type : llvm::concat<const Type>(function.getArgumentTypes(), function.getResultTypes()))
    if (!isStaticTensor(type))
      return function.emitOpError()
             << "expected arguments and results that are tensors of static shape, found " << type
             << "; fix the shapes when the model is imported";
  return success();
}

FailureOr<func::FuncOp> acim::sourceFunctionOf(ModuleOp module) {
  SmallVector<func::FuncOp> functions;
  for (Operation &op : *module.getBody()) {
    if (isa<ProgramOp>(op))
      return op.emitOpError() << "is a tile program already; expected a function";
    if (auto function = dyn_cast<func::FuncOp>(op))
      functions.push_back(function);
    else if (!isa<WeightsOp>(op))
      return op.emitOpError()
             << "cannot be part of a tile program; expected one function and its acim.weights";
  }
  if (functions.size() != 1)
    return module.emitError() << "expected one function, found " << functions.size();
  func::FuncOp function = functions.front();
  if (!llvm::hasSingleElement(function.getBody()))
    return function.emitOpError() << "expected a body of one block, found "
                                  << function.getBody().getBlocks().size();
  if (failed(verifySignature(function)))
    return failure();
  return function;
}

/// Columns are never stored: the crossbars of the product that follows take them in.
static LogicalResult verifyColumns(Im2ColOp op) {
  for (Operation *user : op->getUsers())
    if (!isa<MvmOp>(user))
      return op.emitOpError() << "expected only acim.mvm to use its columns, found "
                              << user->getName();
  return success();
}

static LogicalResult verifyProduct(MvmOp op) {
  if (op.getColumns().getDefiningOp<Im2ColOp>())
    return success();
  return op.emitOpError() << "expected columns from acim.im2col";
}

/// A constant whose values were left out when the module was printed cannot be executed.
static bool isElided(Operation *op) {
  DenseResourceElementsAttr values;
  return matchPattern(op, m_Constant(&values)) && !values.getRawHandle().getBlob();
}

static LogicalResult verifyDigital(Operation *op) {
  if (op->getName().getDialectNamespace() != "tosa")
    return op->emitOpError()
           << "cannot be part of a tile program; expected TOSA operators and mapped layers";
  if (op->getNumRegions())
    return op->emitOpError()
           << "cannot be part of a tile program: it has control flow; expected straight-line TOSA";
  if (isElided(op))
    return op->emitOpError()
           << "expected a constant whose values are present; print the model without eliding them";
  for (Type type : op->getResultTypes())
    if (isa<TensorType>(type) && !isStaticTensor(type))
      return op->emitOpError()
             << "expected results of static shape, found " << type
             << "; run tosa-infer-shapes, and fix the shapes of the model's inputs";
  return success();
}

LogicalResult acim::verifyInstructionSource(Operation *op) {
  if (isa<func::ReturnOp>(op))
    return success();
  if (auto columns = dyn_cast<Im2ColOp>(op))
    return verifyColumns(columns);
  if (auto product = dyn_cast<MvmOp>(op))
    return verifyProduct(product);
  return verifyDigital(op);
}
