//===- Accuracy.cpp - Compares outputs with labels -----------------------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "acim/Interpreter/Accuracy.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/FormatVariadic.h"

using namespace mlir;
using namespace mlir::acim;

llvm::Expected<std::vector<int64_t>> acim::readLabels(llvm::StringRef path, int64_t rows,
                                                      int64_t classes) {
  llvm::Expected<NpyArray> array = readNpy(path);
  if (!array)
    return array.takeError();
  llvm::Expected<std::vector<int64_t>> labels = integersOf(*array, path);
  if (!labels)
    return labels.takeError();
  if (int64_t(labels->size()) != rows)
    return llvm::createStringError(llvm::formatv(
        "{0}: expected {1} labels, one an input row, found {2}", path, rows, labels->size()));
  auto bad = llvm::find_if(*labels, [&](int64_t label) { return label < 0 || label >= classes; });
  if (bad != labels->end())
    return llvm::createStringError(
        llvm::formatv("{0}: expected labels from 0 to {1}, the model's {2} outputs, found {3} "
                      "in row {4}",
                      path, classes - 1, classes, *bad, bad - labels->begin()));
  return labels;
}

/// Outputs that rank before `label`: the larger ones and the equal ones that come first.
template <typename T> static int64_t rankOf(llvm::ArrayRef<T> outputs, int64_t label) {
  int64_t rank = 0;
  for (auto [index, value] : llvm::enumerate(outputs))
    rank += value > outputs[label] || (value == outputs[label] && int64_t(index) < label);
  return rank;
}

/// What `use` says of the outputs of a row, as an array of double or of int64_t.
template <typename Use>
static int64_t askOfRow(const Tensor &outputs, int64_t row, int64_t classes, Use use) {
  std::vector<double> floats;
  std::vector<int64_t> integers;
  for (int64_t i = row * classes; i < (row + 1) * classes; ++i) {
    if (isFloatKind(outputs.kind()))
      floats.push_back(outputs.floatAt(i));
    else
      integers.push_back(outputs.intAt(i));
  }
  return floats.empty() ? use(llvm::ArrayRef(integers)) : use(llvm::ArrayRef(floats));
}

static int64_t rankInRow(const Tensor &outputs, int64_t row, int64_t classes, int64_t label) {
  return askOfRow(outputs, row, classes, [&](auto values) { return rankOf(values, label); });
}

static int64_t largestInRow(const Tensor &outputs, int64_t row, int64_t classes) {
  return askOfRow(outputs, row, classes, [](auto values) {
    return std::max_element(values.begin(), values.end()) - values.begin();
  });
}

Accuracy acim::countCorrect(const Tensor &outputs, llvm::ArrayRef<int64_t> labels, int64_t k) {
  int64_t rows = labels.size(), classes = outputs.numElements() / rows, first = 0, amongK = 0;
  for (auto [row, label] : llvm::enumerate(labels)) {
    int64_t rank = rankInRow(outputs, row, classes, label);
    first += rank == 0;
    amongK += rank < k;
  }
  return {rows, double(first) / double(rows), k, double(amongK) / double(rows)};
}

double acim::shareAgreeing(const Tensor &outputs, const Tensor &others, int64_t rows) {
  int64_t classes = outputs.numElements() / rows, agreeing = 0;
  for (int64_t row = 0; row < rows; ++row)
    agreeing += largestInRow(outputs, row, classes) == largestInRow(others, row, classes);
  return double(agreeing) / double(rows);
}
