//===- BitPlaneEngine.cpp - Every conversion, from packed planes --------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "BitPlaneEngine.h"
#include "ConversionUnits.h"
#include "acim/Mapping/InputSums.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/MathExtras.h"
#include <algorithm>
#include <map>
#include <numeric>

using namespace mlir::acim;

namespace {

/// Neighbouring lane sums that go to neighbouring outputs.
struct SumRun {
  size_t firstSum, firstOutput, size;
};

/// A summed input as runs of neighbours, for all outputs of a position.
struct SummedInput {
  struct Run {
    size_t first, size;
  };
  std::vector<Run> runs;
  int64_t offsets; ///< of all its rows together
  std::vector<std::pair<size_t, int64_t>> scales;
};

SummedInput prepare(const InputSum &sum, const MvmPlan &plan) {
  SummedInput result{{}, int64_t(plan.input.offset) * static_cast<int64_t>(sum.rows.size()), {}};
  for (int32_t row : sum.rows) {
    const size_t input = sum.group * plan.rows + row;
    if (result.runs.empty() || result.runs.back().first + result.runs.back().size != input)
      result.runs.push_back({input, 0});
    ++result.runs.back().size;
  }
  for (auto [output, scale] : sum.scales)
    result.scales.emplace_back(sum.group * plan.outputs + output, scale);
  return result;
}

/// Buffers of one call of `run`.
struct Scratch {
  InputCodes codes;
  std::vector<uint64_t> planes;
  std::vector<int64_t> sums;
};

class BitPlaneEngine : public Engine {
public:
  explicit BitPlaneEngine(const MvmPlan &plan);

  EngineKind kind() const override { return EngineKind::BitPlane; }
  void run(llvm::ArrayRef<int16_t> inputs, int64_t positions,
           llvm::MutableArrayRef<int64_t> outputs, MvmCounts &counts) const override;

private:
  llvm::SmallVector<size_t> orderPlanes() const;
  const UnitContext &contextOf(int32_t planesPerDrive, llvm::ArrayRef<size_t> planeOrder);
  size_t allocateSums(const LaneSet &set);
  void addSumRuns(const LaneSet &set, size_t firstSum);
  size_t chunkPositions() const;

  void convertChunk(Scratch &scratch, size_t first, size_t positions, int64_t *outputs,
                    MvmCounts &counts) const;
  void startOutputs(llvm::ArrayRef<int16_t> inputs, size_t positions, int64_t *outputs) const;

