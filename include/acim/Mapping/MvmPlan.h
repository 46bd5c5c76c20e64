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
// a channel), with x the raw integer inputs and t(x) their bit planes,
//
//   s[block, g, i, c] = sum over bit planes t of drive plane i, rows j of row group g:
//                         coefficient[t] * t(x[p, q, j]) * digit[j, c]
//   y[p, q, o] = initial[q, o] + inputSumScale * sum_j u[p, q, j]
//              + sum over conversions (block, g, i, c) of column c: planeScale[i] * scale[c] * T(s)
//
// where u = x + offset and T is the conversion's transfer function. A column whose output is
// `allOutputs` (the reference column of offset encoding) is added to every output that has a column
// in its block.
//
// A drive plane is idle in a row group where none of its rows is active there: every sum is 0.
// Blocks may skip the conversions of idle planes, which read 0 without being performed.
//
//===----------------------------------------------------------------------===//

#ifndef ACIM_MAPPING_MVMPLAN_H
#define ACIM_MAPPING_MVMPLAN_H

#include "acim/Support/InputPlanes.h"
#include <cstddef>
#include <cstdint>
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
  std::vector<int32_t> rows; ///< input index within the group of each physical row
  std::vector<int32_t>
      rowGroups;           ///< sizes of the row groups, in order; each is one operation-unit height
  int32_t columnGroup = 0; ///< columns that one activation of an operation unit covers (its width)
  int32_t wordLine = 0, bitLine = 0; ///< of its first cell in the crossbar
  std::vector<BlockColumn> columns;
  std::vector<int8_t> digits;          ///< rows x columns, row major
  std::vector<ConversionRange> ranges; ///< rowGroups x columns, row major
  Readout readout = Readout::Difference;
  /// Conversions of idle drive planes are not performed. Exact, as every range reads 0 as 0.
  bool skipsIdlePlanes = false;
  std::vector<int64_t> inputSums;
  int32_t planesPerDrive = 1;
  bool boundsByActiveRows = false;
};

/// A whole mapped layer.
struct MvmPlan {
  std::string name;
  int64_t groups = 1;
  int64_t rows = 0;    ///< inputs of a group (K)
  int64_t outputs = 0; ///< outputs of a group (N)
  InputCode input;
  std::vector<CrossbarBlock> blocks;
  std::vector<int64_t> initial; ///< groups x outputs: bias and the constant corrections
  int64_t inputSumScale = 0; ///< factor of the digitally summed u (offset encoding); 0 when unused

  /// Where each block's row groups x drive planes begin in MvmCounts::idlePlanes; the last entry is
  /// where all end.
  std::vector<size_t> idlePlaneOffsets() const {
    std::vector<size_t> offsets{0};
    for (const CrossbarBlock &block : blocks)
      offsets.push_back(offsets.back() + block.rowGroups.size() * input.planeScale.size());
    return offsets;
  }
};

/// What running a plan over data did; sums over positions, so counts of several runs add up.
struct MvmCounts {
  int64_t positions = 0;
  /// groups x drive planes x rows: number of positions at which the row is driven (|level| counts
  /// for k-bit DACs).
  std::vector<int64_t> activeRows;
  /// blocks x row groups x drive planes: number of positions at which the plane is idle there.
  /// Counted for blocks that skip idle planes, else 0.
  std::vector<int64_t> idlePlanes;
  int64_t clippedConversions =
      0; ///< conversions whose sum lay outside [lo, hi]; 0 when proven impossible

  void add(const MvmCounts &other);
};

} // namespace mlir::acim

#endif // ACIM_MAPPING_MVMPLAN_H
