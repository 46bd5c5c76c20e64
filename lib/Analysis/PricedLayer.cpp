//===- PricedLayer.cpp - What decisions about a layer would cost ---------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "acim/Analysis/PricedLayer.h"

#include "acim/Analysis/InputRanges.h"
#include "acim/Cost/Ledger.h"
#include "acim/Cost/Schedule.h"
#include "acim/Dialect/Acim/IR/Statistics.h"
#include "acim/Engine/Engine.h"
#include "acim/Mapping/PlanChecks.h"
#include "llvm/Support/MathExtras.h"
#include <numeric>
#include <set>

using namespace mlir;
using namespace mlir::acim;

llvm::MapVector<Operation *, SmallVector<MvmOp>> acim::productsByWeights(ModuleOp module) {
  llvm::MapVector<Operation *, SmallVector<MvmOp>> products;
  SymbolTableCollection symbols;
  module.walk([&](MvmOp mvm) {
    products[symbols.lookupNearestSymbolFrom<WeightsOp>(mvm, mvm.getWeightsAttr())].push_back(mvm);
  });
  return products;
}

//===----------------------------------------------------------------------===//
// Inputs
//===----------------------------------------------------------------------===//

/// A random number for each counter (SplitMix64: Steele, Lea, Flood, OOPSLA 2014).
static uint64_t randomOf(uint64_t counter) {
  uint64_t z = (counter + 1) * 0x9e3779b97f4a7c15;
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
  z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
  return z ^ (z >> 31);
}

/// An input as PricedLayer::create describes them.
static int16_t assumedInput(uint64_t counter, unsigned bits, int64_t zeroPoint) {
  const uint64_t random = randomOf(counter);
  const unsigned halvings = std::min<unsigned>(llvm::countl_zero(random | 1), bits - 1);
  const int64_t largest = std::max<int64_t>((int64_t(1) << bits) / 4 >> halvings, 1);
  const int64_t magnitude = int64_t(random >> 1 & 0xffff) * largest >> 16;
  return static_cast<int16_t>(std::clamp<int64_t>(zeroPoint + (random & 1 ? magnitude : -magnitude),
                                                  llvm::minIntN(bits), llvm::maxIntN(bits)));
}

/// Samples x width inputs of a layer that nobody calibrated.
static std::vector<int16_t> assumedColumns(int64_t width, MvmOp product) {
  constexpr int64_t samples = 64;
  const auto type = cast<ShapedType>(product.getColumns().getType());
  const int64_t zeroPoint = zeroPointOf(product);
  std::vector<int16_t> columns(samples * width);
  for (auto [counter, input] : llvm::enumerate(columns))
    input = assumedInput(counter, type.getElementTypeBitWidth(), zeroPoint);
  return columns;
}

FailureOr<PricedLayer> PricedLayer::create(WeightsOp weights, ArrayRef<MvmOp> products,
                                           const HardwareModel &hardware) {
  FailureOr<LayerValues> values = valuesOf(weights);
  FailureOr<std::optional<LayerStatistics>> statistics = statisticsOf(weights);
  if (failed(values) || failed(statistics))
    return failure();
  PricedLayer layer(std::move(*values), hardware);
  layer.name = weights.getSymName().str();
  MvmOp product = products.front();
  auto columns = cast<ShapedType>(product.getColumns().getType());
  layer.positions = 0;
  for (MvmOp user : products)
    layer.positions += cast<ShapedType>(user.getColumns().getType()).getDimSize(0);
  layer.inputBits = columns.getElementTypeBitWidth();
  layer.accumulatorBits = cast<ShapedType>(product.getType()).getElementTypeBitWidth();
  auto gather = product.getColumns().getDefiningOp<Im2ColOp>();
  layer.inputElements =
      cast<ShapedType>(gather ? gather.getInput().getType() : Type(columns)).getNumElements();
  layer.calibrated = statistics->has_value() && !(*statistics)->columns.empty();
  layer.inputs = layer.calibrated
                     ? std::move((*statistics)->columns)
                     : assumedColumns(weights.getGroups() * weights.getRows(), product);
  if (std::optional<InputsAttr> driven = weights.getInputs()) {
    const SumRange range = inputRangeOf(*driven);
    for (int16_t &input : layer.inputs)
      input = static_cast<int16_t>(std::clamp<int64_t>(input, range.lo, range.hi));
  }
  return layer;
}

//===----------------------------------------------------------------------===//
// Prices
//===----------------------------------------------------------------------===//

std::vector<double> acim::conversionPrices(const HardwareModel &hardware, unsigned mostBits) {
  std::vector<double> prices{0};
  for (unsigned bits = 1; bits <= mostBits; ++bits) {
    std::optional<UnitValue> converter = hardware.adc.conversionEnergy(bits);
    if (!converter)
      break;
    prices.push_back(converter->value + hardware.shiftAddEnergyPerConversion.value +
                     hardware.control.samplePerConversion.value +
                     hardware.control.columnSelectPerConversion.value);
  }
  return prices;
}

/// Each sample stands for all positions of one inference.
MvmCounts PricedLayer::countsOf(const MvmPlan &plan) const {
  MvmCounts counts = countDrives(plan, inputs, samples());
  counts.repeat(positions);
  return counts;
}

