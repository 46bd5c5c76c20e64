//===- HardwareWriter.cpp - Hardware models to JSON -----------------------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "HardwareFormat.h"
#include "JsonSource.h"
#include "acim/Hardware/HardwareJson.h"
#include <cmath>

using namespace mlir::acim;
using namespace mlir::acim::detail;

namespace {
class Writer {
public:
  void version(const char *key, const char *) { (*node)[key] = hardwareSchemaVersion; }
  void text(const char *key, const std::string &value, const char *) { (*node)[key] = value; }
  void choice(const char *key, const std::string &value, std::initializer_list<llvm::StringRef>,
              const char *) {
    (*node)[key] = value;
  }
  void integer(const char *key, int64_t value, int64_t, int64_t, const char *) {
    (*node)[key] = value;
  }
  void flag(const char *key, bool value, const char *) { (*node)[key] = value; }

  void quantity(const char *key, const UnitValue &value, Dimension, Sign, const char *) {
    (*node)[key] = toJson(value);
  }

  void quantities(const char *key, const std::vector<UnitValue> &values, Dimension, const char *) {
    Json list = Json::array();
    for (const UnitValue &value : values)
      list.push_back(toJson(value));
    (*node)[key] = std::move(list);
  }

  void parts(const char *key, const std::vector<StaticPart> &parts, Dimension, const char *) {
    Json object = Json::object();
    for (const StaticPart &part : parts)
      object[part.name] = toJson(part.value);
    (*node)[key] = std::move(object);
  }

  void resolution(const char *key, const ResolutionModel &model, Dimension, Dimension,
                  const char *) {
    Json object = Json::object();
    if (model.law) {
      object["law"]["linear"] = toJson(model.law->linear);
      object["law"]["exponential"] = toJson(model.law->exponential);
    }
    for (const ResolutionEntry &entry : model.byBits) {
      Json item = Json::object();
      item["bits"] = entry.bits;
      item.update(toJson(entry.value));
      object["by_bits"].push_back(std::move(item));
    }
    (*node)[key] = std::move(object);
  }

  template <typename Body> void optional(Body body) { body(); }

  template <typename Body> void object(const char *key, const char *, Body body) {
    Json child = Json::object();
    Json *parent = std::exchange(node, &child);
    body();
    node = parent;
    (*node)[key] = std::move(child);
  }

  template <typename Model, typename Body>
  void option(const char *key, const std::optional<Model> &model, const char *meaning, Body body) {
    if (model)
      object(key, meaning, [&] { body(*model); });
  }

  Json root = Json::object();

private:
  static Json toJson(const UnitValue &value) {
    Json object = Json::object();
    bool isInteger = value.written == std::floor(value.written) && std::abs(value.written) < 1e15;
    object["value"] = isInteger ? Json(static_cast<int64_t>(value.written)) : Json(value.written);
    object["unit"] = value.unit;
    object["grade"] = value.grade;
    object["source"] = value.source;
    return object;
  }

  Json *node = &root;
};
} // namespace

std::string mlir::acim::hardwareToJson(const HardwareModel &model) {
  Writer writer;
  describeHardware(writer, model);
  return printCompactly(writer.root);
}
