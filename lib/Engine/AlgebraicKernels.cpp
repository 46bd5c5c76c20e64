//===- AlgebraicKernels.cpp - Integer products in vector registers ------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "AlgebraicKernels.h"
#include <cstring>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "AlgebraicKernels.cpp" // NOLINT(bugprone-suspicious-include)
#include "hwy/foreach_target.h"
#include "hwy/highway.h"

HWY_BEFORE_NAMESPACE();
namespace mlir::acim::kernels {
namespace HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

using WideTag = hn::CappedTag<int32_t, panelOutputs>;
using Wide = hn::Vec<WideTag>;

#if HWY_TARGET == HWY_SCALAR
/// One lane of products, for compilers that Highway trusts with nothing else.
HWY_INLINE Wide addPairProducts(const int16_t *weights, const int16_t *inputs, Wide sum, Wide &) {
  return hn::Add(sum, hn::Set(WideTag(), weights[0] * inputs[0] + weights[1] * inputs[1]));
}

HWY_INLINE Wide sumsOf(Wide sum, Wide) { return sum; }
#else
/// sum + the products of weights with two neighbouring inputs; `rest` takes what some targets keep
/// apart.
HWY_INLINE Wide addPairProducts(const int16_t *weights, const int16_t *inputs, Wide sum,
                                Wide &rest) {
  int32_t pair;
  std::memcpy(&pair, inputs, sizeof(pair));
  const hn::Repartition<int16_t, WideTag> narrow;
  return hn::ReorderWidenMulAccumulate(WideTag(), hn::LoadU(narrow, weights),
                                       hn::BitCast(narrow, hn::Set(WideTag(), pair)), sum, rest);
}

HWY_INLINE Wide sumsOf(Wide sum, Wide rest) { return hn::RearrangeToOddPlusEven(sum, rest); }
#endif

/// Adds the vector that belongs to outputs first.. of one position.
HWY_INLINE void addToOutputs(const PanelProduct &product, size_t position, size_t first, Wide sum) {
  const WideTag d;
  if (first >= product.numOutputs)
    return;
  HWY_ALIGN int32_t lanes[panelOutputs];
  hn::Store(sum, d, lanes);
  int64_t *outputs = product.outputs + position * product.outputStride + first;
  const size_t count = HWY_MIN(hn::Lanes(d), product.numOutputs - first);
  for (size_t o = 0; o < count; ++o)
    outputs[o] += int64_t(lanes[o]) * (int64_t(1) << product.shift);
}

/// Outputs first.. of the panel for `numPositions` positions at once.
template <size_t numPositions>
HWY_INLINE void multiplyTile(const PanelProduct &product, size_t position, size_t first) {
  const WideTag d;
  const int16_t *inputs = product.inputs + position * product.inputStride;
  const int16_t *weights = product.weights + 2 * first;
  Wide sums[numPositions], rests[numPositions];
  for (size_t p = 0; p < numPositions; ++p)
    sums[p] = rests[p] = hn::Zero(d);
  for (size_t k = 0; k < product.pairs; ++k)
    for (size_t p = 0; p < numPositions; ++p)
      sums[p] = addPairProducts(weights + k * 2 * panelOutputs,
                                inputs + p * product.inputStride + 2 * k, sums[p], rests[p]);
  for (size_t p = 0; p < numPositions; ++p)
    addToOutputs(product, position + p, first, sumsOf(sums[p], rests[p]));
}

void multiplyPanel(const PanelProduct &product) {
  constexpr size_t tile = 8;
  for (size_t first = 0; first < product.numOutputs; first += hn::Lanes(WideTag())) {
    size_t p = 0;
    for (; p + tile <= product.positions; p += tile)
      multiplyTile<tile>(product, p, first);
    for (; p < product.positions; ++p)
      multiplyTile<1>(product, p, first);
  }
}

#if HWY_TARGET == HWY_SCALAR
HWY_INLINE int32_t dotProduct(const int16_t *weights, const int16_t *inputs, size_t size) {
  int32_t sum = 0;
  for (size_t k = 0; k < size; ++k)
    sum += weights[k] * inputs[k];
  return sum;
}
#else
HWY_INLINE int32_t dotProduct(const int16_t *weights, const int16_t *inputs, size_t size) {
  const hn::CappedTag<int16_t, rowLanes> d16;
  const hn::Repartition<int32_t, decltype(d16)> d32;
  auto sum = hn::Zero(d32), rest = hn::Zero(d32);
  for (size_t k = 0; k < size; k += hn::Lanes(d16))
    sum = hn::ReorderWidenMulAccumulate(d32, hn::LoadU(d16, weights + k),
                                        hn::LoadU(d16, inputs + k), sum, rest);
  return hn::GetLane(hn::SumOfLanes(d32, hn::RearrangeToOddPlusEven(sum, rest)));
}
#endif

void multiplyRows(const RowProduct &product) {
  for (size_t p = 0; p < product.positions; ++p) {
    const int16_t *inputs = product.inputs + p * product.inputStride;
    const int16_t *weights = product.weights;
    int64_t *outputs = product.outputs + p * product.outputStride;
    for (size_t q = 0; q < product.groups; ++q, inputs += product.groupStride)
      for (size_t o = 0; o < product.numOutputs; ++o, weights += product.paddedRows)
        *outputs++ += int64_t(dotProduct(weights, inputs, product.paddedRows)) *
                      (int64_t(1) << product.shift);
  }
}

} // namespace HWY_NAMESPACE
} // namespace mlir::acim::kernels
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace mlir::acim::kernels {

HWY_EXPORT(multiplyPanel);
HWY_EXPORT(multiplyRows);

void multiplyPanel(const PanelProduct &product) { HWY_DYNAMIC_DISPATCH(multiplyPanel)(product); }
void multiplyRows(const RowProduct &product) { HWY_DYNAMIC_DISPATCH(multiplyRows)(product); }

} // namespace mlir::acim::kernels
#endif
