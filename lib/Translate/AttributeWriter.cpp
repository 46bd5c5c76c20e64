//===- AttributeWriter.cpp - Attributes to JSON --------------------------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "ProgramJson.h"
#include "StructText.h"

#include "acim/Dialect/Acim/IR/Acim.h"
#include "mlir/IR/DialectResourceBlobManager.h"
#include "llvm/ADT/TypeSwitch.h"
#include "llvm/Support/Alignment.h"
#include "llvm/Support/JSON.h"
#include <cmath>

using namespace mlir;
using namespace mlir::acim;
using llvm::Expected;

/// Constants of at most this many elements are written as numbers, where people can read them.
static constexpr int64_t maxInlineElements = 16;

template <typename T> static std::string textOf(T value) {
  std::string text;
  llvm::raw_string_ostream(text) << value;
  return text;
}

/// An object with one member, the form of every value that is not plain JSON.
static Json tagged(StringRef tag, Json value) {
  Json object = Json::object();
  object[tag.str()] = std::move(value);
  return object;
}

/// MLIR's own text, for whatever has no form of its own.
static Json writeText(Attribute attr) {
  std::string text = textOf(attr);
  if (std::optional<Json> json = structTextToJson(text))
    return std::move(*json);
  return tagged("mlir", std::move(text));
}

static Json writeInteger(IntegerAttr attr) {
  auto type = dyn_cast<IntegerType>(attr.getType());
  if (type && type.isSignlessInteger(1))
    return attr.getValue().isOne();
  if (type && type.isSignlessInteger(64))
    return attr.getInt();
  if (attr.getValue().getBitWidth() > 64)
    return writeText(attr);
  bool isUnsigned = type && type.isUnsigned();
  Json value =
      isUnsigned ? Json(attr.getValue().getZExtValue()) : Json(attr.getValue().getSExtValue());
  return tagged(textOf(attr.getType()), std::move(value));
}

static Json writeString(StringAttr attr) {
  if (!isa<NoneType>(attr.getType()) || !llvm::json::isUTF8(attr.getValue()))
    return writeText(attr);
  return attr.str();
}

/// Hardware descriptions are JSON already; readers of the file get them as such.
static Json writeHardware(HardwareAttr attr) {
  Json hardware = Json::parse(attr.getJson(), nullptr, /*allow_exceptions=*/false);
  if (hardware.is_object() &&
      hardware.dump(-1, ' ', false, Json::error_handler_t::replace) == attr.getJson())
    return tagged("hardware", std::move(hardware));
  return writeText(attr);
}

template <typename T> static Json writeNumbers(StringRef type, ArrayRef<T> values) {
  Json list = Json::array();
  for (T value : values)
    list.push_back(value);
  return tagged(type, std::move(list));
}

//===----------------------------------------------------------------------===//
// Constants
//===----------------------------------------------------------------------===//

/// Up to `count` elements as numbers, or null where JSON has no such number.
static Json inlineValues(DenseElementsAttr attr, int64_t count) {
  Json values = Json::array();
  if (isa<FloatType>(attr.getElementType())) {
    for (APFloat value :
         llvm::make_range(attr.value_begin<APFloat>(), attr.value_begin<APFloat>() + count)) {
      bool losesInfo;
      value.convert(APFloat::IEEEdouble(), APFloat::rmNearestTiesToEven, &losesInfo);
      if (losesInfo || !value.isFinite())
        return nullptr;
      values.push_back(value.convertToDouble());
    }
    return values;
  }
  bool isUnsigned = attr.getElementType().isUnsignedInteger() || attr.getElementType().isInteger(1);
  for (const APInt &value :
       llvm::make_range(attr.value_begin<APInt>(), attr.value_begin<APInt>() + count))
    values.push_back(isUnsigned ? Json(value.getZExtValue()) : Json(value.getSExtValue()));
  return values;
}

/// Element by element with whole bytes each, least significant first.
static SmallVector<char> packedBytes(DenseElementsAttr attr) {
  ArrayRef<char> raw = attr.getRawData();
  if (attr.getElementType().isInteger(1)) // held as packed bits
    return SmallVector<char>(attr.value_begin<bool>(), attr.value_end<bool>());
  SmallVector<char> bytes;
  int64_t copies = attr.isSplat() ? attr.getNumElements() : 1;
  bytes.reserve(raw.size() * copies);
  for (int64_t i = 0; i != copies; ++i)
    bytes.append(raw.begin(), raw.end());
  return bytes;
}

