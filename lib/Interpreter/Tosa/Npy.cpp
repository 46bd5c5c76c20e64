//===- Npy.cpp - NumPy array files --------------------------------------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "acim/Interpreter/Npy.h"
#include "HalfFloat.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/Endian.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/raw_ostream.h"
#include <cstring>
#include <limits>

using namespace mlir;
using namespace mlir::acim;
using llvm::Error;
using llvm::Expected;
using llvm::StringRef;

namespace {

struct TypeRow {
  NpyType type;
  StringRef code; // as in the header's 'descr', without the byte order
  StringRef name;
  ElementKind kind;
  size_t fileBytes;
};

constexpr llvm::StringLiteral magic = "\x93NUMPY";

const TypeRow typeTable[] = {
    {NpyType::Bool, "b1", "bool", ElementKind::I1, 1},
    {NpyType::I8, "i1", "int8", ElementKind::I8, 1},
    {NpyType::I16, "i2", "int16", ElementKind::I16, 2},
    {NpyType::I32, "i4", "int32", ElementKind::I32, 4},
    {NpyType::I64, "i8", "int64", ElementKind::I64, 8},
    {NpyType::U8, "u1", "uint8", ElementKind::I8, 1},
    {NpyType::U16, "u2", "uint16", ElementKind::I16, 2},
    {NpyType::U32, "u4", "uint32", ElementKind::I32, 4},
    {NpyType::U64, "u8", "uint64", ElementKind::I64, 8},
    {NpyType::F16, "f2", "float16", ElementKind::F16, 2},
    {NpyType::F32, "f4", "float32", ElementKind::F32, 4},
    {NpyType::F64, "f8", "float64", ElementKind::F32, 8},
};

Error npyError(StringRef path, const llvm::Twine &message) {
  return llvm::createStringError(std::errc::invalid_argument,
                                 (path + ": " + message).str().c_str());
}

/// The three fields of a header and the elements behind it.
struct NpyHeader {
  const TypeRow *type = nullptr;
  llvm::SmallVector<int64_t, 4> shape;
  StringRef payload;
};

/// The text after `'key':` up to where the value may end; empty when the key is missing.
StringRef valueOf(StringRef header, StringRef key) {
  for (char quote : {'\'', '"'}) {
    std::string quoted = (llvm::Twine(quote) + key + llvm::Twine(quote)).str();
    size_t at = header.find(quoted);
    if (at != StringRef::npos)
      return header.drop_front(at + quoted.size()).ltrim().drop_while([](char c) {
        return c == ':' || c == ' ';
      });
  }
  return {};
}

Expected<const TypeRow *> parseType(StringRef path, StringRef header) {
  StringRef value = valueOf(header, "descr");
  if (value.empty() || (value.front() != '\'' && value.front() != '"'))
    return npyError(path, "structured or missing 'descr'; expected an array of one number type");
  StringRef descr = value.drop_front().take_until([&](char c) { return c == value.front(); });
  if (descr.starts_with(">"))
    return npyError(path, "big-endian elements '" + descr +
                              "'; convert with x.astype(x.dtype.newbyteorder('<'))");
  const TypeRow *row =
      llvm::find_if(typeTable, [&](const TypeRow &row) { return row.code == descr.ltrim("<|="); });
  if (row == std::end(typeTable))
    return npyError(path, "element type '" + descr +
                              "'; expected bool, (u)int8 to (u)int64 or float16 to float64");
  return row;
}

Expected<llvm::SmallVector<int64_t, 4>> parseShape(StringRef path, StringRef header) {
  StringRef value = valueOf(header, "shape");
  if (!value.consume_front("(") || !value.contains(')'))
    return npyError(path, "header without a 'shape' tuple");
  llvm::SmallVector<int64_t, 4> shape;
  llvm::SmallVector<StringRef> parts;
  value.take_until([](char c) { return c == ')'; }).split(parts, ',', -1, /*KeepEmpty=*/false);
  for (StringRef part : parts) {
    part = part.trim();
    int64_t size = 0;
    if (part.empty())
      continue;
    if (part.getAsInteger(10, size) || size < 0 || size > (int64_t(1) << 40))
      return npyError(path, "dimension '" + part + "' in the header's shape");
    shape.push_back(size);
  }
  return shape;
}

/// Splits a file into the text of its header and what follows.
Expected<std::pair<StringRef, StringRef>> splitHeader(StringRef path, StringRef file) {
  if (!file.starts_with(magic) || file.size() < 10)
    return npyError(path, "not a .npy file (its first bytes are not \\x93NUMPY); write it with "
                          "numpy.save");
  uint8_t version = file[6];
  if (version < 1 || version > 3)
    return npyError(path, ".npy format " + llvm::Twine(int(version)) + "; expected 1, 2 or 3");
  size_t lengthBytes = version == 1 ? 2 : 4;
  const char *at = file.data() + 8;
  if (file.size() < 8 + lengthBytes)
    return npyError(path, "file ends within its header");
  size_t length =
      version == 1 ? llvm::support::endian::read16le(at) : llvm::support::endian::read32le(at);
  StringRef rest = file.drop_front(8 + lengthBytes);
  if (rest.size() < length)
    return npyError(path, "file ends within its header");
  return std::make_pair(rest.take_front(length), rest.drop_front(length));
}

Expected<NpyHeader> parseNpy(StringRef path, StringRef file) {
  Expected<std::pair<StringRef, StringRef>> parts = splitHeader(path, file);
  if (!parts)
    return parts.takeError();
  Expected<const TypeRow *> type = parseType(path, parts->first);
  if (!type)
    return type.takeError();
  Expected<llvm::SmallVector<int64_t, 4>> shape = parseShape(path, parts->first);
  if (!shape)
    return shape.takeError();
  if (valueOf(parts->first, "fortran_order").starts_with("True"))
    return npyError(path, "array in Fortran order; save numpy.ascontiguousarray(x)");
  return NpyHeader{*type, *shape, parts->second};
}

/// Number of bytes the elements take; rejects sizes that no file can have.
Expected<size_t> payloadBytes(StringRef path, const NpyHeader &header) {
  size_t bytes = header.type->fileBytes;
  for (int64_t size : header.shape) {
    if (size != 0 && bytes > std::numeric_limits<size_t>::max() / 2 / size_t(size))
      return npyError(path, "shape too large");
    bytes *= size_t(size);
  }
  return bytes;
}

void narrowDoubles(StringRef payload, llvm::MutableArrayRef<float> out) {
  for (size_t i = 0; i < out.size(); ++i) {
    double value;
    std::memcpy(&value, payload.data() + i * sizeof(double), sizeof(double));
    out[i] = static_cast<float>(value);
  }
}

std::string shapeText(llvm::ArrayRef<int64_t> shape) {
  std::string text = "(";
  for (int64_t size : shape)
    text += std::to_string(size) + ", ";
  if (shape.size() > 1)
    text.erase(text.size() - 2);
  else if (!shape.empty())
    text.pop_back();
  return text + ")";
}

const TypeRow &fileType(ElementKind kind, bool asUnsigned) {
  static constexpr NpyType types[] = {NpyType::Bool, NpyType::I8,  NpyType::I8,  NpyType::I16,
                                      NpyType::I32,  NpyType::I64, NpyType::I64, NpyType::F16,
                                      NpyType::F32,  NpyType::F32};
  NpyType type = types[static_cast<size_t>(kind)];
  if (asUnsigned && type >= NpyType::I8 && type <= NpyType::I64)
    type = static_cast<NpyType>(static_cast<int>(type) + 4);
  return typeTable[static_cast<size_t>(type)];
}

std::string headerText(const TypeRow &type, llvm::ArrayRef<int64_t> shape) {
  StringRef order = type.fileBytes == 1 ? "|" : "<";
  std::string text = ("{'descr': '" + order + type.code +
                      "', 'fortran_order': False, 'shape': " + shapeText(shape) + ", }")
                         .str();
  // The elements start at a multiple of 64 bytes, as numpy writes them.
  text.append(63 - (10 + text.size()) % 64, ' ');
  return text + '\n';
}

void writeElements(llvm::raw_ostream &os, const Tensor &tensor) {
  if (tensor.kind() != ElementKind::BF16) {
    os.write(tensor.bytes(), size_t(tensor.numElements()) * storageBytes(tensor.kind()));
    return;
  }
  for (uint16_t element : tensor.data<uint16_t>()) {
    float value = bfloatToFloat(element);
    os.write(reinterpret_cast<const char *>(&value), sizeof(value));
  }
}

} // namespace

