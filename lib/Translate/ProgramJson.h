//===- ProgramJson.h - Operations and attributes as JSON -----------------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Generic over operations: what the dialects say of themselves decides what is written, so that the
// format follows the dialect.
//
//===----------------------------------------------------------------------===//

#ifndef ACIM_LIB_TRANSLATE_PROGRAMJSON_H
#define ACIM_LIB_TRANSLATE_PROGRAMJSON_H

#include "mlir/IR/BuiltinAttributes.h"
#include "mlir/IR/OwningOpRef.h"
#include "nlohmann/json.hpp"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/StringMap.h"
#include "llvm/Support/Error.h"

namespace mlir::acim {

using Json = nlohmann::ordered_json;

/// An error whose text is the concatenation of `parts`.
template <typename... Parts> llvm::Error makeError(const Parts &...parts) {
  std::string text;
  llvm::raw_string_ostream stream(text);
  (stream << ... << parts);
  return llvm::createStringError(text);
}

/// Turns attributes into JSON and collects the constants they hold.
class AttributeWriter {
public:
  /// Alignment of every constant within the binary section, and of the section within the file.
  static constexpr size_t alignment = 64;

  llvm::Expected<Json> write(Attribute attr);
  llvm::Expected<Json> writeDictionary(DictionaryAttr attrs);

  /// The binary section so far.
  StringRef getBlobs() const { return blobs; }

private:
  llvm::Expected<Json> writeElements(ElementsAttr attr);
  Json writeBlob(ArrayRef<char> bytes);

  std::string blobs;
  llvm::DenseMap<Attribute, Json> writtenElements;
};

/// Turns JSON back into attributes; constants are taken from the binary section `blobs`.
class AttributeReader {
public:
  AttributeReader(MLIRContext *context, StringRef blobs) : context(context), blobs(blobs) {}

  llvm::Expected<Attribute> read(const Json &json, unsigned depth = 0);
  llvm::Expected<DictionaryAttr> readDictionary(const Json &json, unsigned depth = 0);
  llvm::Expected<Type> readType(const Json &json);

private:
  llvm::Expected<Attribute> readObject(StringRef key, const Json &value, unsigned depth);
  llvm::Expected<Attribute> readArray(const Json &json, unsigned depth);
  llvm::Expected<Attribute> readIntegers(Type type, const Json &value);
  llvm::Expected<Attribute> readElements(const Json &json);
  llvm::Expected<Attribute> readText(StringRef text);

  MLIRContext *context;
  StringRef blobs;
  llvm::StringMap<Type> types;
  llvm::StringMap<Attribute> texts;
};

/// The operation tree below `op`.
llvm::Expected<Json> writeOperation(Operation *op, AttributeWriter &attributes);

/// The inverse of `writeOperation`; every operation gets the location `location`. Does not verify.
llvm::Expected<OwningOpRef<Operation *>> readOperation(const Json &json, Location location,
                                                       AttributeReader &attributes);

} // namespace mlir::acim

#endif // ACIM_LIB_TRANSLATE_PROGRAMJSON_H
