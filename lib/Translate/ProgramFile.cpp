//===- ProgramFile.cpp - Tile programs as .acim files --------------------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "acim/Translate/ProgramFile.h"
#include "ProgramJson.h"

#include "acim/Dialect/Acim/IR/Acim.h"
#include "acim/Translate/ErrorCollector.h"
#include "mlir/IR/Verifier.h"
#include "mlir/Parser/Parser.h"
#include "llvm/Support/Endian.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/SourceMgr.h"
#include "llvm/Support/xxhash.h"

using namespace mlir;
using namespace mlir::acim;
using llvm::Error;
using llvm::Expected;
namespace endian = llvm::support::endian;

//===----------------------------------------------------------------------===//
// Container
//===----------------------------------------------------------------------===//

/// As in PNG: a byte that is not ASCII, and line ends that a transfer as text would change.
static constexpr StringLiteral magic("\x89"
                                     "ACIM\r\n\n");
static constexpr uint64_t formatVersion = 1;
/// Magic, version, bytes of the JSON text, bytes of the binary section.
static constexpr size_t headerBytes = 32;
static constexpr size_t checksumBytes = 8;

namespace {
struct Sections {
  StringRef json, blobs;
};
} // namespace

static void appendNumber(std::string &bytes, uint64_t value) {
  char word[8];
  endian::write64le(word, value);
  bytes.append(word, sizeof(word));
}

static uint64_t numberAt(StringRef bytes, size_t offset) {
  return endian::read64le(bytes.data() + offset);
}

static std::string packSections(StringRef json, StringRef blobs) {
  size_t blobsOffset = llvm::alignTo(headerBytes + json.size(), AttributeWriter::alignment);
  std::string file;
  file.reserve(blobsOffset + blobs.size() + checksumBytes);
  file += magic;
  appendNumber(file, formatVersion);
  appendNumber(file, json.size());
  appendNumber(file, blobs.size());
  file += json;
  file.resize(blobsOffset);
  file += blobs;
  appendNumber(file, llvm::xxh3_64bits(file));
  return file;
}

static Expected<Sections> unpackSections(StringRef file) {
  if (!file.starts_with(magic))
    return makeError("not an .acim file");
  if (file.size() < headerBytes + checksumBytes)
    return makeError("truncated: the header is incomplete");
  uint64_t version = numberAt(file, 8), jsonBytes = numberAt(file, 16),
           blobBytes = numberAt(file, 24);
  if (version > formatVersion)
    return makeError("format version ", version, " is newer than this acim reads (", formatVersion,
                     "); update acim or compile the model again");
  uint64_t largest = file.size();
  if (jsonBytes > largest || blobBytes > largest)
    return makeError("truncated: the header announces ", jsonBytes, " + ", blobBytes,
                     " bytes, the file has ", largest);
  uint64_t blobsOffset = llvm::alignTo(headerBytes + jsonBytes, AttributeWriter::alignment);
  uint64_t expectedBytes = blobsOffset + blobBytes + checksumBytes;
  if (file.size() != expectedBytes)
    return makeError(file.size() < expectedBytes ? "truncated" : "too long", ": expected ",
                     expectedBytes, " bytes, found ", file.size());
  if (llvm::xxh3_64bits(file.drop_back(checksumBytes)) !=
      numberAt(file, file.size() - checksumBytes))
    return makeError("damaged: the checksum does not match; copy or compile the program again");
  return Sections{file.substr(headerBytes, jsonBytes), file.substr(blobsOffset, blobBytes)};
}

//===----------------------------------------------------------------------===//
// Writing
//===----------------------------------------------------------------------===//

static Expected<Json> writeModule(ModuleOp module, AttributeWriter &attributes) {
  Block &body = *module.getBody();
  if (!llvm::hasSingleElement(body) || !isa<ProgramOp>(body.front()))
    return makeError("expected a module of one acim.program and nothing else");
  Expected<Json> op = writeOperation(module, attributes);
  if (!op)
    return op.takeError();
  Json document = Json::object();
  document["module"] = std::move(*op);
  return document;
}

static std::string textOf(const Json &json) {
  return json.dump(-1, ' ', /*ensure_ascii=*/false, Json::error_handler_t::replace);
}

