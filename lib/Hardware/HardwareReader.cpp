//===- HardwareReader.cpp - JSON to hardware models -----------------------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "HardwareFormat.h"
#include "HardwareRules.h"
#include "JsonSource.h"
#include "acim/Hardware/HardwareJson.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/SmallVector.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/SaveAndRestore.h"

using namespace mlir::acim;
using namespace mlir::acim::detail;
using llvm::ArrayRef;
using llvm::StringRef;
using llvm::Twine;

static std::string describeFound(const Json &value) {
  std::string text = value.is_structured() ? "" : value.dump() + ", ";
  StringRef kind = value.is_number_integer() ? "integer" : StringRef(value.type_name());
  return text + (kind == "array" || kind == "object" || kind == "integer" ? "an " : "a ") +
         kind.str();
}

static std::string quotedList(ArrayRef<StringRef> names) {
  std::string list;
  for (StringRef name : names)
    list += (list.empty() ? "\"" : ", \"") + name.str() + "\"";
  return list;
}

/// The candidate nearest to `name`, when it is near enough to be meant.
static std::optional<StringRef> nearest(StringRef name, ArrayRef<StringRef> candidates) {
  std::optional<StringRef> best;
  unsigned limit = std::max<unsigned>(1, name.size() / 3) + 1;
  for (StringRef candidate : candidates) {
    unsigned distance =
        name.edit_distance_insensitive(candidate, /*AllowReplacements=*/true, limit);
    if (distance < limit) {
      best = candidate;
      limit = distance;
    }
  }
  return best;
}

namespace {

/// Fills a model from a document and collects everything that is wrong with it.
class Reader {
public:
  Reader(const Json &root, const JsonSource &source) : source(source) {
    scopes.push_back({&root, {}, {}});
  }

  void version(const char *key, const char *meaning) {
    int64_t version = hardwareSchemaVersion;
    if (const Json *value = member(key, meaning))
      readInteger(*value, key, version, 1, hardwareSchemaVersion);
  }

  void text(const char *key, std::string &result, const char *meaning) {
    if (const Json *value = member(key, meaning))
      readText(*value, key, result);
  }

  void choice(const char *key, std::string &result, std::initializer_list<StringRef> names,
              const char *meaning) {
    if (const Json *value = member(key, meaning))
      readChoice(*value, key, result, ArrayRef<StringRef>(names.begin(), names.size()));
  }

  void integer(const char *key, int64_t &result, int64_t min, int64_t max, const char *meaning) {
    if (const Json *value = member(key, meaning))
      readInteger(*value, key, result, min, max);
  }

  void flag(const char *key, bool &result, const char *meaning) {
    const Json *value = member(key, meaning);
    if (value && !value->is_boolean())
      return complainAt(key, "expected true or false, found " + describeFound(*value));
    if (value)
      result = value->get<bool>();
  }

  void quantity(const char *key, UnitValue &result, Dimension dimension, Sign sign,
                const char *meaning) {
    if (const Json *value = member(key, meaning))
      readQuantity(*value, key, result, dimension, sign);
  }

  void quantities(const char *key, std::vector<UnitValue> &result, Dimension dimension,
                  const char *meaning) {
    const Json *list = member(key, meaning);
    if (!list)
      return;
    if (!list->is_array())
      return complainAt(key, "expected a list of constants, found " + describeFound(*list));
    path.push_back(key);
    result.resize(list->size());
    for (auto [index, item] : llvm::enumerate(*list))
      readQuantity(item, std::to_string(index), result[index], dimension, Sign::NonNegative);
    path.pop_back();
  }

  void parts(const char *key, std::vector<StaticPart> &result, Dimension dimension,
             const char *meaning) {
    const Json *object = member(key, meaning);
    if (!object)
      return;
    if (!object->is_object())
      return complainAt(key,
                        "expected an object of named constants, found " + describeFound(*object));
    path.push_back(key);
    for (const auto &item : object->items()) {
      result.push_back({item.key(), {}});
      readQuantity(item.value(), item.key(), result.back().value, dimension, Sign::NonNegative);
    }
    path.pop_back();
  }

