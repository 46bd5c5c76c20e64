//===- RowOrders.cpp - Orders of rows worth trying --------------------------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "RowOrders.h"

#include "llvm/Support/MathExtras.h"
#include <numeric>

using namespace mlir;
using namespace mlir::acim;

/// Rows by falling key; equals stay as they are.
static RowOrder orderBy(StringRef name, ArrayRef<int64_t> keys) {
  RowOrder order{name, std::vector<int32_t>(keys.size())};
  std::iota(order.rows.begin(), order.rows.end(), 0);
  llvm::sort(order.rows,
             [&](int32_t a, int32_t b) { return std::pair(-keys[a], a) < std::pair(-keys[b], b); });
  return order;
}

/// Sums `keyOf` of the inputs of each row over samples and groups.
template <typename KeyOf>
static std::vector<int64_t> sumOverColumns(const PricedLayer &layer, KeyOf keyOf) {
  const int64_t rows = layer.matrix().rows;
  std::vector<int64_t> sums(rows);
  for (auto [index, input] : llvm::enumerate(layer.columns()))
    sums[int64_t(index) % rows] += keyOf(input);
  return sums;
}

static std::vector<int64_t> weightMagnitudes(const LayerMatrix &matrix) {
  std::vector<int64_t> sums(matrix.rows);
  for (auto [index, w] : llvm::enumerate(matrix.values))
    sums[int64_t(index) % matrix.rows] += std::abs(w);
  return sums;
}

std::vector<RowOrder> acim::candidateRowOrders(const PricedLayer &layer, const InputCode &input) {
  if (!layer.isCalibrated())
    return {orderBy("weights", weightMagnitudes(layer.matrix()))};
  auto magnitude = [&](int16_t x) { return std::abs(int64_t(x) + input.offset); };
  auto planes = [&](int16_t x) { return int64_t(llvm::popcount(input.table[x - input.inputLo])); };
  auto length = [&](int16_t x) { return int64_t(llvm::bit_width(uint64_t(magnitude(x)))); };
  return {orderBy("magnitude", sumOverColumns(layer, magnitude)),
          orderBy("active planes", sumOverColumns(layer, planes)),
          orderBy("bit length", sumOverColumns(layer, length))};
}
