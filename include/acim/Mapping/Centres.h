//===- Centres.h - What is subtracted from the weights of an output ------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef ACIM_MAPPING_CENTRES_H
#define ACIM_MAPPING_CENTRES_H

#include "acim/Mapping/PlaceLayer.h"

namespace mlir::acim {

/// A centre for each output of each group (RAELLA, ISCA 2023, section 4.1), so that the sums of its
/// digit columns need few converter bits: of 0, the mean, the median and the middle of its weights
/// the one with the least sum over the digits b of log2(1 + sum_j |d_b(w_j - centre)|), 0 where
/// that is as good. Digits are those of least cost in cells of `cellBits`.
std::vector<int64_t> chooseCentres(const LayerMatrix &matrix, unsigned cellBits,
                                   llvm::ArrayRef<int64_t> levelCosts);

/// The largest magnitude that is left of the weights of `matrix` when `centres` are subtracted.
int64_t largestResidue(const LayerMatrix &matrix, llvm::ArrayRef<int64_t> centres);

} // namespace mlir::acim

#endif // ACIM_MAPPING_CENTRES_H
