//===- HardwareJson.h - Hardware descriptions as JSON ---------------------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef ACIM_HARDWARE_HARDWAREJSON_H
#define ACIM_HARDWARE_HARDWAREJSON_H

#include "acim/Hardware/HardwareModel.h"
#include "llvm/Support/Error.h"

namespace mlir::acim {

/// Reads and verifies a description. The error has one line per finding,
/// "buffer:line:column: /json/pointer: expected ..., found ...".
llvm::Expected<HardwareModel> parseHardware(llvm::StringRef jsonText, llvm::StringRef bufferName);

/// The canonical text of a model: parsing it gives the same model, printing that gives the same
/// bytes.
std::string hardwareToJson(const HardwareModel &model);

/// JSON Schema (draft 2020-12) of the format; lib/Hardware/hardware.schema.json is this text.
std::string hardwareJsonSchema();

/// The format's keys as a Markdown table; part of docs/Hardware.md.
std::string hardwareKeysMarkdown();

/// The constants of a model with unit, grade and source as a Markdown table; part of
/// docs/CostModel.md.
std::string hardwareConstantsMarkdown(const HardwareModel &model);

/// Names of the descriptions built into the library, sorted.
llvm::ArrayRef<llvm::StringRef> presetNames();

/// The text of a preset, or an empty string when there is none of that name.
llvm::StringRef presetText(llvm::StringRef name);

llvm::Expected<HardwareModel> loadPreset(llvm::StringRef name);

} // namespace mlir::acim

#endif // ACIM_HARDWARE_HARDWAREJSON_H
