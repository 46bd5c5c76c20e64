//===- ClipSelectionTest.cpp - Converter settings that clip what counts little ===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "acim/Quantize/ClipSelection.h"
#include "acim/Mapping/PlaceLayer.h"
#include "acim/Mapping/PlanChecks.h"
#include <cmath>
#include <gtest/gtest.h>
#include <map>
#include <random>

using namespace mlir::acim;

namespace {

/// A layer in 2-bit cells with the fewest bits for each bit line, and inputs most of which are
/// small.
class ClipSelectionTest : public testing::Test {
protected:
  static constexpr int64_t rows = 40, outputs = 3, samples = 64;

  void SetUp() override {
    std::mt19937 random(5);
    for (int64_t k = 0; k < rows * outputs; ++k)
      weights.push_back(int64_t(random() % 255) - 127);
    for (int64_t k = 0; k < samples * rows; ++k)
      inputs.push_back(int16_t(random() % 4 ? random() % 12 : random() % 256) - 128);
    mapping.digits = segmentedCode(8, 2, 2);
    mapping.input = binaryInputCode(8, -128);
    mapping.maxActiveRows = 16;
    mapping.converters.rule = ConverterRule::Proven;
    mapping.converters.bits = 10;
  }

  ClipProblem problem() {
    llvm::Expected<MvmPlan> placed =
        placeLayer({1, outputs, rows, weights, std::vector<int64_t>(outputs)}, mapping);
    plan = llvm::cantFail(std::move(placed));
    ClipProblem result;
    result.plan = &plan;
    result.columns = inputs;
    result.samples = samples;
    result.importance.assign(outputs, 1);
    for (const CrossbarBlock &block : plan.blocks)
      result.conversions.insert(result.conversions.end(),
                                block.rowGroups.size() * plan.input.planeScale.size(), 1);
    for (unsigned bits = 0; bits <= 10; ++bits)
      result.prices.push_back(bits);
    return result;
  }

  /// What an output reads where conversions have these settings.
  std::vector<double> outputsWith(llvm::ArrayRef<ConversionRange> settings, int32_t output) const {
    std::vector<double> result(samples);
    size_t setting = 0;
    for (const CrossbarBlock &block : plan.blocks) {
      size_t firstRow = 0;
      for (int32_t size : block.rowGroups) {
        for (size_t c = 0; c < block.columns.size(); ++c, ++setting)
          for (int64_t s = 0; s < samples && block.columns[c].output == output; ++s)
            for (size_t plane = 0; plane < plan.input.planeScale.size(); ++plane)
              result[s] += readingOf(block, c, firstRow, size, s, plane, settings[setting]);
        firstRow += size;
      }
    }
    return result;
  }

  double readingOf(const CrossbarBlock &block, size_t column, size_t firstRow, int32_t size,
                   int64_t sample, size_t plane, const ConversionRange &range) const {
    if ((block.skippedIn(column) >> plane & 1) != 0)
      return 0;
    auto read = [&](int side) {
      int64_t sum = 0;
      for (size_t row = firstRow; row < firstRow + size; ++row) {
        const int digit = block.digits[row * block.columns.size() + column];
        const int cell = side == 0 ? digit : std::max(side * digit, 0);
        sum += cell * ((inputs[sample * rows + block.rows[row]] + 128) >> plane & 1);
      }
      return range.isConverted() ? range.lo + (range.codeOf(sum) << range.stepLog2) : 0;
    };
    const int64_t reading = block.readout == Readout::Separate ? read(1) - read(-1) : read(0);
    return double(reading * block.columns[column].scale * plan.input.planeScale[plane]);
  }

  double varianceAfter(const ClipSelection &selection, int32_t output) const {
    std::vector<ConversionRange> exact;
    for (const CrossbarBlock &block : plan.blocks)
      exact.insert(exact.end(), block.ranges.begin(), block.ranges.end());
    const std::vector<double> whole = outputsWith(exact, output),
                              left = outputsWith(selection.settings, output);
    double sum = 0, squares = 0;
    for (int64_t s = 0; s < samples; ++s) {
      const double error =
          whole[s] - selection.outputs[output].gain * left[s] - selection.outputs[output].offset;
      sum += error;
      squares += error * error;
    }
    EXPECT_NEAR(sum / samples, 0, 1e-6);
    return squares / samples;
  }

