//===- SharedClips.h - Settings that bit lines have in common ----------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef ACIM_LIB_QUANTIZE_SHAREDCLIPS_H
#define ACIM_LIB_QUANTIZE_SHAREDCLIPS_H

#include "BitLineSamples.h"
#include "acim/Quantize/ClipSelection.h"

namespace mlir::acim {

/// Chooses a setting for all bit lines of the layer or of each crossbar, as the problem's scope
/// says, and fits the outputs.
void chooseSharedClips(const ClipProblem &problem, BitLineSampler &sampler,
                       ClipSelection &selection);

} // namespace mlir::acim

#endif // ACIM_LIB_QUANTIZE_SHAREDCLIPS_H
