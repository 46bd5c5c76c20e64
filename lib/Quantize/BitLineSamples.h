//===- BitLineSamples.h - What bit lines sum to over samples -------------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef ACIM_LIB_QUANTIZE_BITLINESAMPLES_H
#define ACIM_LIB_QUANTIZE_BITLINESAMPLES_H

#include "acim/Mapping/MvmPlan.h"
#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/STLFunctionalExtras.h"
#include <vector>

namespace mlir::acim {

/// The sums that one setting reads: of a bit line in a row group, drive by drive, or of both lines
/// of a pair that is read separately.
struct BitLineSamples {
  size_t setting;        ///< its place among row groups x columns of all blocks
  ConversionRange range; ///< that it has
  const CrossbarBlock *block;
  int64_t columnScale; ///< of its digit
  bool isReference;    ///< adds to every output of its block
  double conversions;  ///< an inference; those that are left out are not counted
  size_t samples;      ///< of a drive
  std::vector<double>
      scales; ///< [drive]: what a sum of 1 adds to the output; 0 where it is not read
  std::vector<int32_t> sums; ///< drives x samples

  llvm::ArrayRef<int32_t> sumsOf(size_t drive) const {
    return llvm::ArrayRef(sums).slice(drive * samples, samples);
  }
  /// [sample]: what it adds to the output where every sum is read as it is.
  std::vector<double> outputs() const;
};

/// Drives sampled inputs, group by group.
class BitLineSampler {
public:
  /// `columns` are samples x groups x rows raw inputs; `conversions` are row groups of all blocks x
  /// drives; none where nobody asks for those of lines.
  BitLineSampler(const MvmPlan &plan, llvm::ArrayRef<int16_t> columns, int64_t samples,
                 llvm::ArrayRef<double> conversions = {});

  void moveTo(int64_t group);

  /// [sample]: what digitally summed inputs add to an output of the group.
  std::vector<double> summedInputs(int64_t output) const;

  /// The lines that are converted for an output of the group, those of reference columns included.
  void forEachLine(int64_t output, llvm::function_ref<void(const BitLineSamples &)> use) const;

private:
  /// The inputs of the group as blocks with so many planes a drive see them.
  struct Drives {
    int32_t planesPerDrive;
    std::vector<size_t> firstPlanes; ///< [drive]
    std::vector<int64_t> scales;     ///< [drive]
    std::vector<int8_t> levels;      ///< rows x drives x samples
  };
  const Drives &drivesOf(const CrossbarBlock &block) const;
  Drives drive(int32_t planesPerDrive) const;

  /// Adds the drives of one array (side 1 or -1) of a pair that is read separately, or of both
  /// (side 0).
  void addDrives(const CrossbarBlock &block, size_t rowGroup, size_t column, int side,
                 BitLineSamples &line) const;

  const MvmPlan &plan;
  llvm::ArrayRef<int16_t> columns;
  size_t samples;
  /// [block][row group x drives]: conversions of a bit line, an inference.
  std::vector<std::vector<double>> conversions;
  int64_t group = 0;
  std::vector<Drives> drives; ///< of the group, one for each number of planes a drive
};

} // namespace mlir::acim

#endif // ACIM_LIB_QUANTIZE_BITLINESAMPLES_H
