//===- ChannelFit.h - Errors that no gain and offset mends ----------------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef ACIM_INTERPRETER_CHANNELFIT_H
#define ACIM_INTERPRETER_CHANNELFIT_H

#include "llvm/ADT/ArrayRef.h"
#include <cstdint>
#include <vector>

namespace mlir::acim {

/// One channel of outputs that ought to be others: gain * found + offset is closest to wanted.
struct ChannelFit {
  double gain = 0, offset = 0;
  double variance = 0; ///< of what the outputs ought to be
  double residual = 0; ///< mean squared error that is left
};

/// `found` and `wanted` hold positions x `channels`.
std::vector<ChannelFit> fitChannels(llvm::ArrayRef<int64_t> found, llvm::ArrayRef<int64_t> wanted,
                                    size_t channels);

} // namespace mlir::acim

#endif // ACIM_INTERPRETER_CHANNELFIT_H
