//===- ProductDigest.cpp - A matrix product as one number ---------------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "acim/Support/ProductDigest.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/Endian.h"
#include "llvm/Support/xxhash.h"
#include <array>
#include <cassert>
#include <vector>

std::string mlir::acim::productDigest(int64_t groups, int64_t outputs, int64_t rows,
                                      llvm::ArrayRef<int64_t> weights,
                                      llvm::ArrayRef<int64_t> bias) {
  assert(weights.size() == static_cast<size_t>(groups * outputs * rows) &&
         bias.size() == static_cast<size_t>(groups * outputs));
  std::vector<llvm::support::little64_t> words;
  words.reserve(3 + weights.size() + bias.size());
  const std::array<int64_t, 3> shape{groups, outputs, rows};
  for (llvm::ArrayRef<int64_t> part : {llvm::ArrayRef<int64_t>(shape), weights, bias})
    words.insert(words.end(), part.begin(), part.end());
  llvm::ArrayRef bytes(reinterpret_cast<const uint8_t *>(words.data()),
                       words.size() * sizeof(words.front()));
  return llvm::utohexstr(llvm::xxh3_64bits(bytes), /*LowerCase=*/true, productDigestDigits);
}
