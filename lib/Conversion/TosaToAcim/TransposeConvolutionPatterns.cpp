//===- TransposeConvolutionPatterns.cpp - transpose_conv2d ---------------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

//
// With stride s, output row t + out_pad_top receives input row i and kernel row k where t = i * s +
// k. Writing t = q * s + r, every phase r is an ordinary convolution over the input rows q - m with
// kernel rows r + m * s. All phases read the same window, so they become the outputs of one product
// at position q; interleaving them gives the output.
//
//===----------------------------------------------------------------------===//

#include "ConvolutionConstants.h"

#include "mlir/Dialect/Tosa/Utils/ConversionUtils.h"
#include "llvm/Support/MathExtras.h"

using namespace mlir;
using namespace mlir::acim;

namespace {

/// One spatial dimension of the transposed convolution as a convolution over input positions
/// first..last.
struct PhaseAxis {
  int64_t stride, kernel, taps, first, last, crop, size;

  PhaseAxis(int64_t input, int64_t kernel, int64_t stride, int64_t padBefore, int64_t size)
      : stride(stride), kernel(kernel), taps(llvm::divideCeil(kernel, stride)),
        first(llvm::divideFloorSigned(-padBefore, stride)),
        last(llvm::divideFloorSigned(size - 1 - padBefore, stride)),
        crop(-padBefore - first * stride), size(size), padBefore(taps - 1 - first),
        padAfter(last - (input - 1)) {}

  int64_t positions() const { return last - first + 1; }
  /// Kernel index that tap `tap` of phase `phase` reads; kernel or more where the phase has no such
  /// tap.
  int64_t kernelIndex(int64_t phase, int64_t tap) const {
    return phase + (taps - 1 - tap) * stride;
  }

  int64_t padBefore, padAfter; ///< of the window
};

struct TransposeConv2DPattern : public OpRewritePattern<tosa::TransposeConv2DOp> {
  using OpRewritePattern::OpRewritePattern;

  LogicalResult matchAndRewrite(tosa::TransposeConv2DOp op,
                                PatternRewriter &rewriter) const override {
    ConstantIntegers weights;
    MappedLayer layer{"transpose_conv2d", 1, 0, 0, 8, 0, {}, {}};
    auto refuse = [&](StringRef reason) { (void)rewriter.notifyMatchFailure(op, reason); };
    if (failed(readConstants(op, weights, layer, refuse)))
      return failure();
    auto input = cast<RankedTensorType>(op.getInput().getType());
    auto output = cast<RankedTensorType>(op.getOutput().getType());
    PhaseAxis rows(input.getDimSize(1), weights.shape[1], op.getStride()[0], op.getOutPad()[0],
                   output.getDimSize(1));
    PhaseAxis columns(input.getDimSize(2), weights.shape[2], op.getStride()[1], op.getOutPad()[2],
                      output.getDimSize(2));
    setPhases(layer, weights, rows, columns);
    WindowGeometry geometry{{rows.taps, columns.taps},
                            {1, 1},
                            {rows.padBefore, rows.padAfter, columns.padBefore, columns.padAfter},
                            {1, 1}};
    Value product = buildMappedLayer(rewriter, op, op.getInput(), geometry, std::move(layer),
                                     output.getElementType());
    rewriter.replaceOp(
        op, interleave(rewriter, op.getLoc(), product, input.getDimSize(0), rows, columns, output));
    return success();
  }

  /// Outputs (row phase, column phase, channel); rows (row tap, column tap, channel).
  static void setPhases(MappedLayer &layer, const ConstantIntegers &weights, const PhaseAxis &rows,
                        const PhaseAxis &columns) {
    int64_t outputs = weights.shape[0], channels = weights.shape[3];
    std::vector<int64_t> bias = std::move(layer.bias);
    layer.bias.clear();
    layer.outputs = rows.stride * columns.stride * outputs;
    layer.rows = rows.taps * columns.taps * channels;
    for (int64_t output = 0; output < layer.outputs; ++output) {
      int64_t phaseRow = output / outputs / columns.stride,
              phaseColumn = output / outputs % columns.stride;
      int64_t o = output % outputs;
      layer.bias.push_back(bias[bias.size() == 1 ? 0 : o]);
      for (int64_t row = 0; row < layer.rows; ++row) {
        int64_t kh = rows.kernelIndex(phaseRow, row / channels / columns.taps);
        int64_t kw = columns.kernelIndex(phaseColumn, row / channels % columns.taps);
        bool inside = kh < rows.kernel && kw < columns.kernel;
        int64_t index = ((o * rows.kernel + kh) * columns.kernel + kw) * channels + row % channels;
        layer.weights.push_back(inside ? weights.values[index] : 0);
      }
    }
  }

  /// positions x 1 x (row phase, column phase, channel) to NHWC, cropped to the output.
  static Value interleave(OpBuilder &builder, Location loc, Value product, int64_t batch,
                          const PhaseAxis &rows, const PhaseAxis &columns,
                          RankedTensorType output) {
    int64_t channels = output.getDimSize(3);
    Value value = reshapeTo(
        builder, loc, product,
        {batch, rows.positions(), columns.positions(), rows.stride, columns.stride, channels});
    value = transposeBy(builder, loc, value, {0, 1, 3, 2, 4, 5});
    int64_t height = rows.positions() * rows.stride, width = columns.positions() * columns.stride;
    value = reshapeTo(builder, loc, value, {batch, height, width, channels});
    ImplicitLocOpBuilder implicit(loc, builder);
    Value start = tosa::getTosaConstShape(implicit, {0, rows.crop, columns.crop, 0});
    Value size = tosa::getTosaConstShape(implicit, output.getShape());
    return tosa::SliceOp::create(builder, loc, output, value, start, size);
  }
};

} // namespace

void acim::populateTransposeConvolutionPatterns(RewritePatternSet &patterns) {
  patterns.add<TransposeConv2DPattern>(patterns.getContext());
}
