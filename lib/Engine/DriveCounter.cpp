//===- DriveCounter.cpp - Counts drives by their active rows ------------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "DriveCounter.h"
#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/bit.h"
#include <array>

using namespace mlir::acim;

/// The inputs of a position that drive the rows first .. first + count - 1 of a block, sorted.
static std::vector<size_t> bytesOf(const MvmPlan &plan, const CrossbarBlock &block, size_t first,
                                   size_t count) {
  std::vector<size_t> bytes;
  for (int32_t row : llvm::ArrayRef(block.rows).slice(first, count))
    bytes.push_back(block.group * plan.rows + row);
  llvm::sort(bytes);
  return bytes;
}

static std::vector<kernels::ByteRun> runsOf(llvm::ArrayRef<size_t> sortedBytes) {
  std::vector<kernels::ByteRun> runs;
  for (size_t byte : sortedBytes) {
    if (!runs.empty() && runs.back().first + runs.back().size == byte)
      ++runs.back().size;
    else
      runs.push_back({static_cast<uint32_t>(byte), 1});
  }
  return runs;
}

static std::vector<uint32_t> bitsOf(const InputCode &code) {
  std::vector<uint32_t> bits(code.planeScale.size());
  for (auto [t, plane] : llvm::enumerate(code.bitPlanes))
    if (plane.coefficient != 0)
      bits[plane.drivePlane] |= uint32_t(1) << t;
  return bits;
}

DriveCounter::DriveCounter(const MvmPlan &plan) : numSlices(InputCodes::slicesOf(plan.input)) {
  const std::vector<size_t> offsets = plan.activityOffsets();
  numCounters = offsets.back();
  size_t firstRowGroup = 0;
  for (const CrossbarBlock &block : plan.blocks) {
    const size_t size = block.rowGroups.size();
    if (block.skipsIdlePlanes || block.boundsByActiveRows)
      addBlock(plan, block, llvm::ArrayRef(offsets).slice(firstRowGroup, size));
    firstRowGroup += size;
  }
}

void DriveCounter::addBlock(const MvmPlan &plan, const CrossbarBlock &block,
                            llvm::ArrayRef<size_t> targets) {
  auto [bits, isNew] = bitsOfDrives.try_emplace(block.planesPerDrive);
  if (isNew)
    bits->second = bitsOf(gatherDrives(plan.input, block.planesPerDrive));
  size_t firstRow = 0;
  for (auto [g, size] : llvm::enumerate(block.rowGroups)) {
    std::vector<size_t> bytes = bytesOf(plan, block, firstRow, size);
    const size_t counters = block.activityCounters(g);
    std::vector<kernels::ByteRun> runs = runsOf(bytes);
    auto [entry, inserted] =
        known.try_emplace({std::move(bytes), block.planesPerDrive, counters}, rowGroups.size());
    if (inserted)
      rowGroups.push_back({std::move(runs), &bits->second, counters, {}});
    rowGroups[entry->second].targets.push_back(targets[g]);
    firstRow += size;
  }
}

void DriveCounter::count(const InputCodes &codes, size_t positions, MvmCounts &counts) const {
  for (const Rows &rows : rowGroups)
    if (rows.activityCounters == 1)
      countIdle(rows, codes, positions, counts);
    else
      countActive(rows, codes, positions, counts);
}

/// A drive is idle where no input has one of its bits.
void DriveCounter::countIdle(const Rows &rows, const InputCodes &codes, size_t positions,
                             MvmCounts &counts) const {
  std::array<uint8_t, kernels::maxCountedPositions> ors;
  std::array<uint32_t, kernels::maxCountedPositions> bits{};
  for (size_t slice = 0; slice < numSlices; ++slice) {
    kernels::orBytes(rows.runs.data(), rows.runs.size(), codes.slice(slice), positions,
                     codes.bytesPerPosition(), ors.data());
    for (size_t p = 0; p < positions; ++p)
      bits[p] |= uint32_t(ors[p]) << (slice * InputCodes::bitsPerSlice);
  }
  for (auto [drive, mask] : llvm::enumerate(*rows.bitsOfDrives)) {
    uint32_t idle = 0;
    for (size_t p = 0; p < positions; ++p)
      idle += (bits[p] & mask) == 0;
    for (size_t target : rows.targets)
      counts.drivesByActiveRows[target + drive] += idle;
  }
}

/// Rows are driven with levels -1, 0 and 1 here, so an active row has exactly one of a drive's
/// bits.
void DriveCounter::countActive(const Rows &rows, const InputCodes &codes, size_t positions,
                               MvmCounts &counts) const {
  constexpr size_t bitsPerSlice = InputCodes::bitsPerSlice;
  std::vector<uint32_t> ones(numSlices * positions * bitsPerSlice);
  auto onesOf = [&](size_t position, size_t bit) {
    return ones[(bit / bitsPerSlice * positions + position) * bitsPerSlice + bit % bitsPerSlice];
  };
  for (size_t slice = 0; slice < numSlices; ++slice)
    kernels::countOnes(rows.runs.data(), rows.runs.size(), codes.slice(slice), positions,
                       codes.bytesPerPosition(), &ones[slice * positions * bitsPerSlice]);
  std::vector<uint32_t> drives(rows.activityCounters);
  for (auto [drive, mask] : llvm::enumerate(*rows.bitsOfDrives)) {
    llvm::fill(drives, 0);
    for (size_t p = 0; p < positions; ++p) {
      uint32_t active = 0;
      for (uint32_t bits = mask; bits != 0; bits &= bits - 1)
        active += onesOf(p, llvm::countr_zero(bits));
      ++drives[active];
    }
    for (size_t target : rows.targets)
      for (size_t k = 0; k < drives.size(); ++k)
        counts.drivesByActiveRows[target + drive * drives.size() + k] += drives[k];
  }
}
