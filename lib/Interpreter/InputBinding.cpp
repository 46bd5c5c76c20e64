//===- InputBinding.cpp - Arrays in, tensors of the program's types out --===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "acim/Interpreter/InputBinding.h"

#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/FormatVariadic.h"

using namespace mlir;
using namespace mlir::acim;

func::FuncOp acim::functionOf(ProgramOp program) {
  return *program.getBody().getOps<func::FuncOp>().begin();
}

static std::string shapeText(ArrayRef<int64_t> shape) {
  return "[" +
         llvm::join(llvm::map_range(shape, [](int64_t d) { return std::to_string(d); }), ", ") +
         "]";
}

/// NumPy's type for an argument of the program; none where no array can hold it.
static std::optional<NpyType> arrayTypeOf(ElementKind kind, bool isUnsigned) {
  switch (kind) {
  case ElementKind::I1:
    return NpyType::Bool;
  case ElementKind::I4:
  case ElementKind::I8:
    return isUnsigned ? NpyType::U8 : NpyType::I8;
  case ElementKind::I16:
    return isUnsigned ? NpyType::U16 : NpyType::I16;
  case ElementKind::I32:
    return isUnsigned ? NpyType::U32 : NpyType::I32;
  case ElementKind::I48:
  case ElementKind::I64:
    return NpyType::I64;
  case ElementKind::F16:
    return NpyType::F16;
  case ElementKind::F32:
    return NpyType::F32;
  case ElementKind::BF16:
    return std::nullopt;
  }
  llvm_unreachable("every kind is listed");
}

static llvm::Error mismatch(StringRef path, const llvm::Twine &expected, const llvm::Twine &found) {
  return llvm::createStringError(path + ": expected " + expected + ", found " + found);
}

/// Checks one array against one argument; returns its number of inferences.
static llvm::Expected<int64_t> checkArray(const NpyArray &array, StringRef path,
                                          RankedTensorType type, bool isUnsigned) {
  std::optional<ElementKind> kind = elementKindOf(type.getElementType());
  std::optional<NpyType> expected = kind ? arrayTypeOf(*kind, isUnsigned) : std::nullopt;
  if (!expected)
    return mismatch(path, "an argument type that arrays can hold",
                    "a program argument of other elements");
  if (array.type != *expected)
    return mismatch(path, stringifyNpyType(*expected) + " elements",
                    stringifyNpyType(array.type) + "; convert the array with .astype(numpy." +
                        stringifyNpyType(*expected) +
                        ") only if the values are in the model's input domain");
  ArrayRef<int64_t> shape = array.tensor.shape();
  int64_t batch = type.getRank() ? type.getDimSize(0) : 1;
  bool sameTail = type.getRank() && int64_t(shape.size()) == type.getRank() &&
                  shape.drop_front() == type.getShape().drop_front();
  if (!sameTail)
    return mismatch(path,
                    "an array of shape [N, " +
                        StringRef(shapeText(type.getShape().drop_front())).drop_front(),
                    shapeText(shape));
  if (shape[0] == 0 || shape[0] % batch)
    return mismatch(path,
                    "a positive multiple of the program's batch of " + llvm::Twine(batch) + " rows",
                    llvm::Twine(shape[0]) + " rows");
  return shape[0] / batch;
}

/// Reads and checks one argument's array.
static llvm::Expected<std::pair<Tensor, int64_t>> bindArgument(func::FuncOp function,
                                                               unsigned index, StringRef path) {
  llvm::Expected<NpyArray> array = readNpy(path);
  if (!array)
    return array.takeError();
  bool isUnsigned = bool(function.getArgAttr(index, AcimDialect::getUnsignedAttrName()));
  auto type = cast<RankedTensorType>(function.getArgumentTypes()[index]);
  llvm::Expected<int64_t> inferences = checkArray(*array, path, type, isUnsigned);
  if (!inferences)
    return inferences.takeError();
  return std::make_pair(std::move(array->tensor), *inferences);
}

llvm::Expected<BoundInputs> acim::bindInputs(ProgramOp program, ArrayRef<std::string> paths) {
  func::FuncOp function = functionOf(program);
  if (paths.size() != function.getNumArguments())
    return llvm::createStringError(
        llvm::formatv("expected {0} input array(s), one an argument of the program, found {1}",
                      function.getNumArguments(), paths.size()));
  BoundInputs bound;
  for (auto [index, path] : llvm::enumerate(paths)) {
    auto argument = bindArgument(function, index, path);
    if (!argument)
      return argument.takeError();
    auto &[tensor, inferences] = *argument;
    if (index && inferences != bound.inferences)
      return mismatch(
          path, "rows for " + llvm::Twine(bound.inferences) + " inferences, as in " + paths.front(),
          "rows for " + llvm::Twine(inferences));
    bound.inferences = inferences;
    if (!index)
      bound.rows = tensor.shape().front();
    bound.arrays.push_back(std::move(tensor));
  }
  return bound;
}

SmallVector<Tensor> BoundInputs::inference(int64_t index, FunctionType type) const {
  SmallVector<Tensor> inputs;
  for (auto [array, argument] : llvm::zip(arrays, type.getInputs())) {
    auto tensorType = cast<RankedTensorType>(argument);
    Tensor input(*elementKindOf(tensorType.getElementType()), tensorType.getShape());
    size_t bytes = input.numElements() * storageBytes(input.kind());
    std::copy_n(array.bytes() + index * bytes, bytes, input.mutableBytes());
    inputs.push_back(std::move(input));
  }
  return inputs;
}
