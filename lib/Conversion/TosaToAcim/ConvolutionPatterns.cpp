//===- ConvolutionPatterns.cpp - conv2d and depthwise_conv2d -------------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "ConvolutionConstants.h"

using namespace mlir;
using namespace mlir::acim;

FailureOr<MappedLayer> acim::layerOf(tosa::Conv2DOp op, Refusal refuse) {
  ConstantIntegers weights;
  MappedLayer layer{"conv2d", 1, 0, 0, 8, 0, {}, {}};
  if (failed(readConstants(op, weights, layer, refuse)))
    return failure();
  ArrayRef<int64_t> shape = weights.shape; // O, KH, KW, C
  layer.outputs = shape[0];
  layer.rows = shape[1] * shape[2] * shape[3];
  layer.weights = std::move(weights.values);
  return layer;
}

/// Replaces `op` by the product, brought back to its NHWC shape.
static void replaceByProduct(PatternRewriter &rewriter, Operation *op, Value input,
                             const WindowGeometry &geometry, MappedLayer layer) {
  auto type = cast<RankedTensorType>(op->getResult(0).getType());
  Value product =
      buildMappedLayer(rewriter, op, input, geometry, std::move(layer), type.getElementType());
  rewriter.replaceOp(op, reshapeTo(rewriter, op->getLoc(), product, type.getShape()));
}

namespace {

struct Conv2DPattern : public OpRewritePattern<tosa::Conv2DOp> {
  using OpRewritePattern::OpRewritePattern;

  LogicalResult matchAndRewrite(tosa::Conv2DOp op, PatternRewriter &rewriter) const override {
    auto refuse = [&](StringRef reason) { (void)rewriter.notifyMatchFailure(op, reason); };
    FailureOr<MappedLayer> layer = layerOf(op, refuse);
    if (failed(layer))
      return failure();
    replaceByProduct(rewriter, op, op.getInput(), geometryOf(op), std::move(*layer));
    return success();
  }
};

/// One group a channel: its rows are the taps of the kernel, its outputs the channel multiplier.
struct DepthwiseConv2DPattern : public OpRewritePattern<tosa::DepthwiseConv2DOp> {
  using OpRewritePattern::OpRewritePattern;

  LogicalResult matchAndRewrite(tosa::DepthwiseConv2DOp op,
                                PatternRewriter &rewriter) const override {
    ConstantIntegers weights;
    MappedLayer layer{"depthwise_conv2d", 0, 0, 0, 8, 0, {}, {}};
    auto refuse = [&](StringRef reason) { (void)rewriter.notifyMatchFailure(op, reason); };
    if (failed(readConstants(op, weights, layer, refuse)))
      return failure();
    ArrayRef<int64_t> shape = weights.shape; // KH, KW, C, M
    layer.groups = shape[2];
    layer.outputs = shape[3];
    layer.rows = shape[0] * shape[1];
    layer.weights.resize(weights.values.size());
    int64_t columns = layer.groups * layer.outputs;
    for (int64_t row = 0; row < layer.rows; ++row)
      for (int64_t column = 0; column < columns; ++column)
        layer.weights[column * layer.rows + row] = weights.values[row * columns + column];
    replaceByProduct(rewriter, op, op.getInput(), geometryOf(op, shape.take_front(2)),
                     std::move(layer));
    return success();
  }
};

} // namespace

void acim::populateConvolutionPatterns(RewritePatternSet &patterns) {
  patterns.add<Conv2DPattern, DepthwiseConv2DPattern>(patterns.getContext());
}
