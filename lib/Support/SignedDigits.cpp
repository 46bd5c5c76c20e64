//===- SignedDigits.cpp - Cheaper digits for the same number -------------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "acim/Support/SignedDigits.h"

#include "llvm/ADT/SmallVector.h"
#include <array>
#include <cassert>
#include <limits>

using namespace mlir::acim;

llvm::LogicalResult mlir::acim::segmentedDigits(uint64_t number, unsigned digitBits,
                                                llvm::MutableArrayRef<int8_t> digits) {
  int64_t base = int64_t(1) << digitBits, carry = 0;
  for (int8_t &digit : digits) {
    int64_t value = int64_t(number & (base - 1)) + carry;
    number >>= digitBits;
    carry = value > base / 2 && digitBits > 1 ? 1 : 0;
    digit = static_cast<int8_t>(value - carry * base);
  }
  return llvm::success(number == 0 && carry == 0);
}

llvm::LogicalResult mlir::acim::nonAdjacentDigits(uint64_t number, unsigned digitBits,
                                                  llvm::MutableArrayRef<int8_t> digits) {
  int64_t rest = number;
  for (int8_t &digit : digits) {
    digit = 0;
    for (unsigned bit = 0; bit < digitBits; ++bit) {
      int64_t signedBit = rest & 1 ? 2 - (rest & 3) : 0;
      rest = (rest - signedBit) / 2;
      digit = static_cast<int8_t>(digit + signedBit * (int64_t(1) << bit));
    }
  }
  return llvm::success(rest == 0);
}

namespace {

/// Cheapest cost of the digits from here upwards, by the carry that comes in; and whether that
/// digit borrows.
struct CarryChoice {
  static constexpr int64_t impossible = std::numeric_limits<int64_t>::max() / 2;
  std::array<int64_t, 2> cost{0, impossible};
  std::array<bool, 2> borrows{false, false};
};

} // namespace

/// The choice for a digit whose raw value is `raw`, given the choice above it.
static CarryChoice chooseDigit(int64_t raw, int64_t base, llvm::ArrayRef<int64_t> levelCosts,
                               const CarryChoice &above) {
  CarryChoice choice;
  for (int64_t carry = 0; carry < 2; ++carry) {
    int64_t value = raw + carry;
    int64_t keep = value < base ? levelCosts[value] + above.cost[0] : CarryChoice::impossible;
    int64_t borrow = value > 0 ? levelCosts[base - value] + above.cost[1] : CarryChoice::impossible;
    choice.borrows[carry] = borrow < keep;
    choice.cost[carry] = std::min({keep, borrow, CarryChoice::impossible});
  }
  return choice;
}

llvm::LogicalResult mlir::acim::cheapestDigits(uint64_t number, unsigned digitBits,
                                               llvm::ArrayRef<int64_t> levelCosts,
                                               llvm::MutableArrayRef<int8_t> digits) {
  int64_t base = int64_t(1) << digitBits;
  assert(int64_t(levelCosts.size()) == base && "one cost a level");
  if (digits.size() * digitBits < 64 && number >> (digits.size() * digitBits))
    return llvm::failure();
  llvm::SmallVector<CarryChoice, 17> choices(digits.size() + 1);
  for (size_t b = digits.size(); b-- > 0;)
    choices[b] =
        chooseDigit((number >> (b * digitBits)) & (base - 1), base, levelCosts, choices[b + 1]);
  int64_t carry = 0;
  for (size_t b = 0; b < digits.size(); ++b) {
    int64_t value = int64_t((number >> (b * digitBits)) & (base - 1)) + carry;
    carry = choices[b].borrows[carry];
    digits[b] = static_cast<int8_t>(value - carry * base);
  }
  return llvm::success(carry == 0);
}

uint64_t mlir::acim::segmentedCapacity(unsigned digitBits, unsigned numDigits) {
  uint64_t largest = digitBits > 1 ? uint64_t(1) << (digitBits - 1) : 1, capacity = 0;
  for (unsigned b = 0; b < numDigits; ++b)
    capacity = (capacity << digitBits) + largest;
  return capacity;
}

uint64_t mlir::acim::nonAdjacentCapacity(unsigned digitBits, unsigned numDigits) {
  return (uint64_t(2) << (digitBits * numDigits)) / 3;
}
