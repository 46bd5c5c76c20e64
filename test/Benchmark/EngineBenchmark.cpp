//===- EngineBenchmark.cpp - MACs per second of the engines -------------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Layer shapes of ResNet-20: 8-bit inputs, 8-bit weights in sign-magnitude pairs of 2-bit cells,
// 128 rows. One thread; packing and counting of driven rows included. Encodings differ in how many
// planes they convert and in how many bits these are driven (signed planes: two), so
// "conversions/s" and "planes/s", bit planes met by bit lines, are what compares them.
//
//===----------------------------------------------------------------------===//

#include "TestPlans.h"
#include "acim/Engine/Engine.h"
#include "benchmark/benchmark.h"

using namespace mlir::acim;
using namespace mlir::acim::test;

namespace {

struct Layer {
  const char *name;
  int64_t groups, rows, outputs, positions;
};

constexpr Layer layers[] = {
    {"16x16 at 32x32", 1, 144, 16, 1024},     {"32x32 at 16x16", 1, 288, 32, 256},
    {"64x64 at 8x8", 1, 576, 64, 64},         {"depthwise 64 at 25x5", 64, 9, 1, 125},
    {"pointwise 64 at 25x5", 1, 64, 64, 125},
};

/// Inputs of a trained network are small: half are zero, the rest mostly below 16 (of 255).
std::vector<int16_t> sparseInputs(const MvmPlan &plan, int64_t positions, std::mt19937 &random) {
  std::vector<int16_t> inputs(positions * plan.groups * plan.rows, -128);
  for (int16_t &input : inputs)
    if (random() % 2)
      input = static_cast<int16_t>(-128 + (random() % 16) * (random() % 16));
  return inputs;
}

void runLayer(benchmark::State &state, const Layer &layer, PlanSpec spec, EngineKind kind,
              int64_t tile) {
  std::mt19937 random(1);
  spec.groups = layer.groups;
  spec.rows = layer.rows;
  spec.outputs = layer.outputs;
  const MvmPlan plan = makePlan(spec, randomWeights(spec, random));
  const std::unique_ptr<Engine> engine = llvm::cantFail(createEngine(plan, kind));
  const int64_t positions = std::min(layer.positions, tile);
  const std::vector<int16_t> inputs = sparseInputs(plan, positions, random);
  std::vector<int64_t> outputs(positions * plan.groups * plan.outputs);
  MvmCounts counts;
  for (auto _ : state) {
    engine->run(inputs, positions, outputs, counts);
    benchmark::DoNotOptimize(outputs.data());
  }
  auto rate = [&](const char *name, int64_t countPerPosition) {
    state.counters[name] = benchmark::Counter(static_cast<double>(positions * countPerPosition) *
                                                  static_cast<double>(state.iterations()),
                                              benchmark::Counter::kIsRate);
  };
  rate("MAC/s", layer.groups * layer.rows * layer.outputs);
  int64_t bitLines = 0, conversions = 0;
  for (const CrossbarBlock &block : plan.blocks) {
    const auto ranges = static_cast<int64_t>(block.ranges.size());
    bitLines += ranges;
    conversions += ranges * static_cast<int64_t>(plan.numDrives(block));
  }
  rate("conversions/s", conversions);
  rate("planes/s", bitLines * static_cast<int64_t>(plan.input.bitPlanes.size()));
}

void addBenchmarks(const char *engine, const PlanSpec &spec, EngineKind kind) {
  for (const Layer &layer : layers)
    for (int64_t tile : {64, 1024}) {
      const std::string name =
          std::string(engine) + "/" + layer.name + "/tile " + std::to_string(tile);
      benchmark::RegisterBenchmark(
          name.c_str(), [=](benchmark::State &state) { runLayer(state, layer, spec, kind, tile); });
    }
}

/// Every encoding of weights and of inputs, and planes driven at once, beside the plain ones.
void addEncodings(PlanSpec plain) {
  auto add = [](const std::string &name, const PlanSpec &spec) {
    for (const Layer &layer : {layers[2], layers[3]})
      benchmark::RegisterBenchmark(
          ("bit-plane, 6 bits, " + name + "/" + layer.name).c_str(),
          [=](benchmark::State &state) { runLayer(state, layer, spec, EngineKind::BitPlane, 64); });
  };
  add("sign-magnitude weights, binary inputs", plain);
  PlanSpec spec = plain;
  spec.weightBits = 8;
  for (auto [name, encoding] : {std::pair("sce", WeightEncoding::Segmented),
                                {"naf", WeightEncoding::NonAdjacent},
                                {"min_cost", WeightEncoding::Cheapest}}) {
    spec.encoding = encoding;
    add(std::string(name) + " weights", spec);
  }
  spec = plain;
  spec.input = signMagnitudeInputCode(-128, 127, 0);
  add("sign planes", spec);
  spec.input = canonicalSignedInputCode(-128, 127, 128);
  add("csd inputs", spec);
  for (int32_t planes : {2, 3}) {
    spec = plain;
    spec.planesPerDrive = planes;
    add(std::to_string(planes) + " planes a drive", spec);
  }
  spec = plain;
  spec.boundsByActiveRows = true;
  add("bounded by active rows", spec);
}

} // namespace

int main(int argc, char **argv) {
  PlanSpec spec;
  spec.weightBits = 7;
  addBenchmarks("algebraic", spec, EngineKind::Algebraic);
  addBenchmarks("bit-plane, 10 bits", spec, EngineKind::BitPlane);
  spec.range = {-32, 6, 0};
  addBenchmarks("bit-plane, 6 bits", spec, EngineKind::BitPlane);
  addEncodings(spec);
  spec.activeRows = 16;
  addBenchmarks("bit-plane, 6 bits, 16 rows", spec, EngineKind::BitPlane);
  spec.activeRows = 9;
  addBenchmarks("bit-plane, 6 bits, 9 rows", spec, EngineKind::BitPlane);
  spec.activeRows = 128;
  spec.input = canonicalSignedInputCode(-128, 127, 128);
  addBenchmarks("bit-plane, 6 bits, signed-digit inputs", spec, EngineKind::BitPlane);
  benchmark::Initialize(&argc, argv);
  benchmark::RunSpecifiedBenchmarks();
  return 0;
}
