//===- ChannelMoments.h - Mean and variance of integers ----------------------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef ACIM_INTERPRETER_CHANNELMOMENTS_H
#define ACIM_INTERPRETER_CHANNELMOMENTS_H

#include <cstdint>

namespace mlir::acim {

/// Exact sums of integers below 2^48 and of their squares, so that the order in which threads add
/// does not show.
class ChannelMoments {
public:
  void add(int64_t value) {
    ++count;
    sum += value;
    squares += int128(value) * value;
  }
  void add(const ChannelMoments &other) {
    count += other.count;
    sum += other.sum;
    squares += other.squares;
  }

  int64_t size() const { return count; }

  /// 0 where there are no integers.
  double mean() const { return count ? double(sum) / double(count) : 0; }
  double variance() const;

private:
  __extension__ typedef __int128 int128;

  int64_t count = 0;
  int128 sum = 0, squares = 0;
};

} // namespace mlir::acim

#endif // ACIM_INTERPRETER_CHANNELMOMENTS_H
