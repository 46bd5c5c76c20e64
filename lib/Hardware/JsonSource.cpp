//===- JsonSource.cpp - JSON text with places in it -----------------------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "JsonSource.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringSet.h"

using namespace mlir::acim::detail;
using llvm::ArrayRef;
using llvm::StringRef;

namespace {

/// Listens to a parse for what the document tree cannot tell: the place of a syntax error and
/// repeated keys.
class ParseListener : public nlohmann::json_sax<Json> {
public:
  bool null() override { return value(); }
  bool boolean(bool) override { return value(); }
  bool number_integer(number_integer_t) override { return value(); }
  bool number_unsigned(number_unsigned_t) override { return value(); }
  bool number_float(number_float_t, const string_t &) override { return value(); }
  bool string(string_t &) override { return value(); }
  bool binary(binary_t &) override { return value(); }

  bool start_object(size_t) override { return open(); }
  bool end_object() override { return close(); }
  bool start_array(size_t) override {
    open();
    scopes.back().index = 0;
    return true;
  }
  bool end_array() override { return close(); }

  bool key(string_t &name) override {
    scopes.back().current = name;
    if (scopes.back().keys.insert(name).second)
      return true;
    for (const Scope &scope : scopes)
      repeated.push_back(scope.index < 0 ? scope.current : std::to_string(scope.index));
    return false;
  }

  bool parse_error(size_t position, const std::string &,
                   const nlohmann::detail::exception &error) override {
    offset = position == 0 ? 0 : position - 1;
    message = error.what();
    return false;
  }

  std::vector<std::string> repeated;
  size_t offset = 0;
  std::string message;

private:
  struct Scope {
    llvm::StringSet<> keys;
    std::string current;
    int64_t index = -1;
  };

  bool value() {
    if (!scopes.empty() && scopes.back().index >= 0)
      ++scopes.back().index;
    return true;
  }
  bool open() {
    scopes.emplace_back();
    return true;
  }
  bool close() {
    scopes.pop_back();
    return value();
  }

  std::vector<Scope> scopes;
};

/// Walks over text that is known to be well-formed.
class Walker {
public:
  explicit Walker(StringRef text) : text(text) {}

  /// Moves to the member or element that `step` names; false when there is none.
  bool enter(StringRef step) {
    bool isObject = text[offset] == '{';
    ++offset;
    for (size_t index = 0;; ++index) {
      skipSpace();
      if (text[offset] == '}' || text[offset] == ']')
        return false;
      keyOffset = offset;
      std::string key = isObject ? readKey() : std::to_string(index);
      if (key == step)
        return true;
      skipValue();
      skipSpace();
      if (text[offset] == ',')
        ++offset;
    }
  }

  void skipSpace() { offset = std::min(text.find_first_not_of(" \t\r\n", offset), text.size()); }

  size_t offset = 0;
  size_t keyOffset = 0;

private:
  std::string readKey() {
    size_t begin = offset;
    skipString();
    Json key = Json::parse(text.slice(begin, offset), nullptr, /*allow_exceptions=*/false);
    offset = text.find(':', offset) + 1;
    skipSpace();
    return key.is_string() ? key.get<std::string>() : std::string();
  }

  void skipString() {
    for (++offset; text[offset] != '"'; ++offset)
      if (text[offset] == '\\')
        ++offset;
    ++offset;
  }

  void skipValue() {
    int depth = 0;
    do {
      if (text[offset] == '"') {
        skipString();
        continue;
      }
      depth += text[offset] == '{' || text[offset] == '[';
      depth -= text[offset] == '}' || text[offset] == ']';
      ++offset;
    } while (depth > 0 ||
             (offset < text.size() && !StringRef(",]} \t\r\n").contains(text[offset])));
  }

  StringRef text;
};

} // namespace

/// What a syntax error says, without the library's tag and position.
static StringRef syntaxMessage(StringRef message) {
  message = message.split("] ").second;
  size_t colon = message.find(": ");
  return message.starts_with("parse error at") && colon != StringRef::npos
             ? message.drop_front(colon + 2)
             : message;
}

llvm::Expected<Json> JsonSource::parse() const {
  ParseListener listener;
  if (!Json::sax_parse(text.begin(), text.end(), &listener)) {
    if (!listener.repeated.empty())
      return llvm::createStringError(
          locate(listener.repeated, /*atKey=*/true) + ": " + jsonPointer(listener.repeated) +
          ": expected each key once, found it again; remove one of the two");
    return llvm::createStringError(locateOffset(listener.offset) +
                                   ": malformed JSON: " + syntaxMessage(listener.message).str());
  }
  return Json::parse(text, nullptr, /*allow_exceptions=*/false);
}

std::string JsonSource::locateOffset(size_t offset) const {
  StringRef before = text.take_front(offset);
  size_t lineStart = before.rfind('\n');
  size_t column = lineStart == StringRef::npos ? offset : offset - lineStart - 1;
  return (llvm::Twine(name) + ":" + llvm::Twine(before.count('\n') + 1) + ":" +
          llvm::Twine(column + 1))
      .str();
}

std::string JsonSource::locate(ArrayRef<std::string> path, bool atKey) const {
  Walker walker(text);
  walker.skipSpace();
  for (const std::string &step : path)
    if (!walker.enter(step))
      break;
  return locateOffset(atKey && !path.empty() ? walker.keyOffset : walker.offset);
}

std::string mlir::acim::detail::jsonPointer(ArrayRef<std::string> path) {
  std::string pointer;
  for (const std::string &step : path) {
    pointer += '/';
    for (char c : step)
      pointer += c == '~' ? "~0" : c == '/' ? "~1" : std::string(1, c);
  }
  return pointer;
}

static void printInto(std::string &out, const Json &value, unsigned indent) {
  auto isNested = [](const Json &item) { return item.is_structured() && !item.empty(); };
  auto hasNested = [&](const Json &list) { return llvm::any_of(list, isNested); };
  if (!value.is_structured()) {
    out += value.dump();
    return;
  }
  bool isObject = value.is_object();
  bool isBroken = hasNested(value);
  std::string newLine = isBroken ? "\n" + std::string(indent + 2, ' ') : "";
  out += isObject ? '{' : '[';
  bool isFirst = true;
  for (const auto &item : value.items()) {
    out += isFirst ? "" : isBroken ? "," : ", ";
    isFirst = false;
    out += newLine;
    if (isObject)
      out += Json(item.key()).dump() + ": ";
    printInto(out, item.value(), indent + 2);
  }
  if (isBroken)
    out += "\n" + std::string(indent, ' ');
  out += isObject ? '}' : ']';
}

std::string mlir::acim::detail::printCompactly(const Json &value) {
  std::string out;
  printInto(out, value, 0);
  return out + "\n";
}
