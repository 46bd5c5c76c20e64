//===- StructText.cpp - Attributes of key-value form as JSON -------------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "StructText.h"

#include "llvm/ADT/StringExtras.h"

using namespace mlir;
using namespace mlir::acim;

static bool isWord(StringRef text) {
  return !text.empty() && !llvm::isDigit(text.front()) &&
         llvm::all_of(text, [](char c) { return llvm::isAlnum(c) || c == '_'; });
}

/// Splits at the commas that stand outside brackets.
static SmallVector<StringRef> splitParameters(StringRef text) {
  SmallVector<StringRef> parts;
  int depth = 0;
  size_t begin = 0;
  for (size_t i = 0; i != text.size(); ++i) {
    depth += text[i] == '[' ? 1 : text[i] == ']' ? -1 : 0;
    if (text[i] != ',' || depth)
      continue;
    parts.push_back(text.slice(begin, i).trim());
    begin = i + 1;
  }
  parts.push_back(text.drop_front(begin).trim());
  return parts;
}

static std::optional<Json> valueToJson(StringRef text) {
  int64_t number;
  if (llvm::to_integer(text, number, 10))
    return Json(number);
  if (isWord(text))
    return Json(text.str());
  if (!text.consume_front("[") || !text.consume_back("]"))
    return std::nullopt;
  Json list = Json::array();
  for (StringRef part : splitParameters(text)) {
    if (!llvm::to_integer(part, number, 10))
      return std::nullopt;
    list.push_back(number);
  }
  return list;
}

static std::optional<std::string> valueFromJson(const Json &value) {
  if (value.is_number_integer())
    return std::to_string(value.get<int64_t>());
  if (value.is_string() && isWord(value.get_ref<const std::string &>()))
    return value.get<std::string>();
  if (!value.is_array())
    return std::nullopt;
  SmallVector<std::string> parts;
  for (const Json &part : value) {
    if (!part.is_number_integer())
      return std::nullopt;
    parts.push_back(std::to_string(part.get<int64_t>()));
  }
  return "[" + llvm::join(parts, ", ") + "]";
}

std::optional<Json> acim::structTextToJson(StringRef text) {
  auto [name, body] = text.split('<');
  if (!name.starts_with("#") || !body.consume_back(">"))
    return std::nullopt;
  Json parameters = Json::object();
  for (StringRef part : splitParameters(body)) {
    auto [key, valueText] = part.split(" = ");
    std::optional<Json> value = valueToJson(valueText);
    if (!isWord(key) || !value)
      return std::nullopt;
    parameters[key.str()] = std::move(*value);
  }
  // Only what reads back as the same text may take this form.
  if (structTextFromJson(name, parameters) != text)
    return std::nullopt;
  Json result = Json::object();
  result[name.str()] = std::move(parameters);
  return result;
}

std::optional<std::string> acim::structTextFromJson(StringRef name, const Json &parameters) {
  if (!parameters.is_object())
    return std::nullopt;
  SmallVector<std::string> parts;
  for (const auto &[key, json] : parameters.items()) {
    std::optional<std::string> value = valueFromJson(json);
    if (!isWord(key) || !value)
      return std::nullopt;
    parts.push_back(key + " = " + *value);
  }
  return name.str() + "<" + llvm::join(parts, ", ") + ">";
}
