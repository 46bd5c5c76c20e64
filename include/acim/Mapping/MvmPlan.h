//===- MvmPlan.h - What the crossbars of one mapped layer compute ---------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// The engines' view of a layer: digit planes placed in blocks, the bit planes
// its inputs are driven as, and the transfer function of every conversion. It is built once from
// the tile program and holds no MLIR types, so that every engine can be tested alone.
//
// For a position p and a group q of the layer (depthwise convolution: one group
// a channel), with x the raw integer inputs, u = x + offset and t(x) their bit planes, a block puts
// the drive planes on its word lines in drives h. A drive is planesPerDrive neighbouring planes
// i = first[h] + k, fewer where scales do not double; the row's cells are repeated on 2^k word
// lines for the k-th, so that all planes of the drive are read in one conversion:
//
//   a[h, j] = sum over planes i = first[h] + k of drive h, bit planes t of i:
//               2^k * coefficient[t] * t(x[p, q, j])
//   s[block, g, h, c] = sum over rows j of row group g: a[h, j] * digit[j, c]
//   y[p, q, o] = initial[q, o]
//              + sum over columns c: inputSums[c] * sum over rows j of the block: u[p, q, j]
//              + sum over conversions (block, g, h, c) of column c that are not left out:
//                  planeScale[first[h]] * scale[c] * T(s)
//
// where T is the conversion's transfer function. A column whose output is `allOutputs` (the
// reference column of offset encoding) is added to every output that has a column in its block.
// The conversions of column c in drive h are left out where bit first[h] of skippedPlanes[c] is
// set, whatever s is.
//
// A row is active in a drive where any of its word lines is driven, and a drive is idle in a row
// group where none of its rows is: every sum is 0. Blocks may skip the conversions of idle drives,
// which read 0 without being performed. With k active rows a sum lies between those of the k lowest
// and of the k highest cells; blocks may resolve only the bits that tell these apart.
//
//===----------------------------------------------------------------------===//

#ifndef ACIM_MAPPING_MVMPLAN_H
#define ACIM_MAPPING_MVMPLAN_H

