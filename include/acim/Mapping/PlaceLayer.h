//===- PlaceLayer.h - From decisions to the plan of a layer --------------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The one place where decisions about a layer become cells and converter settings. The lowering
// writes what comes out as a program; passes price it to compare decisions.
//
//===----------------------------------------------------------------------===//

#ifndef ACIM_MAPPING_PLACELAYER_H
#define ACIM_MAPPING_PLACELAYER_H

#include "acim/Mapping/ConverterSettings.h"
#include "acim/Mapping/MvmPlan.h"
#include "acim/Mapping/SkippedConversions.h"
#include "acim/Support/Tiling.h"
#include "llvm/Support/Error.h"

namespace mlir::acim {

/// y[p, g, o] = bias[g, o] + sum_j values[g, o, j] * x[p, g, j].
struct LayerMatrix {
  int64_t groups = 1, outputs = 1, rows = 1;
  llvm::ArrayRef<int64_t> values; ///< groups x outputs x rows
  llvm::ArrayRef<int64_t> bias;   ///< groups x outputs
};

/// Everything that is decided about a layer.
struct LayerMapping {
  DigitCode digits;
  InputCode input;
  int64_t arrayRows = 128, arrayColumns = 128;         ///< word lines and bit lines of a crossbar
  int64_t maxActiveRows = 128, maxActiveColumns = 128; ///< of an operation unit
  /// Input planes driven in one conversion, one entry a slice of arrayRows rows; 1 where there is
  /// no entry.
  llvm::SmallVector<int64_t> planesPerDrive;
  /// Which row of a group stands where, top to bottom; empty for the rows as they are.
  llvm::ArrayRef<int32_t> rowOrder;
  ConverterChoice converters;
  /// The offset of offset-encoded weights is taken back by a converted column, not by the digitally
  /// summed inputs.
  bool referenceColumn = false;
  bool skipsIdlePlanes = false;
  bool boundsByActiveRows = false;
  /// Conversions that are left out. Those of reference columns never are.
  SkipChoice skip;
  std::optional<Gate> gate;
  /// A setting for every conversion, row groups x columns of all blocks, in place of what
  /// `converters` says of bit lines that are converted; empty for none.
  std::vector<ConversionRange> clip;
};

/// What the accumulators start with, groups x outputs: the bias, minus what the offset of the
/// inputs adds.
std::vector<int64_t> initialValues(const LayerMatrix &matrix, int64_t inputOffset);

/// How the layer is cut to crossbars.
TilingRequest tilingRequestOf(const LayerMatrix &matrix, const LayerMapping &mapping);

/// Cuts a layer to crossbars, spreads its weights over cells and sets its converters. Fails where
/// the layer cannot be placed, a weight has no digits, a tight setting needs more bits than the
/// converters have, or clipping settings are those of another placement.
llvm::Expected<MvmPlan> placeLayer(const LayerMatrix &matrix, const LayerMapping &mapping);

} // namespace mlir::acim

#endif // ACIM_MAPPING_PLACELAYER_H