  std::vector<int64_t> weights;
  std::vector<int16_t> inputs;
  LayerMapping mapping;
  MvmPlan plan;
};

std::vector<ConversionRange> settingsOf(const MvmPlan &plan) {
  std::vector<ConversionRange> settings;
  for (const CrossbarBlock &block : plan.blocks)
    settings.insert(settings.end(), block.ranges.begin(), block.ranges.end());
  return settings;
}

TEST_F(ClipSelectionTest, WithoutAPriceNothingChanges) {
  const ClipSelection selection = selectClips(problem());
  EXPECT_EQ(selection.narrowed, 0);
  EXPECT_EQ(selection.settings, settingsOf(plan));
  for (const AffineFit &fit : selection.outputs) {
    EXPECT_EQ(fit.gain, 1);
    EXPECT_NEAR(fit.offset, 0, 1e-6);
    EXPECT_NEAR(fit.error, 0, 1e-3);
  }
}

TEST_F(ClipSelectionTest, AtAnyPriceEverySettingHasOneBit) {
  ClipProblem given = problem();
  given.worth = 1e30;
  const ClipSelection selection = selectClips(given);
  for (const ConversionRange &setting : selection.settings) {
    EXPECT_LE(setting.bits, 1);
    EXPECT_TRUE(setting.readsZeroAsZero());
  }
}

TEST_F(ClipSelectionTest, NoSettingExceedsTheBitsThatAreAllowed) {
  ClipProblem given = problem();
  given.mostBits = 3;
  const ClipSelection selection = selectClips(given);
  EXPECT_GT(selection.narrowed, 0);
  for (const ConversionRange &setting : selection.settings)
    EXPECT_LE(setting.bits, 3);
}

TEST_F(ClipSelectionTest, ErrorsAreThoseOfTheReadings) {
  mapping.skip.threshold = 2;
  for (Readout readout : {Readout::Difference, Readout::Separate}) {
    mapping.converters.readout = readout;
    ClipProblem given = problem();
    given.worth = 100;
    const ClipSelection selection = selectClips(given);
    EXPECT_GT(selection.narrowed, 0);
    for (int32_t output = 0; output < outputs; ++output)
      EXPECT_NEAR(varianceAfter(selection, output), selection.outputs[output].error,
                  1e-5 * (1 + selection.outputs[output].error));
  }
}

TEST_F(ClipSelectionTest, SettingsAreShared) {
  mapping.arrayColumns = mapping.maxActiveColumns = 8; // two outputs a crossbar
  for (SettingScope scope : {SettingScope::Layer, SettingScope::Crossbar}) {
    mapping.converters.scope = scope;
    ClipProblem given = problem();
    given.worth = 100;
    given.scope = scope;
    const ClipSelection selection = selectClips(given);
    EXPECT_GT(selection.narrowed, 0);
    std::map<int32_t, ConversionRange> shared;
    size_t place = 0;
    for (const CrossbarBlock &block : plan.blocks)
      for (size_t k = 0; k < block.ranges.size(); ++k, ++place) {
        const ConversionRange &setting = selection.settings[place];
        const int32_t key = scope == SettingScope::Crossbar ? block.crossbar : 0;
        EXPECT_EQ(shared.try_emplace(key, setting).first->second, setting);
      }
    for (int32_t output = 0; output < outputs; ++output)
      EXPECT_NEAR(varianceAfter(selection, output), selection.outputs[output].error,
                  1e-5 * (1 + selection.outputs[output].error));
  }
}

TEST_F(ClipSelectionTest, NoSingleSettingIsBetter) {
  ClipProblem given = problem();
  given.worth = 100;
  given.scaled = false;
  const ClipSelection selection = selectClips(given);
  auto costOf = [&](const ClipSelection &candidate) {
    double cost = 0;
    for (const ConversionRange &setting : candidate.settings)
      cost += given.worth * given.prices[setting.bits] * double(plan.input.planeScale.size());
    std::vector<double> whole = outputsWith(settingsOf(plan), 0),
                        left = outputsWith(candidate.settings, 0);
    double sum = 0, squares = 0;
    for (int64_t s = 0; s < samples; ++s) {
      sum += whole[s] - left[s];
      squares += (whole[s] - left[s]) * (whole[s] - left[s]);
    }
    return cost + squares / samples - (sum / samples) * (sum / samples);
  };
  const double chosen = costOf(selection);
  const CrossbarBlock &block = plan.blocks.front();
  for (size_t place = 0; place < block.columns.size(); ++place) {
    if (block.columns[place].output != 0 || !block.ranges[place].isConverted())
      continue;
    for (uint8_t bits = 1; bits < block.ranges[place].bits; ++bits) {
      ClipSelection other = selection;
      other.settings[place] = block.ranges[place];
      EXPECT_LE(chosen, costOf(other) * (1 + 1e-9));
      other.settings[place] = {0, bits, 0};
      EXPECT_LE(chosen, costOf(other) * (1 + 1e-9));
    }
  }
}

TEST_F(ClipSelectionTest, SettingsArePlacedAgain) {
  ClipProblem given = problem();
  given.worth = 100;
  mapping.clip = selectClips(given).settings;
  const std::vector<ConversionRange> clip = mapping.clip;
  problem();
  EXPECT_EQ(settingsOf(plan), clip);
  EXPECT_EQ(llvm::toString(verifyPlan(plan)), "");
  mapping.clip.pop_back();
  llvm::Expected<MvmPlan> placed =
      placeLayer({1, outputs, rows, weights, std::vector<int64_t>(outputs)}, mapping);
  ASSERT_FALSE(bool(placed));
  EXPECT_NE(llvm::toString(placed.takeError()).find("run acim-clip-conversions again"),
            std::string::npos);
}

} // namespace
