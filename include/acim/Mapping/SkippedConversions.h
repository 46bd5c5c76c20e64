//===- SkippedConversions.h - Which conversions a layer leaves out -------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A conversion of drive plane i and digit b adds 2^i * r^b times what it reads. Leaving out those
// of small factors is a truncated multiplication (Chen et al., ASP-DAC 2018).
//
//===----------------------------------------------------------------------===//

#ifndef ACIM_MAPPING_SKIPPEDCONVERSIONS_H
#define ACIM_MAPPING_SKIPPEDCONVERSIONS_H

#include "acim/Support/InputPlanes.h"
#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/SmallVector.h"

namespace mlir::acim {

/// Conversions of a layer that are left out, whatever its inputs are.
struct SkipChoice {
  /// Those of planes and digits whose scales multiply to at most 2^threshold in magnitude; -1 for
  /// none.
  int64_t threshold = -1;
  /// By digit: bit i stands for drive plane i, in addition to those of the threshold.
  llvm::SmallVector<uint32_t> planes;

  /// Bit i: the conversions of drive plane i and a digit of this index and scale.
  uint32_t planesOf(const InputCode &input, size_t digit, int64_t scale) const;
};

/// Those of `planes` at which drives of up to `planesPerDrive` planes begin that lie in `planes`
/// entirely: a drive is left out as a whole or not at all.
uint32_t wholeDrives(const InputCode &input, int32_t planesPerDrive, uint32_t planes);

/// Pairs of a drive plane and one of the digits that are left out.
int64_t countSkipped(const SkipChoice &choice, const InputCode &input,
                     llvm::ArrayRef<int64_t> digitScales);

} // namespace mlir::acim

#endif // ACIM_MAPPING_SKIPPEDCONVERSIONS_H
