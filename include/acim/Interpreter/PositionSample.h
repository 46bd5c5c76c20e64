//===- PositionSample.h - Which positions are kept ------------------------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef ACIM_INTERPRETER_POSITIONSAMPLE_H
#define ACIM_INTERPRETER_POSITIONSAMPLE_H

#include <cstdint>

namespace mlir::acim {

/// A deterministic sample of the numbers 0 .. total - 1, in ascending order: one from each of
/// `size` equal intervals. Where in its interval depends on the interval alone and is spread by the
/// golden ratio, so that intervals of whole image rows do not always give the same column.
class PositionSample {
public:
  /// All numbers where `total` is not more than `limit`.
  PositionSample(int64_t total, int64_t limit);

  int64_t size() const { return numSampled; }

  /// Sampled number `k`.
  int64_t at(int64_t k) const;

  /// How many sampled numbers are less than `number`.
  int64_t countBelow(int64_t number) const;

private:
  int64_t startOf(int64_t interval) const { return interval * total / numSampled; }

  int64_t total, numSampled;
};

} // namespace mlir::acim

#endif // ACIM_INTERPRETER_POSITIONSAMPLE_H
