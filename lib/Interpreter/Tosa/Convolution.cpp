//===- Convolution.cpp - TOSA convolutions and matrix products ----------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Convolution.h"
#include "ElementTypes.h"
#include "Families.h"

using namespace mlir;
using namespace mlir::acim;
using llvm::Expected;

namespace {

template <typename A> using Scalars = std::vector<typename A::Scalar>;
template <typename A> using Accumulators = std::vector<typename A::Accumulator>;

/// All elements minus the zero point.
template <typename A> Scalars<A> centered(const Tensor &tensor, int64_t zeroPoint) {
  Scalars<A> scalars(tensor.numElements());
  auto convert = [&](auto element) {
    using E = decltype(element);
    auto zero = static_cast<typename A::Scalar>(zeroPoint);
    const auto *in = tensor.data<typename E::Storage>().data();
    for (size_t i = 0, e = scalars.size(); i < e; ++i)
      scalars[i] = static_cast<typename A::Scalar>(E::load(in[i]) - zero);
  };
  if constexpr (std::is_floating_point_v<typename A::Scalar>)
    dispatchFloat(tensor.kind(), convert);
  else
    dispatchInteger(tensor.kind(), convert);
  return scalars;
}

/// Weights of outputs x window x channels as window x channels x outputs, the window optionally
/// reversed.
template <typename A>
Scalars<A> packWeights(const ConvolutionShape &shape, const Tensor &tensor, int64_t zeroPoint,
                       bool reversed) {
  Scalars<A> plain = centered<A>(tensor, zeroPoint);
  if (shape.depthwise)
    return plain;
  Scalars<A> packed(plain.size());
  const auto *from = plain.data();
  for (int64_t o = 0; o < shape.outputs; ++o)
    for (int64_t k = 0; k < shape.window(); ++k)
      for (int64_t c = 0; c < shape.channels; ++c) {
        int64_t position = reversed ? shape.window() - 1 - k : k;
        packed[(position * shape.channels + c) * shape.outputs + o] = *from++;
      }
  return packed;
}

/// One bias per output; a single one serves all.
template <typename A> Accumulators<A> biasOf(const Tensor &bias, int64_t outputs) {
  Accumulators<A> values(outputs);
  for (int64_t o = 0; o < outputs; ++o) {
    int64_t index = bias.numElements() == 1 ? 0 : o;
    if constexpr (std::is_floating_point_v<typename A::Scalar>)
      values[o] = static_cast<float>(bias.floatAt(index));
    else
      values[o] = static_cast<typename A::Accumulator>(bias.intAt(index));
  }
  return values;
}

/// Appends rows of accumulators to a result.
template <typename A> class ResultWriter {
public:
  explicit ResultWriter(Tensor &result) : kind(result.kind()), out(result.mutableBytes()) {}

  void operator()(const Accumulators<A> &row) {
    auto append = [&](auto element) {
      using E = decltype(element);
      auto *to = reinterpret_cast<typename E::Storage *>(out);
      using Signed = std::conditional_t<E::isFloat, float, typename E::Value>;
      for (typename A::Accumulator value : row)
        *to++ = E::store(static_cast<Signed>(value));
      out = reinterpret_cast<char *>(to);
    };
    if constexpr (std::is_floating_point_v<typename A::Scalar>)
      dispatchFloat(kind, append);
    else
      dispatchInteger(kind, append);
  }

private:
  ElementKind kind;
  char *out;
};

struct ConvolutionOperands {
  int64_t inputZero = 0, weightZero = 0;
  bool reversed = false;         ///< the window is walked backwards (transposed convolution)
  bool biasLast = false;         ///< the bias is added to the finished sum
  std::optional<Tensor> weights; ///< where constant
};

template <typename A>
void runConvolution(const ConvolutionShape &shape, const ConvolutionOperands &operands,
                    const Scalars<A> &weights, llvm::ArrayRef<const Tensor *> inputs,
                    Tensor &result) {
  Scalars<A> input = centered<A>(*inputs[0], operands.inputZero);
  Accumulators<A> bias = biasOf<A>(*inputs[2], shape.outputs);
  ResultWriter<A> write(result);
  if (!operands.biasLast) {
    convolve<A>(shape, input.data(), weights.data(), bias, write);
    return;
  }
  Accumulators<A> sum(shape.outputs);
  convolve<A>(shape, input.data(), weights.data(), Accumulators<A>(shape.outputs),
              [&](const Accumulators<A> &acc) {
                std::transform(acc.begin(), acc.end(), bias.begin(), sum.begin(), std::plus<>());
                write(sum);
              });
}

template <typename A>
PreparedTosaOp convolving(const OpContext &context, const ConvolutionShape &shape,
                          ConvolutionOperands operands) {
  Scalars<A> packed;
  if (operands.weights)
    packed = packWeights<A>(shape, *operands.weights, operands.weightZero, operands.reversed);
  bool isPacked = operands.weights.has_value();
  operands.weights.reset();
  return computing(context, [shape, operands, isPacked, packed = std::move(packed)](
                                llvm::ArrayRef<const Tensor *> inputs, Tensor &result) {
    if (isPacked)
      return runConvolution<A>(shape, operands, packed, inputs, result);
    runConvolution<A>(shape, operands,
                      packWeights<A>(shape, *inputs[1], operands.weightZero, operands.reversed),
                      inputs, result);
  });
}

bool isByteKind(ElementKind kind) { return kind == ElementKind::I8 || kind == ElementKind::I4; }

/// Calls `body` with the arithmetic for operands of these kinds and a result of that kind.
template <typename Body> Prepared dispatchArithmetic(const OpContext &context, Body body) {
  ElementKind left = context.operand(0).kind, right = context.operand(1).kind;
  ElementKind result = context.result().kind;
  if (isFloatKind(left) && left == right && isFloatKind(result))
    return body(Floats());
  if (isByteKind(left) && isByteKind(right) && result == ElementKind::I32)
    return body(NarrowIntegers());
  if (left == ElementKind::I16 && (isByteKind(right) || right == ElementKind::I16) &&
      result == ElementKind::I48)
    return body(WideIntegers());
  return context.unsupportedElements();
}

/// The operands' sizes that the types of input and result imply.
llvm::Error checkConvolution(const OpContext &context, const ConvolutionShape &shape) {
  int64_t weights = shape.window() * shape.outputs * (shape.depthwise ? 1 : shape.channels);
  if (context.operand(1).numElements() != weights)
    return context.error("has " + llvm::Twine(context.operand(1).numElements()) +
                         " weights, expected " + llvm::Twine(weights));
  int64_t bias = context.operand(2).numElements();
  if (bias != 1 && bias != shape.outputs)
    return context.error("has " + llvm::Twine(bias) + " biases, expected 1 or " +
                         llvm::Twine(shape.outputs));
  return llvm::Error::success();
}

Prepared prepareConvolution(const OpContext &context, const ConvolutionShape &shape,
                            ConvolutionOperands operands) {
  if (llvm::Error error = checkConvolution(context, shape))
    return std::move(error);
  Expected<int64_t> inputZero = context.zeroPoint(3), weightZero = context.zeroPoint(4);
  if (!inputZero || !weightZero)
    return llvm::joinErrors(inputZero.takeError(), weightZero.takeError());
  Expected<std::optional<Tensor>> weights = context.tryConstant(1);
  if (!weights)
    return weights.takeError();
  if (isFloatKind(context.operand(2).kind) != isFloatKind(context.result().kind))
    return context.unsupportedElements();
  operands.inputZero = *inputZero;
  operands.weightZero = *weightZero;
  operands.weights = std::move(*weights);
  return dispatchArithmetic(context, [&](auto arithmetic) -> Prepared {
    return convolving<decltype(arithmetic)>(context, shape, std::move(operands));
  });
}

/// Fills the last attributes.size() spatial dimensions.
void setSpatial(ConvolutionShape::Triple &triple, llvm::ArrayRef<int64_t> values) {
  std::copy(values.begin(), values.end(), triple.end() - values.size());
}

/// What all convolutions of N x spatial x channels operands share.
ConvolutionShape commonShape(const OpContext &context) {
  llvm::ArrayRef<int64_t> in = context.operand(0).shape, out = context.result().shape;
  ConvolutionShape shape;
  shape.batch = in.front();
  shape.channels = in.back();
  shape.outputs = out.back();
  setSpatial(shape.in, in.drop_front().drop_back());
  setSpatial(shape.out, out.drop_front().drop_back());
  return shape;
}

/// TOSA lists the padding before and after each dimension.
template <typename Op> void setWindow(ConvolutionShape &shape, Op op) {
  setSpatial(shape.stride, op.getStride());
  setSpatial(shape.dilation, op.getDilation());
  llvm::SmallVector<int64_t, 3> before;
  for (size_t i = 0; i < op.getPad().size(); i += 2)
    before.push_back(op.getPad()[i]);
  setSpatial(shape.padBefore, before);
}

template <typename Op> Prepared prepareDenseConvolution(Op op, const OpContext &context) {
  ConvolutionShape shape = commonShape(context);
  setWindow(shape, op);
  setSpatial(shape.kernel,
             llvm::ArrayRef<int64_t>(context.operand(1).shape).drop_front().drop_back());
  return prepareConvolution(context, shape, {});
}

template <typename A>
void runMatMul(const ValueType &left, int64_t width, const Scalars<A> &a, const Scalars<A> &b,
               Tensor &result) {
  int64_t height = left.shape[1], depth = left.shape[2];
  ResultWriter<A> write(result);
  Accumulators<A> acc(width);
  for (int64_t row = 0; row < left.shape[0] * height; ++row) {
    std::fill(acc.begin(), acc.end(), typename A::Accumulator(0));
    accumulateRows<A>(a.data() + row * depth, depth, b.data() + row / height * depth * width, width,
                      acc.data());
    write(acc);
  }
}

} // namespace

