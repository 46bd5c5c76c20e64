//===- InputPlanes.cpp - Inputs as sums of driven bit planes ------------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "acim/Support/InputPlanes.h"
#include "acim/Support/SignedDigits.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/STLFunctionalExtras.h"
#include "llvm/ADT/SmallVector.h"
#include "llvm/Support/MathExtras.h"
#include <algorithm>
#include <cassert>

using namespace mlir::acim;

int64_t mlir::acim::driveLevel(const InputCode &code, uint32_t bits, size_t plane) {
  int64_t level = 0;
  for (size_t t = 0; t < code.bitPlanes.size(); ++t)
    if (code.bitPlanes[t].drivePlane == plane && (bits >> t & 1))
      level += code.bitPlanes[t].coefficient;
  return level;
}

int64_t mlir::acim::decodePlanes(const InputCode &code, uint32_t bits) {
  int64_t value = 0;
  for (size_t t = 0; t < code.bitPlanes.size(); ++t)
    if (bits >> t & 1)
      value += code.planeScale[code.bitPlanes[t].drivePlane] * code.bitPlanes[t].coefficient;
  return value;
}

/// Adds a plane that drives entry k of the table with levels[k]: a bit plane for every power of two
/// of the magnitudes, by sign. A plane that drives nothing is left out.
static void addDrivePlane(InputCode &code, int64_t scale, llvm::ArrayRef<int32_t> levels) {
  const auto plane = static_cast<uint16_t>(code.planeScale.size());
  const size_t planesBefore = code.bitPlanes.size();
  uint32_t magnitudes = 0;
  for (int32_t level : levels)
    magnitudes |= static_cast<uint32_t>(std::abs(level));
  for (unsigned bit = 0; magnitudes >> bit; ++bit)
    for (int32_t sign : {1, -1}) {
      auto sets = [&](int32_t level) { return level * sign > 0 && (std::abs(level) >> bit & 1); };
      if (llvm::none_of(levels, sets))
        continue;
      uint32_t mask = uint32_t(1) << code.bitPlanes.size();
      code.bitPlanes.push_back({plane, sign * (1 << bit)});
      for (size_t k = 0; k < levels.size(); ++k)
        code.table[k] |= sets(levels[k]) ? mask : 0;
    }
  if (code.bitPlanes.size() > planesBefore)
    code.planeScale.push_back(scale);
}

/// Inputs of one value that is driven as 0 leave no plane, but a code has at least one.
static void addIdlePlaneIfNone(InputCode &code) {
  if (!code.planeScale.empty())
    return;
  code.planeScale = {1};
  code.bitPlanes = {{0, 1}};
}

namespace {

/// A value as one signed digit (-1, 0 or 1) a plane.
using PlaneDigits = llvm::SmallVector<int8_t, 18>;

/// Builds a code from the digits of every value of [lo, hi].
class CodeBuilder {
public:
  CodeBuilder(int32_t lo, int32_t hi, int32_t offset,
              llvm::function_ref<PlaneDigits(int64_t)> digitsOf) {
    assert(lo <= hi && hi - lo < (1 << 16) && "tables are built for inputs of up to 16 bits");
    code.inputLo = lo;
    code.offset = offset;
    for (int32_t x = lo; x <= hi; ++x)
      values.push_back(digitsOf(int64_t(x) + offset));
  }

  InputCode build(llvm::ArrayRef<int64_t> planeScales) {
    code.table.resize(values.size());
    std::vector<int32_t> levels(values.size());
    for (auto [plane, scale] : llvm::enumerate(planeScales)) {
      for (size_t k = 0; k < values.size(); ++k)
        levels[k] = values[k][plane];
      addDrivePlane(code, scale, levels);
    }
    addIdlePlaneIfNone(code);
    return std::move(code);
  }

private:
  InputCode code;
  std::vector<PlaneDigits> values;
};

/// Planes that hold the magnitudes of u for x in [lo, hi], and scales 1, 2, 4, ... of so many
/// planes.
unsigned magnitudeBits(int32_t lo, int32_t hi, int32_t offset) {
  int64_t first = int64_t(lo) + offset, last = int64_t(hi) + offset;
  return llvm::bit_width(static_cast<uint64_t>(std::max(std::abs(first), std::abs(last))));
}

llvm::SmallVector<int64_t> powersOfTwo(unsigned count) {
  llvm::SmallVector<int64_t> scales;
  for (unsigned bit = 0; bit < count; ++bit)
    scales.push_back(int64_t(1) << bit);
  return scales;
}

} // namespace

