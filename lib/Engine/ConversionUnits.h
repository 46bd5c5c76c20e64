//===- ConversionUnits.h - Prepares packed cells for the bit-plane kernel ===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A unit is one bit line of every lane of a set over one row group: its cells as
// packed bit planes, its ranges, and where its inputs and results lie.
//
//===----------------------------------------------------------------------===//

#ifndef ACIM_LIB_ENGINE_CONVERSIONUNITS_H
#define ACIM_LIB_ENGINE_CONVERSIONUNITS_H

#include "BitPlaneKernels.h"
#include "LaneSets.h"
#include "PlaneLayout.h"
#include "acim/Support/ColumnRanges.h"
#include "hwy/aligned_allocator.h"
#include <vector>

namespace mlir::acim {

/// What all units of a plan that are driven alike have in common.
struct UnitContext {
  /// `planeOrder` are the bit planes in packing order, those of a drive plane after each other.
  UnitContext(const MvmPlan &plan, int32_t planesPerDrive, llvm::ArrayRef<size_t> planeOrder);

  const MvmPlan &plan;
  SumRange levels;                       ///< of any drive
  int64_t scaleTotal;                    ///< sum of the magnitudes of the drives' scales
  std::vector<kernels::PlaneStep> steps; ///< in packing order
  std::vector<uint32_t> drives;          ///< of each step, as a bit of CrossbarBlock::skippedPlanes
};

/// Steps that follow each other.
struct StepRun {
  size_t first, size;
};

/// Owns what its view points to.
struct ConversionUnit {
  kernels::UnitView view;
  const UnitContext *context;
  llvm::SmallVector<StepRun, 1> runs; ///< the steps that it converts
  size_t firstSum;                    ///< lane sums it adds to
  hwy::AlignedFreeUniquePtr<char[]> storage;
};

/// Prepares line `line` of `set` over row group `rowGroup` and adds the rows it reads to `layout`:
/// a unit for those lanes that are converted in the same drives. None for lanes that hold no digits
/// there and read zero, or are not converted at all.
std::vector<ConversionUnit> buildUnits(const UnitContext &context, const LaneSet &set,
                                       size_t rowGroup, size_t line, PlaneLayout &layout);

} // namespace mlir::acim

#endif // ACIM_LIB_ENGINE_CONVERSIONUNITS_H
