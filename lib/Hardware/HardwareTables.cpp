//===- HardwareTables.cpp - Hardware descriptions as Markdown tables ------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "HardwareFormat.h"
#include "acim/Hardware/HardwareJson.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/SaveAndRestore.h"

using namespace mlir::acim;
using namespace mlir::acim::detail;
using llvm::StringRef;
using llvm::Twine;

namespace {
/// Keeps the dotted name of the key being visited.
class PathVisitor {
public:
  template <typename Body> void object(const char *key, const char *, Body body) {
    size_t length = prefix.size();
    prefix += std::string(key) + ".";
    body();
    prefix.resize(length);
  }

protected:
  std::string prefix;
};

class KeyTable : public PathVisitor {
public:
  template <typename Model, typename Body>
  void option(const char *key, const std::optional<Model> &, const char *meaning, Body body) {
    row(key, "may be left out", meaning);
    const Model none;
    object(key, meaning, [&] { body(none); });
  }
  void version(const char *key, const char *meaning) {
    row(key, Twine(hardwareSchemaVersion), meaning);
  }
  void text(const char *key, const std::string &, const char *meaning) {
    row(key, "text", meaning);
  }
  void flag(const char *key, bool value, const char *meaning) {
    row(key, "true or false" + orElse(value ? "true" : "false"), meaning);
  }
  void integer(const char *key, int64_t value, int64_t min, int64_t max, const char *meaning) {
    row(key, "integer, " + Twine(min) + " to " + Twine(max) + orElse(Twine(value)), meaning);
  }
  void choice(const char *key, const std::string &value, std::initializer_list<StringRef> names,
              const char *meaning) {
    row(key, "`" + llvm::join(names, "`, `") + "`" + orElse("`" + value + "`"), meaning);
  }
  void quantity(const char *key, const UnitValue &, Dimension dimension, Sign sign,
                const char *meaning) {
    row(key, stringifyDimension(dimension) + (sign == Sign::Positive ? ", above 0" : ""), meaning);
  }
  void quantities(const char *key, const std::vector<UnitValue> &, Dimension dimension,
                  const char *meaning) {
    row(key, "list of " + stringifyDimension(dimension), meaning);
  }
  void parts(const char *key, const std::vector<StaticPart> &, Dimension dimension,
             const char *meaning) {
    row(key, "named " + stringifyDimension(dimension) + "s", meaning);
  }
  void resolution(const char *key, const ResolutionModel &, Dimension law, Dimension table,
                  const char *meaning) {
    row(key, "`law` of " + stringifyDimension(law) + ", `by_bits` of " + stringifyDimension(table),
        meaning);
  }

  template <typename Body> void optional(Body body) {
    llvm::SaveAndRestore mayBeAbsent(isOptional, true);
    body();
  }

  std::string table = "| key | value | meaning |\n| --- | --- | --- |\n";

private:
  std::string orElse(const Twine &value) const {
    return isOptional ? ("; default " + value).str() : "";
  }

  void row(const char *key, const Twine &value, const char *meaning) {
    table += ("| `" + Twine(prefix) + key + "` | " + value + " | " + meaning + " |\n").str();
  }

  bool isOptional = false;
};

class ConstantTable : public PathVisitor {
public:
  template <typename Model, typename Body>
  void option(const char *key, const std::optional<Model> &model, const char *meaning, Body body) {
    if (model)
      object(key, meaning, [&] { body(*model); });
  }
  void version(const char *, const char *) {}
  void text(const char *, const std::string &, const char *) {}
  void flag(const char *, bool, const char *) {}
  void integer(const char *, int64_t, int64_t, int64_t, const char *) {}
  void choice(const char *, const std::string &, std::initializer_list<StringRef>, const char *) {}
  template <typename Body> void optional(Body body) { body(); }
  void quantity(const char *key, const UnitValue &value, Dimension, Sign, const char *) {
    row(key, value);
  }
  void quantities(const char *key, const std::vector<UnitValue> &values, Dimension, const char *) {
    for (auto [index, value] : llvm::enumerate(values))
      row((Twine(key) + "[" + Twine(index) + "]").str(), value);
  }
  void parts(const char *key, const std::vector<StaticPart> &parts, Dimension, const char *) {
    for (const StaticPart &part : parts)
      row((Twine(key) + "." + part.name).str(), part.value);
  }
  void resolution(const char *key, const ResolutionModel &model, Dimension, Dimension,
                  const char *) {
    if (model.law) {
      row(Twine(key).str() + ".law.linear", model.law->linear);
      row(Twine(key).str() + ".law.exponential", model.law->exponential);
    }
    for (const ResolutionEntry &entry : model.byBits)
      row((Twine(key) + ".by_bits, " + Twine(entry.bits) + " bits").str(), entry.value);
  }

  std::string table =
      "| constant | value | unit | grade | source |\n| --- | --- | --- | --- | --- |\n";

private:
  void row(StringRef key, const UnitValue &value) {
    table += ("| `" + Twine(prefix) + key + "` | " + shortestDecimal(value.written) + " | " +
              value.unit + " | " + value.grade + " | " + value.source + " |\n")
                 .str();
  }
};
} // namespace

std::string mlir::acim::hardwareKeysMarkdown() {
  KeyTable visitor;
  const HardwareModel model;
  describeHardware(visitor, model);
  return visitor.table;
}

std::string mlir::acim::hardwareConstantsMarkdown(const HardwareModel &model) {
  ConstantTable visitor;
  describeHardware(visitor, model);
  return visitor.table;
}
