//===- NpyTest.cpp - NumPy array files ----------------------------------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "acim/Interpreter/Npy.h"
#include "llvm/ADT/SmallString.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/raw_ostream.h"
#include "gtest/gtest.h"

using namespace mlir::acim;

namespace {

class Npy : public ::testing::Test {
protected:
  void SetUp() override {
    ASSERT_FALSE(llvm::sys::fs::createUniqueDirectory("acim-npy", directory));
    llvm::sys::path::append(path = directory, "x.npy");
  }
  void TearDown() override { llvm::sys::fs::remove_directories(directory); }

  void write(llvm::StringRef bytes) {
    std::error_code error;
    llvm::raw_fd_ostream(path, error) << bytes;
    ASSERT_FALSE(error);
  }

  /// A file of the given header dictionary and elements.
  void writeArray(llvm::StringRef dictionary, llvm::StringRef elements, char version = 1) {
    std::string text = dictionary.str() + "\n", length(1, char(text.size()));
    length.append(version == 1 ? 1 : 3, '\0');
    std::string prefix = std::string("\x93NUMPY") + version + '\0';
    write(prefix + length + text + elements.str());
  }

  NpyArray read() {
    llvm::Expected<NpyArray> array = readNpy(path);
    if (array)
      return *array;
    ADD_FAILURE() << llvm::toString(array.takeError());
    return {};
  }

  /// The message of a read that must fail, without the path.
  std::string readError() {
    llvm::Expected<NpyArray> array = readNpy(path);
    EXPECT_FALSE(bool(array));
    std::string text = array ? "" : llvm::toString(array.takeError());
    return text.substr(std::min(text.size(), path.size() + 2));
  }

