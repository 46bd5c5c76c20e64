//===- ColumnDigits.h - The digits of whole bit lines --------------------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef ACIM_MAPPING_COLUMNDIGITS_H
#define ACIM_MAPPING_COLUMNDIGITS_H

#include "acim/Mapping/ConverterSettings.h"
#include "acim/Support/Digits.h"

namespace mlir::acim {

/// The digits of words, each computed once.
class WordDigits {
public:
  explicit WordDigits(const DigitCode &code);

  bool represents(int64_t word) const { return code.represents(word); }
  /// numDigits() digits of a word that the code represents; valid until the next call.
  llvm::ArrayRef<int8_t> of(int64_t word);

private:
  DigitCode code;
  std::vector<int8_t> digits; ///< words x digits
  std::vector<bool> known;
};

/// Chooses the digits of the words that one output has in one row group.
class ColumnDigits {
public:
  /// `choice` says what a conversion of given cells costs, where the code weighs that.
  ColumnDigits(const DigitCode &code, const ConverterChoice &choice);

  /// Writes words x numDigits() digits. Of a code with conversion costs these are the digits, of
  /// all their places or of fewer from below, whose cells and conversions cost least together; else
  /// each word's own. Every word must be represented.
  void encode(llvm::ArrayRef<int64_t> words, SumRange driveLevels,
              llvm::MutableArrayRef<int8_t> digits);

private:
  void write(WordDigits &source, llvm::ArrayRef<int64_t> words,
             llvm::MutableArrayRef<int8_t> digits) const;
  int64_t cost(llvm::ArrayRef<int8_t> digits, SumRange driveLevels) const;

  const DigitCode &code;
  const ConverterChoice &choice;
  std::vector<WordDigits>
      byPlaces; ///< [n - 1]: of n digits; only the last where nothing is weighed
};

} // namespace mlir::acim

#endif // ACIM_MAPPING_COLUMNDIGITS_H
