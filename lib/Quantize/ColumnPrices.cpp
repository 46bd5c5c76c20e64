//===- ColumnPrices.cpp - What the bit lines of an output cost -----------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "acim/Quantize/ColumnPrices.h"

#include "llvm/ADT/STLExtras.h"
#include <cassert>
#include <limits>
#include <numeric>

using namespace mlir::acim;

ColumnPrices::ColumnPrices(const ColumnUse &use) : use(use), digitsOf(use.digits, use.converters) {
  offsets = {0};
  for (const RowGroupUse &group : use.rowGroups)
    offsets.push_back(offsets.back() + group.rows);
  rows = use.rowOrder;
  if (rows.empty()) {
    rows.resize(offsets.back());
    std::iota(rows.begin(), rows.end(), 0);
  }
  assert(rows.size() == offsets.back());
}

llvm::ArrayRef<int32_t> ColumnPrices::rowsOf(size_t rowGroup) const {
  return llvm::ArrayRef(rows).slice(offsets[rowGroup], use.rowGroups[rowGroup].rows);
}

/// The digits of `words`, words x places.
llvm::ArrayRef<int8_t> ColumnPrices::encode(size_t rowGroup) {
  digits.resize(words.size() * use.digits.numDigits());
  digitsOf.encode(words, use.rowGroups[rowGroup].driveLevels, digits);
  return digits;
}

void ColumnPrices::gather(size_t rowGroup, llvm::ArrayRef<int32_t> codes) {
  words.clear();
  for (int32_t row : rowsOf(rowGroup))
    words.push_back(codes[row]);
}

double ColumnPrices::priceWords(size_t rowGroup) {
  constexpr double infinite = std::numeric_limits<double>::infinity();
  if (!llvm::all_of(words, [&](int64_t word) { return use.digits.represents(word); }))
    return infinite;
  const size_t places = use.digits.numDigits();
  const llvm::ArrayRef<int8_t> cells = encode(rowGroup);
  const RowGroupUse &group = use.rowGroups[rowGroup];
  column.resize(words.size());
  double price = 0;
  for (size_t place = 0; place < places; ++place) {
    for (size_t k = 0; k < words.size(); ++k)
      column[k] = cells[k * places + place];
    const SumRange sums = cellsRange(column, use.converters.readout, group.driveLevels);
    const ConversionRange setting = converterSetting(use.converters, sums);
    if (setting.bits > use.converters.bits || setting.bits >= use.conversionPrices.size())
      return infinite;
    price += use.conversionPrices[setting.bits];
  }
  const double readings = use.converters.readout == Readout::Separate ? 2 : 1;
  return price * readings * group.conversions;
}

double ColumnPrices::price(size_t rowGroup, llvm::ArrayRef<int32_t> codes) {
  words.assign(codes.begin(), codes.end());
  return priceWords(rowGroup);
}

double ColumnPrices::price(llvm::ArrayRef<int32_t> codes) {
  double total = 0;
  for (size_t rowGroup = 0; rowGroup < numRowGroups(); ++rowGroup) {
    gather(rowGroup, codes);
    total += priceWords(rowGroup);
  }
  return total;
}

/// Places up to the last digit that is not 0.
static unsigned usedPlaces(llvm::ArrayRef<int8_t> digits, size_t places) {
  size_t used = 0;
  for (size_t k = 0; k < digits.size(); ++k)
    if (digits[k] != 0)
      used = std::max(used, k % places + 1);
  return static_cast<unsigned>(used);
}

unsigned ColumnPrices::places(llvm::ArrayRef<int32_t> codes) {
  unsigned used = 0;
  for (size_t rowGroup = 0; rowGroup < numRowGroups(); ++rowGroup) {
    gather(rowGroup, codes);
    used = std::max(used, usedPlaces(encode(rowGroup), use.digits.numDigits()));
  }
  return used;
}

int32_t mlir::acim::largestCodeOf(const DigitCode &code, unsigned places, SumRange words) {
  const int64_t limit =
      std::min(std::min(words.hi, -words.lo), std::min(code.maxWord, -code.minWord));
  // Columns that are weighed hold plain digits where fewer places pay; a negative word of one array
  // has digits in its highest places whatever its magnitude.
  if (!code.paired || !code.conversionCosts.empty())
    return static_cast<int32_t>(
        places == code.numDigits() ? limit
                                   : std::min(limit, (int64_t(1) << (code.cellBits * places)) - 1));
  llvm::SmallVector<int8_t> digits(code.numDigits());
  int32_t largest = 0;
  while (largest < limit && succeeded(encodeDigits(code, largest + 1, digits)) &&
         usedPlaces(digits, code.numDigits()) <= places)
    ++largest;
  return largest;
}
