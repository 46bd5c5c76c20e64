//===- DataLayout.cpp - TOSA operators that move elements ---------------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Families.h"
#include "StridedLoops.h"
#include "mlir/IR/BuiltinAttributes.h"
#include <cstring>

using namespace mlir;
using namespace mlir::acim;
using llvm::Expected;

namespace {

/// A copy of one operand, or a part of it, into a part of the result. Offsets and strides count
/// elements.
struct PlacedCopy {
  StridedLoops<2> loops; // {result, operand}
  int64_t resultOffset = 0;
  int64_t operandOffset = 0;
};

int64_t dot(llvm::ArrayRef<int64_t> a, llvm::ArrayRef<int64_t> b) {
  int64_t sum = 0;
  for (auto [x, y] : llvm::zip_equal(a, b))
    sum += x * y;
  return sum;
}

void runCopy(const PlacedCopy &copy, const Tensor &operand, Tensor &result) {
  size_t bytes = storageBytes(result.kind());
  copyStrided(copy.loops, bytes, result.mutableBytes() + copy.resultOffset * bytes,
              operand.bytes() + copy.operandOffset * bytes);
}

/// A prepared operator whose result is one strided copy of operand 0.
PreparedTosaOp copying(const OpContext &context, PlacedCopy copy) {
  return computing(context,
                   [copy = std::move(copy)](llvm::ArrayRef<const Tensor *> inputs, Tensor &result) {
                     runCopy(copy, *inputs[0], result);
                   });
}

Prepared prepareSharing(const OpContext &context) {
  if (context.operand(0).numElements() != context.result().numElements())
    return context.error("changes the number of elements");
  return PreparedTosaOp([shape = context.result().shape](llvm::ArrayRef<const Tensor *> inputs,
                                                         llvm::MutableArrayRef<Tensor> outputs) {
    outputs[0] = inputs[0]->reshaped(shape);
    return llvm::Error::success();
  });
}

Prepared preparedConstant(ElementsAttr values, const OpContext &context) {
  Expected<Tensor> tensor = tensorFromAttr(values);
  if (!tensor)
    return context.error(llvm::toString(tensor.takeError()));
  return PreparedTosaOp([tensor = tensor->reshaped(context.result().shape)](
                            llvm::ArrayRef<const Tensor *>, llvm::MutableArrayRef<Tensor> outputs) {
    outputs[0] = tensor;
    return llvm::Error::success();
  });
}

} // namespace

Prepared mlir::acim::prepare(tosa::ConstOp op, const OpContext &context) {
  return preparedConstant(op.getValues(), context);
}

Prepared mlir::acim::prepare(tosa::ConstShapeOp op, const OpContext &context) {
  return preparedConstant(op.getValues(), context);
}

Prepared mlir::acim::prepare(tosa::IdentityOp, const OpContext &context) {
  return prepareSharing(context);
}

Prepared mlir::acim::prepare(tosa::ReshapeOp, const OpContext &context) {
  return prepareSharing(context);
}

Prepared mlir::acim::prepare(tosa::ConcatOp op, const OpContext &context) {
  Strides resultStrides = denseStrides(context.result().shape);
  std::vector<PlacedCopy> copies;
  int64_t position = 0;
  for (const ValueType &type : context.operandTypes()) {
    PlacedCopy copy;
    copy.loops = StridedLoops<2>(type.shape, {resultStrides, denseStrides(type.shape)});
    copy.resultOffset = position * resultStrides[op.getAxis()];
    copies.push_back(std::move(copy));
    position += type.shape[op.getAxis()];
  }
  return computing(context, [copies](llvm::ArrayRef<const Tensor *> inputs, Tensor &result) {
    for (auto [copy, input] : llvm::zip_equal(copies, inputs))
      runCopy(copy, *input, result);
  });
}

