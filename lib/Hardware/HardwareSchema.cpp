//===- HardwareSchema.cpp - JSON Schema of hardware descriptions ----------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "HardwareFormat.h"
#include "JsonSource.h"
#include "acim/Hardware/HardwareJson.h"
#include "llvm/Support/SaveAndRestore.h"

using namespace mlir::acim;
using namespace mlir::acim::detail;
using llvm::ArrayRef;
using llvm::StringRef;

static Json listOf(ArrayRef<StringRef> names) {
  Json list = Json::array();
  for (StringRef name : names)
    list.push_back(name.str());
  return list;
}

static std::string definitionName(Dimension dimension, Sign sign) {
  return (sign == Sign::Positive ? "positive_" : "") + stringifyDimension(dimension).str();
}

namespace {
class SchemaWriter {
public:
  SchemaWriter() {
    root["type"] = "object";
    root["additionalProperties"] = false;
  }

  void version(const char *key, const char *meaning) {
    add(key, {{"const", hardwareSchemaVersion}, {"description", meaning}});
  }
  void text(const char *key, const std::string &, const char *meaning) {
    add(key, {{"type", "string"}, {"pattern", "\\S"}, {"description", meaning}});
  }
  void choice(const char *key, const std::string &value, std::initializer_list<StringRef> names,
              const char *meaning) {
    add(key,
        {{"enum", listOf(ArrayRef<StringRef>(names.begin(), names.size()))},
         {"description", meaning}},
        value);
  }
  void integer(const char *key, int64_t value, int64_t min, int64_t max, const char *meaning) {
    add(key, {{"type", "integer"}, {"minimum", min}, {"maximum", max}, {"description", meaning}},
        value);
  }
  void flag(const char *key, bool value, const char *meaning) {
    add(key, {{"type", "boolean"}, {"description", meaning}}, value);
  }
  void quantity(const char *key, const UnitValue &, Dimension dimension, Sign sign,
                const char *meaning) {
    add(key, {{"$ref", reference(dimension, sign)}, {"description", meaning}});
  }
  void quantities(const char *key, const std::vector<UnitValue> &, Dimension dimension,
                  const char *meaning) {
    Json type = {{"type", "array"}, {"description", meaning}};
    type["items"]["$ref"] = reference(dimension, Sign::NonNegative);
    add(key, std::move(type));
  }
  void parts(const char *key, const std::vector<StaticPart> &, Dimension dimension,
             const char *meaning) {
    Json type = {{"type", "object"}, {"description", meaning}};
    type["additionalProperties"]["$ref"] = reference(dimension, Sign::NonNegative);
    add(key, std::move(type));
  }

  void resolution(const char *key, const ResolutionModel &, Dimension lawDimension,
                  Dimension tableDimension, const char *meaning) {
    UnitValue none;
    object(key, meaning, [&] {
      object("law", "value as a function of the resolution", [&] {
        quantity("linear", none, lawDimension, Sign::NonNegative,
                 "part that grows with the bits, at 8 bits");
        quantity("exponential", none, lawDimension, Sign::NonNegative,
                 "part that doubles with every bit, at 8 bits");
      });
      Json entry = quantityType(tableDimension, Sign::NonNegative);
      entry["properties"]["bits"] = {{"type", "integer"},
                                     {"minimum", 1},
                                     {"maximum", 24},
                                     {"description", "resolution this entry is for"}};
      entry["required"].insert(entry["required"].begin(), "bits");
      add("by_bits", {{"type", "array"},
                      {"items", entry},
                      {"description", "value by resolution, rising bits"}});
      node->erase("required");
      (*node)["minProperties"] = 1;
    });
  }

  template <typename Body> void optional(Body body) {
    llvm::SaveAndRestore mayBeAbsent(isOptional, true);
    body();
  }

  template <typename Body> void object(const char *key, const char *meaning, Body body) {
    Json child = {{"type", "object"}, {"description", meaning}, {"additionalProperties", false}};
    Json *parent = std::exchange(node, &child);
    body();
    node = parent;
    add(key, std::move(child));
  }

  template <typename Model, typename Body>
  void option(const char *key, const std::optional<Model> &, const char *meaning, Body body) {
    const Model none;
    object(key, meaning, [&] { body(none); });
    Json &required = (*node)["required"];
    required.erase(required.size() - 1);
  }

  Json root;
  Json definitions = Json::object();

private:
  void add(const char *key, Json type, const Json &value = {}) {
    if (isOptional)
      type["default"] = value;
    (*node)["properties"][key] = std::move(type);
    if (!isOptional)
      (*node)["required"].push_back(key);
  }

  static Json quantityType(Dimension dimension, Sign sign) {
    Json value = {{"type", "number"},
                  {sign == Sign::Positive ? "exclusiveMinimum" : "minimum", 0},
                  {"description", "the number, in `unit`"}};
    Json text = {
        {"type", "string"}, {"pattern", "\\S"}, {"description", "where the value comes from"}};
    Json type = {{"type", "object"}, {"additionalProperties", false}};
    type["properties"]["value"] = value;
    type["properties"]["unit"] = {{"enum", listOf(unitNames(dimension))},
                                  {"description", "unit of the value"}};
    type["properties"]["grade"] = {{"enum", listOf(gradeNames())},
                                   {"description", "how good the evidence is"}};
    type["properties"]["source"] = text;
    type["required"] = {"value", "unit", "grade", "source"};
    return type;
  }

  std::string reference(Dimension dimension, Sign sign) {
    std::string name = definitionName(dimension, sign);
    definitions[name] = quantityType(dimension, sign);
    return "#/$defs/" + name;
  }

  Json *node = &root;
  bool isOptional = false;
};
} // namespace

std::string mlir::acim::hardwareJsonSchema() {
  SchemaWriter writer;
  HardwareModel model;
  describeHardware(writer, model);
  Json document = {{"$schema", "https://json-schema.org/draft/2020-12/schema"},
                   {"title", "acim hardware description"},
                   {"description",
                    "Rules between keys (such as one cell energy per level) are checked by acim."}};
  document.update(writer.root);
  document["$defs"] = writer.definitions;
  return printCompactly(document);
}
