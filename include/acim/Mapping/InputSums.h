//===- InputSums.h - What a layer adds of its summed inputs -------------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef ACIM_MAPPING_INPUTSUMS_H
#define ACIM_MAPPING_INPUTSUMS_H

#include "acim/Mapping/MvmPlan.h"
#include <utility>

namespace mlir::acim {

/// The sum of u over some rows of a group, which is computed digitally and once.
struct InputSum {
  int32_t group = 0;
  std::vector<int32_t> rows; ///< sorted
  /// The outputs that it is added to, rising, each with its factor, which is not 0.
  std::vector<std::pair<int32_t, int64_t>> scales;
};

/// Those of all blocks of `plan`. Blocks of the same rows share one.
std::vector<InputSum> inputSumsOf(const MvmPlan &plan);

} // namespace mlir::acim

#endif // ACIM_MAPPING_INPUTSUMS_H
