//===- ProgramCosts.cpp - Counts the events of a run ---------------------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "acim/Interpreter/ProgramCosts.h"

#include "acim/Interpreter/InputBinding.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/Tosa/IR/TosaOps.h"
#include "llvm/ADT/SetVector.h"
#include "llvm/ADT/TypeSwitch.h"

using namespace mlir;
using namespace mlir::acim;

static int64_t bitsOf(Type type) {
  auto shaped = cast<ShapedType>(type);
  return shaped.getNumElements() * shaped.getElementTypeBitWidth();
}

//===----------------------------------------------------------------------===//
// Mapped layers
//===----------------------------------------------------------------------===//

/// "conv2d" of "conv2d_3".
static std::string kindOf(LayerOp layer) { return layer.getName().rsplit('_').first.str(); }

static LayerContext contextOf(const PreparedLayer &layer, int64_t inferences,
                              const HardwareModel &hardware, SymbolTableCollection &symbols) {
  LayerContext context;
  context.inferences = inferences;
  for (ConvertOp convert : LayerOp(layer.op).getBody().getOps<ConvertOp>()) {
    auto crossbar = symbols.lookupNearestSymbolFrom<CrossbarOp>(convert, convert.getCrossbarAttr());
    context.tileOfCrossbar.push_back(crossbar.getTile());
  }
  context.arrayRows = hardware.array.rows;
  context.arrayColumns = hardware.array.columns;
  context.maxActiveRows = hardware.array.maxActiveRows;
  context.maxActiveColumns = hardware.array.maxActiveColumns;
  LayerOp op = layer.op;
  auto input = cast<ShapedType>(op.getInput().getType());
  context.inputElements = input.getNumElements();
  context.inputBits = input.getElementTypeBitWidth();
  context.accumulatorBits = cast<ShapedType>(op.getType()).getElementTypeBitWidth();
  context.outputBits = context.accumulatorBits;
  return context;
}

static LayerCounts countMapped(const PreparedLayer &layer, const MvmCounts &counts,
                               int64_t inferences, const HardwareModel &hardware,
                               SymbolTableCollection &symbols) {
  LayerCounts result =
      countLayer(layer.plan, counts, contextOf(layer, inferences, hardware, symbols));
  result.kind = kindOf(layer.op);
  result.engine = stringifyEngineKind(layer.engine->kind()).str();
  return result;
}

//===----------------------------------------------------------------------===//
// Digital instructions
//===----------------------------------------------------------------------===//

/// Elements that one result of the operator is computed from.
static int64_t termsPerResult(Operation *op) {
  auto inputShape = [&](unsigned operand) {
    return cast<ShapedType>(op->getOperand(operand).getType()).getShape();
  };
  auto product = [](ArrayRef<int64_t> sizes) { return ShapedType::getNumElements(sizes); };
  return TypeSwitch<Operation *, int64_t>(op)
      .Case<tosa::Conv2DOp, tosa::TransposeConv2DOp>(
          [&](auto) { return product(inputShape(1).drop_front()); })
      .Case([&](tosa::DepthwiseConv2DOp) { return product(inputShape(1).take_front(2)); })
      .Case([&](tosa::MatMulOp) { return inputShape(0).back(); })
      .Case<tosa::AvgPool2dOp, tosa::MaxPool2dOp>(
          [&](auto pool) { return product(pool.getKernel()); })
      .Default([&](Operation *other) {
        auto result = cast<ShapedType>(other->getResult(0).getType());
        bool reduces =
            isa<tosa::ArgMaxOp>(other) || other->getName().stripDialect().starts_with("reduce_");
        return reduces ? product(inputShape(0)) / result.getNumElements() : 1;
      });
}

static DigitalOperation operationOf(Operation *op) {
  DigitalOperation operation;
  operation.name = op->getName().stripDialect();
  operation.results = cast<ShapedType>(op->getResult(0).getType()).getNumElements();
  operation.termsPerResult = termsPerResult(op);
  operation.bits = 0;
  for (Type type : llvm::concat<const Type>(llvm::to_vector(op->getOperandTypes()),
                                            llvm::to_vector(op->getResultTypes())))
    if (auto shaped = dyn_cast<ShapedType>(type)) {
      operation.bits = std::max<int64_t>(operation.bits, shaped.getElementTypeBitWidth());
      operation.isFloat |= isa<FloatType>(shaped.getElementType());
    }
  return operation;
}

/// Values from outside the instruction that its operators read.
static llvm::SetVector<Value> valuesRead(DigitalOp instruction) {
  llvm::SetVector<Value> values;
  for (Operation &op : instruction.getBody().front())
    for (Value operand : op.getOperands())
      if (operand.getParentBlock() != &instruction.getBody().front())
        values.insert(operand);
  return values;
}

/// A new shape for the same elements moves nothing.
static bool onlyReshapes(DigitalOp instruction) {
  return llvm::all_of(instruction.getBody().front().without_terminator(), [](Operation &op) {
    return isa<tosa::ReshapeOp, tosa::IdentityOp>(op) || op.hasTrait<OpTrait::ConstantLike>();
  });
}

static LayerCounts countDigital(DigitalOp instruction, StringRef name, int64_t inferences) {
  SmallVector<DigitalOperation> operations;
  SmallVector<int64_t> readBits, writtenBits;
  for (Operation &op : instruction.getBody().front().without_terminator())
    if (!op.hasTrait<OpTrait::ConstantLike>())
      operations.push_back(operationOf(&op));
  if (!onlyReshapes(instruction)) {
    for (Value value : valuesRead(instruction))
      readBits.push_back(bitsOf(value.getType()));
    for (Type type : instruction.getResultTypes())
      writtenBits.push_back(bitsOf(type));
  }
  return countDigitalInstruction(name, operations, readBits, writtenBits, inferences);
}

ProgramCounts acim::countProgram(ProgramOp program, const ProgramExecutor &executor,
                                 ArrayRef<MvmCounts> counts, int64_t inferences,
                                 const HardwareModel &hardware) {
  ProgramCounts result;
  result.inferences = inferences;
  for (CrossbarOp crossbar : program.getBody().getOps<CrossbarOp>()) {
    ++result.crossbars;
    result.tiles = std::max<int64_t>(result.tiles, crossbar.getTile() + 1);
  }
  SymbolTableCollection symbols;
  size_t mapped = 0, digital = 0;
  for (Operation &op : functionOf(program).getBody().front()) {
    if (isa<LayerOp>(op)) {
      result.layers.push_back(countMapped(*executor.getLayers()[mapped], counts[mapped], inferences,
                                          hardware, symbols));
      ++mapped;
    } else if (auto instruction = dyn_cast<DigitalOp>(op)) {
      result.layers.push_back(
          countDigital(instruction, ("digital_" + Twine(digital++)).str(), inferences));
    }
  }
  return result;
}
