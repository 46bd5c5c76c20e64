//===- CodeSets.cpp - Which codes weights may take -----------------------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "acim/Quantize/CodeSets.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/bit.h"
#include <cassert>
#include <cstdlib>
#include <numeric>

using namespace mlir::acim;

CodeSet mlir::acim::codesBetween(int32_t lo, int32_t hi) {
  CodeSet codes(hi - lo + 1);
  std::iota(codes.begin(), codes.end(), lo);
  return codes;
}

CodeSet mlir::acim::codesOf(llvm::ArrayRef<int32_t> magnitudes) {
  CodeSet codes = {0};
  for (int32_t magnitude : magnitudes)
    codes.insert(codes.end(), {magnitude, -magnitude});
  llvm::sort(codes);
  codes.erase(llvm::unique(codes), codes.end());
  return codes;
}

CodeSet mlir::acim::multiplesAmong(const CodeSet &codes, int32_t step) {
  CodeSet multiples;
  llvm::copy_if(codes, std::back_inserter(multiples),
                [&](int32_t code) { return code % step == 0; });
  return multiples;
}

CodeSet mlir::acim::magnitudesUpTo(const CodeSet &codes, int32_t largest) {
  CodeSet small;
  llvm::copy_if(codes, std::back_inserter(small),
                [&](int32_t code) { return std::abs(code) <= largest; });
  return small;
}

CodeSet mlir::acim::bitsNetCodes(unsigned set) {
  assert(set == 1 || set == 2);
  return set == 1 ? codesOf({22, 24, 26, 32, 40, 42, 64}) : codesOf({24, 32, 40, 64});
}

CodeSet mlir::acim::powerOfTwoCodes(unsigned bits, int32_t largest) {
  assert(bits >= 2);
  std::vector<int32_t> magnitudes;
  const unsigned levels = (1u << (bits - 1)) - 1; // besides 0
  for (int32_t magnitude = largest; magnitude > 0 && magnitudes.size() < levels; magnitude /= 2)
    magnitudes.push_back(magnitude);
  return codesOf(magnitudes);
}

CodeSet mlir::acim::additivePowerOfTwoCodes(unsigned bits) {
  assert(bits == 4 || bits == 5);
  return bits == 4 ? codesOf({1, 2, 3, 4, 6, 8, 10})
                   : codesOf({1, 2, 3, 4, 6, 8, 9, 12, 16, 18, 24, 32, 33, 36, 48});
}

CodeSet mlir::acim::sparseWordCodes(unsigned wordBits, unsigned ones) {
  const uint32_t words = uint32_t(1) << wordBits;
  const auto half = static_cast<int32_t>(words / 2);
  CodeSet codes;
  llvm::copy_if(codesBetween(-half, half - 1), std::back_inserter(codes), [&](int32_t code) {
    return unsigned(llvm::popcount(static_cast<uint32_t>(code) & (words - 1))) <= ones;
  });
  return codes;
}
