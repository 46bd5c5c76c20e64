//===- Gate.h - Low digits that are converted only where they matter -----===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A layer with a gate runs in two passes. The first converts the columns of high digits only; what
// they give says which outputs are refined by the second, which converts columns of low digits.
//
//===----------------------------------------------------------------------===//

#ifndef ACIM_MAPPING_GATE_H
#define ACIM_MAPPING_GATE_H

#include <cstdint>
#include <cstdlib>
#include <vector>

namespace mlir::acim {

/// What is refined or not as a whole.
enum class GateGranularity : uint8_t {
  Output, ///< an output, by what the first pass gives for it, initial value included
  Unit,   ///< what one row group adds to an output, by what its high columns add
};

/// How a result of the first pass is compared with the threshold.
enum class GateImportance : uint8_t { Value, Magnitude };

struct Gate {
  int64_t lowBits = 0; ///< columns with scales below 2^lowBits in magnitude are low
  GateGranularity granularity = GateGranularity::Output;
  GateImportance importance = GateImportance::Value;
  std::vector<int64_t> thresholds; ///< groups x outputs: refined where the importance is greater

  /// Thresholds of an output that is refined always, and never.
  static constexpr int64_t refinesAlways = INT64_MIN, refinesNever = INT64_MAX;
  static constexpr int64_t maxLowBits = 62;

  bool isLow(int64_t scale) const { return std::abs(scale) < int64_t(1) << lowBits; }
  bool refines(size_t output, int64_t sum) const {
    return (importance == GateImportance::Value ? sum : std::abs(sum)) > thresholds[output];
  }
  /// Whether nothing is ever left out.
  bool isOpen() const {
    for (int64_t threshold : thresholds)
      if (threshold != refinesAlways)
        return false;
    return true;
  }
};

} // namespace mlir::acim

#endif // ACIM_MAPPING_GATE_H