LayerContext PricedLayer::contextOf(const MvmPlan &plan) const {
  LayerContext context;
  context.inferences = samples();
  const int64_t crossbars = plan.blocks.back().crossbar + 1;
  for (int64_t crossbar = 0; crossbar < crossbars; ++crossbar)
    context.tileOfCrossbar.push_back(crossbar / hardware->array.crossbarsPerTile);
  context.arrayRows = hardware->array.rows;
  context.arrayColumns = hardware->array.columns;
  context.maxActiveRows = hardware->array.maxActiveRows;
  context.maxActiveColumns = hardware->array.maxActiveColumns;
  context.inputElements = inputElements;
  context.inputBits = inputBits;
  context.accumulatorBits = context.outputBits = accumulatorBits;
  return context;
}

llvm::Expected<ProgramCounts> PricedLayer::count(const LayerMatrix &matrix,
                                                 const LayerMapping &mapping) const {
  llvm::Expected<MvmPlan> plan = placeLayer(matrix, mapping);
  if (!plan)
    return plan.takeError();
  plan->name = name;
  ProgramCounts counts;
  counts.inferences = samples();
  counts.layers.push_back(countLayer(*plan, countsOf(*plan), contextOf(*plan)));
  return counts;
}

static double sumOf(ArrayRef<StaticPart> parts) {
  return std::accumulate(parts.begin(), parts.end(), 0.0,
                         [](double sum, const StaticPart &part) { return sum + part.value.value; });
}

Leakage PricedLayer::leakageOf(const ProgramCounts &counts) const {
  const double crossbars = double(counts.layers.front().crossbars);
  const double tiles = crossbars / double(hardware->array.crossbarsPerTile);
  return {crossbars * sumOf(hardware->leakage.perCrossbar) +
              tiles * sumOf(hardware->leakage.perTile),
          schedule(counts, *hardware).latency};
}

llvm::Expected<Leakage> PricedLayer::leakage(const LayerMapping &mapping) const {
  llvm::Expected<ProgramCounts> counts = count(matrix(), mapping);
  if (!counts)
    return counts.takeError();
  return leakageOf(*counts);
}

llvm::Expected<double> PricedLayer::price(const LayerMatrix &matrix,
                                          const LayerMapping &mapping) const {
  llvm::Expected<ProgramCounts> counts = count(matrix, mapping);
  if (!counts)
    return counts.takeError();
  llvm::Expected<Ledger> ledger = mlir::acim::price(*counts, *hardware);
  if (!ledger)
    return ledger.takeError();
  const Leakage own = leakageOf(*counts);
  return ledger->total() - ledger->totalOf(Component::Leakage) +
         (rest.watts + own.watts) * (rest.seconds + own.seconds) - rest.watts * rest.seconds;
}

llvm::Expected<LayerActivity> PricedLayer::activity(const LayerMapping &mapping) const {
  llvm::Expected<MvmPlan> plan = placeLayer(matrix(), mapping);
  if (!plan)
    return plan.takeError();
  MvmCounts counts = countsOf(*plan);
  LayerCounts layer = countLayer(*plan, counts, contextOf(*plan));
  LayerActivity activity;
  const double all = double(counts.positions);
  activity.drivesPerRow =
      double(std::accumulate(counts.activeRows.begin(), counts.activeRows.end(), int64_t(0))) /
      (all * double(plan->groups * plan->rows));
  activity.conversionsPerColumn = double(plan->input.planeScale.size()) * (1 - layer.idleShare());
  return activity;
}

std::vector<double> PricedLayer::conversionsByPlane(const MvmPlan &plan) const {
  const MvmCounts counts = countsOf(plan);
  const std::vector<size_t> offsets = plan.activityOffsets();
  std::vector<double> conversions;
  size_t counter = 0;
  for (const CrossbarBlock &block : plan.blocks)
    for (size_t rowGroup = 0; rowGroup < block.rowGroups.size(); ++rowGroup, ++counter)
      for (size_t drive = 0; drive < plan.numDrives(block); ++drive) {
        int64_t performed = counts.positions;
        if (block.skipsIdlePlanes)
          performed -=
              counts
                  .drivesByActiveRows[offsets[counter] + drive * block.activityCounters(rowGroup)];
        conversions.push_back(double(performed) / double(samples()));
      }
  return conversions;
}

llvm::Expected<LayerDrives> PricedLayer::drives(const LayerMapping &mapping) const {
  llvm::Expected<MvmPlan> plan = placeLayer(matrix(), mapping);
  if (!plan)
    return plan.takeError();
  const MvmCounts counts = countsOf(*plan);
  const double inferences = double(samples());
  LayerDrives result;
  result.perRow.resize(plan->groups * plan->rows);
  for (auto [index, count] : llvm::enumerate(counts.activeRows)) {
    const int64_t row = int64_t(index) % plan->rows;
    const int64_t group = int64_t(index) / (plan->rows * int64_t(plan->input.planeScale.size()));
    result.perRow[group * plan->rows + row] += double(count) / inferences;
  }
  result.rowGroups.resize(plan->groups);
  const std::vector<double> conversions = conversionsByPlane(*plan);
  std::set<std::pair<int32_t, int32_t>> seen; // slices of rows, once for all slices of outputs
  const double *next = conversions.data();
  for (const CrossbarBlock &block : plan->blocks) {
    const bool isNew = seen.insert({block.group, block.rows.front()}).second;
    const SumRange levels = driveLevels(gatherDrives(plan->input, block.planesPerDrive));
    for (int32_t size : block.rowGroups) {
      const double *first = next;
      next += plan->numDrives(block);
      if (isNew)
        result.rowGroups[block.group].push_back({size, std::accumulate(first, next, 0.0), levels});
    }
  }
  return result;
}
