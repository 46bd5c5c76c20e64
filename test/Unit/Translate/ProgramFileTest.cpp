//===- ProgramFileTest.cpp - Damaged and foreign program files -----------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "acim/Translate/ProgramFile.h"

#include "acim/Dialect/Acim/IR/Acim.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/Tosa/IR/TosaOps.h"
#include "mlir/IR/MLIRContext.h"
#include "mlir/Parser/Parser.h"
#include "llvm/Support/Endian.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/FileUtilities.h"
#include "llvm/Support/MathExtras.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/xxhash.h"
#include <gtest/gtest.h>

using namespace mlir;
using namespace mlir::acim;

static constexpr size_t headerBytes = 32;
static constexpr StringLiteral programText = R"mlir(
acim.program @main hardware #acim.hardware<"{}"> {
  acim.crossbar @c tile 0 rows 8 columns 8 cell_bits 2 pair {
    acim.block at [0, 0] group 0 inputs [0, 1, 2] row_groups [3] column_group 8
      outputs [0, 0, 1, 1, 2, 2] scales [1, 4, 1, 4, 1, 4]
      cells dense<[[1, 0, 0, 2, 3, 1], [1, 1, 1, 0, 2, 0], [0, 0, -3, 0, 0, 1]]> : tensor<3x6xi8>
      adc lo dense<-8> : tensor<1x6xi32> bits dense<4> : tensor<1x6xi8>
      step_log2 dense<0> : tensor<1x6xi8>
  }
  func.func @main(%x: tensor<1x4xi8>) -> tensor<1x4xi8> {
    return %x : tensor<1x4xi8>
  }
})mlir";

static std::string print(ModuleOp module) {
  std::string text;
  llvm::raw_string_ostream(text) << module;
  return text;
}

class ProgramFileTest : public ::testing::Test {
protected:
  ProgramFileTest() {
    context.loadDialect<AcimDialect, func::FuncDialect, tosa::TosaDialect>();
    module = parseSourceString<ModuleOp>(programText, &context);
    llvm::Expected<std::string> serialized = serializeProgram(*module);
    if (serialized)
      bytes = *serialized;
    else
      ADD_FAILURE() << llvm::toString(serialized.takeError());
  }

  /// What reading `file` complains about; empty if it does not.
  std::string complaint(StringRef file) {
    auto read = readProgramFile(llvm::MemoryBufferRef(file, "p.acim"), &context);
    return read ? "" : llvm::toString(read.takeError());
  }

  /// The file with another JSON text and a checksum that fits.
  std::string withJson(StringRef json) {
    std::string file = bytes.substr(0, headerBytes) + json.str();
    llvm::support::endian::write64le(file.data() + 16, json.size());
    llvm::support::endian::write64le(file.data() + 24, 0);
    file.resize(llvm::alignTo(file.size(), 64));
    char checksum[8];
    llvm::support::endian::write64le(checksum, llvm::xxh3_64bits(file));
    return file + std::string(checksum, sizeof(checksum));
  }

  std::string complaintAboutOp(StringRef op) {
    return complaint(withJson(
        (R"({"module":{"op":"builtin.module","regions":[{"operations":[)" + op + "]}]}}").str()));
  }

  MLIRContext context;
  OwningOpRef<ModuleOp> module;
  std::string bytes;
};

TEST_F(ProgramFileTest, RoundTripGivesTheSameModuleAndTheSameBytes) {
  auto read = readProgramFile(llvm::MemoryBufferRef(bytes, "p.acim"), &context);
  ASSERT_TRUE(bool(read)) << llvm::toString(read.takeError());
  EXPECT_EQ(print(**read), print(*module));
  llvm::Expected<std::string> again = serializeProgram(**read);
  ASSERT_TRUE(bool(again));
  EXPECT_EQ(*again, bytes);
}

