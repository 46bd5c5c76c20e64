//===- GatedLayerTest.cpp - Counts of two passes against nested loops ----===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "RandomPlan.h"
#include "gtest/gtest.h"
#include <cstdlib>
#include <set>

using namespace mlir::acim;
using namespace mlir::acim::test;

namespace {

/// Counts the events of both passes one by one: every position, drive, activation, bit line.
class PlainPasses {
public:
  int64_t performed = 0, idle = 0, empty = 0, skipped = 0, gated = 0, driven = 0, converted = 0,
          idlePlanes = 0, events = 0, gatedEvents = 0, refinedPositions = 0;

  explicit PlainPasses(const GatedLayer &layer) : layer(layer), plan(layer.plan) {
    for (int64_t p = 0; p < layer.counts.positions; ++p) {
      bool anyOn = false;
      for (const CrossbarBlock &block : plan.blocks)
        for (const Drive &drive : drivesOf(plan, block)) {
          size_t firstRow = 0;
          for (size_t g = 0; g < block.rowGroups.size(); firstRow += block.rowGroups[g++]) {
            const Place place{p, block, drive, g, firstRow};
            visitFirst(place);
            for (size_t column = 0; column < block.columns.size(); column += block.columnGroup)
              anyOn |= visitSecond(place, column);
          }
        }
      refinedPositions += anyOn;
    }
  }

private:
  struct Place {
    int64_t position;
    const CrossbarBlock &block;
    const Drive &drive;
    size_t rowGroup, firstRow;
    size_t size() const { return block.columns.size(); }
    size_t endOf(size_t first) const { return std::min(first + block.columnGroup, size()); }
    bool skips(size_t column) const {
      return !block.skippedPlanes.empty() && (block.skippedPlanes[column] >> drive.front()) % 2;
    }
    bool isEmpty(size_t column) const {
      return block.ranges[rowGroup * block.columns.size() + column].bits == 0;
    }
  };
  using Columns = std::set<size_t>;

  bool isLow(const Place &place, size_t column) const {
    return std::abs(place.block.columns[column].scale) < 1 << plan.gate->lowBits;
  }
  bool isOn(const Place &place, size_t column) const {
    return layer.isOn(place.position, place.block, place.rowGroup,
                      place.block.columns[column].output);
  }
  bool isIdle(const Place &place) const {
    return place.block.skipsIdlePlanes &&
           activeRows(layer, place.block, place.firstRow, place.block.rowGroups[place.rowGroup],
                      place.position, place.drive) == 0;
  }

  void visitFirst(const Place &place) {
    Columns read;
    for (size_t column = 0; column < place.size(); ++column)
      if (!isLow(place, column))
        read.insert(column);
    int64_t activations = 0;
    for (size_t first = 0; first < place.size(); first += place.block.columnGroup)
      activations += activate(place, first, read, read);
    driveRows(place, 0, place.size(), activations, read);
  }

  /// Whether an output of the activation is refined.
  bool visitSecond(const Place &place, size_t first) {
    Columns low, read;
    for (size_t column = first; column < place.endOf(first); ++column)
      if (isLow(place, column)) {
        low.insert(column);
        if (isOn(place, column))
          read.insert(column);
        else
          leaveOut(place, column);
      }
    if (read.empty())
      return false;
    driveRows(place, first, place.endOf(first), activate(place, first, low, read), read);
    return true;
  }

  /// Reads some of the columns that an activation may read; whether it drives word lines.
  bool activate(const Place &place, size_t first, const Columns &programmed, const Columns &read) {
    bool drives = false, converts = false;
    for (size_t column = first; column < place.endOf(first); ++column) {
      if (programmed.count(column) != 0 && !place.skips(column)) {
        drives = true;
        converts |= !place.isEmpty(column);
      }
      if (read.count(column) != 0)
        convert(place, column);
    }
    (isIdle(place) ? idlePlanes : converted) += converts;
    return drives;
  }

  int64_t linesOf(const Place &place) const {
    return place.block.readout == Readout::Separate ? 2 : 1;
  }
  void convert(const Place &place, size_t column) {
    (place.isEmpty(column) ? empty
     : place.skips(column) ? skipped
     : isIdle(place)       ? idle
                           : performed) += linesOf(place);
  }
  void leaveOut(const Place &place, size_t column) {
    (place.isEmpty(column) ? empty : place.skips(column) ? skipped : gated) += linesOf(place);
  }

