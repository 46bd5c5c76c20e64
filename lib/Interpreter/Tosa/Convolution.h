//===- Convolution.h - Convolutions as sums of scaled weight rows -------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

//
// All convolutions are executed as one loop nest over three spatial dimensions (conv2d has depth
// 1): for every output position the rows of the packed weights that its window meets are added,
// scaled with the input elements. Integers wrap in the accumulator; floats are added in the order
// bias, window position, channel.
//
//===----------------------------------------------------------------------===//

#ifndef ACIM_LIB_INTERPRETER_TOSA_CONVOLUTION_H
#define ACIM_LIB_INTERPRETER_TOSA_CONVOLUTION_H

#include "acim/Interpreter/Tensor.h"
#include <array>
#include <vector>

namespace mlir::acim {

/// Scalar: operands after the zero point is subtracted. Accumulator: unsigned for wrap-around.
struct NarrowIntegers {
  using Scalar = int16_t;
  using Accumulator = uint32_t;
  static Accumulator multiply(Scalar a, Scalar b) { return uint32_t(int32_t(a) * int32_t(b)); }
};
struct WideIntegers {
  using Scalar = int32_t;
  using Accumulator = uint64_t;
  static Accumulator multiply(Scalar a, Scalar b) { return uint64_t(int64_t(a) * int64_t(b)); }
};
struct Floats {
  using Scalar = float;
  using Accumulator = float;
  static Accumulator multiply(Scalar a, Scalar b) { return a * b; }
};

/// Geometry in depth, height, width. `upsample` puts that many minus one gaps between input
/// positions (transposed convolution).
struct ConvolutionShape {
  using Triple = std::array<int64_t, 3>;

  int64_t batch = 1;
  int64_t channels = 1; ///< of the input
  int64_t outputs = 1;  ///< channels of the result
  Triple in = {1, 1, 1}, out = {1, 1, 1}, kernel = {1, 1, 1};
  Triple stride = {1, 1, 1}, dilation = {1, 1, 1}, upsample = {1, 1, 1};
  Triple padBefore = {0, 0, 0};
  bool depthwise = false;

  int64_t window() const { return kernel[0] * kernel[1] * kernel[2]; }

  /// Input position that the window's element meets, or -1 where it meets padding or a gap.
  int64_t inputPosition(unsigned dim, int64_t outPosition, int64_t windowPosition) const {
    int64_t position = outPosition * stride[dim] - padBefore[dim] + windowPosition * dilation[dim];
    if (position < 0 || position % upsample[dim] != 0)
      return -1;
    position /= upsample[dim];
    return position < in[dim] ? position : -1;
  }
};

/// acc[j] += sum over i of x[i] * rows[i][j], each acc[j] in the order of i.
template <typename A>
void accumulateRows(const typename A::Scalar *x, int64_t count, const typename A::Scalar *rows,
                    int64_t width, typename A::Accumulator *acc) {
  constexpr int64_t tile = 16; // accumulators that stay in registers
  int64_t first = 0;
  for (; first + tile <= width; first += tile) {
    typename A::Accumulator local[tile];
    std::copy_n(acc + first, tile, local);
    for (int64_t i = 0; i < count; ++i)
      for (int64_t j = 0; j < tile; ++j)
        local[j] += A::multiply(x[i], rows[i * width + first + j]);
    std::copy_n(local, tile, acc + first);
  }
  for (int64_t i = 0; i < count && first < width; ++i)
    for (int64_t j = first; j < width; ++j)
      acc[j] += A::multiply(x[i], rows[i * width + j]);
}

/// acc[c][m] += x[c] * weights[c][m].
template <typename A>
void accumulateChannels(const typename A::Scalar *x, int64_t channels,
                        const typename A::Scalar *weights, int64_t multiplier,
                        typename A::Accumulator *acc) {
  if (multiplier == 1) {
    for (int64_t c = 0; c < channels; ++c)
      acc[c] += A::multiply(x[c], weights[c]);
    return;
  }
  for (int64_t c = 0; c < channels; ++c)
    for (int64_t m = 0; m < multiplier; ++m)
      acc[c * multiplier + m] += A::multiply(x[c], weights[c * multiplier + m]);
}

/// Adds the products of one window into `acc`. `input` is one image; `weights` are packed window x
/// channels x outputs, or window x outputs for depthwise convolution.
template <typename A>
void accumulateWindow(const ConvolutionShape &shape, const typename A::Scalar *input,
                      const typename A::Scalar *weights, const ConvolutionShape::Triple &at,
                      typename A::Accumulator *acc) {
  int64_t rowsPerPosition = shape.depthwise ? 1 : shape.channels;
  const auto *positionWeights = weights;
  for (int64_t kd = 0; kd < shape.kernel[0]; ++kd)
    for (int64_t ky = 0; ky < shape.kernel[1]; ++ky)
      for (int64_t kx = 0; kx < shape.kernel[2];
           ++kx, positionWeights += rowsPerPosition * shape.outputs) {
        int64_t d = shape.inputPosition(0, at[0], kd), y = shape.inputPosition(1, at[1], ky),
                x = shape.inputPosition(2, at[2], kx);
        if (d < 0 || y < 0 || x < 0)
          continue;
        const auto *element = input + ((d * shape.in[1] + y) * shape.in[2] + x) * shape.channels;
        if (shape.depthwise)
          accumulateChannels<A>(element, shape.channels, positionWeights,
                                shape.outputs / shape.channels, acc);
        else
          accumulateRows<A>(element, shape.channels, positionWeights, shape.outputs, acc);
      }
}

/// Calls store(acc) with the accumulators of every output position, in order; `initial` has one per
/// output.
template <typename A, typename Store>
void convolve(const ConvolutionShape &shape, const typename A::Scalar *input,
              const typename A::Scalar *weights,
              const std::vector<typename A::Accumulator> &initial, Store store) {
  std::vector<typename A::Accumulator> acc(shape.outputs);
  int64_t image = shape.in[0] * shape.in[1] * shape.in[2] * shape.channels;
  for (int64_t n = 0; n < shape.batch; ++n, input += image)
    for (int64_t od = 0; od < shape.out[0]; ++od)
      for (int64_t oy = 0; oy < shape.out[1]; ++oy)
        for (int64_t ox = 0; ox < shape.out[2]; ++ox) {
          acc = initial;
          accumulateWindow<A>(shape, input, weights, {od, oy, ox}, acc.data());
          store(acc);
        }
}

} // namespace mlir::acim

#endif // ACIM_LIB_INTERPRETER_TOSA_CONVOLUTION_H
