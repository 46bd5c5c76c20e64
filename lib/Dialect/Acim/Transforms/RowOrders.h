//===- RowOrders.h - Orders of rows worth trying ----------------------------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef ACIM_LIB_DIALECT_ACIM_TRANSFORMS_ROWORDERS_H
#define ACIM_LIB_DIALECT_ACIM_TRANSFORMS_ROWORDERS_H

#include "acim/Analysis/PricedLayer.h"

namespace mlir::acim {

struct RowOrder {
  StringRef key;             ///< what rows were sorted by
  std::vector<int32_t> rows; ///< top to bottom
};

/// Rows that are driven alike next to each other: sorted by what the columns of a calibrated layer
/// show, or by the weights of the rows where nobody calibrated.
std::vector<RowOrder> candidateRowOrders(const PricedLayer &layer, const InputCode &input);

} // namespace mlir::acim

#endif // ACIM_LIB_DIALECT_ACIM_TRANSFORMS_ROWORDERS_H
