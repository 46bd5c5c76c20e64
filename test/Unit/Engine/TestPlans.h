//===- TestPlans.h - Plans for tests and benchmarks ---------------------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Builds the plan of a layer from its weights by the plain encodings and the
// tiler, without the compiler.
//
//===----------------------------------------------------------------------===//

#ifndef ACIM_TEST_UNIT_ENGINE_TESTPLANS_H
#define ACIM_TEST_UNIT_ENGINE_TESTPLANS_H

#include "acim/Mapping/MvmPlan.h"
#include "acim/Support/Digits.h"
#include "acim/Support/Tiling.h"
#include "llvm/ADT/ArrayRef.h"
#include <random>

namespace mlir::acim::test {

enum class WeightEncoding : uint8_t {
  TwosComplement,
  OffsetDigital,   ///< corrected by the digital sum of the inputs
  OffsetReference, ///< corrected by a converted reference column
  SignMagnitude,
  Segmented,
  NonAdjacent,
  Cheapest,
};

struct PlanSpec {
  int64_t groups = 1, rows = 16, outputs = 4;
  WeightEncoding encoding = WeightEncoding::SignMagnitude;
  Readout readout = Readout::Difference; ///< of pairs
  unsigned weightBits = 8; ///< of the word, of the magnitude, or of all cells of signed digits
  unsigned cellBits = 2;
  int64_t arrayRows = 128, arrayColumns = 128, activeRows = 128;
  ConversionRange range{-512, 10, 0};
  InputCode input = binaryInputCode(8, -128);
  int32_t planesPerDrive = 1;
  bool boundsByActiveRows = false;
};

/// Digits that the spec's encoding gives each weight.
DigitCode codeOf(const PlanSpec &spec);

/// `weights`: groups x outputs x rows.
MvmPlan makePlan(const PlanSpec &spec, llvm::ArrayRef<int16_t> weights);

std::vector<int16_t> randomWeights(const PlanSpec &spec, std::mt19937 &random);
std::vector<int16_t> randomInputs(const MvmPlan &plan, int64_t positions, std::mt19937 &random);

} // namespace mlir::acim::test

#endif // ACIM_TEST_UNIT_ENGINE_TESTPLANS_H
