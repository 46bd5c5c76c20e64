//===- ScalarReference.h - One conversion chain at a time ---------------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The formula of MvmPlan.h in plain loops, against which the engines are checked.
//
//===----------------------------------------------------------------------===//

#ifndef ACIM_TEST_UNIT_ENGINE_SCALARREFERENCE_H
#define ACIM_TEST_UNIT_ENGINE_SCALARREFERENCE_H

#include "acim/Mapping/MvmPlan.h"
#include "llvm/ADT/ArrayRef.h"

namespace mlir::acim::test {

/// What Engine::run computes and counts.
struct RunResult {
  std::vector<int64_t> outputs;
  MvmCounts counts;
};

RunResult runScalarReference(const MvmPlan &plan, llvm::ArrayRef<int16_t> inputs,
                             int64_t positions);

/// The transfer function of a conversion.
int64_t convert(const ConversionRange &range, int64_t sum);

} // namespace mlir::acim::test

#endif // ACIM_TEST_UNIT_ENGINE_SCALARREFERENCE_H
