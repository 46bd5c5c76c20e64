//===- StructText.h - Attributes of key-value form as JSON ---------------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef ACIM_LIB_TRANSLATE_STRUCTTEXT_H
#define ACIM_LIB_TRANSLATE_STRUCTTEXT_H

#include "ProgramJson.h"
#include <optional>

namespace mlir::acim {

/// `#d.name<k = 1, l = word, m = [2, 3]>` as {"#d.name": {"k": 1, "l": "word", "m": [2, 3]}};
/// nothing for text of another form.
std::optional<Json> structTextToJson(StringRef text);

/// The text of attribute `name` (with its `#`) with `parameters`; nothing if they are not of this
/// form.
std::optional<std::string> structTextFromJson(StringRef name, const Json &parameters);

} // namespace mlir::acim

#endif // ACIM_LIB_TRANSLATE_STRUCTTEXT_H
