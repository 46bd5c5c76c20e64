//===- Readings.h - How large the sums of conversions are -----------------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef ACIM_ENGINE_READINGS_H
#define ACIM_ENGINE_READINGS_H

#include "acim/Mapping/MvmPlan.h"
#include "llvm/ADT/ArrayRef.h"

namespace mlir::acim {

/// The conversions of all bit lines whose readings have one factor.
struct Readings {
  int64_t scale = 1; ///< magnitude of the factor
  /// [n]: conversions of sums whose magnitude has n bits, 0 having none.
  std::vector<int64_t> conversionsByBits;
  int64_t clipped = 0; ///< conversions of sums outside their converter's range
};

/// The conversions that running `plan` on `inputs` performs, by rising scale. One conversion after
/// the other is looked at: for some dozen positions.
std::vector<Readings> countReadings(const MvmPlan &plan, llvm::ArrayRef<int16_t> inputs,
                                    int64_t positions);

} // namespace mlir::acim

#endif // ACIM_ENGINE_READINGS_H
