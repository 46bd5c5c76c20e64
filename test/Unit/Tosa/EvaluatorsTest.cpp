//===- EvaluatorsTest.cpp - Preparation and execution of operators ------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "acim/Interpreter/TosaEvaluators.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/Tosa/IR/TosaOps.h"
#include "mlir/IR/BuiltinOps.h"
#include "mlir/Parser/Parser.h"
#include "gtest/gtest.h"
#include <thread>

using namespace mlir;
using namespace mlir::acim;

namespace {

class Evaluators : public ::testing::Test {
protected:
  Evaluators() { context.loadDialect<func::FuncDialect, tosa::TosaDialect>(); }

  /// The first operation with a tosa result in a function of this text.
  Operation *parse(llvm::StringRef text) {
    module = parseSourceString<ModuleOp>(text, &context);
    Operation *found = nullptr;
    if (module)
      module->walk([&](Operation *op) {
        if (!found && !op->hasTrait<OpTrait::ConstantLike>() && op->getNumResults() == 1)
          found = op;
      });
    return found;
  }

  Operation *parseMultiplication() {
    return parse("func.func @f(%a: tensor<4xi32>, %b: tensor<4xi32>, %s: tensor<1xi8>) {\n"
                 "  %0 = tosa.mul %a, %b, %s : (tensor<4xi32>, tensor<4xi32>, tensor<1xi8>) -> "
                 "tensor<4xi32>\n  return\n}");
  }

  static Tensor tensor(llvm::ArrayRef<int32_t> values) {
    Tensor result(ElementKind::I32, {int64_t(values.size())});
    llvm::copy(values, result.mutableData<int32_t>().begin());
    return result;
  }

  static Tensor byte(int8_t value) {
    Tensor result(ElementKind::I8, {1});
    result.setInt(0, value);
    return result;
  }

  MLIRContext context;
  OwningOpRef<ModuleOp> module;
};

TEST_F(Evaluators, TakeConstantsThatTheCallerKnows) {
  Operation *op = parseMultiplication();
  ASSERT_TRUE(op);
  llvm::Expected<PreparedTosaOp> without = prepareTosa(op);
  ASSERT_FALSE(bool(without));
  llvm::consumeError(without.takeError());
  auto results = evaluateTosa(op, {tensor({1, 2, 3, -3}), tensor({2, 2, 3, 3}), byte(1)});
  ASSERT_TRUE(bool(results));
  EXPECT_EQ(results->front().data<int32_t>(), llvm::ArrayRef<int32_t>({1, 2, 5, -4}));
}

TEST_F(Evaluators, RefuseConstantsOfAnotherType) {
  Operation *op = parseMultiplication();
  auto results = evaluateTosa(op, {tensor({1, 2, 3, 4}), tensor({1, 2, 3, 4}), tensor({1})});
  ASSERT_FALSE(bool(results));
  EXPECT_NE(
      llvm::toString(results.takeError()).find("was given a constant of type 1xi32, expected 1xi8"),
      std::string::npos);
}

TEST_F(Evaluators, RefuseOperandsOfAnotherShape) {
  Tensor shift = byte(0), values = tensor({1, 2, 3});
  auto prepared = prepareTosa(parseMultiplication(), {nullptr, nullptr, &shift});
  ASSERT_TRUE(bool(prepared));
  Tensor result;
  llvm::Error error = (*prepared)({&values, &values, &shift}, result);
  EXPECT_EQ(llvm::toString(std::move(error)),
            "tosa.mul was given operand 0 of type 3xi32, expected 4xi32");
}

TEST_F(Evaluators, KeepTheStorageOfEarlierResults) {
  Tensor shift = byte(0), values = tensor({1, 2, 3, 4});
  auto prepared = prepareTosa(parseMultiplication(), {nullptr, nullptr, &shift});
  ASSERT_TRUE(bool(prepared));
  Tensor result;
  ASSERT_FALSE(bool((*prepared)({&values, &values, &shift}, result)));
  const char *storage = result.bytes();
  ASSERT_FALSE(bool((*prepared)({&values, &values, &shift}, result)));
  EXPECT_EQ(result.bytes(), storage);
}

TEST_F(Evaluators, RunOnManyThreadsAtOnce) {
  Tensor shift = byte(0);
  auto prepared = prepareTosa(parseMultiplication(), {nullptr, nullptr, &shift});
  ASSERT_TRUE(bool(prepared));
  std::vector<int> wrong(4);
  std::vector<std::thread> threads;
  for (int32_t t = 0; t < 4; ++t)
    threads.emplace_back([&, t] {
      Tensor values = tensor({t, t + 1, t + 2, t + 3}), result;
      for (int round = 0; round < 1000; ++round) {
        llvm::consumeError((*prepared)({&values, &values, &shift}, result));
        wrong[t] += result.intAt(3) != (t + 3) * (t + 3);
      }
    });
  for (std::thread &thread : threads)
    thread.join();
  EXPECT_EQ(wrong, std::vector<int>(4, 0));
}

TEST_F(Evaluators, NameTheOperationInErrors) {
  Operation *op = parse("func.func @f(%a: tensor<4xi32>) {\n"
                        "  %0 = tosa.tanh %a : (tensor<4xi32>) -> tensor<4xi32>\n  return\n}");
  ASSERT_TRUE(op);
  llvm::Expected<PreparedTosaOp> prepared = prepareTosa(op);
  ASSERT_FALSE(bool(prepared));
  EXPECT_EQ(llvm::toString(prepared.takeError()),
            "'tosa.tanh' op on elements (i32) -> i32 is not defined by TOSA and not executed");
}

} // namespace
