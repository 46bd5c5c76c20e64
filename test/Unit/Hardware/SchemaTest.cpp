//===- SchemaTest.cpp - The JSON schema against presets and reader ------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "acim/Hardware/HardwareJson.h"
#include "gtest/gtest.h"
#include <nlohmann/json.hpp>
#include <regex>
#include <set>

using namespace mlir::acim;
using Json = nlohmann::json;

namespace {

/// The part of JSON Schema that the hardware schema uses. An unknown keyword is an error, so that
/// nothing is skipped.
class Validator {
public:
  explicit Validator(const Json &schema) : root(schema) {}

  void check(const Json &schema, const Json &value, const std::string &where) {
    for (const auto &keyword : schema.items())
      checkKeyword(keyword.key(), keyword.value(), schema, value, where);
  }

  std::vector<std::string> errors;

private:
  void expect(bool holds, const std::string &where, const std::string &keyword) {
    if (!holds)
      errors.push_back(where + ": " + keyword);
  }

  static bool hasType(const std::string &type, const Json &value) {
    return type == "object"    ? value.is_object()
           : type == "array"   ? value.is_array()
           : type == "string"  ? value.is_string()
           : type == "integer" ? value.is_number_integer()
           : type == "boolean" ? value.is_boolean()
                               : type == "number" && value.is_number();
  }

  const Json &resolve(const std::string &reference) {
    return root["$defs"][reference.substr(reference.rfind('/') + 1)];
  }

  void checkMembers(const Json &schema, const Json &value, const std::string &where) {
    for (const auto &item : value.items()) {
      std::string path = where + "/" + item.key();
      bool isNamed = schema.contains("properties") && schema["properties"].contains(item.key());
      if (isNamed)
        check(schema["properties"][item.key()], item.value(), path);
      else if (schema["additionalProperties"].is_object())
        check(schema["additionalProperties"], item.value(), path);
      else
        expect(false, path, "additionalProperties");
    }
  }

  void checkKeyword(const std::string &key, const Json &argument, const Json &schema,
                    const Json &value, const std::string &where) {
    static const std::set<std::string> annotations = {"$schema", "title",      "description",
                                                      "$defs",   "properties", "default"};
    if (key == "type")
      expect(hasType(argument, value), where, key);
    else if (key == "$ref")
      check(resolve(argument), value, where);
    else if (key == "const")
      expect(value == argument, where, key);
    else if (key == "enum")
      expect(std::find(argument.begin(), argument.end(), value) != argument.end(), where, key);
    else if (key == "pattern")
      expect(value.is_string() && std::regex_search(value.get<std::string>(),
                                                    std::regex(argument.get<std::string>())),
             where, key);
    else if (key == "minimum")
      expect(value >= argument, where, key);
    else if (key == "exclusiveMinimum")
      expect(value > argument, where, key);
    else if (key == "maximum")
      expect(value <= argument, where, key);
    else if (key == "minProperties")
      expect(value.size() >= argument.get<size_t>(), where, key);
    else if (key == "required")
      for (const auto &name : argument)
        expect(value.contains(name.get<std::string>()), where + "/" + name.get<std::string>(), key);
    else if (key == "additionalProperties")
      checkMembers(schema, value, where);
    else if (key == "items")
      for (const auto &item : value)
        check(argument, item, where + "/*");
    else
      expect(annotations.count(key), where, "unknown keyword " + key);
  }

  const Json root;
};

std::vector<std::string> validate(const Json &value) {
  Json schema = Json::parse(hardwareJsonSchema());
  Validator validator(schema);
  validator.check(schema, value, "");
  return validator.errors;
}

/// A value at a pointer of a preset, and what somebody might put there.
struct Edit {
  const char *pointer;
  const char *value;
};

} // namespace

TEST(HardwareSchema, AcceptsThePresets) {
  for (llvm::StringRef name : presetNames())
    EXPECT_EQ(validate(Json::parse(presetText(name))), std::vector<std::string>()) << name.str();
}

