//===- GateThresholds.h - Thresholds that refine a share of the outputs --===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef ACIM_MAPPING_GATETHRESHOLDS_H
#define ACIM_MAPPING_GATETHRESHOLDS_H

#include "acim/Mapping/Gate.h"
#include "llvm/ADT/ArrayRef.h"

namespace mlir::acim {

/// What the masks of one output are decided by, in samples of the first pass.
struct MaskedOutput {
  size_t output = 0; ///< groups x outputs
  std::vector<int64_t> sums;
};

/// groups x outputs: thresholds above which the importance of about `share` (0 to 1) of all `masks`
/// lies. They are one threshold of what `factors` make of the outputs, so that outputs of different
/// scales compare. A share of 1 refines always.
std::vector<int64_t> thresholdsFor(GateImportance importance, llvm::ArrayRef<MaskedOutput> masks,
                                   llvm::ArrayRef<double> factors, double share);

} // namespace mlir::acim

#endif // ACIM_MAPPING_GATETHRESHOLDS_H