TEST_F(ProgramFileTest, EveryFlippedByteIsRefused) {
  for (size_t i = 0; i != bytes.size(); ++i) {
    std::string damaged = bytes;
    damaged[i] ^= 0x20;
    EXPECT_NE(complaint(damaged), "") << "byte " << i;
  }
}

TEST_F(ProgramFileTest, EveryTruncationIsRefused) {
  for (size_t size = 0; size != bytes.size(); ++size)
    EXPECT_NE(complaint(StringRef(bytes).take_front(size)), "") << size << " bytes";
  EXPECT_EQ(complaint(StringRef(bytes).drop_back(1)),
            "p.acim: truncated: expected " + std::to_string(bytes.size()) + " bytes, found " +
                std::to_string(bytes.size() - 1));
  EXPECT_NE(complaint(bytes + "x").find("too long"), std::string::npos);
}

TEST_F(ProgramFileTest, ForeignNewerAndDamagedFilesAreToldApart) {
  EXPECT_EQ(complaint("TFL3, not one of ours, but long enough to hold a header"),
            "p.acim: not an .acim file");
  std::string newer = bytes;
  newer[8] = 2;
  EXPECT_NE(complaint(newer).find("format version 2 is newer than this acim reads (1)"),
            std::string::npos);
  std::string damaged = bytes;
  damaged[bytes.size() - 20] ^= 1;
  EXPECT_NE(complaint(damaged).find("damaged: the checksum does not match"), std::string::npos);
}

TEST_F(ProgramFileTest, MalformedJsonIsRefused) {
  EXPECT_NE(complaint(withJson("{\"module\":")).find("expected a JSON object"), std::string::npos);
  EXPECT_NE(complaint(withJson("[]")).find("expected a JSON object"), std::string::npos);
  EXPECT_NE(complaint(withJson("{\"module\":3}")).find("operations with a name"),
            std::string::npos);
  EXPECT_NE(complaint(withJson(std::string(100000, '['))), "");
  std::string deep;
  for (int i = 0; i < 1000; ++i)
    deep += R"({"op":"builtin.module","regions":[{"operations":[)";
  for (int i = 0; i < 1000; ++i)
    deep += "]}]}";
  EXPECT_NE(complaintAboutOp(deep).find("nested too deeply"), std::string::npos);
}

TEST_F(ProgramFileTest, UnknownOperationsAndAttributesAreNamed) {
  EXPECT_EQ(complaintAboutOp(R"({"op":"acim.teleport"})"),
            "p.acim: operation 'acim.teleport': unknown operation");
  EXPECT_EQ(complaintAboutOp(R"({"op":"acim.store","attributes":{"speed":1}})"),
            "p.acim: operation 'acim.store': unknown attribute 'speed'");
  EXPECT_EQ(
      complaintAboutOp(R"({"op":"acim.shift_add","attributes":{"crossbar":{"wish":1}}})"),
      "p.acim: operation 'acim.shift_add': attribute 'crossbar': unknown kind of attribute 'wish'");
  EXPECT_NE(complaintAboutOp(R"({"op":"acim.transfer","attributes":{"source":"a"}})")
                .find("operation 'acim.transfer': attributes of the wrong kind: "),
            std::string::npos);
}

TEST_F(ProgramFileTest, ValuesMustBeDefinedOnceAndBefore) {
  EXPECT_NE(complaintAboutOp(R"({"op":"func.return","operands":[3]})").find("defined before"),
            std::string::npos);
  std::string function = R"({"op":"func.func","regions":[{"arguments":[{"id":0,"type":"i8"},
    {"id":0,"type":"i8"}],"operations":[]}]})";
  EXPECT_NE(complaintAboutOp(function).find("value 0 is defined twice"), std::string::npos);
}