// Schema and reader must agree on every key: taking one out or renaming it is refused by both.
static void forEachObject(const Json &value, const Json::json_pointer &at,
                          llvm::function_ref<void(const Json::json_pointer &)> visit) {
  if (value.is_object())
    visit(at);
  if (value.is_structured())
    for (const auto &item : value.items())
      forEachObject(item.value(), value.is_array() ? at / std::stoul(item.key()) : at / item.key(),
                    visit);
}

static bool readerAccepts(const Json &value) {
  llvm::Expected<HardwareModel> model = parseHardware(value.dump(), "edited.json");
  if (model)
    return true;
  llvm::consumeError(model.takeError());
  return false;
}

TEST(HardwareSchema, AgreesWithTheReaderOnEveryKey) {
  const Json preset = Json::parse(presetText("chen_rram128"));
  int keys = 0;
  forEachObject(preset, Json::json_pointer(), [&](const Json::json_pointer &at) {
    for (const auto &item : preset[at].items()) {
      Json without = preset;
      without[at].erase(item.key());
      EXPECT_EQ(validate(without).empty(), readerAccepts(without)) << (at / item.key()).to_string();
      ++keys;
    }
    Json with = preset;
    with[at]["surplus"] = true;
    EXPECT_EQ(validate(with).empty(), readerAccepts(with)) << at.to_string();
  });
  EXPECT_GT(keys, 150);
}

TEST(HardwareSchema, AgreesWithTheReaderOnValues) {
  const Json preset = Json::parse(presetText("isaac32"));
  const Edit edits[] = {{"/schema", "2"},
                        {"/name", "\"\""},
                        {"/name", "\" x\""},
                        {"/array/rows", "0"},
                        {"/array/rows", "65537"},
                        {"/array/rows", "1.5"},
                        {"/array/rows", "\"64\""},
                        {"/array/columns", "256"},
                        {"/array/pair", "\"no\""},
                        {"/mapping/correction", "\"none\""},
                        {"/adc/semantics", "\"full-range\""},
                        {"/adc/semantics", "\"full\""},
                        {"/adc/granularity", "\"layer\""},
                        {"/adc/granularity", "\"tile\""},
                        {"/adc/programmable_zero", "false"},
                        {"/adc/programmable_zero", "0"},
                        {"/array/gate_skipped_columns", "false"},
                        {"/array/gate_skipped_columns", "1"},
                        {"/dac/bits", "4"},
                        {"/dac/bits", "5"},
                        {"/dac/bits", "0"},
                        {"/dac/bipolar", "true"},
                        {"/dac/bipolar", "\"no\""},
                        {"/adc/sample_rate/value", "0"},
                        {"/adc/sample_rate/value", "3"},
                        {"/adc/sample_rate/unit", "\"pJ\""},
                        {"/adc/energy/by_bits/0/bits", "0"},
                        {"/adc/energy/by_bits/0/grade", "\"guess\""},
                        {"/control/energy_per_step/value", "0"},
                        {"/control/energy_per_step/value", "-1"},
                        {"/control/energy_per_step/source", "\"\""},
                        {"/leakage/per_chip", "{}"},
                        {"/leakage/per_chip", "[]"},
                        {"/leakage/per_chip/digital_unit", "3"},
                        {"/array/cell_energy_by_level/1/unit", "\"mW\""}};
  for (const Edit &edit : edits) {
    Json changed = preset;
    changed[Json::json_pointer(edit.pointer)] = Json::parse(edit.value);
    EXPECT_EQ(validate(changed).empty(), readerAccepts(changed))
        << edit.pointer << " = " << edit.value;
  }
}

TEST(HardwareSchema, DescribesEveryKey) {
  const Json schema = Json::parse(hardwareJsonSchema());
  forEachObject(schema, Json::json_pointer(), [&](const Json::json_pointer &at) {
    if (at.empty() || at.back() != "properties")
      return;
    for (const auto &item : schema[at].items())
      EXPECT_TRUE(item.value().contains("description")) << (at / item.key()).to_string();
  });
}
