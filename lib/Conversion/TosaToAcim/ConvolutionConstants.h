//===- ConvolutionConstants.h - Reads the constants of convolutions ------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef ACIM_LIB_CONVERSION_TOSATOACIM_CONVOLUTIONCONSTANTS_H
#define ACIM_LIB_CONVERSION_TOSATOACIM_CONVOLUTIONCONSTANTS_H

#include "ConstantIntegers.h"
#include "MappedLayer.h"

#include "mlir/Dialect/Tosa/IR/TosaOps.h"

namespace mlir::acim {

/// Is told why an operator is left to the digital unit.
using Refusal = llvm::function_ref<void(StringRef)>;

/// What every convolution has: the weights minus their zero point in TOSA's order, and the layer's
/// bias, input zero point and weight width.
template <typename ConvOp>
LogicalResult readConstants(ConvOp op, ConstantIntegers &weights, MappedLayer &layer,
                            Refusal refuse) {
  auto refused = [&](StringRef reason) { return refuse(reason), failure(); };
  if (!hasMappableTypes(op.getInput(), op.getOutput()))
    return refused(unmappableTypes);
  FailureOr<ConstantIntegers> values = constantIntegers(op.getWeight()),
                              bias = constantIntegers(op.getBias());
  if (failed(values) || failed(bias))
    return refused(
        "weights or bias are not constants of at most 2^28 numbers: runs on the digital unit");
  FailureOr<int64_t> inputZp = constantScalar(op.getInputZp()),
                     weightZp = constantScalar(op.getWeightZp());
  if (failed(inputZp) || failed(weightZp))
    return refused("zero points are not constant: runs on the digital unit");
  weights = std::move(*values);
  for (int64_t &w : weights.values)
    w -= *weightZp;
  layer.bias = std::move(bias->values);
  layer.inputZeroPoint = *inputZp;
  layer.weightBits = cast<ShapedType>(op.getWeight().getType()).getElementTypeBitWidth();
  return success();
}

/// The layer that a convolution is.
FailureOr<MappedLayer> layerOf(tosa::Conv2DOp op, Refusal refuse);

template <typename ConvOp> WindowGeometry geometryOf(ConvOp op, ArrayRef<int64_t> kernel) {
  return {SmallVector<int64_t>(kernel), SmallVector<int64_t>(op.getStride()),
          SmallVector<int64_t>(op.getPad()), SmallVector<int64_t>(op.getDilation())};
}

inline WindowGeometry geometryOf(tosa::Conv2DOp op) {
  return geometryOf(op, cast<ShapedType>(op.getWeight().getType()).getShape().slice(1, 2));
}

} // namespace mlir::acim

#endif // ACIM_LIB_CONVERSION_TOSATOACIM_CONVOLUTIONCONSTANTS_H