StringRef mlir::acim::stringifyNpyType(NpyType type) {
  return typeTable[static_cast<size_t>(type)].name;
}

Expected<NpyArray> mlir::acim::readNpy(StringRef path) {
  auto buffer = llvm::MemoryBuffer::getFile(path, /*IsText=*/false,
                                            /*RequiresNullTerminator=*/false);
  if (!buffer)
    return npyError(path, buffer.getError().message());
  Expected<NpyHeader> header = parseNpy(path, (*buffer)->getBuffer());
  if (!header)
    return header.takeError();
  Expected<size_t> expected = payloadBytes(path, *header);
  if (!expected)
    return expected.takeError();
  if (header->payload.size() != *expected)
    return npyError(path, llvm::Twine(header->payload.size()) + " bytes of elements, expected " +
                              llvm::Twine(*expected) + " for shape " + shapeText(header->shape) +
                              " of " + header->type->name + "; the file is damaged");
  NpyArray array;
  array.type = header->type->type;
  array.tensor.allocate(header->type->kind, header->shape);
  if (array.type == NpyType::F64)
    narrowDoubles(header->payload, array.tensor.mutableData<float>());
  else
    std::memcpy(array.tensor.mutableBytes(), header->payload.data(), *expected);
  return array;
}

Expected<std::vector<int64_t>> mlir::acim::integersOf(const NpyArray &array, StringRef path) {
  if (array.type >= NpyType::F16)
    return npyError(path, "elements are " + stringifyNpyType(array.type) + ", expected integers");
  size_t bits = typeTable[static_cast<size_t>(array.type)].fileBytes * 8;
  bool isUnsigned = array.type >= NpyType::U8 && array.type <= NpyType::U32;
  uint64_t mask = isUnsigned ? (uint64_t(1) << bits) - 1 : ~uint64_t(0);
  std::vector<int64_t> values(array.tensor.numElements());
  for (size_t i = 0; i < values.size(); ++i)
    values[i] = static_cast<int64_t>(static_cast<uint64_t>(array.tensor.intAt(i)) & mask);
  return values;
}

Error mlir::acim::writeNpy(StringRef path, const Tensor &tensor, bool asUnsigned) {
  Expected<llvm::sys::fs::TempFile> file = llvm::sys::fs::TempFile::create(path + ".%%%%%%.tmp");
  if (!file)
    return npyError(path, llvm::toString(file.takeError()));
  std::string header = headerText(fileType(tensor.kind(), asUnsigned), tensor.shape());
  char prefix[4] = {1, 0, static_cast<char>(header.size() & 0xff),
                    static_cast<char>(header.size() >> 8)};
  llvm::raw_fd_ostream os(file->FD, /*shouldClose=*/false);
  os << magic;
  os.write(prefix, sizeof(prefix));
  os << header;
  writeElements(os, tensor);
  os.flush();
  if (os.has_error()) {
    std::string reason = os.error().message();
    os.clear_error();
    llvm::consumeError(file->discard());
    return npyError(path, "cannot write: " + reason);
  }
  if (Error error = file->keep(path))
    return npyError(path, llvm::toString(std::move(error)));
  return Error::success();
}
