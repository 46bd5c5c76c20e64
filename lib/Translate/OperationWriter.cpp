//===- OperationWriter.cpp - Operations to JSON --------------------------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "ProgramJson.h"

#include "mlir/IR/Operation.h"

using namespace mlir;
using namespace mlir::acim;
using llvm::Error;
using llvm::Expected;

namespace {
/// Numbers the values in the order of their definition and writes one operation after the other.
class OperationWriter {
public:
  explicit OperationWriter(AttributeWriter &attributes) : attributes(attributes) {}

  Expected<Json> write(Operation *op);

private:
  Json define(ValueRange values);
  Error writeAttributes(Operation *op, Json &json);
  Expected<Json> writeRegion(Region &region);

  AttributeWriter &attributes;
  llvm::DenseMap<Value, int64_t> numbers;
};
} // namespace

Json OperationWriter::define(ValueRange values) {
  Json list = Json::array();
  for (Value value : values) {
    int64_t number = numbers.size();
    numbers[value] = number;
    std::string type;
    llvm::raw_string_ostream(type) << value.getType();
    list.push_back(Json{{"id", number}, {"type", std::move(type)}});
  }
  return list;
}

/// What the operation defines itself and what was attached to it, apart.
Error OperationWriter::writeAttributes(Operation *op, Json &json) {
  auto inherent = dyn_cast_or_null<DictionaryAttr>(op->getPropertiesAsAttribute());
  std::pair<const char *, DictionaryAttr> kinds[] = {
      {"attributes", inherent}, {"discardable", op->getDiscardableAttrDictionary()}};
  for (auto [key, attrs] : kinds) {
    if (!attrs || attrs.empty())
      continue;
    Expected<Json> members = attributes.writeDictionary(attrs);
    if (!members)
      return members.takeError();
    json[key] = std::move(*members);
  }
  return Error::success();
}

Expected<Json> OperationWriter::writeRegion(Region &region) {
  if (!region.hasOneBlock())
    return makeError("expected regions of one block in a tile program");
  Block &block = region.front();
  Json json = Json::object();
  if (block.getNumArguments())
    json["arguments"] = define(block.getArguments());
  Json ops = Json::array();
  for (Operation &op : block) {
    Expected<Json> written = write(&op);
    if (!written)
      return written.takeError();
    ops.push_back(std::move(*written));
  }
  json["operations"] = std::move(ops);
  return json;
}

Expected<Json> OperationWriter::write(Operation *op) {
  Json json = Json::object();
  json["op"] = op->getName().getStringRef().str();
  if (!op->isRegistered())
    return makeError("operation '", op->getName(), "' is not part of a tile program");
  if (op->getNumOperands()) {
    Json &operands = json["operands"] = Json::array();
    for (Value operand : op->getOperands())
      operands.push_back(numbers.lookup(operand));
  }
  if (op->getNumResults())
    json["results"] = define(op->getResults());
  if (Error error = writeAttributes(op, json))
    return makeError("operation '", op->getName(), "': ", llvm::toString(std::move(error)));
  if (!op->getNumRegions())
    return json;
  Json regions = Json::array();
  for (Region &region : op->getRegions()) {
    Expected<Json> written = writeRegion(region);
    if (!written)
      return written.takeError();
    regions.push_back(std::move(*written));
  }
  json["regions"] = std::move(regions);
  return json;
}

Expected<Json> acim::writeOperation(Operation *op, AttributeWriter &attributes) {
  return OperationWriter(attributes).write(op);
}
