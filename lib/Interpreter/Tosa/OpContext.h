//===- OpContext.h - The operation that is being prepared ---------------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef ACIM_LIB_INTERPRETER_TOSA_OPCONTEXT_H
#define ACIM_LIB_INTERPRETER_TOSA_OPCONTEXT_H

#include "acim/Interpreter/TosaEvaluators.h"
#include "mlir/IR/Operation.h"

namespace mlir::acim {

struct ValueType {
  ElementKind kind;
  llvm::SmallVector<int64_t, 4> shape;

  bool matches(const Tensor &tensor) const {
    return tensor.kind() == kind && tensor.shape() == llvm::ArrayRef<int64_t>(shape);
  }
  int64_t numElements() const;
};

/// `8x8xi32`, for messages.
std::string describe(ElementKind kind, llvm::ArrayRef<int64_t> shape);

/// An error that carries the operation's name.
llvm::Error opError(Operation *op, const llvm::Twine &message);

/// What the operator families need to know: static types, and values of constant operands.
class OpContext {
public:
  /// Fails where a type is not a static tensor (or shape) of supported signless elements.
  static llvm::Expected<OpContext> create(Operation *op, llvm::ArrayRef<const Tensor *> constants);

  const ValueType &operand(unsigned i) const { return operands[i]; }
  const ValueType &result() const { return results.front(); }
  llvm::ArrayRef<ValueType> operandTypes() const { return operands; }

  /// The operand's value when it is a constant; an error for anything that looked like one but
  /// cannot be read.
  llvm::Expected<std::optional<Tensor>> tryConstant(unsigned operand) const;
  /// The same where the operator needs a constant; `role` names the operand in the message.
  llvm::Expected<Tensor> constant(unsigned operand, llvm::StringRef role) const;
  llvm::Expected<llvm::SmallVector<int64_t>> integers(unsigned operand, llvm::StringRef role) const;
  /// A zero point; 0 for floating-point operands.
  llvm::Expected<int64_t> zeroPoint(unsigned operand, bool isUnsigned = false) const;

  llvm::Error error(const llvm::Twine &message) const { return opError(op, message); }
  /// The error of an operator that does not exist for these element types.
  llvm::Error unsupportedElements() const;

private:
  Operation *op = nullptr;
  llvm::ArrayRef<const Tensor *> constants;
  llvm::SmallVector<ValueType> operands;
  llvm::SmallVector<ValueType> results;
};

/// A prepared operator with one result, which is allocated before `body(inputs, result)` fills it.
template <typename Body> PreparedTosaOp computing(const OpContext &context, Body body) {
  return [type = context.result(), body = std::move(body)](llvm::ArrayRef<const Tensor *> inputs,
                                                           llvm::MutableArrayRef<Tensor> outputs) {
    outputs[0].allocate(type.kind, type.shape);
    body(inputs, outputs[0]);
    return llvm::Error::success();
  };
}

} // namespace mlir::acim

#endif // ACIM_LIB_INTERPRETER_TOSA_OPCONTEXT_H