  /// Cells between the columns conduct; those that are not read are gated.
  void driveRows(const Place &place, size_t first, size_t end, int64_t activations,
                 const Columns &read) {
    if (activations == 0)
      return;
    for (int64_t k = 0; k < place.block.rowGroups[place.rowGroup]; ++k) {
      const size_t row = place.firstRow + k;
      int64_t lines = 0;
      for (size_t plane = 0; plane < place.drive.size(); ++plane)
        lines +=
            isDriven(plan, layer.input(place.position, place.block.group, place.block.rows[row]),
                     place.drive[plane])
            << plane;
      driven += lines * activations;
      for (size_t column = first; column < end; ++column) {
        const int64_t level = std::abs(place.block.digits[row * place.size() + column]);
        events += lines * level;
        if (read.count(column) == 0 || place.skips(column))
          gatedEvents += lines * level;
      }
    }
  }

  const GatedLayer &layer;
  const MvmPlan &plan;
};

class GatedLayerCosts : public testing::TestWithParam<unsigned> {};

} // namespace

TEST_P(GatedLayerCosts, EqualPlainLoops) {
  const GatedLayer layer = makeGatedLayer(GetParam());
  const LayerCounts counts = countLayer(layer.plan, layer.counts, layer.context);
  const PlainPasses plain(layer);
  EXPECT_EQ(counts.conversions(), plain.performed);
  EXPECT_EQ(counts.shiftAdds, plain.performed);
  EXPECT_EQ(counts.idleConversions, plain.idle);
  EXPECT_EQ(counts.emptyConversions, plain.empty);
  EXPECT_EQ(counts.skippedConversions, plain.skipped);
  EXPECT_EQ(counts.gatedConversions, plain.gated);
  EXPECT_EQ(counts.drivenRows, plain.driven);
  EXPECT_EQ(counts.convertedPlanes, plain.converted);
  EXPECT_EQ(counts.idlePlanes, plain.idlePlanes);
  EXPECT_EQ(counts.cellEvents(), plain.events);
  EXPECT_EQ(counts.skippedCellEvents(), plain.gatedEvents);
  EXPECT_EQ(counts.refinedPositions, plain.refinedPositions);
}

/// Every conversion of the layer without its gate is performed or has a reason not to be.
TEST_P(GatedLayerCosts, ConversionsAddUp) {
  GatedLayer layer = makeGatedLayer(GetParam());
  const LayerCounts counts = countLayer(layer.plan, layer.counts, layer.context);
  EXPECT_LE(counts.refinedOutputs, counts.gatedOutputs);
  EXPECT_LE(counts.refinedShare(), 1);
  layer.plan.gate.reset();
  const LayerCounts all = countLayer(layer.plan, layer.counts, layer.context);
  EXPECT_EQ(all.gatedConversions + all.gatedOutputs + all.refinedOutputs, 0);
  EXPECT_EQ(counts.conversions() + counts.idleConversions + counts.gatedConversions,
            all.conversions() + all.idleConversions);
  EXPECT_EQ(counts.emptyConversions, all.emptyConversions);
  EXPECT_EQ(counts.skippedConversions, all.skippedConversions);
}

/// With all masks on, both passes together convert what one would.
TEST_P(GatedLayerCosts, AnOpenGateConvertsAll) {
  GatedLayer layer = makeGatedLayer(GetParam());
  openGate(layer);
  const LayerCounts counts = countLayer(layer.plan, layer.counts, layer.context);
  EXPECT_EQ(counts.gatedConversions, 0);
  EXPECT_EQ(counts.refinedOutputs, counts.gatedOutputs);
  EXPECT_EQ(counts.refinedPositions, counts.positions);
  layer.plan.gate.reset();
  const LayerCounts all = countLayer(layer.plan, layer.counts, layer.context);
  EXPECT_EQ(counts.conversionsByBits, all.conversionsByBits);
  EXPECT_EQ(counts.idleConversions, all.idleConversions);
  EXPECT_EQ(counts.shiftAdds, all.shiftAdds);
}

/// The second pass takes time where it is run, and what it sends.
TEST_P(GatedLayerCosts, TimeAndTrafficFollowTheMasks) {
  GatedLayer layer = makeGatedLayer(GetParam());
  const LayerCounts some = countLayer(layer.plan, layer.counts, layer.context);
  openGate(layer);
  const LayerCounts open = countLayer(layer.plan, layer.counts, layer.context);
  EXPECT_EQ(some.profiles, open.profiles);
  EXPECT_EQ(some.secondProfiles, open.secondProfiles);
  EXPECT_LE(some.steps, open.steps);
  EXPECT_LE(some.busBits, open.busBits);
  EXPECT_LE(some.routerBits, open.routerBits);
  EXPECT_LE(some.digital.total(), open.digital.total());
  layer.plan.gate.reset();
  const LayerCounts plain = countLayer(layer.plan, layer.counts, layer.context);
  EXPECT_LE(plain.busBits, some.busBits);
  EXPECT_LE(plain.digital.total() + some.gatedOutputs, some.digital.total());
  EXPECT_EQ(plain.tileReads, some.tileReads);
}

INSTANTIATE_TEST_SUITE_P(Random, GatedLayerCosts, testing::Range(0u, 60u));