  void resolution(const char *key, ResolutionModel &model, Dimension lawDimension,
                  Dimension tableDimension, const char *meaning) {
    object(key, meaning, [&] {
      if (optionalMember("law"))
        object("law", "value as a function of the resolution", [&] {
          model.law.emplace();
          quantity("linear", model.law->linear, lawDimension, Sign::NonNegative,
                   "part that grows with the bits, at 8 bits");
          quantity("exponential", model.law->exponential, lawDimension, Sign::NonNegative,
                   "part that doubles with every bit, at 8 bits");
        });
      if (const Json *table = optionalMember("by_bits"))
        readTable(*table, model, tableDimension);
    });
  }

  template <typename Body> void optional(Body body) {
    llvm::SaveAndRestore mayBeAbsent(isOptional, true);
    body();
  }

  template <typename Body> void object(const char *key, const char *meaning, Body body) {
    if (const Json *value = member(key, meaning))
      readObject(*value, key, body);
  }

  /// A part that need not be there.
  template <typename Model, typename Body>
  void option(const char *key, std::optional<Model> &model, const char *meaning, Body body) {
    if (optionalMember(key))
      object(key, meaning, [&] { body(model.emplace()); });
  }

  void complain(ArrayRef<std::string> where, const Twine &message, bool atKey = false) {
    errors.push_back(source.locate(where, atKey) + ": " + jsonPointer(where) + ": " +
                     message.str());
  }

  /// Ends the outermost object.
  void finish() { closeScope(); }

  llvm::SmallVector<std::string> errors;

private:
  struct Scope {
    const Json *node;
    llvm::SmallVector<StringRef> known;
    llvm::SmallVector<std::pair<StringRef, StringRef>> missing; ///< key and meaning
  };

  const Json *optionalMember(const char *key) {
    if (!llvm::is_contained(scopes.back().known, key))
      scopes.back().known.push_back(key);
    auto it = scopes.back().node->find(key);
    return it == scopes.back().node->end() ? nullptr : &*it;
  }

  const Json *member(const char *key, const char *meaning) {
    const Json *value = optionalMember(key);
    if (!value && !isOptional)
      scopes.back().missing.push_back({key, meaning});
    return value;
  }

  void complainAt(StringRef key, const Twine &message) {
    path.push_back(key.str());
    complain(path, message);
    path.pop_back();
  }

  template <typename Body> void readObject(const Json &value, StringRef key, Body body) {
    if (!value.is_object())
      return complainAt(key, "expected an object, found " + describeFound(value));
    path.push_back(key.str());
    scopes.push_back({&value, {}, {}});
    body();
    closeScope();
    path.pop_back();
  }

  void readText(const Json &value, StringRef key, std::string &result) {
    if (!value.is_string())
      return complainAt(key, "expected a text in quotes, found " + describeFound(value));
    result = value.get<std::string>();
    if (StringRef(result).trim().empty())
      complainAt(key, "expected a text, found an empty one");
  }

  void readChoice(const Json &value, StringRef key, std::string &result,
                  ArrayRef<StringRef> names) {
    bool isNamed = value.is_string() &&
                   llvm::is_contained(names, StringRef(value.get_ref<const std::string &>()));
    if (isNamed) {
      result = value.get<std::string>();
      return;
    }
    std::optional<StringRef> meant;
    if (value.is_string())
      meant = nearest(value.get_ref<const std::string &>(), names);
    complainAt(key, "expected one of " + quotedList(names) + ", found " + describeFound(value) +
                        (meant ? "; did you mean \"" + meant->str() + "\"?" : ""));
  }

  void readInteger(const Json &value, StringRef key, int64_t &result, int64_t min, int64_t max) {
    bool isInteger = value.is_number_integer() &&
                     !(value.is_number_unsigned() && value.get<uint64_t>() > INT64_MAX);
    if (isInteger && value.get<int64_t>() >= min && value.get<int64_t>() <= max) {
      result = value.get<int64_t>();
      return;
    }
    complainAt(key, "expected an integer from " + Twine(min) + " to " + Twine(max) + ", found " +
                        describeFound(value));
  }

  void readNumber(const char *key, double &result, Sign sign) {
    const Json *value = member(key, "the number, in `unit`");
    if (!value)
      return;
    StringRef expected =
        sign == Sign::Positive ? "expected a number above 0" : "expected a number, 0 or above";
    bool isGood = value->is_number() && (value->get<double>() > 0 ||
                                         (sign == Sign::NonNegative && value->get<double>() == 0));
    if (!isGood)
      return complainAt(key, expected + ", found " + describeFound(*value));
    result = value->get<double>();
  }

