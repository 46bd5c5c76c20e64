//===- TosaEvaluators.cpp - Executes TOSA operators on runtime tensors --===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "acim/Interpreter/TosaEvaluators.h"
#include "Families.h"
#include "mlir/Interfaces/InferTypeOpInterface.h"
#include "llvm/ADT/TypeSwitch.h"

using namespace mlir;
using namespace mlir::acim;
using llvm::Error;
using llvm::Expected;

static Prepared dispatch(Operation *op, const OpContext &context) {
  using namespace mlir::tosa;
  return llvm::TypeSwitch<Operation *, Prepared>(op)
      .Case<AbsOp, AddOp, ArgMaxOp, ArithmeticRightShiftOp, AvgPool2dOp, BitwiseAndOp, BitwiseNotOp,
            BitwiseOrOp, BitwiseXorOp, CastOp, CeilOp, ClampOp, ClzOp, ConcatOp, ConstOp,
            ConstShapeOp, Conv2DOp, Conv3DOp, CosOp, DepthwiseConv2DOp, EqualOp, ErfOp, ExpOp,
            FloorOp, GatherOp, GreaterEqualOp, GreaterOp, IdentityOp, IntDivOp, LogOp, LogicalAndOp,
            LogicalLeftShiftOp, LogicalNotOp, LogicalOrOp, LogicalRightShiftOp, LogicalXorOp,
            MatMulOp, MaxPool2dOp, MaximumOp, MinimumOp, MulOp, NegateOp, PadOp, PowOp,
            ReciprocalOp, ReduceAllOp, ReduceAnyOp, ReduceMaxOp, ReduceMinOp, ReduceProductOp,
            ReduceSumOp, RescaleOp, ReshapeOp, ResizeOp, ReverseOp, RsqrtOp, ScatterOp, SelectOp,
            SigmoidOp, SinOp, SliceOp, SubOp, TableOp, TanhOp, TileOp, TransposeConv2DOp,
            TransposeOp>([&](auto typed) { return prepare(typed, context); })
      .Default([](Operation *other) -> Prepared {
        return opError(other, "is not an operator that acim executes");
      });
}

/// Upstream's verifiers do not compare every result with the operands; a result of another shape
/// than the one inferred from the operands would be written or read out of bounds.
static Error checkResultShape(Operation *op, const OpContext &context) {
  auto inferring = dyn_cast<InferShapedTypeOpInterface>(op);
  llvm::SmallVector<ShapedTypeComponents> inferred;
  if (!inferring)
    return Error::success();
  if (failed(inferring.inferReturnTypeComponents(
          op->getContext(), std::nullopt, op->getOperands(), op->getDiscardableAttrDictionary(),
          op->getPropertiesStorage(), op->getRegions(), inferred)))
    return context.error("has operands whose shapes do not fit together");
  if (inferred.size() != 1 || !inferred.front().hasRank())
    return Error::success();
  llvm::ArrayRef<int64_t> expected = inferred.front().getDims(), found = context.result().shape;
  bool fits = expected.size() == found.size();
  for (size_t i = 0; fits && i < found.size(); ++i)
    fits = expected[i] == ShapedType::kDynamic || expected[i] == found[i];
  if (fits)
    return Error::success();
  return context.error("has a result of type " + describe(context.result().kind, found) +
                       ", expected " + describe(context.result().kind, expected));
}

/// Operands of another kind or shape than the operation's types would be read out of bounds.
static Error checkInputs(llvm::ArrayRef<ValueType> types, llvm::ArrayRef<const Tensor *> inputs,
                         llvm::StringRef name) {
  if (inputs.size() != types.size())
    return llvm::createStringError(std::errc::invalid_argument,
                                   "%s was given %zu operands, expected %zu", name.data(),
                                   inputs.size(), types.size());
  for (auto [index, type] : llvm::enumerate(types))
    if (!type.matches(*inputs[index]))
      return llvm::createStringError(
          std::errc::invalid_argument, "%s was given operand %zu of type %s, expected %s",
          name.data(), index, describe(inputs[index]->kind(), inputs[index]->shape()).c_str(),
          describe(type.kind, type.shape).c_str());
  return Error::success();
}

Expected<PreparedTosaOp> mlir::acim::prepareTosa(Operation *op,
                                                 llvm::ArrayRef<const Tensor *> constants) {
  Expected<OpContext> context = OpContext::create(op, constants);
  if (!context)
    return context.takeError();
  if (Error error = checkResultShape(op, *context))
    return std::move(error);
  Prepared prepared = dispatch(op, *context);
  if (!prepared)
    return prepared.takeError();
  return PreparedTosaOp([types = llvm::SmallVector<ValueType>(context->operandTypes()),
                         name = op->getName().getStringRef().str(),
                         run = std::move(*prepared)](llvm::ArrayRef<const Tensor *> inputs,
                                                     llvm::MutableArrayRef<Tensor> outputs) {
    if (Error error = checkInputs(types, inputs, name))
      return error;
    return run(inputs, outputs);
  });
}

Expected<llvm::SmallVector<Tensor>> mlir::acim::evaluateTosa(Operation *op,
                                                             llvm::ArrayRef<Tensor> operands) {
  llvm::SmallVector<const Tensor *> inputs;
  for (const Tensor &operand : operands)
    inputs.push_back(&operand);
  Expected<PreparedTosaOp> prepared = prepareTosa(op, inputs);
  if (!prepared)
    return prepared.takeError();
  llvm::SmallVector<Tensor> outputs(op->getNumResults());
  if (Error error = (*prepared)(inputs, outputs))
    return std::move(error);
  return outputs;
}