InputCode mlir::acim::binaryInputCode(int32_t lo, int32_t hi, int32_t offset) {
  assert(lo + offset >= 0 && "binary planes hold no sign");
  unsigned bits = magnitudeBits(lo, hi, offset);
  CodeBuilder builder(lo, hi, offset, [&](int64_t u) {
    PlaneDigits digits(bits);
    for (unsigned bit = 0; bit < bits; ++bit)
      digits[bit] = static_cast<int8_t>(u >> bit & 1);
    return digits;
  });
  return builder.build(powersOfTwo(bits));
}

InputCode mlir::acim::binaryInputCode(unsigned bits, int32_t lo) {
  return binaryInputCode(lo, lo + (1 << bits) - 1, -lo);
}

InputCode mlir::acim::twosComplementInputCode(int32_t lo, int32_t hi, int32_t offset) {
  unsigned bits = magnitudeBits(lo, hi, offset) + 1;
  CodeBuilder builder(lo, hi, offset, [&](int64_t u) {
    PlaneDigits digits(bits);
    for (unsigned bit = 0; bit < bits; ++bit)
      digits[bit] = static_cast<int8_t>(u >> bit & 1);
    return digits;
  });
  llvm::SmallVector<int64_t> scales = powersOfTwo(bits);
  scales.back() = -scales.back();
  return builder.build(scales);
}

InputCode mlir::acim::signMagnitudeInputCode(int32_t lo, int32_t hi, int32_t offset) {
  unsigned bits = magnitudeBits(lo, hi, offset);
  CodeBuilder builder(lo, hi, offset, [&](int64_t u) {
    PlaneDigits digits(bits);
    for (unsigned bit = 0; bit < bits; ++bit)
      digits[bit] = static_cast<int8_t>((std::abs(u) >> bit & 1) * (u < 0 ? -1 : 1));
    return digits;
  });
  return builder.build(powersOfTwo(bits));
}

InputCode mlir::acim::canonicalSignedInputCode(int32_t lo, int32_t hi, int32_t offset) {
  unsigned bits = magnitudeBits(lo, hi, offset) + 1;
  CodeBuilder builder(lo, hi, offset, [&](int64_t u) {
    PlaneDigits digits(bits);
    [[maybe_unused]] llvm::LogicalResult fits = nonAdjacentDigits(std::abs(u), 1, digits);
    assert(succeeded(fits) && "one more plane than the magnitude has bits always suffices");
    for (int8_t &digit : digits)
      digit = static_cast<int8_t>(u < 0 ? -digit : digit);
    return digits;
  });
  return builder.build(powersOfTwo(bits));
}

namespace {

/// Neighbouring planes that are driven at once.
struct PlaneGroup {
  int64_t scale;
  llvm::SmallVector<std::pair<size_t, int32_t>> members; ///< planes and the factors of their levels
};

} // namespace

/// Planes whose scales double from one to the next, at most `limit` together.
static llvm::SmallVector<PlaneGroup> gatherPlanes(llvm::ArrayRef<int64_t> scales, size_t limit) {
  llvm::SmallVector<PlaneGroup> groups;
  for (auto [plane, scale] : llvm::enumerate(scales)) {
    bool continues = plane > 0 && scale == 2 * scales[plane - 1];
    if (!continues || groups.back().members.size() == limit)
      groups.push_back({scale, {}});
    PlaneGroup &group = groups.back();
    group.members.push_back({plane, 1 << group.members.size()});
  }
  return groups;
}

InputCode mlir::acim::withMultiLevelDrivers(const InputCode &code, unsigned dacBits) {
  InputCode gathered;
  gathered.inputLo = code.inputLo;
  gathered.offset = code.offset;
  gathered.table.resize(code.table.size());
  for (const PlaneGroup &group : gatherPlanes(code.planeScale, dacBits)) {
    std::vector<int32_t> levels(code.table.size());
    for (auto [plane, factor] : group.members)
      for (size_t k = 0; k < levels.size(); ++k)
        levels[k] += factor * static_cast<int32_t>(driveLevel(code, code.table[k], plane));
    addDrivePlane(gathered, group.scale, levels);
  }
  addIdlePlaneIfNone(gathered);
  return gathered;
}
