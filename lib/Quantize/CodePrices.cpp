//===- CodePrices.cpp - What the cells of a code cost --------------------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "acim/Quantize/CodePrices.h"

#include <cassert>
#include <cstdlib>

using namespace mlir::acim;

CodePrices mlir::acim::priceCells(const DigitCode &code, SumRange words,
                                  llvm::ArrayRef<double> levelPrices, PartnerCells partners) {
  CodePrices prices;
  prices.lo = static_cast<int32_t>(words.lo);
  const bool chargesPartners = code.paired && partners == PartnerCells::Charged;
  llvm::SmallVector<int8_t> digits(code.numDigits());
  for (int64_t word = words.lo; word <= words.hi; ++word) {
    [[maybe_unused]] llvm::LogicalResult encoded = encodeDigits(code, word, digits);
    assert(succeeded(encoded) && "the code represents all words");
    double price = chargesPartners ? levelPrices[0] * double(digits.size()) : 0;
    for (int8_t digit : digits)
      price += levelPrices[std::abs(digit)];
    prices.values.push_back(price);
  }
  return prices;
}

CodePrices mlir::acim::hammingPrices(unsigned wordBits) {
  const DigitCode code = twosComplementCode(wordBits, /*cellBits=*/1);
  return priceCells(code, {code.minWord, code.maxWord}, {0, 1}, PartnerCells::Free);
}
