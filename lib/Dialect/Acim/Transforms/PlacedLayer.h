//===- PlacedLayer.h - The cells and converter ranges of a layer ---------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef ACIM_LIB_DIALECT_ACIM_TRANSFORMS_PLACEDLAYER_H
#define ACIM_LIB_DIALECT_ACIM_TRANSFORMS_PLACEDLAYER_H

#include "Decisions.h"

#include "acim/Support/Tiling.h"

namespace mlir::acim {

/// A rectangle of a crossbar with the digits of its weights.
struct PlacedBlock {
  TileBlock tile;
  SmallVector<int32_t> inputs, outputs; ///< of its word lines and bit lines
  SmallVector<int64_t> scales;          ///< of its bit lines
  std::vector<int8_t> cells;            ///< word lines x bit lines
  std::vector<SumRange>
      ranges; ///< row groups x bit lines: the sums that its converters are set for
};

using PlacedCrossbar = std::vector<PlacedBlock>;

/// Cuts fully decided weights to crossbars. With proven ADC semantics the ranges are those of the
/// cells, else what any cells could give.
FailureOr<std::vector<PlacedCrossbar>> placeLayer(WeightsOp weights);

} // namespace mlir::acim

#endif // ACIM_LIB_DIALECT_ACIM_TRANSFORMS_PLACEDLAYER_H
