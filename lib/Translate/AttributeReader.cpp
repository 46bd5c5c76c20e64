//===- AttributeReader.cpp - Attributes from JSON ------------------------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "ProgramJson.h"
#include "StructText.h"

#include "acim/Dialect/Acim/IR/Acim.h"
#include "mlir/AsmParser/AsmParser.h"
#include "mlir/IR/DialectResourceBlobManager.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/CheckedArithmetic.h"
#include "llvm/Support/MathExtras.h"

using namespace mlir;
using namespace mlir::acim;
using llvm::Error;
using llvm::Expected;

/// Nested deeper than any program; keeps damaged files from exhausting the stack.
static constexpr unsigned maxDepth = 64;

/// Beginning of a JSON text, for error messages.
static std::string excerpt(const Json &json) {
  std::string text = json.dump(-1, ' ', false, Json::error_handler_t::replace);
  return text.size() <= 60 ? text : text.substr(0, 60) + "...";
}

static Error expected(StringRef what, const Json &found) {
  return makeError("expected ", what, ", found ", excerpt(found));
}

static std::optional<int64_t> integerOf(const Json &json) {
  if (json.is_number_unsigned() && json.get<uint64_t>() > uint64_t(INT64_MAX))
    return std::nullopt;
  return json.is_number_integer() ? std::optional(json.get<int64_t>()) : std::nullopt;
}

/// The bits of `json` in a word of `type` (an integer or index type), if the number fits.
static std::optional<APInt> wordOf(Type type, const Json &json) {
  unsigned width = type.isIndex() ? 64 : type.getIntOrFloatBitWidth();
  if (!json.is_number_integer() || width > 64)
    return std::nullopt;
  if (json.is_number_unsigned()) {
    uint64_t value = json.get<uint64_t>();
    bool fits = type.isUnsignedInteger() || width == 1 ? llvm::isUIntN(width, value)
                                                       : llvm::isUIntN(width - 1, value);
    return fits ? std::optional(APInt(width, value)) : std::nullopt;
  }
  int64_t value = json.get<int64_t>();
  bool fits = type.isUnsignedInteger() ? value >= 0 && llvm::isUIntN(width, value)
                                       : llvm::isIntN(width, value);
  return fits ? std::optional(APInt(width, value, /*isSigned=*/true)) : std::nullopt;
}

//===----------------------------------------------------------------------===//
// Text
//===----------------------------------------------------------------------===//

Expected<Type> AttributeReader::readType(const Json &json) {
  if (!json.is_string())
    return expected("the text of a type", json);
  Type &type = types[json.get_ref<const std::string &>()];
  if (!type)
    type = parseType(json.get_ref<const std::string &>(), context);
  if (!type)
    return makeError("'", json.get_ref<const std::string &>(), "' is not a type");
  return type;
}

Expected<Attribute> AttributeReader::readText(StringRef text) {
  Attribute &attr = texts[text];
  if (!attr)
    attr = parseAttribute(text, context);
  if (!attr)
    return makeError("'", text, "' is not an attribute");
  return attr;
}

//===----------------------------------------------------------------------===//
// Numbers
//===----------------------------------------------------------------------===//

template <typename ArrayAttrT, typename T>
static Expected<Attribute> readNumbers(MLIRContext *context, const Json &list) {
  SmallVector<T> values;
  values.reserve(list.size());
  for (const Json &json : list) {
    std::optional<int64_t> value = integerOf(json);
    if (!value || *value != T(*value))
      return expected("an integer of " + std::to_string(8 * sizeof(T)) + " bits", json);
    values.push_back(T(*value));
  }
  return ArrayAttrT::get(context, values);
}

/// A number is an integer attribute of `type`, a list of numbers an array of it.
Expected<Attribute> AttributeReader::readIntegers(Type type, const Json &value) {
  if (value.is_array() && type.isSignlessInteger(8))
    return readNumbers<DenseI8ArrayAttr, int8_t>(context, value);
  if (value.is_array() && type.isSignlessInteger(16))
    return readNumbers<DenseI16ArrayAttr, int16_t>(context, value);
  if (value.is_array() && type.isSignlessInteger(32))
    return readNumbers<DenseI32ArrayAttr, int32_t>(context, value);
  if (value.is_array() && type.isSignlessInteger(64))
    return readNumbers<DenseI64ArrayAttr, int64_t>(context, value);
  std::optional<APInt> word = wordOf(type, value);
  if (!word)
    return expected("a number of the type it is given", value);
  return IntegerAttr::get(type, *word);
}