  void quantityBody(UnitValue &result, Dimension dimension, Sign sign) {
    readNumber("value", result.written, sign);
    if (const Json *unit = member("unit", "unit of the value"))
      readChoice(*unit, "unit", result.unit, unitNames(dimension));
    if (const Json *grade = member("grade", "how good the evidence is"))
      readChoice(*grade, "grade", result.grade, gradeNames());
    text("source", result.source, "where the value comes from");
    result.value = toSi(result.written, result.unit, dimension).value_or(0);
  }

  void readQuantity(const Json &value, StringRef key, UnitValue &result, Dimension dimension,
                    Sign sign) {
    if (!value.is_object())
      return complainAt(key, "expected a constant with its provenance, {\"value\", \"unit\", "
                             "\"grade\", \"source\"}, found " +
                                 describeFound(value));
    readObject(value, key, [&] { quantityBody(result, dimension, sign); });
  }

  void readTable(const Json &table, ResolutionModel &model, Dimension dimension) {
    if (!table.is_array())
      return complainAt("by_bits", "expected a list of constants with their bits, found " +
                                       describeFound(table));
    path.push_back("by_bits");
    for (auto [index, item] : llvm::enumerate(table)) {
      model.byBits.emplace_back();
      ResolutionEntry &entry = model.byBits.back();
      readObject(item, std::to_string(index), [&] {
        integer("bits", entry.bits, 1, 24, "resolution this entry is for");
        quantityBody(entry.value, dimension, Sign::NonNegative);
      });
    }
    path.pop_back();
  }

  /// Unknown keys first: a misspelt key explains the missing one.
  void closeScope() {
    Scope scope = scopes.pop_back_val();
    llvm::SmallVector<StringRef> absent;
    for (const auto &missing : scope.missing)
      absent.push_back(missing.first);
    for (const auto &item : scope.node->items())
      if (!llvm::is_contained(scope.known, StringRef(item.key())))
        complainUnknown(item.key(), scope, absent);
    for (const auto &[key, meaning] : scope.missing)
      if (llvm::is_contained(absent, key))
        complain(path, "expected key \"" + key + "\" (" + meaning + "), found none; add it");
  }

  void complainUnknown(const std::string &key, const Scope &scope,
                       llvm::SmallVectorImpl<StringRef> &absent) {
    std::optional<StringRef> meant = nearest(key, absent);
    if (meant)
      llvm::erase(absent, *meant);
    path.push_back(key);
    complain(path,
             meant ? "unknown key; did you mean \"" + meant->str() + "\"?"
                   : "unknown key; remove it, expected only " + quotedList(scope.known),
             /*atKey=*/true);
    path.pop_back();
  }

  const JsonSource &source;
  llvm::SmallVector<Scope> scopes;
  llvm::SmallVector<std::string> path;
  bool isOptional = false;
};

} // namespace

/// A description of a newer format is refused before its keys can confuse anybody.
static llvm::Error checkVersion(const Json &root, const JsonSource &source) {
  auto it = root.find("schema");
  if (it == root.end() || !it->is_number_integer() || it->get<int64_t>() <= hardwareSchemaVersion)
    return llvm::Error::success();
  return llvm::createStringError(source.locate({"schema"}) + ": /schema: expected format version " +
                                 std::to_string(hardwareSchemaVersion) + ", found " + it->dump() +
                                 "; this description needs a newer acim");
}

llvm::Expected<HardwareModel> mlir::acim::parseHardware(StringRef jsonText, StringRef bufferName) {
  JsonSource source(jsonText, bufferName);
  llvm::Expected<Json> root = source.parse();
  if (!root)
    return root.takeError();
  if (!root->is_object())
    return llvm::createStringError(source.locate({}) +
                                   ": expected a hardware description, an object, found " +
                                   describeFound(*root));
  if (llvm::Error error = checkVersion(*root, source))
    return std::move(error);
  HardwareModel model;
  Reader reader(*root, source);
  describeHardware(reader, model);
  reader.finish();
  if (reader.errors.empty())
    checkHardwareRules(model, [&](ArrayRef<std::string> where, const Twine &message) {
      reader.complain(where, message);
    });
  if (!reader.errors.empty())
    return llvm::createStringError(llvm::join(reader.errors, "\n"));
  return model;
}
