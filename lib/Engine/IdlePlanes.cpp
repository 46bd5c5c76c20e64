//===- IdlePlanes.cpp - Counts drive planes without an active row -------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "IdlePlanes.h"
#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/STLExtras.h"
#include <array>
#include <map>

using namespace mlir::acim;

/// The inputs of a position that drive the rows first .. first + count - 1 of a block, sorted.
static std::vector<size_t> bytesOf(const MvmPlan &plan, const CrossbarBlock &block, size_t first,
                                   size_t count) {
  std::vector<size_t> bytes;
  for (int32_t row : llvm::ArrayRef(block.rows).slice(first, count))
    bytes.push_back(block.group * plan.rows + row);
  llvm::sort(bytes);
  bytes.erase(llvm::unique(bytes), bytes.end());
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

IdlePlanes::IdlePlanes(const MvmPlan &plan)
    : numSlices(InputCodes::slicesOf(plan.input)), planeBits(plan.input.planeScale.size()) {
  for (auto [t, plane] : llvm::enumerate(plan.input.bitPlanes))
    if (plane.coefficient != 0)
      planeBits[plane.drivePlane] |= uint32_t(1) << t;
  std::map<std::vector<size_t>, size_t> known;
  const std::vector<size_t> offsets = plan.idlePlaneOffsets();
  numCounts = offsets.back();
  for (auto [b, block] : llvm::enumerate(plan.blocks)) {
    if (!block.skipsIdlePlanes)
      continue;
    size_t firstRow = 0, target = offsets[b];
    for (int32_t size : block.rowGroups) {
      std::vector<size_t> bytes = bytesOf(plan, block, firstRow, size);
      auto [entry, inserted] = known.try_emplace(std::move(bytes), rowGroups.size());
      if (inserted)
        rowGroups.push_back({runsOf(entry->first), {}});
      rowGroups[entry->second].targets.push_back(target);
      firstRow += size;
      target += planeBits.size();
    }
  }
}

void IdlePlanes::count(const InputCodes &codes, size_t positions, MvmCounts &counts) const {
  std::array<uint8_t, kernels::maxCountedPositions> ors;
  for (const Rows &rows : rowGroups) {
    std::array<uint32_t, kernels::maxCountedPositions> bits{};
    for (size_t slice = 0; slice < numSlices; ++slice) {
      kernels::orBytes(rows.runs.data(), rows.runs.size(), codes.slice(slice), positions,
                       codes.bytesPerPosition(), ors.data());
      for (size_t p = 0; p < positions; ++p)
        bits[p] |= uint32_t(ors[p]) << (slice * InputCodes::bitsPerSlice);
    }
    for (size_t plane = 0; plane < planeBits.size(); ++plane) {
      const uint32_t mask = planeBits[plane];
      uint32_t idle = 0;
      for (size_t p = 0; p < positions; ++p)
        idle += (bits[p] & mask) == 0;
      for (size_t target : rows.targets)
        counts.idlePlanes[target + plane] += idle;
    }
  }
}
