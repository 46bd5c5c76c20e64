//===- CodeSets.h - Which codes weights may take -------------------------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef ACIM_QUANTIZE_CODESETS_H
#define ACIM_QUANTIZE_CODESETS_H

#include "llvm/ADT/ArrayRef.h"
#include <cstdint>
#include <vector>

namespace mlir::acim {

/// Distinct codes, rising, 0 among them.
using CodeSet = std::vector<int32_t>;

/// lo, lo + 1, ..., hi with lo <= 0 <= hi.
CodeSet codesBetween(int32_t lo, int32_t hi);

/// 0, the magnitudes and their negatives.
CodeSet codesOf(llvm::ArrayRef<int32_t> magnitudes);

/// The codes of `codes` that are multiples of `step`.
CodeSet multiplesAmong(const CodeSet &codes, int32_t step);

/// The codes of `codes` with magnitudes up to `largest`.
CodeSet magnitudesUpTo(const CodeSet &codes, int32_t largest);

/// Level set 1 or 2 of BitS-Net on the grid of 1/64, where no 2-bit cell holds 3: magnitudes 0, 22,
/// 24, 26, 32, 40, 42, 64, or 0, 24, 32, 40, 64.
CodeSet bitsNetCodes(unsigned set);

/// Powers of two of a `bits`-bit code, 0, 1, 1/2, ..., 2^-(2^(bits-1)-2) (bits >= 2), on the grid
/// of 1 / `largest`, a power of two; levels finer than the grid are left out.
CodeSet powerOfTwoCodes(unsigned bits, int32_t largest = 64);

/// Additive powers of two (APoT, ICLR 2020, with the authors' k = 2) of a 4- or 5-bit code, in the
/// units in which the levels are integers: magnitudes up to 10 or 48.
CodeSet additivePowerOfTwoCodes(unsigned bits);

/// Codes whose two's complement words of `wordBits` have at most `ones` ones. HamQ's training draws
/// weights to words with fewer ones than its k.
CodeSet sparseWordCodes(unsigned wordBits, unsigned ones);

} // namespace mlir::acim

#endif // ACIM_QUANTIZE_CODESETS_H