static bool isPlainTensor(ElementsAttr attr) {
  auto type = dyn_cast<RankedTensorType>(attr.getShapedType());
  return type && !type.getEncoding() && type.getElementType().isIntOrIndexOrFloat() &&
         (type.getElementType().isIndex() || type.getElementTypeBitWidth() <= 64);
}

Json AttributeWriter::writeBlob(ArrayRef<char> bytes) {
  size_t offset = llvm::alignTo(blobs.size(), alignment);
  blobs.resize(offset);
  blobs.append(bytes.begin(), bytes.end());
  return Json{{"offset", offset}, {"bytes", bytes.size()}};
}

Expected<Json> AttributeWriter::writeElements(ElementsAttr attr) {
  auto dense = dyn_cast<DenseElementsAttr>(attr);
  auto resource = dyn_cast<DenseResourceElementsAttr>(attr);
  if (!isPlainTensor(attr) || (!dense && !resource))
    return writeText(attr);
  auto [known, isNew] = writtenElements.try_emplace(attr);
  if (!isNew)
    return known->second;
  Json json = Json::object();
  json["type"] = textOf(attr.getElementType());
  json["shape"] = Json(attr.getShapedType().getShape().vec());
  int64_t count = attr.getShapedType().getNumElements();
  if (dense && dense.isSplat())
    count = std::min<int64_t>(count, 1);
  Json values = dense && count <= maxInlineElements ? inlineValues(dense, count) : Json();
  if (resource) {
    AsmResourceBlob *blob = resource.getRawHandle().getBlob();
    if (!blob)
      return makeError("constant '", resource.getRawHandle().getKey(),
                       "' has no data; it was elided when the module was printed");
    json["resource"] = resource.getRawHandle().getKey().str();
    json["alignment"] = blob->getDataAlignment();
    json.update(writeBlob(blob->getData()));
  } else if (!values.is_null()) {
    json["values"] = std::move(values);
  } else {
    json.update(writeBlob(packedBytes(dense)));
  }
  known->second = tagged("dense", std::move(json));
  return known->second;
}

//===----------------------------------------------------------------------===//
// Dispatch
//===----------------------------------------------------------------------===//

Expected<Json> AttributeWriter::write(Attribute attribute) {
  return llvm::TypeSwitch<Attribute, Expected<Json>>(attribute)
      .Case([](IntegerAttr attr) { return writeInteger(attr); })
      .Case([](StringAttr attr) { return writeString(attr); })
      .Case([](UnitAttr) { return tagged("unit", true); })
      .Case([](TypeAttr attr) { return tagged("type", textOf(attr.getValue())); })
      .Case([](FlatSymbolRefAttr attr) { return tagged("symbol", attr.getValue().str()); })
      .Case([](HardwareAttr attr) { return writeHardware(attr); })
      .Case([](DenseI8ArrayAttr attr) { return writeNumbers("i8", attr.asArrayRef()); })
      .Case([](DenseI16ArrayAttr attr) { return writeNumbers("i16", attr.asArrayRef()); })
      .Case([](DenseI32ArrayAttr attr) { return writeNumbers("i32", attr.asArrayRef()); })
      .Case([](DenseI64ArrayAttr attr) { return writeNumbers("i64", attr.asArrayRef()); })
      .Case([this](ElementsAttr attr) { return writeElements(attr); })
      .Case([this](DictionaryAttr attr) -> Expected<Json> {
        Expected<Json> members = writeDictionary(attr);
        return members ? Expected<Json>(tagged("dictionary", std::move(*members)))
                       : members.takeError();
      })
      .Case([this](ArrayAttr attr) -> Expected<Json> {
        Json list = Json::array();
        for (Attribute element : attr) {
          Expected<Json> json = write(element);
          if (!json)
            return json.takeError();
          list.push_back(std::move(*json));
        }
        return list;
      })
      .Default([](Attribute attr) { return writeText(attr); });
}

Expected<Json> AttributeWriter::writeDictionary(DictionaryAttr attrs) {
  Json members = Json::object();
  for (NamedAttribute attr : attrs) {
    Expected<Json> json = write(attr.getValue());
    if (!json)
      return json.takeError();
    members[attr.getName().str()] = std::move(*json);
  }
  return members;
}
