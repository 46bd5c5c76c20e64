//===- JsonSource.h - JSON text with places in it -------------------------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef ACIM_LIB_HARDWARE_JSONSOURCE_H
#define ACIM_LIB_HARDWARE_JSONSOURCE_H

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/Support/Error.h"
#include <nlohmann/json.hpp>
#include <string>

namespace mlir::acim::detail {

using Json = nlohmann::ordered_json;

/// A named JSON text that can say where a value stands.
class JsonSource {
public:
  JsonSource(llvm::StringRef text, llvm::StringRef name) : text(text), name(name) {}

  /// Parses the text; malformed JSON and keys given twice are located errors.
  llvm::Expected<Json> parse() const;

  /// "name:line:column" of the value that `path` (keys and indices) leads to, or of its key.
  std::string locate(llvm::ArrayRef<std::string> path, bool atKey = false) const;

private:
  std::string locateOffset(size_t offset) const;

  llvm::StringRef text;
  llvm::StringRef name;
};

/// "/array/rows", with the escapes of RFC 6901.
std::string jsonPointer(llvm::ArrayRef<std::string> path);

/// Prints objects and lists that hold no others on one line, everything else indented by two.
std::string printCompactly(const Json &value);

} // namespace mlir::acim::detail

#endif // ACIM_LIB_HARDWARE_JSONSOURCE_H
