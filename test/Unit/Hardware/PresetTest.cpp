//===- PresetTest.cpp - The descriptions that ship ----------------------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "acim/Hardware/HardwareJson.h"
#include "llvm/ADT/STLExtras.h"
#include "gtest/gtest.h"

using namespace mlir::acim;

class Preset : public testing::TestWithParam<std::string> {};

TEST_P(Preset, LoadsUnderItsOwnName) {
  llvm::Expected<HardwareModel> model = loadPreset(GetParam());
  ASSERT_TRUE(bool(model)) << llvm::toString(model.takeError());
  EXPECT_EQ(model->name, GetParam());
}

TEST_P(Preset, IsWrittenCanonically) {
  EXPECT_EQ(hardwareToJson(llvm::cantFail(loadPreset(GetParam()))), presetText(GetParam()));
}

TEST_P(Preset, GivesAReasonForEveryZero) {
  HardwareModel model = llvm::cantFail(loadPreset(GetParam()));
  for (const StaticModel *statics : {&model.leakage, &model.area})
    for (const auto *parts : {&statics->perCrossbar, &statics->perTile, &statics->perChip})
      for (const StaticPart &part : *parts)
        EXPECT_TRUE(part.value.value > 0 || part.value.source.size() > 40) << part.name;
}

static std::vector<std::string> allPresets() {
  std::vector<std::string> names;
  for (llvm::StringRef name : presetNames())
    names.push_back(name.str());
  return names;
}

INSTANTIATE_TEST_SUITE_P(All, Preset, testing::ValuesIn(allPresets()),
                         [](const auto &info) { return info.param; });

TEST(Presets, AreSortedAndKnown) {
  EXPECT_EQ(presetNames(), (llvm::ArrayRef<llvm::StringRef>{"chen_rram128", "isaac32"}));
}

TEST(Presets, UnknownNameIsRefusedWithASuggestion) {
  std::string message = llvm::toString(loadPreset("chen_ram128").takeError());
  EXPECT_EQ(message, "expected hardware, one of the presets chen_rram128, isaac32, found "
                     "\"chen_ram128\"; did you mean "
                     "\"chen_rram128\"?");
}

static double sumOf(llvm::ArrayRef<StaticPart> parts) {
  double sum = 0;
  for (const StaticPart &part : parts)
    sum += part.value.value;
  return sum;
}

// algorithms: 13 338 um2 per MAC (a pair of crossbars with its share of the tile), 30.3 % of it the
// converter.
TEST(ChenPreset, AreaPerMacAndConverterShare) {
  HardwareModel chen = llvm::cantFail(loadPreset("chen_rram128"));
  double adc = chen.adc.converterArea(10)->value * chen.adc.convertersPerCrossbar;
  double mac =
      adc + sumOf(chen.area.perCrossbar) + sumOf(chen.area.perTile) / chen.array.crossbarsPerTile;
  EXPECT_NEAR(mac * 1e12, 13338, 1);
  EXPECT_NEAR(adc / mac, .303, 5e-4);
}

// The source's gain in area from 5-bit converters: 1.308.
TEST(ChenPreset, FiveBitConvertersGainArea) {
  HardwareModel chen = llvm::cantFail(loadPreset("chen_rram128"));
  double rest =
      sumOf(chen.area.perCrossbar) + sumOf(chen.area.perTile) / chen.array.crossbarsPerTile;
  double csdUnits = 323.8e-12; // the encodings that make 5 bits enough need them
  double before = rest + chen.adc.converterArea(10)->value;
  double after = rest + chen.adc.converterArea(5)->value + csdUnits;
  EXPECT_NEAR(before / after, 1.308, 2e-2);
}

TEST(ChenPreset, ConstantsInSi) {
  HardwareModel chen = llvm::cantFail(loadPreset("chen_rram128"));
  EXPECT_EQ(chen.array.cellEnergyByLevel[1].value, 35e-15);
  EXPECT_EQ(chen.array.iterationTime.value, 100e-9);
  EXPECT_EQ(chen.adc.sampleRate.value, 1.28e9);
  EXPECT_NEAR(chen.shiftAddEnergyPerConversion.value, 1.055e-12, 5e-16);
  EXPECT_EQ(chen.buffers.tile.energyPerAccess.value, 27.1e-12);
}

// The source's CSD units drive either sign; ISAAC's drivers are single bits.
TEST(Presets, OnlyChenDrivesSignedPlanes) {
  for (auto [name, bipolar] : {std::pair("chen_rram128", true), {"isaac32", false}}) {
    DacModel dac = llvm::cantFail(loadPreset(name)).dac;
    EXPECT_EQ(dac.bits, 1) << name;
    EXPECT_EQ(dac.bipolar, bipolar) << name;
  }
}

// Table I of ISAAC: 0.0131 mm2 an IMA (8 arrays), 0.372 mm2 a tile, with 8-bit converters.
TEST(IsaacPreset, AreasAddUpToTheTileOfTheSource) {
  HardwareModel isaac = llvm::cantFail(loadPreset("isaac32"));
  double array = isaac.adc.converterArea(8)->value + sumOf(isaac.area.perCrossbar);
  EXPECT_NEAR(8 * array * 1e6, .0131, 5e-5);
  double tile = array * isaac.array.crossbarsPerTile + sumOf(isaac.area.perTile);
  EXPECT_NEAR(tile * 1e6, .372, 1e-3);
}