Prepared mlir::acim::prepare(tosa::Conv2DOp op, const OpContext &context) {
  return prepareDenseConvolution(op, context);
}

Prepared mlir::acim::prepare(tosa::Conv3DOp op, const OpContext &context) {
  return prepareDenseConvolution(op, context);
}

Prepared mlir::acim::prepare(tosa::DepthwiseConv2DOp op, const OpContext &context) {
  ConvolutionShape shape = commonShape(context);
  setWindow(shape, op);
  setSpatial(shape.kernel, llvm::ArrayRef<int64_t>(context.operand(1).shape).take_front(2));
  shape.depthwise = true;
  ConvolutionOperands operands;
  operands.biasLast = true;
  return prepareConvolution(context, shape, std::move(operands));
}

/// Every output gathers from the input spread by the stride, through the reversed window.
Prepared mlir::acim::prepare(tosa::TransposeConv2DOp op, const OpContext &context) {
  ConvolutionShape shape = commonShape(context);
  setSpatial(shape.kernel,
             llvm::ArrayRef<int64_t>(context.operand(1).shape).drop_front().drop_back());
  setSpatial(shape.upsample, op.getStride());
  setSpatial(shape.padBefore,
             {shape.kernel[1] - 1 + op.getOutPad()[0], shape.kernel[2] - 1 + op.getOutPad()[2]});
  ConvolutionOperands operands;
  operands.reversed = true;
  return prepareConvolution(context, shape, std::move(operands));
}

Prepared mlir::acim::prepare(tosa::MatMulOp, const OpContext &context) {
  const ValueType &a = context.operand(0), &b = context.operand(1);
  if (a.shape[0] != b.shape[0] || a.shape[2] != b.shape[1])
    return context.error("multiplies " + describe(a.kind, a.shape) + " by " +
                         describe(b.kind, b.shape) + ", expected the same batch and depth");
  Expected<int64_t> leftZero = context.zeroPoint(2), rightZero = context.zeroPoint(3);
  if (!leftZero || !rightZero)
    return llvm::joinErrors(leftZero.takeError(), rightZero.takeError());
  return dispatchArithmetic(context, [&](auto arithmetic) -> Prepared {
    using A = decltype(arithmetic);
    return computing(context, [left = context.operand(0), width = context.result().shape[2],
                               leftZero = *leftZero, rightZero = *rightZero](
                                  llvm::ArrayRef<const Tensor *> inputs, Tensor &result) {
      runMatMul<A>(left, width, centered<A>(*inputs[0], leftZero),
                   centered<A>(*inputs[1], rightZero), result);
    });
  });
}