//===----------------------------------------------------------------------===//
// Constants
//===----------------------------------------------------------------------===//

/// Bytes of an element in the binary section.
static int64_t bytesOfElement(Type type) {
  return type.isIndex() ? 8 : llvm::divideCeil(type.getIntOrFloatBitWidth(), 8);
}

/// The bytes a constant refers to, if they lie in the binary section.
static Expected<StringRef> findBlob(const Json &json, StringRef blobs) {
  auto offset = json.find("offset"), bytes = json.find("bytes");
  if (offset == json.end() || bytes == json.end() || !offset->is_number_unsigned() ||
      !bytes->is_number_unsigned())
    return expected("a constant with values, or with offset and bytes", json);
  uint64_t begin = offset->get<uint64_t>(), size = bytes->get<uint64_t>();
  if (begin > blobs.size() || size > blobs.size() - begin)
    return makeError("constant ends beyond the binary section of ", blobs.size(), " bytes: offset ",
                     begin, ", ", size, " bytes");
  return blobs.substr(begin, size);
}

static Expected<Attribute> readValues(RankedTensorType type, const Json &values) {
  Type element = type.getElementType();
  if (!values.is_array() || (values.size() != 1 && int64_t(values.size()) != type.getNumElements()))
    return expected("one value, or one for each element", values);
  SmallVector<Attribute> elements;
  for (const Json &value : values) {
    if (auto floatType = dyn_cast<FloatType>(element); floatType && value.is_number()) {
      elements.push_back(FloatAttr::get(floatType, value.get<double>()));
      continue;
    }
    std::optional<APInt> word =
        element.isIntOrIndex() ? wordOf(element, value) : std::optional<APInt>();
    if (!word)
      return expected("a number of the constant's type", value);
    elements.push_back(IntegerAttr::get(element, *word));
  }
  return DenseElementsAttr::get(type, elements);
}

/// Constants that were resources in the module become resources again.
static Expected<Attribute> readResource(RankedTensorType type, const Json &json, StringRef blob) {
  constexpr int64_t maxAlignment = 4096;
  auto name = json.find("resource"), alignment = json.find("alignment");
  std::optional<int64_t> align = alignment == json.end() ? 1 : integerOf(*alignment);
  if (!name->is_string() || !align || *align > maxAlignment || !llvm::isPowerOf2_64(*align))
    return expected("a resource with a name and an alignment", json);
  return DenseResourceElementsAttr::get(
      type, name->get_ref<const std::string &>(),
      HeapAsmResourceBlob::allocateAndCopyWithAlign(ArrayRef(blob.data(), blob.size()), *align));
}

static Expected<Attribute> readBlob(RankedTensorType type, const Json &json, StringRef blob) {
  std::optional<int64_t> size =
      llvm::checkedMul<int64_t>(type.getNumElements(), bytesOfElement(type.getElementType()));
  if (!size || *size != int64_t(blob.size()))
    return makeError("constant of ", type, " has ", blob.size(), " bytes");
  if (json.contains("resource"))
    return readResource(type, json, blob);
  if (type.getElementType().isInteger(1))
    return DenseElementsAttr::get(
        type, ArrayRef(reinterpret_cast<const bool *>(blob.data()), blob.size()));
  return DenseElementsAttr::getFromRawBuffer(type, ArrayRef(blob.data(), blob.size()));
}

