//===- Presets.cpp - Descriptions built into the library ------------------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "PresetTexts.h"
#include "acim/Hardware/HardwareJson.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/MemoryBuffer.h"

using namespace mlir::acim;
using llvm::StringRef;

llvm::ArrayRef<StringRef> mlir::acim::presetNames() {
  static const auto names = [] {
    std::vector<StringRef> names;
    for (const detail::PresetText &preset : detail::presetTexts())
      names.push_back(preset.name);
    return names;
  }();
  return names;
}

StringRef mlir::acim::presetText(StringRef name) {
  for (const detail::PresetText &preset : detail::presetTexts())
    if (preset.name == name)
      return preset.text;
  return {};
}

static llvm::Error unknownPreset(StringRef name, StringRef alternatives) {
  StringRef nearest;
  unsigned limit = name.size() / 3 + 2;
  for (StringRef candidate : presetNames())
    if (unsigned distance = name.edit_distance_insensitive(candidate, true, limit);
        distance < limit) {
      nearest = candidate;
      limit = distance;
    }
  std::string hint = nearest.empty() ? "" : "; did you mean \"" + nearest.str() + "\"?";
  return llvm::createStringError("expected hardware, one of the presets " +
                                 llvm::join(presetNames(), ", ") + alternatives.str() +
                                 ", found \"" + name.str() + "\"" + hint);
}

llvm::Expected<HardwareModel> mlir::acim::loadPreset(StringRef name) {
  StringRef text = presetText(name);
  if (text.empty())
    return unknownPreset(name, "");
  return parseHardware(text, (name + ".json").str());
}
