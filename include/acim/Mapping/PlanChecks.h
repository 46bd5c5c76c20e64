//===- PlanChecks.h - What must hold before a plan is run ---------------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef ACIM_MAPPING_PLANCHECKS_H
#define ACIM_MAPPING_PLANCHECKS_H

#include "acim/Mapping/MvmPlan.h"
#include "acim/Support/ColumnRanges.h"
#include "llvm/ADT/STLFunctionalExtras.h"
#include "llvm/Support/Error.h"
#include <optional>

namespace mlir::acim {

/// Fails when `plan` contradicts itself: sizes, indices, an input code that does not decode to its
/// inputs, a column of one array with negative digits, an unconverted column that holds digits.
/// Engines rely on all of it.
llvm::Error verifyPlan(const MvmPlan &plan);

/// Fails when the planes of some raw value do not stand for it plus the offset, or cannot be
/// driven.
llvm::Error verifyInputCode(const InputCode &code);

/// Calls `use` with every bit line of every row group, and what it can sum to in one conversion,
/// until `use` returns false.
void forEachBitLine(
    const MvmPlan &plan,
    llvm::function_ref<bool(size_t block, size_t rowGroup, size_t column, SumRange sums)> use);

/// A conversion that some input drives outside its range, whose step is not 1, or that is left out
/// although its bit line can give a sum.
struct InexactConversion {
  size_t block = 0, rowGroup = 0, column = 0;
  SumRange sums;                        ///< what its bit line can sum to
  std::optional<unsigned> skippedPlane; ///< the first drive plane in which it is left out
};

/// The first one of `plan`; none where every reading is exact, so that the layer is the matrix
/// product that `recompose` gives.
std::optional<InexactConversion> findInexactConversion(const MvmPlan &plan);

/// The same of the conversions that are performed only.
std::optional<InexactConversion> findInexactReading(const MvmPlan &plan);

/// "row group 0, column 2 (output 1) sums reach from ... but the converter reads from ...", or "...
/// but are not converted in plane 3".
std::string describe(const MvmPlan &plan, const InexactConversion &conversion);

} // namespace mlir::acim

#endif // ACIM_MAPPING_PLANCHECKS_H
