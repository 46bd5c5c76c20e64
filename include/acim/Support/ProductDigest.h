//===- ProductDigest.h - A matrix product as one number -----------------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef ACIM_SUPPORT_PRODUCTDIGEST_H
#define ACIM_SUPPORT_PRODUCTDIGEST_H

#include "llvm/ADT/ArrayRef.h"
#include <cstdint>
#include <string>

namespace mlir::acim {

/// Digits of a digest.
constexpr unsigned productDigestDigits = 16;

/// A digest, in lower-case hexadecimal digits, of the product y[q, o] = bias[q, o] + sum_j
/// weights[q, o, j] * x[q, j] of raw inputs x: what a layer computes, whatever digits, planes and
/// places compute it. `weights` is groups x outputs x rows. The same on every machine.
std::string productDigest(int64_t groups, int64_t outputs, int64_t rows,
                          llvm::ArrayRef<int64_t> weights, llvm::ArrayRef<int64_t> bias);

} // namespace mlir::acim

#endif // ACIM_SUPPORT_PRODUCTDIGEST_H