  const MvmPlan &plan;
  InputStage stage;
  size_t inputsPerPosition, outputsPerPosition;
  PlaneLayout layout;
  std::map<int32_t, UnitContext> contexts; ///< by planes per drive
  std::vector<SummedInput> summedInputs;
  std::vector<ConversionUnit> units;
  size_t numSums = 0; ///< lane sums of a position
  std::map<std::vector<int64_t>, size_t> sumsOfOutputs;
  std::vector<SumRun> sumRuns;
};

BitPlaneEngine::BitPlaneEngine(const MvmPlan &plan)
    : plan(plan), stage(plan), inputsPerPosition(plan.groups * plan.rows),
      outputsPerPosition(plan.groups * plan.outputs) {
  const llvm::SmallVector<size_t> planeOrder = orderPlanes();
  for (const LaneSet &set : buildLaneSets(plan)) {
    const UnitContext &context = contextOf(set.planesPerDrive(), planeOrder);
    const size_t firstSum = allocateSums(set);
    for (size_t rowGroup = 0; rowGroup < set.rowGroups().size(); ++rowGroup)
      for (size_t line = 0; line < set.numLines(); ++line)
        for (ConversionUnit &unit : buildUnits(context, set, rowGroup, line, layout)) {
          unit.firstSum = firstSum;
          units.push_back(std::move(unit));
        }
  }
  llvm::SmallVector<size_t> places(planeOrder.size());
  for (auto [place, plane] : llvm::enumerate(planeOrder))
    places[plane] = place;
  layout.finish(places);
  for (const InputSum &sum : inputSumsOf(plan))
    summedInputs.push_back(prepare(sum, plan));
}

/// The bit planes ordered by their drive planes, which is also by drives.
llvm::SmallVector<size_t> BitPlaneEngine::orderPlanes() const {
  const std::vector<InputBitPlane> &planes = plan.input.bitPlanes;
  llvm::SmallVector<size_t> order(planes.size());
  std::iota(order.begin(), order.end(), 0);
  llvm::sort(order, [&](size_t a, size_t b) {
    return std::pair(planes[a].drivePlane, a) < std::pair(planes[b].drivePlane, b);
  });
  return order;
}

const UnitContext &BitPlaneEngine::contextOf(int32_t planesPerDrive,
                                             llvm::ArrayRef<size_t> planeOrder) {
  return contexts.try_emplace(planesPerDrive, plan, planesPerDrive, planeOrder).first->second;
}

/// Lane sets of the same outputs, such as slices of the rows, add to the same sums.
size_t BitPlaneEngine::allocateSums(const LaneSet &set) {
  std::vector<int64_t> outputs;
  bool shareable = true;
  for (const Lane &lane : set.lanes) {
    shareable &= lane.output != BlockColumn::allOutputs;
    outputs.push_back(lane.block->group * plan.outputs + lane.output);
  }
  if (shareable)
    if (auto found = sumsOfOutputs.find(outputs); found != sumsOfOutputs.end())
      return found->second;
  const size_t firstSum = numSums;
  // Units of any lane width write whole blocks of lanes, most of them for 2-byte words.
  numSums += llvm::alignTo(set.lanes.size(), kernels::laneBlockBytes / sizeof(uint16_t));
  if (shareable)
    sumsOfOutputs.emplace(std::move(outputs), firstSum);
  addSumRuns(set, firstSum);
  return firstSum;
}

void BitPlaneEngine::addSumRuns(const LaneSet &set, size_t firstSum) {
  auto add = [&](size_t sum, size_t output) {
    if (!sumRuns.empty() && sumRuns.back().firstSum + sumRuns.back().size == sum &&
        sumRuns.back().firstOutput + sumRuns.back().size == output)
      ++sumRuns.back().size;
    else
      sumRuns.push_back({sum, output, 1});
  };
  for (size_t lane = 0; lane < set.lanes.size(); ++lane) {
    const Lane &from = set.lanes[lane];
    for (const Lane &to : set.lanes) {
      const bool feeds = from.output == BlockColumn::allOutputs
                             ? to.block == from.block && to.output != BlockColumn::allOutputs
                             : &to == &from;
      if (feeds)
        add(firstSum + lane, to.block->group * plan.outputs + to.output);
    }
  }
}

/// Positions whose planes and sums stay in the cache together.
size_t BitPlaneEngine::chunkPositions() const {
  constexpr size_t cacheBytes = 64 * 1024;
  const size_t bytes = (layout.positionWords() + numSums) * sizeof(uint64_t);
  return std::clamp<size_t>(cacheBytes / std::max<size_t>(1, bytes), 8, kernels::maxUnitPositions);
}

void BitPlaneEngine::run(llvm::ArrayRef<int16_t> inputs, int64_t positions,
                         llvm::MutableArrayRef<int64_t> outputs, MvmCounts &counts) const {
  const auto count = static_cast<size_t>(positions);
  const size_t staged = std::min(stage.chunkPositions(), count);
  const size_t chunk = std::min(chunkPositions(), count);
  Scratch scratch{InputCodes(stage.slices(), inputsPerPosition, staged),
                  std::vector<uint64_t>(chunk * layout.positionWords()),
                  std::vector<int64_t>(chunk * numSums)};
  stage.startCounts(positions, counts);
  startOutputs(inputs, count, outputs.data());
  for (size_t p = 0; p < count; p += staged) {
    const size_t size = std::min(staged, count - p);
    stage.encode(inputs.slice(p * inputsPerPosition, size * inputsPerPosition), scratch.codes);
    stage.countRows(scratch.codes, size, counts);
    for (size_t first = 0; first < size; first += chunk)
      convertChunk(scratch, first, std::min(chunk, size - first),
                   outputs.data() + (p + first) * outputsPerPosition, counts);
  }
}

/// outputs = initial + what the summed inputs add.
void BitPlaneEngine::startOutputs(llvm::ArrayRef<int16_t> inputs, size_t positions,
                                  int64_t *outputs) const {
  for (size_t p = 0; p < positions; ++p, outputs += outputsPerPosition) {
    llvm::copy(plan.initial, outputs);
    llvm::ArrayRef<int16_t> raw = inputs.slice(p * inputsPerPosition, inputsPerPosition);
    for (const SummedInput &input : summedInputs) {
      int64_t sum = input.offsets;
      for (auto [first, size] : input.runs)
        sum = std::accumulate(raw.begin() + first, raw.begin() + first + size, sum);
      for (auto [output, scale] : input.scales)
        outputs[output] += scale * sum;
    }
  }
}

void BitPlaneEngine::convertChunk(Scratch &scratch, size_t first, size_t positions,
                                  int64_t *outputs, MvmCounts &counts) const {
  layout.pack(scratch.codes, first, positions, scratch.planes.data());
  llvm::fill(scratch.sums, 0);
  for (const ConversionUnit &unit : units)
    for (auto [step, size] : unit.runs)
      counts.clippedConversions += kernels::convertUnit(
          unit.view,
          {scratch.planes.data() + step * layout.planeWords(), layout.planeWords(),
           layout.positionWords(), unit.context->steps.data() + step, size, positions},
          scratch.sums.data() + unit.firstSum, numSums);
  for (size_t p = 0; p < positions; ++p)
    for (const SumRun &run : sumRuns) {
      const int64_t *sum = &scratch.sums[p * numSums + run.firstSum];
      int64_t *output = outputs + p * outputsPerPosition + run.firstOutput;
      for (size_t k = 0; k < run.size; ++k)
        output[k] += sum[k];
    }
}

} // namespace

std::unique_ptr<Engine> mlir::acim::createBitPlaneEngine(const MvmPlan &plan) {
  return std::make_unique<BitPlaneEngine>(plan);
}
