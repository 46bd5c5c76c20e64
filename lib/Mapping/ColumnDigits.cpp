//===- ColumnDigits.cpp - The digits of whole bit lines ------------------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "acim/Mapping/ColumnDigits.h"

#include "llvm/ADT/STLExtras.h"
#include <cassert>
#include <cstdlib>
#include <limits>

using namespace mlir::acim;

WordDigits::WordDigits(const DigitCode &code)
    : code(code), digits((code.maxWord - code.minWord + 1) * code.numDigits()),
      known(code.maxWord - code.minWord + 1) {}

llvm::ArrayRef<int8_t> WordDigits::of(int64_t word) {
  const size_t index = word - code.minWord, places = code.numDigits();
  const auto place = llvm::MutableArrayRef(digits).slice(index * places, places);
  if (!known[index]) {
    [[maybe_unused]] llvm::LogicalResult encoded = encodeDigits(code, word, place);
    assert(succeeded(encoded) && "callers ask `represents` first");
    known[index] = true;
  }
  return place;
}

ColumnDigits::ColumnDigits(const DigitCode &code, const ConverterChoice &choice)
    : code(code), choice(choice) {
  if (!code.conversionCosts.empty())
    for (size_t places = 1; places < code.numDigits(); ++places)
      byPlaces.emplace_back(cheapestCode(places * code.cellBits, code.cellBits, code.levelCosts));
  byPlaces.emplace_back(code);
}

void ColumnDigits::write(WordDigits &source, llvm::ArrayRef<int64_t> words,
                         llvm::MutableArrayRef<int8_t> digits) const {
  llvm::fill(digits, 0);
  for (size_t k = 0; k < words.size(); ++k)
    llvm::copy(source.of(words[k]), digits.begin() + k * code.numDigits());
}

int64_t ColumnDigits::cost(llvm::ArrayRef<int8_t> digits, SumRange driveLevels) const {
  int64_t total = 0;
  for (int8_t digit : digits)
    total += code.levelCosts[std::abs(digit)];
  const size_t places = code.numDigits(), words = digits.size() / places;
  llvm::SmallVector<int8_t> column(words);
  for (size_t place = 0; place < places; ++place) {
    for (size_t k = 0; k < words; ++k)
      column[k] = digits[k * places + place];
    const ConversionRange setting =
        converterSetting(choice, cellsRange(column, choice.readout, driveLevels));
    total += code.conversionCosts[std::min<size_t>(setting.bits, code.conversionCosts.size() - 1)];
  }
  return total;
}

void ColumnDigits::encode(llvm::ArrayRef<int64_t> words, SumRange driveLevels,
                          llvm::MutableArrayRef<int8_t> digits) {
  assert(digits.size() == words.size() * code.numDigits());
  if (byPlaces.size() == 1) {
    write(byPlaces.front(), words, digits);
    return;
  }
  int64_t least = std::numeric_limits<int64_t>::max();
  std::vector<int8_t> candidate(digits.size());
  for (WordDigits &source : byPlaces) {
    if (!llvm::all_of(words, [&](int64_t w) { return source.represents(w); }))
      continue;
    write(source, words, candidate);
    if (const int64_t price = cost(candidate, driveLevels); price < least) {
      least = price;
      llvm::copy(candidate, digits.begin());
    }
  }
}