  llvm::SmallString<128> directory, path;
};

TEST_F(Npy, WhatIsWrittenIsRead) {
  for (ElementKind kind :
       {ElementKind::I1, ElementKind::I8, ElementKind::I16, ElementKind::I32, ElementKind::I64}) {
    Tensor tensor(kind, {2, 3});
    tensor.setInt(4, 1);
    ASSERT_FALSE(bool(writeNpy(path, tensor)));
    NpyArray array = read();
    EXPECT_EQ(array.tensor.kind(), kind);
    EXPECT_EQ(array.tensor.shape(), tensor.shape());
    EXPECT_EQ(array.tensor.intAt(4), 1);
    EXPECT_EQ(array.tensor.intAt(5), 0);
  }
}

TEST_F(Npy, LeavesNoTemporaryFile) {
  ASSERT_FALSE(bool(writeNpy(path, Tensor(ElementKind::I8, {3}))));
  std::error_code error;
  int files = 0;
  for (llvm::sys::fs::directory_iterator it(directory, error), end; it != end; it.increment(error))
    ++files;
  EXPECT_EQ(files, 1);
}

TEST_F(Npy, ScalarsAndVectorsHaveTheirTuples) {
  for (auto shape : {llvm::SmallVector<int64_t>{}, llvm::SmallVector<int64_t>{5}}) {
    ASSERT_FALSE(bool(writeNpy(path, Tensor(ElementKind::F32, shape))));
    EXPECT_EQ(read().tensor.shape(), llvm::ArrayRef<int64_t>(shape));
  }
}

TEST_F(Npy, UnsignedBytesKeepTheirBits) {
  writeArray("{'descr': '|u1', 'fortran_order': False, 'shape': (2,), }",
             llvm::StringRef("\xff\x01", 2));
  NpyArray array = read();
  EXPECT_EQ(array.type, NpyType::U8);
  EXPECT_EQ(array.tensor.kind(), ElementKind::I8);
  EXPECT_EQ(array.tensor.intAt(0), -1);
  llvm::Expected<std::vector<int64_t>> integers = integersOf(array, path);
  ASSERT_TRUE(bool(integers));
  EXPECT_EQ(*integers, std::vector<int64_t>({255, 1}));
}

TEST_F(Npy, WritesUnsignedOnRequest) {
  Tensor tensor(ElementKind::I8, {1});
  tensor.setInt(0, -1);
  ASSERT_FALSE(bool(writeNpy(path, tensor, /*asUnsigned=*/true)));
  EXPECT_EQ(read().type, NpyType::U8);
}

TEST_F(Npy, ReadsLongHeadersAndSpacing) {
  writeArray("{ \"shape\" : ( 1 ,2 ) , \"fortran_order\":False, \"descr\" :\"<i2\"}",
             llvm::StringRef("\x01\x00\xff\xff", 4), /*version=*/2);
  NpyArray array = read();
  EXPECT_EQ(array.tensor.shape(), llvm::ArrayRef<int64_t>({1, 2}));
  EXPECT_EQ(array.tensor.intAt(1), -1);
}

TEST_F(Npy, NarrowsDoubles) {
  double value = 0.5;
  writeArray("{'descr': '<f8', 'fortran_order': False, 'shape': (1,), }",
             llvm::StringRef(reinterpret_cast<char *>(&value), sizeof(value)));
  NpyArray array = read();
  EXPECT_EQ(array.type, NpyType::F64);
  EXPECT_EQ(array.tensor.floatAt(0), 0.5);
}

TEST_F(Npy, SaysWhatIsWrongWithAFile) {
  write("PK\x03\x04 not an array");
  EXPECT_EQ(readError(),
            "not a .npy file (its first bytes are not \\x93NUMPY); write it with numpy.save");
  writeArray("{'descr': '<i4', 'fortran_order': False, 'shape': (3,), }", "abcd");
  EXPECT_EQ(readError(),
            "4 bytes of elements, expected 12 for shape (3,) of int32; the file is damaged");
  writeArray("{'descr': '<f8', 'fortran_order': True, 'shape': (3, 2), }", "");
  EXPECT_EQ(readError(), "array in Fortran order; save numpy.ascontiguousarray(x)");
  writeArray("{'descr': '>i4', 'fortran_order': False, 'shape': (0,), }", "");
  EXPECT_NE(readError().find("big-endian elements '>i4'"), std::string::npos);
  writeArray("{'descr': '<c8', 'fortran_order': False, 'shape': (0,), }", "");
  EXPECT_NE(readError().find("element type '<c8'; expected bool"), std::string::npos);
  writeArray("{'descr': [('a', '<i4')], 'fortran_order': False, 'shape': (0,), }", "");
  EXPECT_NE(readError().find("structured"), std::string::npos);
}

TEST_F(Npy, RefusesTruncatedAndOversizedHeaders) {
  write(llvm::StringRef("\x93NUMPY\x01\x00\xff\x7f{'descr'", 18));
  EXPECT_EQ(readError(), "file ends within its header");
  write(llvm::StringRef("\x93NUMPY\x09\x00\x00\x00", 10));
  EXPECT_EQ(readError(), ".npy format 9; expected 1, 2 or 3");
  writeArray("{'descr': '<i4', 'fortran_order': False, 'shape': (9999999999, 9999999999), }", "");
  EXPECT_EQ(readError(), "shape too large");
  writeArray("{'descr': '<i4', 'fortran_order': False, 'shape': (-1,), }", "");
  EXPECT_EQ(readError(), "dimension '-1' in the header's shape");
}

TEST_F(Npy, NamesTheFileThatIsMissing) {
  llvm::Expected<NpyArray> array = readNpy(path);
  ASSERT_FALSE(bool(array));
  EXPECT_EQ(llvm::toString(array.takeError()), (path + ": No such file or directory").str());
}

TEST_F(Npy, LabelsMustBeIntegers) {
  NpyArray array{NpyType::F32, Tensor(ElementKind::F32, {1})};
  llvm::Expected<std::vector<int64_t>> integers = integersOf(array, "y.npy");
  ASSERT_FALSE(bool(integers));
  EXPECT_EQ(llvm::toString(integers.takeError()), "y.npy: elements are float32, expected integers");
}

TEST_F(Npy, ReportsDirectoriesThatCannotBeWritten) {
  llvm::Error error = writeNpy("/nonexistent/y.npy", Tensor(ElementKind::I8, {1}));
  ASSERT_TRUE(bool(error));
  EXPECT_NE(llvm::toString(std::move(error)).find("/nonexistent/y.npy"), std::string::npos);
}

} // namespace