Prepared mlir::acim::prepare(tosa::PadOp, const OpContext &context) {
  const ValueType &input = context.operand(0);
  Expected<llvm::SmallVector<int64_t>> padding = context.integers(1, "padding");
  if (!padding)
    return padding.takeError();
  Expected<Tensor> value = context.constant(2, "padding value");
  if (!value)
    return value.takeError();
  Strides resultStrides = denseStrides(context.result().shape);
  PlacedCopy copy;
  copy.loops = StridedLoops<2>(input.shape, {resultStrides, denseStrides(input.shape)});
  for (size_t dim = 0; dim < input.shape.size(); ++dim) {
    if ((*padding)[2 * dim] < 0 || (*padding)[2 * dim + 1] < 0)
      return context.error("has a negative padding");
    copy.resultOffset += (*padding)[2 * dim] * resultStrides[dim];
  }
  // Every element of the result gets the padding value first, through a nest that never advances
  // its source.
  StridedLoops<2> fill({context.result().numElements()}, {Strides{1}, Strides{0}});
  return computing(
      context, [copy, fill, value = *value](llvm::ArrayRef<const Tensor *> inputs, Tensor &result) {
        copyStrided(fill, storageBytes(result.kind()), result.mutableBytes(), value.bytes());
        runCopy(copy, *inputs[0], result);
      });
}

Prepared mlir::acim::prepare(tosa::ReverseOp op, const OpContext &context) {
  const ValueType &input = context.operand(0);
  Strides strides = denseStrides(input.shape);
  PlacedCopy copy;
  copy.operandOffset = (input.shape[op.getAxis()] - 1) * strides[op.getAxis()];
  Strides reversed = strides;
  reversed[op.getAxis()] = -strides[op.getAxis()];
  copy.loops = StridedLoops<2>(input.shape, {strides, reversed});
  return copying(context, std::move(copy));
}

Prepared mlir::acim::prepare(tosa::SliceOp, const OpContext &context) {
  const ValueType &input = context.operand(0), &result = context.result();
  Expected<llvm::SmallVector<int64_t>> start = context.integers(1, "start");
  if (!start)
    return start.takeError();
  for (size_t dim = 0; dim < input.shape.size(); ++dim)
    if ((*start)[dim] < 0 || (*start)[dim] + result.shape[dim] > input.shape[dim])
      return context.error("reads elements " + llvm::Twine((*start)[dim]) + " to " +
                           llvm::Twine((*start)[dim] + result.shape[dim] - 1) + " of dimension " +
                           llvm::Twine(dim) + ", which has " + llvm::Twine(input.shape[dim]));
  Strides strides = denseStrides(input.shape);
  PlacedCopy copy;
  copy.loops = StridedLoops<2>(result.shape, {denseStrides(result.shape), strides});
  copy.operandOffset = dot(*start, strides);
  return copying(context, std::move(copy));
}

/// The result seen as multiple x size for every dimension; the source does not advance along the
/// multiples.
Prepared mlir::acim::prepare(tosa::TileOp, const OpContext &context) {
  const ValueType &input = context.operand(0), &result = context.result();
  Strides inputStrides = denseStrides(input.shape), resultStrides = denseStrides(result.shape);
  llvm::SmallVector<int64_t> shape;
  Strides from, to;
  for (size_t dim = 0; dim < input.shape.size(); ++dim) {
    int64_t size = input.shape[dim];
    if (size == 0 || result.shape[dim] % size != 0)
      return context.error("has a result whose shape is no multiple of its operand's");
    shape.append({result.shape[dim] / size, size});
    from.append({0, inputStrides[dim]});
    to.append({resultStrides[dim] * size, resultStrides[dim]});
  }
  PlacedCopy copy;
  copy.loops = StridedLoops<2>(shape, {to, from});
  return copying(context, std::move(copy));
}

Prepared mlir::acim::prepare(tosa::TransposeOp op, const OpContext &context) {
  Strides inputStrides = denseStrides(context.operand(0).shape), permuted;
  for (int32_t from : op.getPerms())
    permuted.push_back(inputStrides[from]);
  const ValueType &result = context.result();
  PlacedCopy copy;
  copy.loops = StridedLoops<2>(result.shape, {denseStrides(result.shape), permuted});
  return copying(context, std::move(copy));
}
