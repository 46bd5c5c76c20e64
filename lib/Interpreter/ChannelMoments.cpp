//===- ChannelMoments.cpp - Mean and variance of integers --------------------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "acim/Interpreter/ChannelMoments.h"

#include "llvm/ADT/APInt.h"
#include "llvm/ADT/ArrayRef.h"

using namespace mlir::acim;

/// Differences of large squares cancel: they are taken exactly.
double ChannelMoments::variance() const {
  if (!count)
    return 0;
  auto wide = [](int128 value) {
    uint64_t words[] = {uint64_t(value), uint64_t(value >> 64)};
    return llvm::APInt(128, llvm::ArrayRef(words)).sext(256);
  };
  llvm::APInt total = wide(sum), number = wide(count);
  llvm::APInt difference = wide(squares) * number - total * total;
  // Never negative; the signed conversion would take 64 bits of it for a sign.
  return difference.roundToDouble() / double(count) / double(count);
}
