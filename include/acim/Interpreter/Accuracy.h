//===- Accuracy.h - Compares outputs with labels -------------------------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef ACIM_INTERPRETER_ACCURACY_H
#define ACIM_INTERPRETER_ACCURACY_H

#include "acim/Interpreter/Npy.h"
#include "acim/Interpreter/Report.h"
#include <vector>

namespace mlir::acim {

/// Reads labels: one integer a row, as many as `rows`, each below `classes`.
llvm::Expected<std::vector<int64_t>> readLabels(llvm::StringRef path, int64_t rows,
                                                int64_t classes);

/// Shares of the rows of `outputs` (rows x classes, in any shape) whose label is the largest
/// output, or one of the k largest. Of equal outputs the first ranks first.
Accuracy countCorrect(const Tensor &outputs, llvm::ArrayRef<int64_t> labels, int64_t k);

/// Share of `rows` of outputs whose largest output is the same in both. Of equal outputs the first
/// ranks first.
double shareAgreeing(const Tensor &outputs, const Tensor &others, int64_t rows);

} // namespace mlir::acim

#endif // ACIM_INTERPRETER_ACCURACY_H
