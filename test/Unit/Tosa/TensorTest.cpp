//===- TensorTest.cpp - Runtime tensors and constants -------------------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "acim/Interpreter/Tensor.h"
#include "mlir/IR/Builders.h"
#include "mlir/IR/BuiltinAttributes.h"
#include "mlir/IR/DialectResourceBlobManager.h"
#include "mlir/IR/MLIRContext.h"
#include "gtest/gtest.h"

using namespace mlir;
using namespace mlir::acim;

namespace {

TEST(Tensor, StartsWithZeros) {
  Tensor tensor(ElementKind::I32, {2, 3});
  EXPECT_EQ(tensor.numElements(), 6);
  for (int32_t element : tensor.data<int32_t>())
    EXPECT_EQ(element, 0);
}

TEST(Tensor, CopiesShareUntilOneIsWritten) {
  Tensor first(ElementKind::I8, {4});
  Tensor second = first;
  EXPECT_EQ(first.bytes(), second.bytes());
  second.mutableData<int8_t>()[0] = 5;
  EXPECT_EQ(first.intAt(0), 0);
  EXPECT_EQ(second.intAt(0), 5);
}

TEST(Tensor, ReshapesShareTheirElements) {
  Tensor tensor(ElementKind::I16, {2, 6});
  Tensor reshaped = tensor.reshaped({3, 4});
  EXPECT_EQ(reshaped.shape(), llvm::ArrayRef<int64_t>({3, 4}));
  EXPECT_EQ(reshaped.bytes(), tensor.bytes());
}

TEST(Tensor, AllocationKeepsStorageThatNobodyShares) {
  Tensor tensor(ElementKind::I32, {100});
  const char *storage = tensor.bytes();
  tensor.allocate(ElementKind::I8, {20});
  EXPECT_EQ(tensor.bytes(), storage);
  Tensor sharer = tensor;
  tensor.allocate(ElementKind::I8, {20});
  EXPECT_NE(tensor.bytes(), storage);
  EXPECT_EQ(sharer.bytes(), storage);
}

TEST(Tensor, NarrowElementsKeepTheirLowBits) {
  Tensor tensor(ElementKind::I4, {2});
  tensor.setInt(0, 9);
  tensor.setInt(1, -8);
  EXPECT_EQ(tensor.intAt(0), -7);
  EXPECT_EQ(tensor.intAt(1), -8);
}

class TensorFromAttr : public ::testing::Test {
protected:
  RankedTensorType type(unsigned bits, llvm::ArrayRef<int64_t> shape) {
    return RankedTensorType::get(shape, IntegerType::get(&context, bits));
  }

  /// The elements of a dense constant of `bits`-bit integers after the conversion.
  std::vector<int64_t> convert(unsigned bits, llvm::ArrayRef<int64_t> values) {
    llvm::SmallVector<llvm::APInt> elements;
    for (int64_t value : values)
      elements.emplace_back(bits, value, /*isSigned=*/true, /*implicitTrunc=*/true);
    return elementsOf(DenseElementsAttr::get(type(bits, {4}), elements));
  }

  std::vector<int64_t> elementsOf(ElementsAttr attr) {
    llvm::Expected<Tensor> tensor = tensorFromAttr(attr);
    if (!tensor) {
      ADD_FAILURE() << llvm::toString(tensor.takeError());
      return {};
    }
    std::vector<int64_t> result;
    for (int64_t i = 0; i < tensor->numElements(); ++i)
      result.push_back(tensor->intAt(i));
    return result;
  }

  DenseResourceElementsAttr resource(ShapedType type, llvm::ArrayRef<char> data) {
    return DenseResourceElementsAttr::get(type, "weights",
                                          HeapAsmResourceBlob::allocateAndCopyInferAlign(data));
  }

  MLIRContext context;
};

TEST_F(TensorFromAttr, ReadsEveryWidth) {
  std::vector<int64_t> expected = {-3, 5, -8, 7};
  for (unsigned bits : {4, 8, 16, 32, 48, 64})
    EXPECT_EQ(convert(bits, expected), expected) << bits;
  EXPECT_EQ(convert(1, {1, 0, 0, 1}), std::vector<int64_t>({1, 0, 0, 1}));
}

TEST_F(TensorFromAttr, RepeatsSplats) {
  for (unsigned bits : {1, 4, 8, 16, 32, 48, 64})
    EXPECT_EQ(convert(bits, {1, 1, 1, 1}), std::vector<int64_t>(4, 1)) << bits;
  EXPECT_EQ(convert(48, {-9, -9, -9, -9}), std::vector<int64_t>(4, -9));
}

TEST_F(TensorFromAttr, ReadsFloats) {
  auto floats = RankedTensorType::get({2}, Float32Type::get(&context));
  llvm::Expected<Tensor> tensor =
      tensorFromAttr(DenseElementsAttr::get(floats, llvm::ArrayRef<float>({1.5f, -2.0f})));
  ASSERT_TRUE(bool(tensor));
  EXPECT_EQ(tensor->floatAt(0), 1.5);
  EXPECT_EQ(tensor->floatAt(1), -2.0);
}

TEST_F(TensorFromAttr, ReadsResources) {
  EXPECT_EQ(elementsOf(resource(type(8, {3}), {1, -2, 3})), std::vector<int64_t>({1, -2, 3}));
  EXPECT_EQ(elementsOf(resource(type(16, {2}), {1, 0, -1, -1})), std::vector<int64_t>({1, -1}));
  EXPECT_EQ(elementsOf(resource(type(48, {2}), {2, 0, 0, 0, 0, 0, -1, -1, -1, -1, -1, -1})),
            std::vector<int64_t>({2, -1}));
}

TEST_F(TensorFromAttr, RefusesResourcesOfTheWrongSize) {
  llvm::Expected<Tensor> tensor = tensorFromAttr(resource(type(32, {2}), {1, 2, 3, 4}));
  ASSERT_FALSE(bool(tensor));
  EXPECT_EQ(llvm::toString(tensor.takeError()),
            "resource constant has 4 bytes, expected 8 for 2 elements of i32");
}

TEST_F(TensorFromAttr, NamesUnsupportedElements) {
  llvm::Expected<Tensor> tensor =
      tensorFromAttr(DenseElementsAttr::get(type(7, {1}), llvm::APInt(7, 1)));
  ASSERT_FALSE(bool(tensor));
  EXPECT_NE(llvm::toString(tensor.takeError()).find("element type i7"), std::string::npos);
}

} // namespace
