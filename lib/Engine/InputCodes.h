//===- InputCodes.h - The bytes of encoded inputs -----------------------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef ACIM_LIB_ENGINE_INPUTCODES_H
#define ACIM_LIB_ENGINE_INPUTCODES_H

#include "acim/Support/InputPlanes.h"
#include <cstddef>
#include <cstdint>
#include <memory>

namespace mlir::acim {

/// Code bytes of some positions, slice after slice; each slice may be read
/// `readSlack` bytes beyond its end.
class InputCodes {
public:
  static constexpr size_t bitsPerSlice = 8;
  static constexpr size_t readSlack = 64;

  /// How many slices the bit planes of `code` take.
  static size_t slicesOf(const InputCode &code) {
    return (code.bitPlanes.size() + bitsPerSlice - 1) / bitsPerSlice;
  }

  InputCodes(size_t slices, size_t bytesPerPosition, size_t positions)
      : positionStride(bytesPerPosition), sliceStride(bytesPerPosition * positions + readSlack),
        bytes(new uint8_t[slices * sliceStride]()) {}

  uint8_t *slice(size_t index) { return bytes.get() + index * sliceStride; }
  const uint8_t *slice(size_t index) const { return bytes.get() + index * sliceStride; }
  size_t bytesPerPosition() const { return positionStride; }

private:
  size_t positionStride, sliceStride;
  std::unique_ptr<uint8_t[]> bytes;
};

} // namespace mlir::acim

#endif // ACIM_LIB_ENGINE_INPUTCODES_H