/// The type of a constant, if its dimensions and element type can be those of one.
static Expected<RankedTensorType> readShapedType(Type element, const Json &dims) {
  if (!element.isIntOrIndexOrFloat() || !dims.is_array())
    return expected("a constant with an element type and a shape", dims);
  SmallVector<int64_t> shape;
  int64_t count = 1;
  for (const Json &dim : dims) {
    std::optional<int64_t> size = integerOf(dim);
    std::optional<int64_t> product =
        size && *size >= 0 ? llvm::checkedMul(count, *size) : std::nullopt;
    if (!product)
      return expected("a shape of sizes from 0", dims);
    count = *product;
    shape.push_back(*size);
  }
  return RankedTensorType::get(shape, element);
}

Expected<Attribute> AttributeReader::readElements(const Json &json) {
  auto element = json.find("type"), shape = json.find("shape"), values = json.find("values");
  if (element == json.end() || shape == json.end())
    return expected("a constant with type and shape", json);
  Expected<Type> elementType = readType(*element);
  if (!elementType)
    return elementType.takeError();
  Expected<RankedTensorType> type = readShapedType(*elementType, *shape);
  if (!type)
    return type.takeError();
  if (values != json.end())
    return readValues(*type, *values);
  Expected<StringRef> blob = findBlob(json, blobs);
  return blob ? readBlob(*type, json, *blob) : blob.takeError();
}

//===----------------------------------------------------------------------===//
// Dispatch
//===----------------------------------------------------------------------===//

/// index, i8, si8, ui8 and the like.
static bool isIntegerName(StringRef name) {
  StringRef width = name;
  if (!width.consume_front("si") && !width.consume_front("ui"))
    width.consume_front("i");
  return name == "index" || (width != name && llvm::all_of(width, llvm::isDigit));
}

Expected<Attribute> AttributeReader::readObject(StringRef key, const Json &value, unsigned depth) {
  if (key == "dense")
    return readElements(value);
  if (key == "unit")
    return UnitAttr::get(context);
  if (key == "dictionary")
    return readDictionary(value, depth + 1);
  if (key == "hardware")
    return HardwareAttr::get(context, value.dump(-1, ' ', false, Json::error_handler_t::replace));
  if (key == "type") {
    Expected<Type> type = readType(value);
    return type ? Expected<Attribute>(TypeAttr::get(*type)) : type.takeError();
  }
  if ((key == "symbol" || key == "mlir") && value.is_string()) {
    StringRef text = value.get_ref<const std::string &>();
    return key == "mlir" ? readText(text) : FlatSymbolRefAttr::get(context, text);
  }
  if (std::optional<std::string> text = structTextFromJson(key, value); text && key[0] == '#')
    return readText(*text);
  if (!isIntegerName(key))
    return makeError("unknown kind of attribute '", key, "'");
  Expected<Type> type = readType(key.str());
  return type ? readIntegers(*type, value) : type.takeError();
}

Expected<Attribute> AttributeReader::readArray(const Json &json, unsigned depth) {
  SmallVector<Attribute> elements;
  for (const Json &element : json) {
    Expected<Attribute> attr = read(element, depth + 1);
    if (!attr)
      return attr.takeError();
    elements.push_back(*attr);
  }
  return ArrayAttr::get(context, elements);
}

Expected<Attribute> AttributeReader::read(const Json &json, unsigned depth) {
  if (depth > maxDepth)
    return makeError("attributes are nested too deeply");
  if (json.is_boolean())
    return BoolAttr::get(context, json.get<bool>());
  if (std::optional<int64_t> number = integerOf(json))
    return IntegerAttr::get(IntegerType::get(context, 64), *number);
  if (json.is_string())
    return StringAttr::get(context, json.get_ref<const std::string &>());
  if (json.is_array())
    return readArray(json, depth);
  if (json.is_object() && json.size() == 1)
    return readObject(json.begin().key(), json.begin().value(), depth);
  return expected("an attribute", json);
}

Expected<DictionaryAttr> AttributeReader::readDictionary(const Json &json, unsigned depth) {
  if (!json.is_object())
    return expected("an object of attributes", json);
  NamedAttrList attrs;
  for (const auto &[name, value] : json.items()) {
    Expected<Attribute> attr = read(value, depth);
    if (!attr)
      return makeError("attribute '", name, "': ", llvm::toString(attr.takeError()));
    attrs.append(name, *attr);
  }
  return attrs.getDictionary(context);
}
