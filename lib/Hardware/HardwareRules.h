//===- HardwareRules.h - What must hold between keys ----------------------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef ACIM_LIB_HARDWARE_HARDWARERULES_H
#define ACIM_LIB_HARDWARE_HARDWARERULES_H

#include "acim/Hardware/HardwareModel.h"
#include "llvm/ADT/STLFunctionalExtras.h"
#include "llvm/ADT/Twine.h"

namespace mlir::acim::detail {

/// Calls `complain` with the path and the message of every rule that `model` breaks.
void checkHardwareRules(
    const HardwareModel &model,
    llvm::function_ref<void(llvm::ArrayRef<std::string>, const llvm::Twine &)> complain);

} // namespace mlir::acim::detail

#endif // ACIM_LIB_HARDWARE_HARDWARERULES_H
