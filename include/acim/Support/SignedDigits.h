//===- SignedDigits.h - Cheaper digits for the same number ---------------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

//
// Recodings of a non-negative number into signed base-2^c digits, least significant first. All are
// exact: sum_b 2^(c b) d_b is the number. Each returns failure where the number needs more digits
// than there are.
//
//===----------------------------------------------------------------------===//

#ifndef ACIM_SUPPORT_SIGNEDDIGITS_H
#define ACIM_SUPPORT_SIGNEDDIGITS_H

#include "llvm/ADT/ArrayRef.h"
#include "llvm/Support/LogicalResult.h"
#include <cstdint>

namespace mlir::acim {

/// Segmented compression encoding (Chen et al., ASP-DAC 2018): base-2^c digits from -(r/2 - 1) to
/// r/2; a digit larger than half its base borrows from the next one, exactly half stays. The
/// identity for one-bit digits.
llvm::LogicalResult segmentedDigits(uint64_t number, unsigned digitBits,
                                    llvm::MutableArrayRef<int8_t> digits);

/// The non-adjacent form, its bits gathered into base-2^c digits: the fewest non-zero bits of all
/// signed forms.
llvm::LogicalResult nonAdjacentDigits(uint64_t number, unsigned digitBits,
                                      llvm::MutableArrayRef<int8_t> digits);

/// The digits of least total cost, found by dynamic programming over digit and carry: levelCosts[l]
/// is the cost of a cell of level l, 2^c entries. Of equally cheap forms the one whose low digits
/// are not borrowed.
llvm::LogicalResult cheapestDigits(uint64_t number, unsigned digitBits,
                                   llvm::ArrayRef<int64_t> levelCosts,
                                   llvm::MutableArrayRef<int8_t> digits);

/// Largest number that fits `numDigits` digits of the segmented and the non-adjacent form.
uint64_t segmentedCapacity(unsigned digitBits, unsigned numDigits);
uint64_t nonAdjacentCapacity(unsigned digitBits, unsigned numDigits);

} // namespace mlir::acim

#endif // ACIM_SUPPORT_SIGNEDDIGITS_H
