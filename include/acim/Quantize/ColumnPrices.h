//===- ColumnPrices.h - What the bit lines of an output cost -------------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef ACIM_QUANTIZE_COLUMNPRICES_H
#define ACIM_QUANTIZE_COLUMNPRICES_H

#include "acim/Mapping/ColumnDigits.h"
#include <optional>

namespace mlir::acim {

/// Rows that are driven together.
struct RowGroupUse {
  int64_t rows = 0;
  double conversions = 0; ///< of each of its bit lines, an inference (idle ones are left out)
  SumRange driveLevels{0, 1};
};

/// How the bit lines of a layer are read, and what a conversion costs.
struct ColumnUse {
  DigitCode digits;
  ConverterChoice converters;
  /// [bits]: of a conversion of so many bits and what follows it, in the unit of CodePrices; [0] of
  /// a bit line that is not converted.
  std::vector<double> conversionPrices;
  std::vector<RowGroupUse> rowGroups; ///< in their order from the top
  std::vector<int32_t> rowOrder;      ///< which row stands where; empty for the rows as they are
};

/// Prices bit lines by the digits and settings that placeLayer would give them, settings being
/// their own (SettingScope::Column). Remembers digits: one for each thread.
class ColumnPrices {
public:
  /// `use` outlives this.
  explicit ColumnPrices(const ColumnUse &use);

  size_t numRowGroups() const { return use.rowGroups.size(); }
  /// The rows of a row group, from the top.
  llvm::ArrayRef<int32_t> rowsOf(size_t rowGroup) const;

  /// Of the conversions of one output in a row group, where `codes` are those of its rows; infinite
  /// where its converters cannot read them.
  double price(size_t rowGroup, llvm::ArrayRef<int32_t> codes);
  /// Of one output in all row groups; its codes are in the order of the layer's rows.
  double price(llvm::ArrayRef<int32_t> codes);

  /// Digit places, from below, that the codes of one output need.
  unsigned places(llvm::ArrayRef<int32_t> codes);

private:
  llvm::ArrayRef<int8_t> encode(size_t rowGroup);
  void gather(size_t rowGroup, llvm::ArrayRef<int32_t> codes);
  double priceWords(size_t rowGroup);

  const ColumnUse &use;
  ColumnDigits digitsOf;
  std::vector<int32_t> rows;   ///< top to bottom
  std::vector<size_t> offsets; ///< where the row groups begin in `rows`; the last is their number
  std::vector<int64_t> words;
  std::vector<int8_t> digits, column;
};

/// The largest n such that all words up to n either way have digits in the lowest `places` alone,
/// and that `words` holds; 0 where there is none.
int32_t largestCodeOf(const DigitCode &code, unsigned places, SumRange words);

} // namespace mlir::acim

#endif // ACIM_QUANTIZE_COLUMNPRICES_H