TEST_F(ProgramFileTest, ConstantsMustLieInTheBinarySection) {
  auto constant = [](StringRef dense) {
    return (R"({"op":"acim.reduce","attributes":{"initial":{"dense":)" + dense + "}}}").str();
  };
  EXPECT_NE(complaintAboutOp(constant(R"({"type":"i8","shape":[2],"offset":64,"bytes":2})"))
                .find("ends beyond the binary section"),
            std::string::npos);
  EXPECT_NE(complaintAboutOp(constant(R"({"type":"i8","shape":[3],"values":[1,2]})"))
                .find("one value, or one for each element"),
            std::string::npos);
  EXPECT_NE(complaintAboutOp(constant(R"({"type":"i8","shape":[1],"values":[200]})"))
                .find("a number of the constant's type"),
            std::string::npos);
  EXPECT_NE(complaintAboutOp(constant(R"({"type":"i8","shape":[-1],"values":[0]})"))
                .find("a shape of sizes from 0"),
            std::string::npos);
  EXPECT_NE(
      complaintAboutOp(constant(R"({"type":"i8","shape":[4294967296,4294967296],"values":[0]})"))
          .find("a shape of sizes from 0"),
      std::string::npos);
  EXPECT_NE(complaintAboutOp(constant(R"({"type":"i8","shape":[4],"offset":0,"bytes":0})"))
                .find("has 0 bytes"),
            std::string::npos);
}

TEST_F(ProgramFileTest, InvalidProgramsAreRefusedByTheVerifier) {
  std::string error = complaintAboutOp(R"({"op":"acim.transfer","attributes":
    {"bits":32,"source":1,"target":1,"values":1}})");
  EXPECT_NE(error.find("p.acim: 'acim.transfer' op expects parent op 'acim.layer'"),
            std::string::npos)
      << error;
}

TEST_F(ProgramFileTest, OnlyModulesOfOneProgramAreWritten) {
  auto empty = parseSourceString<ModuleOp>("module {}", &context);
  llvm::Expected<std::string> written = serializeProgram(*empty);
  ASSERT_FALSE(bool(written));
  EXPECT_EQ(llvm::toString(written.takeError()),
            "expected a module of one acim.program and nothing else");
}

TEST_F(ProgramFileTest, LoadsFilesByTheirContent) {
  llvm::SmallString<128> path;
  ASSERT_FALSE(llvm::sys::fs::createTemporaryFile("program", "any", path));
  llvm::FileRemover remover(path);
  ASSERT_FALSE(bool(llvm::writeToOutput(path, [&](raw_ostream &out) {
    out << llvm::cantFail(serializeProgram(*module));
    return llvm::Error::success();
  })));
  auto fromFile = loadProgram(path, &context);
  ASSERT_TRUE(bool(fromFile)) << llvm::toString(fromFile.takeError());
  EXPECT_EQ(print(**fromFile), print(*module));

  ASSERT_FALSE(bool(llvm::writeToOutput(path, [](raw_ostream &out) {
    out << programText;
    return llvm::Error::success();
  })));
  auto fromText = loadProgram(path, &context);
  ASSERT_TRUE(bool(fromText)) << llvm::toString(fromText.takeError());
  EXPECT_EQ(print(**fromText), print(*module));
}

TEST_F(ProgramFileTest, LoadingReportsMissingFilesAndPositions) {
  auto missing = loadProgram("/nowhere/p.acim", &context);
  ASSERT_FALSE(bool(missing));
  EXPECT_EQ(llvm::toString(missing.takeError()),
            "cannot read '/nowhere/p.acim': No such file or directory");

  llvm::SmallString<128> path;
  ASSERT_FALSE(llvm::sys::fs::createTemporaryFile("program", "mlir", path));
  llvm::FileRemover remover(path);
  ASSERT_FALSE(bool(llvm::writeToOutput(path, [](raw_ostream &out) {
    out << "acim.program @main\n  hardware 3 {}";
    return llvm::Error::success();
  })));
  auto malformed = loadProgram(path, &context);
  ASSERT_FALSE(bool(malformed));
  std::string error = llvm::toString(malformed.takeError());
  EXPECT_TRUE(StringRef(error).starts_with((path + ":2:12: ").str())) << error;
}