#include "acim/Mapping/Gate.h"
#include "acim/Support/InputPlanes.h"
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace mlir::acim {

/// Transfer function of one conversion, in units of one level times one active row:
/// code n = clamp(round_half_up((s - lo) / step), 0, 2^bits - 1), value = lo + n * step, step =
/// 2^stepLog2. A unit step (stepLog2 = 0) therefore reads clamp(s, lo, lo + 2^bits - 1).
/// Without bits the bit line is not converted and reads 0; all its digits in the row group are 0.
struct ConversionRange {
  int32_t lo = 0;
  uint8_t bits = 1;
  uint8_t stepLog2 = 0;

  int32_t hi() const { return lo + (((int32_t(1) << bits) - 1) << stepLog2); }
  bool isConverted() const { return bits != 0; }
  int64_t codeOf(int64_t sum) const {
    const int64_t half = (int64_t(1) << stepLog2) >> 1;
    return (std::clamp<int64_t>(sum, lo, hi()) - lo + half) >> stepLog2;
  }
  /// Whether skipping the conversion of a sum of 0 changes nothing.
  bool readsZeroAsZero() const {
    const int32_t step = int32_t(1) << stepLog2;
    return !isConverted() || (lo <= 0 && hi() >= 0 && lo % step == 0);
  }
  bool operator==(const ConversionRange &other) const {
    return lo == other.lo && bits == other.bits && stepLog2 == other.stepLog2;
  }
};

/// How a bit line (pair) is read.
enum class Readout : uint8_t {
  Single,     ///< one array, digits >= 0, one conversion
  Difference, ///< (+,-) pair of arrays, one conversion of the analog difference
  Separate,   ///< (+,-) pair, one conversion of each array, subtracted digitally; both use the
              ///< column's range
};

/// A bit line (or pair of bit lines) of a block.
struct BlockColumn {
  static constexpr int32_t allOutputs = -1;
  int32_t output; ///< output within the group, or allOutputs
  int64_t scale;  ///< factor of its readings, +-r^b
};

/// A rectangle of one crossbar (pair) that holds digits of one group of the layer.
struct CrossbarBlock {
  int32_t crossbar = 0;      ///< which crossbar of the layer, for the ledger
  int32_t group = 0;         ///< which group of the layer
  std::vector<int32_t> rows; ///< input index within the group of each row
  std::vector<int32_t>
      rowGroups;           ///< sizes of the row groups, in order; each is one operation-unit height
  int32_t columnGroup = 0; ///< columns that one activation of an operation unit covers (its width)
  int32_t wordLine = 0, bitLine = 0; ///< of its first cell in the crossbar
  std::vector<BlockColumn> columns;
  std::vector<int8_t> digits;          ///< rows x columns, row major
  std::vector<ConversionRange> ranges; ///< rowGroups x columns, row major
  Readout readout = Readout::Difference;
  /// Factor of the digitally summed inputs for the output of each column; empty for none.
  std::vector<int64_t> inputSums;
  /// Drive planes that one conversion reads at most, 1 to maxPlanesPerDrive.
  int32_t planesPerDrive = 1;
  /// Conversions of idle drives are not performed. Exact, as every range reads 0 as 0.
  bool skipsIdlePlanes = false;
  /// Conversions resolve no more bits than the sums of so many active rows can differ in. Readings
  /// stay what they are. Only for drives of one plane with levels -1, 0 and 1.
  bool boundsByActiveRows = false;
  /// Drives that are not converted, by column: bit i stands for the drive that begins with drive
  /// plane i. They read 0. Empty where there are none.
  std::vector<uint32_t> skippedPlanes;

  static constexpr int32_t maxPlanesPerDrive = 3;

  /// The drives of a column that are not converted, as in skippedPlanes.
  uint32_t skippedIn(size_t column) const {
    return skippedPlanes.empty() ? 0 : skippedPlanes[column];
  }
  /// Word lines that hold a row.
  int32_t wordLinesPerRow() const { return (1 << planesPerDrive) - 1; }
  /// The drives of a row group are counted by 0, 1, ... active rows: so many counters for each.
  size_t activityCounters(size_t rowGroup) const {
    return boundsByActiveRows ? rowGroups[rowGroup] + 1 : skipsIdlePlanes ? 1 : 0;
  }
};

/// Outputs that have a column in the block, rising.
std::vector<int32_t> outputsOf(const CrossbarBlock &block);

/// Where each drive of up to `planesPerDrive` planes begins among the drive planes of `code`; the
/// last entry is where all end. A drive takes the next plane while its scale is twice the last
/// one's.
std::vector<size_t> driveStarts(const InputCode &code, int32_t planesPerDrive);

/// `code` as bit lines see it: the planes of each drive gathered to one of more levels.
InputCode gatherDrives(const InputCode &code, int32_t planesPerDrive);

/// A whole mapped layer.
struct MvmPlan {
  std::string name;
  int64_t groups = 1;
  int64_t rows = 0;    ///< inputs of a group (K)
  int64_t outputs = 0; ///< outputs of a group (N)
  InputCode input;
  std::vector<CrossbarBlock> blocks;
  std::vector<int64_t> initial; ///< groups x outputs: bias and the constant corrections
  std::optional<Gate> gate;

  size_t numDrives(const CrossbarBlock &block) const {
    return driveStarts(input, block.planesPerDrive).size() - 1;
  }
  /// Where the counters of each row group, block after block, begin in
  /// MvmCounts::drivesByActiveRows; the last entry is where all end.
  std::vector<size_t> activityOffsets() const;
};

/// What running a plan over data did; sums over positions, so counts of several runs add up.
struct MvmCounts {
  int64_t positions = 0;
  /// groups x drive planes x rows: number of positions at which the row is driven (|level| counts
  /// for k-bit DACs).
  std::vector<int64_t> activeRows;
  /// blocks x row groups x drives x numbers of active rows 0, 1, ...: number of positions at which
  /// the drive has so many. Blocks that bound conversions have counters for all numbers, other
  /// blocks that skip idle planes for 0 only, the rest none.
  std::vector<int64_t> drivesByActiveRows;
  int64_t clippedConversions =
      0; ///< conversions whose sum lay outside [lo, hi]; 0 when proven impossible

  /// Of a plan with a gate, whose other counts are those of the first pass alone: the counts of
  /// each of GatedPlan::refinements over the positions where its mask is on, of each of
  /// GatedPlan::drives over those where it is driven, and positions where any mask is on.
  std::vector<MvmCounts> refinements, secondDrives;
  int64_t refinedPositions = 0;

  void add(const MvmCounts &other);
  /// As if everything had happened so many times.
  void repeat(int64_t times);
};

} // namespace mlir::acim

#endif // ACIM_MAPPING_MVMPLAN_H
