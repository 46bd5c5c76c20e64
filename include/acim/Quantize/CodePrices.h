//===- CodePrices.h - What the cells of a code cost ----------------------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef ACIM_QUANTIZE_CODEPRICES_H
#define ACIM_QUANTIZE_CODEPRICES_H

#include "acim/Support/ColumnRanges.h"
#include "acim/Support/Digits.h"
#include "llvm/ADT/ArrayRef.h"

namespace mlir::acim {

/// The price of the cells of a row and output by the code they hold, each time the row is driven;
/// in joules, or in events where levels are counted.
struct CodePrices {
  int32_t lo = 0;             ///< the first code
  std::vector<double> values; ///< of the codes lo, lo + 1, ...

  int32_t hi() const { return lo + static_cast<int32_t>(values.size()) - 1; }
  bool holds(int64_t code) const { return lo <= code && code <= hi(); }
  double operator[](int32_t code) const { return values[code - lo]; }
};

/// Whether a pair's cell that holds no digit costs what a cell of level 0 does; the ledger charges
/// both cells of a pair.
enum class PartnerCells : uint8_t { Free, Charged };

/// Prices of the words in `words`, all of which `code` represents: the sum over a word's digits d
/// of levelPrices[|d|] (2^cellBits entries, one of a driven cell of each level).
CodePrices priceCells(const DigitCode &code, SumRange words, llvm::ArrayRef<double> levelPrices,
                      PartnerCells partners);

/// Ones of the two's complement words of `wordBits`: with the ones of the inputs as drives this is
/// HamQ's E_sim.bl (its words have 8 bits), in events.
CodePrices hammingPrices(unsigned wordBits);

} // namespace mlir::acim

#endif // ACIM_QUANTIZE_CODEPRICES_H
