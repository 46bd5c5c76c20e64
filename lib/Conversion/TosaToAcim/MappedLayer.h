//===- MappedLayer.h - Builds the operations of one mapped layer ---------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef ACIM_LIB_CONVERSION_TOSATOACIM_MAPPEDLAYER_H
#define ACIM_LIB_CONVERSION_TOSATOACIM_MAPPEDLAYER_H

#include "acim/Dialect/Acim/IR/Acim.h"
#include "mlir/IR/PatternMatch.h"

namespace mlir::acim {

/// A matrix product with constant weights: groups x outputs x rows, zero points already subtracted.
struct MappedLayer {
  StringRef name; ///< stem of the symbol
  int64_t groups, outputs, rows;
  unsigned weightBits;          ///< width the weights are stored in
  int64_t inputZeroPoint;       ///< also what padding reads
  std::vector<int64_t> weights; ///< groups x outputs x rows
  std::vector<int64_t>
      bias; ///< groups x outputs, or one for all; the input zero point is folded in by `build`
};

/// Where a layer's inputs come from.
struct WindowGeometry {
  SmallVector<int64_t> kernel{1, 1}, stride{1, 1}, pad{0, 0, 0, 0}, dilation{1, 1};
};

/// Creates acim.weights beside the function, and acim.im2col and acim.mvm on the NHWC tensor
/// `input`. The result is positions x groups x outputs of `accumulator`.
Value buildMappedLayer(PatternRewriter &rewriter, Operation *op, Value input,
                       const WindowGeometry &geometry, MappedLayer layer, Type accumulator);

/// Reshape and transpose by TOSA operators.
Value reshapeTo(OpBuilder &builder, Location loc, Value value, ArrayRef<int64_t> shape);
Value transposeBy(OpBuilder &builder, Location loc, Value value, ArrayRef<int32_t> perms);

/// True for the products crossbars can take: 4- to 16-bit integer inputs, integer accumulators.
bool hasMappableTypes(Value input, Value result);
inline constexpr llvm::StringLiteral unmappableTypes =
    "not a product of integers of 4 to 16 bits with static shapes: runs on the digital unit";

// Patterns, one family a file.
void populateConvolutionPatterns(RewritePatternSet &patterns);
void populateTransposeConvolutionPatterns(RewritePatternSet &patterns);
void populateMatMulPatterns(RewritePatternSet &patterns);

/// Looks for grouped convolutions in `module`, which must not change before the patterns are
/// applied.
void populateGroupedConvolutionPatterns(RewritePatternSet &patterns, Operation *module);

} // namespace mlir::acim

#endif // ACIM_LIB_CONVERSION_TOSATOACIM_MAPPEDLAYER_H
