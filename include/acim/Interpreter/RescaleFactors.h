//===- RescaleFactors.h - What accumulators are multiplied by ------------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef ACIM_INTERPRETER_RESCALEFACTORS_H
#define ACIM_INTERPRETER_RESCALEFACTORS_H

#include "acim/Interpreter/ProgramExecutor.h"

namespace mlir::acim {

/// Groups x outputs: what the accumulators of a layer are multiplied by where they are rescaled;
/// empty where they are not.
std::vector<double> rescaleFactorsOf(const PreparedLayer &layer);

/// The same, with 1 for channels that are not rescaled.
std::vector<double> channelFactorsOf(const PreparedLayer &layer);

} // namespace mlir::acim

#endif // ACIM_INTERPRETER_RESCALEFACTORS_H
