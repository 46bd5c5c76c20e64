//===- MatMulPatterns.cpp - matmul with one constant operand -------------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "ConstantIntegers.h"
#include "MappedLayer.h"

#include "mlir/Dialect/Tosa/IR/TosaOps.h"

using namespace mlir;
using namespace mlir::acim;

/// values[b, i, j] to values[b, j, i].
static std::vector<int64_t> swapInner(const ConstantIntegers &constant) {
  int64_t batch = constant.shape[0], rows = constant.shape[1], columns = constant.shape[2];
  std::vector<int64_t> result(constant.values.size());
  for (int64_t b = 0; b < batch; ++b)
    for (int64_t i = 0; i < rows; ++i)
      for (int64_t j = 0; j < columns; ++j)
        result[(b * columns + j) * rows + i] = constant.values[(b * rows + i) * columns + j];
  return result;
}

namespace {

/// Every matrix of the batch is a group of the layer. A constant left operand is the product of the
/// transposes.
struct MatMulPattern : public OpRewritePattern<tosa::MatMulOp> {
  using OpRewritePattern::OpRewritePattern;

  LogicalResult matchAndRewrite(tosa::MatMulOp op, PatternRewriter &rewriter) const override {
    if (!hasMappableTypes(op.getA(), op.getOutput()) ||
        !hasMappableTypes(op.getB(), op.getOutput()))
      return rewriter.notifyMatchFailure(op, unmappableTypes);
    FailureOr<int64_t> aZp = constantScalar(op.getAZp()), bZp = constantScalar(op.getBZp());
    if (failed(aZp) || failed(bZp))
      return rewriter.notifyMatchFailure(op,
                                         "zero points are not constant: runs on the digital unit");
    FailureOr<ConstantIntegers> constant = constantIntegers(op.getB());
    bool rightConstant = succeeded(constant);
    if (!rightConstant)
      constant = constantIntegers(op.getA());
    if (failed(constant))
      return rewriter.notifyMatchFailure(op,
                                         "both operands are activations: runs on the digital unit");
    Location loc = op.getLoc();
    if (rightConstant) {
      MappedLayer layer = layerOf(swapInner(*constant), constant->shape[0], constant->shape[2],
                                  constant->shape[1], *bZp, *aZp, op.getB());
      rewriter.replaceOp(op, multiply(rewriter, op, op.getA(), std::move(layer)));
      return success();
    }
    MappedLayer layer = layerOf(std::move(constant->values), constant->shape[0], constant->shape[1],
                                constant->shape[2], *aZp, *bZp, op.getA());
    Value rows = transposeBy(rewriter, loc, op.getB(), {0, 2, 1});
    Value product = multiply(rewriter, op, rows, std::move(layer));
    rewriter.replaceOp(op, transposeBy(rewriter, loc, product, {0, 2, 1}));
    return success();
  }

  static MappedLayer layerOf(std::vector<int64_t> weights, int64_t groups, int64_t outputs,
                             int64_t rows, int64_t weightZp, int64_t inputZp, Value constant) {
    for (int64_t &w : weights)
      w -= weightZp;
    unsigned bits = cast<ShapedType>(constant.getType()).getElementTypeBitWidth();
    return {"matmul", groups, outputs, rows, bits, inputZp, std::move(weights), {0}};
  }

  /// groups x positions x rows times the layer's matrices: groups x positions x outputs.
  static Value multiply(PatternRewriter &rewriter, tosa::MatMulOp op, Value input,
                        MappedLayer layer) {
    Location loc = op.getLoc();
    int64_t groups = layer.groups, outputs = layer.outputs;
    int64_t positions = cast<ShapedType>(input.getType()).getDimSize(1);
    if (groups > 1)
      input = transposeBy(rewriter, loc, input, {1, 0, 2});
    Value nhwc = reshapeTo(rewriter, loc, input, {positions, 1, 1, groups * layer.rows});
    Type accumulator = cast<ShapedType>(op.getType()).getElementType();
    Value product = buildMappedLayer(rewriter, op, nhwc, {}, std::move(layer), accumulator);
    if (groups > 1)
      return transposeBy(rewriter, loc, product, {1, 0, 2});
    return reshapeTo(rewriter, loc, product, {groups, positions, outputs});
  }
};

} // namespace

void acim::populateMatMulPatterns(RewritePatternSet &patterns) {
  patterns.add<MatMulPattern>(patterns.getContext());
}
