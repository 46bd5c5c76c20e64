//===- PlaceLayerTest.cpp - From decisions to the plan of a layer --------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "acim/Mapping/PlaceLayer.h"
#include "acim/Mapping/Centres.h"
#include "acim/Mapping/PlanChecks.h"
#include "acim/Mapping/Recompose.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/bit.h"
#include <cmath>
#include <gtest/gtest.h>
#include <map>
#include <numeric>
#include <random>

using namespace mlir::acim;

namespace {

constexpr int64_t levelCosts[] = {0, 35, 70, 105};

struct Layer {
  std::vector<int64_t> values, bias;
  LayerMatrix matrix;

  Layer(int64_t groups, int64_t outputs, int64_t rows, unsigned seed) {
    std::mt19937 random(seed);
    for (int64_t k = 0; k < groups * outputs * rows; ++k)
      values.push_back(int64_t(random() % 255) - 127);
    for (int64_t k = 0; k < groups * outputs; ++k)
      bias.push_back(int64_t(random() % 20001) - 10000);
    matrix.groups = groups;
    matrix.outputs = outputs;
    matrix.rows = rows;
    matrix.values = values;
    matrix.bias = bias;
  }
};

DigitCode flipped() {
  DigitCode code = offsetCode(8, 2);
  code.flipsColumns = true;
  return code;
}

DigitCode centred(const LayerMatrix &matrix) {
  DigitCode code = cheapestCode(10, 2, levelCosts);
  code.centres = chooseCentres(matrix, 2, levelCosts);
  return code;
}

DigitCode weighed() {
  DigitCode code = cheapestCode(8, 2, levelCosts);
  code.conversionCosts = {0, 20, 40, 60, 80, 100, 120, 150, 180, 220, 280};
  return code;
}

std::vector<DigitCode> allCodes(const LayerMatrix &matrix) {
  return {twosComplementCode(8, 2),
          offsetCode(8, 2),
          flipped(),
          signMagnitudeCode(7, 2),
          segmentedCode(8, 2, 2),
          nonAdjacentCode(8, 2),
          cheapestCode(8, 2, levelCosts),
          weighed(),
          centred(matrix)};
}

LayerMapping mappingFor(const DigitCode &code, InputCode input = binaryInputCode(8, -128)) {
  LayerMapping mapping;
  mapping.digits = code;
  mapping.input = std::move(input);
  mapping.converters.rule = ConverterRule::Proven;
  mapping.converters.bits = 14;
  mapping.converters.readout = code.paired ? Readout::Difference : Readout::Single;
  return mapping;
}

/// The plan is the product it was made from, whatever was decided, and reads every sum.
MvmPlan expectExact(const Layer &layer, const LayerMapping &mapping) {
  llvm::Expected<MvmPlan> plan = placeLayer(layer.matrix, mapping);
  if (!plan) {
    ADD_FAILURE() << llvm::toString(plan.takeError());
    return {};
  }
  EXPECT_FALSE(bool(verifyPlan(*plan)));
  EXPECT_FALSE(findInexactConversion(*plan).has_value());
  const Recomposition product = recompose(*plan);
  EXPECT_EQ(product.weights, layer.values);
  EXPECT_EQ(product.base, layer.bias);
  return std::move(*plan);
}

/// What each conversion of a block is asked to read when every combination of inputs of its row
/// group occurs, undriven rows among them: row groups x columns.
std::vector<SumRange> enumerateSums(const MvmPlan &plan, const CrossbarBlock &block) {
  const InputCode drives = gatherDrives(plan.input, block.planesPerDrive);
  std::vector<uint32_t> inputs = drives.table;
  inputs.push_back(0);
  const size_t columns = block.columns.size();
  std::vector<SumRange> found(block.ranges.size());
  for (size_t group = 0, first = 0; group < block.rowGroups.size(); ++group) {
    const size_t rows = block.rowGroups[group];
    const size_t combinations = std::pow(inputs.size(), rows);
    for (size_t combination = 0; combination < combinations; ++combination)
      for (size_t drive = 0; drive < drives.planeScale.size(); ++drive)
        for (size_t column = 0; column < columns; ++column) {
          int64_t plus = 0, minus = 0; // of the two arrays of a pair
          for (size_t row = 0, rest = combination; row < rows; ++row, rest /= inputs.size()) {
            const int64_t level = driveLevel(drives, inputs[rest % inputs.size()], drive);
            const int64_t digit = block.digits[(first + row) * columns + column];
            (digit > 0 ? plus : minus) += level * std::abs(digit);
          }
          SumRange &range = found[group * columns + column];
          if (block.readout == Readout::Separate)
            range = hull(range, hull({plus, plus}, {minus, minus}));
          else
            range = hull(range, {plus - minus, plus - minus});
        }
    first += rows;
  }
  return found;
}

/// Every conversion has the setting for exactly the sums that some inputs cause.
void expectTight(const Layer &layer, const LayerMapping &mapping) {
  const MvmPlan plan = expectExact(layer, mapping);
  std::map<int32_t, SumRange> shared; // by what conversions share
  for (const CrossbarBlock &block : plan.blocks)
    for (SumRange sums : enumerateSums(plan, block)) {
      const int32_t key = mapping.converters.scope == SettingScope::Crossbar ? block.crossbar : 0;
      shared[key] = hull(shared[key], sums); // all hold 0
    }
  for (const CrossbarBlock &block : plan.blocks)
    for (auto [setting, sums] : llvm::zip_equal(block.ranges, enumerateSums(plan, block))) {
      const bool own = mapping.converters.scope == SettingScope::Column;
      const int32_t key = mapping.converters.scope == SettingScope::Crossbar ? block.crossbar : 0;
      const ConversionRange expected =
          converterSetting(mapping.converters, own ? sums : shared[key]);
      EXPECT_TRUE(setting == expected)
          << setting.lo << ", " << unsigned(setting.bits) << " bits, expected " << expected.lo
          << ", " << unsigned(expected.bits) << " bits";
    }
}

std::vector<InputCode> smallInputCodes() {
  return {binaryInputCode(3, -4),
          binaryInputCode(-1, 1, 3), // 2, 3 and 4: stacked, a row is not driven with 1
          twosComplementInputCode(-4, 3, 1), signMagnitudeInputCode(-4, 3, 0),
          canonicalSignedInputCode(-4, 3, 1)};
}

TEST(PlaceLayer, SettingsAreTightOverAllInputs) {
  const Layer layer(2, 3, 5, 33); // row groups of 3 and 2
  std::vector<InputCode> inputs = smallInputCodes();
  inputs.push_back(withMultiLevelDrivers(inputs.front(), 2));
  for (const InputCode &input : inputs)
    for (const DigitCode &code : allCodes(layer.matrix))
      for (SettingScope scope : {SettingScope::Column, SettingScope::Crossbar, SettingScope::Layer})
        for (bool programmable : {true, false}) {
          LayerMapping mapping = mappingFor(code, input);
          mapping.maxActiveRows = 3;
          mapping.arrayColumns = 16;
          mapping.converters.scope = scope;
          mapping.converters.programmableZero = programmable;
          expectTight(layer, mapping);
          if (code.paired) {
            mapping.converters.readout = Readout::Separate;
            expectTight(layer, mapping);
          }
        }
}

TEST(PlaceLayer, SettingsOfStackedPlanesAreTightOverAllInputs) {
  const Layer layer(1, 2, 3, 34);
  for (const InputCode &input : smallInputCodes())
    for (const DigitCode &code : allCodes(layer.matrix))
      for (int64_t planes : {2, 3}) {
        LayerMapping mapping = mappingFor(code, input);
        mapping.planesPerDrive = {planes};
        expectTight(layer, mapping);
      }
}

TEST(PlaceLayer, EveryEncodingStandsForTheSameProduct) {
  for (auto [groups, outputs, rows] : {std::array<int64_t, 3>{1, 5, 300}, {6, 1, 9}, {2, 40, 17}}) {
    const Layer layer(groups, outputs, rows, 22);
    for (const DigitCode &code : allCodes(layer.matrix))
      for (int64_t activeRows : {8, 9, 16, 64, 128})
        for (SettingScope scope :
             {SettingScope::Layer, SettingScope::Crossbar, SettingScope::Column}) {
          LayerMapping mapping = mappingFor(code);
          mapping.maxActiveRows = activeRows;
          mapping.converters.scope = scope;
          expectExact(layer, mapping);
        }
  }
}

TEST(PlaceLayer, EveryInputEncodingStandsForTheSameProduct) {
  const Layer layer(1, 4, 200, 23);
  const InputCode inputs[] = {binaryInputCode(8, -128), twosComplementInputCode(-128, 127, 14),
                              signMagnitudeInputCode(-128, 127, 14),
                              canonicalSignedInputCode(-128, 127, 14),
                              withMultiLevelDrivers(binaryInputCode(8, -128), 2)};
  for (const InputCode &input : inputs)
    for (const DigitCode &code : allCodes(layer.matrix))
      expectExact(layer, mappingFor(code, input));
}

TEST(PlaceLayer, AnyOrderOfRowsStandsForTheSameProduct) {
  const Layer layer(1, 4, 200, 24);
  std::vector<int32_t> order(200);
  std::iota(order.begin(), order.end(), 0);
  std::shuffle(order.begin(), order.end(), std::mt19937(1));
  for (const DigitCode &code : allCodes(layer.matrix)) {
    LayerMapping mapping = mappingFor(code);
    mapping.rowOrder = order;
    EXPECT_EQ(expectExact(layer, mapping).blocks.front().rows.front(), order.front());
  }
}

TEST(PlaceLayer, ShortSlicesStackPlanes) {
  // 144 rows are a slice of 128 and one of 16, whose rows fit seven times.
  const Layer layer(1, 4, 144, 25);
  for (const DigitCode &code : allCodes(layer.matrix)) {
    LayerMapping mapping = mappingFor(code);
    mapping.planesPerDrive = {1, 3};
    const MvmPlan plan = expectExact(layer, mapping);
    EXPECT_EQ(plan.blocks[0].planesPerDrive, 1);
    EXPECT_EQ(plan.blocks[1].planesPerDrive, 3);
  }
}

TEST(PlaceLayer, StackedGroupsTakeMoreWordLines) {
  const Layer layer(8, 1, 9, 26);
  LayerMapping mapping = mappingFor(weighed());
  mapping.planesPerDrive = {2};
  const MvmPlan plan = expectExact(layer, mapping);
  EXPECT_EQ(plan.blocks[0].wordLine, 0);
  EXPECT_EQ(plan.blocks[1].wordLine, 27);
  EXPECT_EQ(plan.blocks[4].crossbar, 1); // four groups of 27 word lines fill 128
}

TEST(PlaceLayer, RowsThatDoNotFitStackedAreRefused) {
  const Layer layer(1, 1, 128, 27);
  LayerMapping mapping = mappingFor(weighed());
  mapping.planesPerDrive = {2};
  llvm::Expected<MvmPlan> plan = placeLayer(layer.matrix, mapping);
  ASSERT_FALSE(bool(plan));
  EXPECT_NE(llvm::toString(plan.takeError()).find("stack fewer planes"), std::string::npos);
}

TEST(PlaceLayer, FlippedColumnsHoldAtMostHalfOfTheirLevels) {
  const Layer layer(1, 7, 130, 28);
  const MvmPlan plan = expectExact(layer, mappingFor(flipped()));
  for (const CrossbarBlock &block : plan.blocks)
    for (size_t c = 0; c < block.columns.size(); ++c) {
      size_t sum = 0;
      for (size_t row = 0; row < block.rows.size(); ++row)
        sum += block.digits[row * block.columns.size() + c];
      EXPECT_LE(2 * sum, block.rows.size() * 3);
    }
}

TEST(PlaceLayer, ReferenceColumnsTakeTheOffsetBack) {
  const Layer layer(1, 4, 150, 29);
  LayerMapping mapping = mappingFor(offsetCode(8, 2));
  mapping.referenceColumn = true;
  for (const CrossbarBlock &block : expectExact(layer, mapping).blocks) {
    EXPECT_EQ(block.columns.back().output, BlockColumn::allOutputs);
    EXPECT_TRUE(block.inputSums.empty());
  }
}

TEST(PlaceLayer, ColumnsOfACrossbarShareOneSettingWhereTheHardwareSaysSo) {
  const Layer layer(1, 40, 300, 30);
  LayerMapping mapping = mappingFor(cheapestCode(8, 2, levelCosts));
  mapping.converters.scope = SettingScope::Crossbar;
  std::map<int32_t, ConversionRange> settings;
  for (const CrossbarBlock &block : expectExact(layer, mapping).blocks)
    for (const ConversionRange &range : block.ranges)
      EXPECT_TRUE(settings.try_emplace(block.crossbar, range).first->second == range);
  EXPECT_GT(settings.size(), 1u);
}

TEST(PlaceLayer, MoreBitsThanTheConvertersHaveAreRefused) {
  const Layer layer(1, 4, 128, 31);
  LayerMapping mapping = mappingFor(signMagnitudeCode(7, 2));
  mapping.converters.bits = 4;
  llvm::Expected<MvmPlan> plan = placeLayer(layer.matrix, mapping);
  ASSERT_FALSE(bool(plan));
  EXPECT_NE(llvm::toString(plan.takeError()).find("but its converters have 4"), std::string::npos);
}

TEST(PlaceLayer, WeightsWithoutDigitsAreRefused) {
  const Layer layer(1, 4, 16, 32);
  llvm::Expected<MvmPlan> plan = placeLayer(layer.matrix, mappingFor(signMagnitudeCode(2, 2)));
  ASSERT_FALSE(bool(plan));
  EXPECT_NE(llvm::toString(plan.takeError()).find("which holds -3 to 3"), std::string::npos);
}

//===----------------------------------------------------------------------===//
// Conversions that are left out
//===----------------------------------------------------------------------===//

SkipChoice upTo(int64_t threshold) { return {threshold, {}}; }

/// Digits whose conversions are kept, by plane.
std::vector<int> keptByPlane(const SkipChoice &choice, const InputCode &input,
                             const DigitCode &code) {
  std::vector<int> kept(input.planeScale.size());
  for (auto [digit, scale] : llvm::enumerate(code.scales))
    for (size_t plane = 0; plane < kept.size(); ++plane)
      kept[plane] += (choice.planesOf(input, digit, scale) >> plane & 1) == 0;
  return kept;
}

TEST(SkippedConversions, SixteenBitsWithThreshold14) {
  const InputCode input = binaryInputCode(16, -32768);
  const DigitCode code = segmentedCode(16, 2, 2);
  EXPECT_EQ(countSkipped(upTo(14), input, code.scales), 64);
  EXPECT_EQ(keptByPlane(upTo(14), input, code),
            (std::vector<int>{0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8}));
  EXPECT_EQ(countSkipped(upTo(-1), input, code.scales), 0);
}

TEST(SkippedConversions, HalfOfOtherFormats) {
  const InputCode eight = binaryInputCode(8, -128), sixteen = binaryInputCode(16, -32768);
  EXPECT_EQ(countSkipped(upTo(6), eight, segmentedCode(8, 2, 2).scales), 16);      // of 32
  EXPECT_EQ(countSkipped(upTo(5), eight, signMagnitudeCode(8, 4).scales), 8);      // of 16
  EXPECT_EQ(countSkipped(upTo(13), sixteen, signMagnitudeCode(16, 4).scales), 32); // of 64
  EXPECT_EQ(countSkipped(upTo(7), eight, signMagnitudeCode(8, 1).scales), 36);     // of 64
}

/// Signs of scales do not matter.
TEST(SkippedConversions, PlanesAndDigitsOfNegativeScale) {
  const InputCode input = twosComplementInputCode(-128, 127, 0);
  const DigitCode code = twosComplementCode(8, 2); // scales 1, 4, 16, 64, -128
  EXPECT_EQ(upTo(7).planesOf(input, 0, 1), 0xffu);
  EXPECT_EQ(upTo(6).planesOf(input, 0, 1), 0x7fu);
  EXPECT_EQ(upTo(8).planesOf(input, 4, code.scales[4]), 0x3u);
}

TEST(SkippedConversions, SetsAddToTheThreshold) {
  const InputCode input = binaryInputCode(4, 0);
  const SkipChoice choice{1, {0b1000, 0b0010}};
  EXPECT_EQ(choice.planesOf(input, 0, 1), 0b1011u);
  EXPECT_EQ(choice.planesOf(input, 1, 4), 0b0010u);
  EXPECT_EQ(choice.planesOf(input, 2, 16), 0u);
}

TEST(SkippedConversions, DrivesAreSkippedAsAWhole) {
  const InputCode input = binaryInputCode(8, 0); // drives of planes 0 to 2, 3 to 5, 6 and 7
  EXPECT_EQ(wholeDrives(input, 3, 0b11111111), 0b01001001u);
  EXPECT_EQ(wholeDrives(input, 3, 0b10111011), 0b00001000u);
  EXPECT_EQ(wholeDrives(input, 1, 0b10111011), 0b10111011u);
}

/// The product stays that of the weights; which columns are converted does not.
TEST(PlaceLayer, SkippedPlanesAreThoseOfTheColumnsDigits) {
  const Layer layer(1, 7, 144, 33);
  for (const DigitCode &code : allCodes(layer.matrix)) {
    LayerMapping mapping = mappingFor(code);
    mapping.planesPerDrive = {1, 3};
    EXPECT_TRUE(expectExact(layer, mapping).blocks[0].skippedPlanes.empty());
    mapping.skip = upTo(6);
    const MvmPlan plan = llvm::cantFail(placeLayer(layer.matrix, mapping));
    EXPECT_FALSE(bool(verifyPlan(plan)));
    EXPECT_TRUE(findInexactConversion(plan)->skippedPlane.has_value());
    EXPECT_FALSE(findInexactReading(plan).has_value());
    EXPECT_EQ(recompose(plan).weights, layer.values);
    for (const CrossbarBlock &block : plan.blocks)
      for (auto [column, skipped] : llvm::zip_equal(block.columns, block.skippedPlanes)) {
        const unsigned exponent = llvm::countr_zero(uint64_t(std::abs(column.scale)));
        const uint32_t planes = exponent > 6 ? 0 : (1u << (7 - exponent)) - 1;
        EXPECT_EQ(skipped, wholeDrives(plan.input, block.planesPerDrive, planes));
      }
  }
}

TEST(PlaceLayer, ReferenceColumnsAreNeverSkipped) {
  const Layer layer(1, 4, 20, 34);
  LayerMapping mapping = mappingFor(offsetCode(8, 2));
  mapping.referenceColumn = true;
  mapping.skip = upTo(20);
  const CrossbarBlock block = llvm::cantFail(placeLayer(layer.matrix, mapping)).blocks[0];
  EXPECT_EQ(block.skippedPlanes.front(), 255u);
  EXPECT_EQ(block.skippedPlanes.back(), 0u);
}

} // namespace
