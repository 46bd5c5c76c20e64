//===- PresetTexts.h - Texts that the build embeds ------------------------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef ACIM_LIB_HARDWARE_PRESETTEXTS_H
#define ACIM_LIB_HARDWARE_PRESETTEXTS_H

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/StringRef.h"

namespace mlir::acim::detail {

struct PresetText {
  llvm::StringRef name;
  llvm::StringRef text;
};

/// presets/*.json, sorted by name.
llvm::ArrayRef<PresetText> presetTexts();

} // namespace mlir::acim::detail

#endif // ACIM_LIB_HARDWARE_PRESETTEXTS_H
