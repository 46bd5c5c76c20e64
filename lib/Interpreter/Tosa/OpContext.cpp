//===- OpContext.cpp - The operation that is being prepared -------------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "OpContext.h"
#include "acim/Support/IntegerArithmetic.h"
#include "mlir/Dialect/Tosa/IR/TosaOps.h"
#include "mlir/IR/Matchers.h"
#include <numeric>

using namespace mlir;
using namespace mlir::acim;
using llvm::Error;
using llvm::Expected;

int64_t ValueType::numElements() const {
  return std::accumulate(shape.begin(), shape.end(), int64_t(1), std::multiplies<int64_t>());
}

std::string mlir::acim::describe(ElementKind kind, llvm::ArrayRef<int64_t> shape) {
  std::string text;
  for (int64_t size : shape)
    text += std::to_string(size) + "x";
  return text + stringifyElementKind(kind).str();
}

Error mlir::acim::opError(Operation *op, const llvm::Twine &message) {
  std::string text = ("'" + op->getName().getStringRef() + "' op " + message).str();
  return llvm::createStringError(std::errc::invalid_argument, "%s", text.c_str());
}

static Expected<ValueType> valueTypeOf(Operation *op, Type type) {
  if (auto shape = dyn_cast<tosa::shapeType>(type))
    return ValueType{ElementKind::I64, {shape.getRank()}};
  std::string name;
  llvm::raw_string_ostream(name) << type;
  auto tensor = dyn_cast<RankedTensorType>(type);
  if (!tensor || !tensor.hasStaticShape())
    return opError(op, "has a value of type " + name +
                           ", expected a tensor of static shape; pin the batch size and run "
                           "tosa-infer-shapes first");
  if (tensor.getElementType().isUnsignedInteger())
    return opError(op, "has a value of type " + name +
                           ", expected signless elements; run "
                           "tosa-convert-integer-type-to-signless first");
  std::optional<ElementKind> kind = elementKindOf(tensor.getElementType());
  if (!kind)
    return opError(op, "has a value of type " + name +
                           ", expected elements i1, i4, i8, i16, i32, i48, i64, f16, bf16 or f32");
  return ValueType{*kind, llvm::SmallVector<int64_t, 4>(tensor.getShape())};
}

Expected<OpContext> OpContext::create(Operation *op, llvm::ArrayRef<const Tensor *> constants) {
  OpContext context;
  context.op = op;
  context.constants = constants;
  auto append = [&](TypeRange types, llvm::SmallVector<ValueType> &to) -> Error {
    for (Type type : types) {
      Expected<ValueType> valueType = valueTypeOf(op, type);
      if (!valueType)
        return valueType.takeError();
      to.push_back(*valueType);
    }
    return Error::success();
  };
  if (Error error = append(op->getOperandTypes(), context.operands))
    return std::move(error);
  if (Error error = append(op->getResultTypes(), context.results))
    return std::move(error);
  return context;
}

Expected<std::optional<Tensor>> OpContext::tryConstant(unsigned operand) const {
  if (operand < constants.size() && constants[operand]) {
    const Tensor &given = *constants[operand];
    if (!operands[operand].matches(given))
      return error("was given a constant of type " + describe(given.kind(), given.shape()) +
                   ", expected " + describe(operands[operand].kind, operands[operand].shape));
    return std::optional<Tensor>(given);
  }
  ElementsAttr attr;
  if (!matchPattern(op->getOperand(operand), m_Constant(&attr)))
    return std::optional<Tensor>();
  Expected<Tensor> tensor = tensorFromAttr(attr);
  if (!tensor)
    return error(llvm::toString(tensor.takeError()));
  return std::optional<Tensor>(*tensor);
}

Expected<Tensor> OpContext::constant(unsigned operand, llvm::StringRef role) const {
  Expected<std::optional<Tensor>> value = tryConstant(operand);
  if (!value)
    return value.takeError();
  if (!*value)
    return error("computes its " + role +
                 " at run time, expected a tosa.const or tosa.const_shape; "
                 "fold the operand first");
  return **value;
}

Expected<llvm::SmallVector<int64_t>> OpContext::integers(unsigned operand,
                                                         llvm::StringRef role) const {
  Expected<Tensor> value = constant(operand, role);
  if (!value)
    return value.takeError();
  if (isFloatKind(value->kind()))
    return error("has a floating-point " + role + ", expected integers");
  llvm::SmallVector<int64_t> result(value->numElements());
  for (size_t i = 0; i < result.size(); ++i)
    result[i] = value->intAt(i);
  return result;
}

Expected<int64_t> OpContext::zeroPoint(unsigned operand, bool isUnsigned) const {
  Expected<Tensor> value = constant(operand, "zero point");
  if (!value)
    return value.takeError();
  if (!isFloatKind(value->kind())) {
    int64_t zero = value->intAt(0);
    size_t bits = 8 * storageBytes(value->kind());
    return isUnsigned && bits < 64 ? zero & maxInteger(bits, /*isUnsigned=*/true) : zero;
  }
  if (value->floatAt(0) != 0)
    return error("has a floating-point zero point other than 0");
  return 0;
}

Error OpContext::unsupportedElements() const {
  std::string kinds;
  for (const ValueType &type : operands)
    kinds += (kinds.empty() ? "" : ", ") + stringifyElementKind(type.kind).str();
  return error("on elements (" + kinds + ") -> " + stringifyElementKind(result().kind) +
               " is not defined by TOSA and not executed");
}