/// Breaks lines only where an object or list does not fit into one.
static void printReadably(const Json &json, size_t indent, raw_ostream &out) {
  constexpr size_t lineWidth = 100;
  std::string line = textOf(json);
  if (!json.is_structured() || indent + line.size() <= lineWidth) {
    out << line;
    return;
  }
  out << (json.is_object() ? '{' : '[');
  const char *separator = "\n";
  for (const auto &[key, value] : json.items()) {
    out << separator << std::string(indent + 2, ' ');
    separator = ",\n";
    if (json.is_object())
      out << textOf(key) << ": ";
    printReadably(value, indent + 2, out);
  }
  out << '\n' << std::string(indent, ' ') << (json.is_object() ? '}' : ']');
}

Expected<std::string> acim::serializeProgram(ModuleOp module) {
  AttributeWriter attributes;
  Expected<Json> document = writeModule(module, attributes);
  if (!document)
    return document.takeError();
  return packSections(textOf(*document), attributes.getBlobs());
}

Expected<std::string> acim::printProgramJson(ModuleOp module) {
  AttributeWriter attributes;
  Expected<Json> document = writeModule(module, attributes);
  if (!document)
    return document.takeError();
  std::string text;
  llvm::raw_string_ostream stream(text);
  printReadably(*document, 0, stream);
  stream << '\n';
  return text;
}

//===----------------------------------------------------------------------===//
// Reading
//===----------------------------------------------------------------------===//

static Expected<OwningOpRef<ModuleOp>> readModule(StringRef file, Location location) {
  Expected<Sections> sections = unpackSections(file);
  if (!sections)
    return sections.takeError();
  Json document = Json::parse(sections->json.begin(), sections->json.end(), nullptr,
                              /*allow_exceptions=*/false);
  auto found = document.find("module");
  if (document.is_discarded() || found == document.end())
    return makeError("expected a JSON object with a member 'module'");
  AttributeReader attributes(location.getContext(), sections->blobs);
  Expected<OwningOpRef<Operation *>> op = readOperation(*found, location, attributes);
  if (!op)
    return op.takeError();
  if (!isa<ModuleOp>(**op))
    return makeError("expected a module, found ", (*op)->getName());
  return OwningOpRef<ModuleOp>(cast<ModuleOp>(op->release()));
}

Expected<OwningOpRef<ModuleOp>> acim::readProgramFile(llvm::MemoryBufferRef file,
                                                      MLIRContext *context) {
  StringRef name = file.getBufferIdentifier();
  ErrorCollector errors(context);
  Expected<OwningOpRef<ModuleOp>> module =
      readModule(file.getBuffer(), FileLineColLoc::get(context, name, 0, 0));
  if (!module)
    return makeError(name, ": ", llvm::toString(module.takeError()),
                     errors.getText().empty() ? "" : ": ", errors.getText());
  if (failed(verify(**module)))
    return makeError(name, ": ", errors.getText());
  return module;
}

static Expected<OwningOpRef<ModuleOp>> parseModule(std::unique_ptr<llvm::MemoryBuffer> file,
                                                   MLIRContext *context) {
  auto sources = std::make_shared<llvm::SourceMgr>();
  sources->AddNewSourceBuffer(std::move(file), SMLoc());
  ErrorCollector errors(context);
  auto module = parseSourceFile<ModuleOp>(sources, ParserConfig(context));
  if (!module)
    return makeError(errors.getText());
  return module;
}

Expected<OwningOpRef<ModuleOp>> acim::loadModule(StringRef path, MLIRContext *context) {
  auto file = llvm::MemoryBuffer::getFileOrSTDIN(path);
  if (std::error_code code = file.getError())
    return makeError("cannot read '", path, "': ", code.message());
  if ((*file)->getBuffer().starts_with(magic))
    return readProgramFile((*file)->getMemBufferRef(), context);
  return parseModule(std::move(*file), context);
}

Expected<OwningOpRef<ModuleOp>> acim::loadProgram(StringRef path, MLIRContext *context) {
  Expected<OwningOpRef<ModuleOp>> module = loadModule(path, context);
  if (module && (*module)->getOps<ProgramOp>().empty())
    return makeError(path, ": expected an acim.program, found a model; compile it first");
  return module;
}
