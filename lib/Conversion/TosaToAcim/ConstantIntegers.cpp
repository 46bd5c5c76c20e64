//===- ConstantIntegers.cpp - Constants behind shape operators -----------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "ConstantIntegers.h"

#include "acim/Dialect/Acim/IR/Integers.h"
#include "mlir/Dialect/Tosa/IR/TosaOps.h"
#include "mlir/Dialect/Tosa/Utils/ConversionUtils.h"
#include "mlir/IR/Matchers.h"
#include "llvm/ADT/TypeSwitch.h"

using namespace mlir;
using namespace mlir::acim;

static SmallVector<int64_t> stridesOf(ArrayRef<int64_t> shape) {
  SmallVector<int64_t> strides(shape.size(), 1);
  for (int64_t d = int64_t(shape.size()) - 2; d >= 0; --d)
    strides[d] = strides[d + 1] * shape[d + 1];
  return strides;
}

/// Reads `source` at `offset + index . strides` for every index of `shape`, row major.
static std::vector<int64_t> gather(ArrayRef<int64_t> source, int64_t offset,
                                   ArrayRef<int64_t> strides, ArrayRef<int64_t> shape) {
  std::vector<int64_t> result(ShapedType::getNumElements(shape));
  SmallVector<int64_t> index(shape.size(), 0);
  for (int64_t &value : result) {
    value = source[offset];
    for (int64_t d = int64_t(shape.size()) - 1; d >= 0; --d) {
      offset += strides[d];
      if (++index[d] < shape[d])
        break;
      offset -= strides[d] * shape[d];
      index[d] = 0;
    }
  }
  return result;
}

/// A splat says nothing about the memory that its numbers take.
static constexpr int64_t largestConstant = int64_t(1) << 28;

static FailureOr<ConstantIntegers> fromAttr(ElementsAttr attr) {
  if (attr.getNumElements() > largestConstant)
    return failure();
  FailureOr<std::vector<int64_t>> values = integersOf(attr);
  if (failed(values))
    return failure();
  return ConstantIntegers{SmallVector<int64_t>(attr.getShapedType().getShape()),
                          std::move(*values)};
}

static FailureOr<ConstantIntegers> transposed(tosa::TransposeOp op) {
  FailureOr<ConstantIntegers> input = constantIntegers(op.getInput1());
  if (failed(input))
    return failure();
  SmallVector<int64_t> all = stridesOf(input->shape), strides, shape;
  for (int32_t source : op.getPerms()) {
    strides.push_back(all[source]);
    shape.push_back(input->shape[source]);
  }
  return ConstantIntegers{shape, gather(input->values, 0, strides, shape)};
}

static FailureOr<ConstantIntegers> sliced(tosa::SliceOp op) {
  FailureOr<ConstantIntegers> input = constantIntegers(op.getInput1());
  SmallVector<int64_t> start;
  auto type = cast<ShapedType>(op.getType());
  if (failed(input) || !type.hasStaticShape() ||
      !tosa::getConstShapeValues(op.getStart().getDefiningOp(), start))
    return failure();
  SmallVector<int64_t> strides = stridesOf(input->shape);
  SmallVector<int64_t> shape(type.getShape());
  int64_t offset = 0;
  for (auto [first, stride] : llvm::zip(start, strides))
    offset += first * stride;
  return ConstantIntegers{shape, gather(input->values, offset, strides, shape)};
}

static FailureOr<ConstantIntegers> reshaped(tosa::ReshapeOp op) {
  FailureOr<ConstantIntegers> input = constantIntegers(op.getInput1());
  auto type = cast<ShapedType>(op.getType());
  if (failed(input) || !type.hasStaticShape())
    return failure();
  return ConstantIntegers{SmallVector<int64_t>(type.getShape()), std::move(input->values)};
}

FailureOr<ConstantIntegers> acim::constantIntegers(Value value) {
  if (ElementsAttr attr; matchPattern(value, m_Constant(&attr)))
    return fromAttr(attr);
  Operation *op = value.getDefiningOp();
  if (!op)
    return failure();
  return TypeSwitch<Operation *, FailureOr<ConstantIntegers>>(op)
      .Case([](tosa::ReshapeOp reshape) { return reshaped(reshape); })
      .Case([](tosa::TransposeOp transpose) { return transposed(transpose); })
      .Case([](tosa::SliceOp slice) { return sliced(slice); })
      .Default([](Operation *) { return failure(); });
}

FailureOr<int64_t> acim::constantScalar(Value value) {
  FailureOr<ConstantIntegers> constant = constantIntegers(value);
  if (failed(constant) || constant->values.size() != 1)
    return failure();
  return constant->values.front();
}
