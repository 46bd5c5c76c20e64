//===- OperationReader.cpp - Operations from JSON ------------------------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "ProgramJson.h"

#include "mlir/IR/Diagnostics.h"
#include "mlir/IR/Operation.h"

using namespace mlir;
using namespace mlir::acim;
using llvm::Error;
using llvm::Expected;

/// Regions nested deeper than in any program; keeps damaged files from exhausting the stack.
static constexpr unsigned maxDepth = 32;

namespace {
/// Rebuilds operations in the order they stand in the file.
class OperationReader {
public:
  OperationReader(Location location, AttributeReader &attributes)
      : location(location), attributes(attributes) {}

  Expected<OwningOpRef<Operation *>> read(const Json &json, unsigned depth);

  /// Name of the operation that is being read, for error messages.
  StringRef getCurrent() const { return current; }

private:
  Error readOperands(const Json &json, OperationState &state);
  Expected<SmallVector<Type>> readDefinitions(const Json &list, SmallVectorImpl<int64_t> &ids);
  Error define(ArrayRef<int64_t> ids, ValueRange values);
  Error readAttributes(const Json &json, Operation *op);
  Error readRegion(const Json &json, Region &region, unsigned depth);
  Error fill(const Json &json, OwningOpRef<Operation *> &op, OperationState &state, unsigned depth);

  Location location;
  AttributeReader &attributes;
  llvm::DenseMap<int64_t, Value> values;
  StringRef current;
};
} // namespace

static const Json &member(const Json &json, const char *name) {
  static const Json absent;
  auto found = json.find(name);
  return found == json.end() ? absent : *found;
}

//===----------------------------------------------------------------------===//
// Values
//===----------------------------------------------------------------------===//

Error OperationReader::readOperands(const Json &json, OperationState &state) {
  for (const Json &operand : member(json, "operands")) {
    Value value = operand.is_number_unsigned() ? values.lookup(operand.get<int64_t>()) : Value();
    if (!value)
      return makeError("expected operands that are defined before, found ",
                       operand.dump(-1, ' ', false, Json::error_handler_t::replace));
    state.addOperands(value);
  }
  return Error::success();
}

Expected<SmallVector<Type>> OperationReader::readDefinitions(const Json &list,
                                                             SmallVectorImpl<int64_t> &ids) {
  SmallVector<Type> types;
  for (const Json &definition : list) {
    const Json &id = member(definition, "id");
    if (!id.is_number_unsigned())
      return makeError("expected results and arguments with an id and a type");
    Expected<Type> type = attributes.readType(member(definition, "type"));
    if (!type)
      return type.takeError();
    ids.push_back(id.get<int64_t>());
    types.push_back(*type);
  }
  return types;
}

Error OperationReader::define(ArrayRef<int64_t> ids, ValueRange defined) {
  for (auto [id, value] : llvm::zip_equal(ids, defined))
    if (id < 0 || id == INT64_MAX || !values.try_emplace(id, value).second)
      return makeError("value ", id, " is defined twice");
  return Error::success();
}

//===----------------------------------------------------------------------===//
// Attributes
//===----------------------------------------------------------------------===//

/// An attribute that the operation does not have, if there is one.
static std::optional<StringRef> findUnknown(DictionaryAttr given, Operation *op) {
  auto known = dyn_cast_or_null<DictionaryAttr>(op->getPropertiesAsAttribute());
  for (NamedAttribute attr : given)
    if (!known || !known.contains(attr.getName()))
      return attr.getName().getValue();
  return std::nullopt;
}

Error OperationReader::readAttributes(const Json &json, Operation *op) {
  if (const Json &members = member(json, "attributes"); !members.is_null()) {
    Expected<DictionaryAttr> attrs = attributes.readDictionary(members);
    if (!attrs)
      return attrs.takeError();
    if (op->getPropertiesStorageSize() &&
        failed(op->setPropertiesFromAttribute(*attrs, [&] { return emitError(location); })))
      return makeError("attributes of the wrong kind");
    if (std::optional<StringRef> name = findUnknown(*attrs, op))
      return makeError("unknown attribute '", *name, "'");
  }
  if (const Json &members = member(json, "discardable"); !members.is_null()) {
    Expected<DictionaryAttr> attrs = attributes.readDictionary(members);
    if (!attrs)
      return attrs.takeError();
    op->setDiscardableAttrs(*attrs);
  }
  return Error::success();
}

//===----------------------------------------------------------------------===//
// Structure
//===----------------------------------------------------------------------===//

Error OperationReader::readRegion(const Json &json, Region &region, unsigned depth) {
  const Json &ops = member(json, "operations");
  if (!ops.is_array())
    return makeError("expected regions with a list of operations");
  Block &block = region.emplaceBlock();
  SmallVector<int64_t> ids;
  Expected<SmallVector<Type>> types = readDefinitions(member(json, "arguments"), ids);
  if (!types)
    return types.takeError();
  block.addArguments(*types, SmallVector<Location>(types->size(), location));
  if (Error error = define(ids, block.getArguments()))
    return error;
  for (const Json &opJson : ops) {
    Expected<OwningOpRef<Operation *>> op = read(opJson, depth + 1);
    if (!op)
      return op.takeError();
    block.push_back(op->release());
  }
  return Error::success();
}

/// Creates `op` with everything that belongs to it.
Error OperationReader::fill(const Json &json, OwningOpRef<Operation *> &op, OperationState &state,
                            unsigned depth) {
  if (Error error = readOperands(json, state))
    return error;
  SmallVector<int64_t> ids;
  Expected<SmallVector<Type>> types = readDefinitions(member(json, "results"), ids);
  if (!types)
    return types.takeError();
  state.addTypes(*types);
  for (const Json &regionJson : member(json, "regions"))
    if (Error error = readRegion(regionJson, *state.addRegion(), depth))
      return error;
  current = state.name.getStringRef();
  op = OwningOpRef<Operation *>(Operation::create(state));
  if (Error error = readAttributes(json, *op))
    return error;
  return define(ids, op->getResults());
}

Expected<OwningOpRef<Operation *>> OperationReader::read(const Json &json, unsigned depth) {
  const Json &nameJson = member(json, "op");
  if (!nameJson.is_string() || depth > maxDepth)
    return makeError(depth > maxDepth ? "operations are nested too deeply"
                                      : "expected operations with a name 'op'");
  current = nameJson.get_ref<const std::string &>();
  MLIRContext *context = location.getContext();
  context->getOrLoadDialect(current.split('.').first);
  if (!RegisteredOperationName::lookup(current, context))
    return makeError("unknown operation");
  OperationState state(location, current);
  OwningOpRef<Operation *> op;
  if (Error error = fill(json, op, state, depth))
    return std::move(error);
  return op;
}

Expected<OwningOpRef<Operation *>> acim::readOperation(const Json &json, Location location,
                                                       AttributeReader &attributes) {
  OperationReader reader(location, attributes);
  auto op = reader.read(json, 0);
  if (op)
    return op;
  return makeError("operation '", reader.getCurrent(), "': ", llvm::toString(op.takeError()));
}
