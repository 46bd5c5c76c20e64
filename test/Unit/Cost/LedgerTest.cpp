//===- LedgerTest.cpp - Prices, sums and provenance ---------------------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "acim/Cost/Ledger.h"
#include "RandomPlan.h"
#include "acim/Hardware/HardwareJson.h"
#include "llvm/ADT/STLExtras.h"
#include "gtest/gtest.h"

using namespace mlir::acim;
using namespace mlir::acim::test;

static HardwareModel preset(llvm::StringRef name) { return llvm::cantFail(loadPreset(name)); }

static ProgramCounts randomProgram() {
  ProgramCounts program;
  program.inferences = 6;
  program.tiles = 9;
  for (unsigned seed = 0; seed < 12; ++seed) {
    RandomLayer layer = makeRandomLayer(seed);
    program.layers.push_back(countLayer(layer.plan, layer.counts, layer.context));
    program.layers.back().name = "layer" + std::to_string(seed);
    program.layers.push_back(countDigitalInstruction(
        "digital" + std::to_string(seed), {{"rescale", 100, 1, 8, false}, {"exp", 5, 1, 32, true}},
        {3200}, {800}, program.inferences));
  }
  return program;
}

/// A layer with nothing but what the arguments say.
static ProgramCounts oneLayer(std::map<int64_t, int64_t> conversions, std::vector<int64_t> cells) {
  ProgramCounts program;
  program.inferences = 1;
  program.tiles = 1;
  LayerCounts &layer = program.layers.emplace_back();
  layer.name = "layer";
  layer.conversionsByBits = std::move(conversions);
  layer.cellsByLevel = std::move(cells);
  layer.shiftAdds = layer.conversions();
  return program;
}

TEST(Ledger, TotalIsTheSumOfItsRows) {
  for (llvm::StringRef name : presetNames()) {
    HardwareModel hardware = preset(name);
    hardware.adc.activeRowCount = preset("chen_rram128").adc.activeRowCount;
    Ledger ledger = llvm::cantFail(price(randomProgram(), hardware));
    double sum = 0;
    for (const LedgerRow &row : ledger.rows()) {
      EXPECT_EQ(row.total, row.count * row.unitValue);
      sum += row.total;
    }
    EXPECT_EQ(ledger.total(), sum);
    EXPECT_GT(sum, 0);
    EXPECT_FALSE(bool(ledger.check()));
  }
}

TEST(Ledger, EveryComponentHasRowsAndEveryRowItsProvenance) {
  Ledger ledger = llvm::cantFail(price(randomProgram(), preset("chen_rram128")));
  for (unsigned i = 0; i < numComponents; ++i)
    EXPECT_TRUE(llvm::any_of(ledger.rows(), [&](const LedgerRow &row) {
      return unsigned(row.component) == i;
    })) << i;
  for (const LedgerRow &row : ledger.rows()) {
    EXPECT_GT(row.provenance.size(), 10u) << row.action;
    EXPECT_GT(row.count, 0) << row.action;
  }
}

TEST(Ledger, ChecksFindRowsThatDoNotAddUp) {
  Ledger ledger;
  ledger.add("layer", Component::Adc, "convert", 3, -1, "nowhere");
  std::string message = llvm::toString(ledger.check());
  EXPECT_EQ(message,
            "ledger row layer, adc, convert: expected finite figures that are not negative");
}

// algorithms: 1.53e7 conversions of ResNet-20 at 10 bits cost 52.9 uJ, with shift-add 69 uJ.
TEST(Ledger, ReproducesTheConverterSubtotalOfAResNet20) {
  Ledger ledger = llvm::cantFail(price(oneLayer({{10, 15300000}}, {}), preset("chen_rram128")));
  EXPECT_NEAR(ledger.totalOf(Component::Adc) * 1e6, 52.95, .01);
  double subtotal = ledger.totalOf(Component::Adc) + ledger.totalOf(Component::ShiftAdd);
  EXPECT_NEAR(subtotal * 1e6, 1.53e7 * (3.461 + 1.055) * 1e-6, .02);
  EXPECT_NEAR(subtotal * 1e6, 69, .2);
}

TEST(Ledger, PricesEveryResolutionByItself) {
  HardwareModel chen = preset("chen_rram128");
  Ledger ledger = llvm::cantFail(price(oneLayer({{4, 10}, {7, 100}}, {}), chen));
  double expected =
      10 * chen.adc.conversionEnergy(4)->value + 100 * chen.adc.conversionEnergy(7)->value;
  EXPECT_NEAR(ledger.totalOf(Component::Adc) / expected, 1, 1e-12);
}

TEST(Ledger, PricesCellsByLevelNotByTheirSum) {
  HardwareModel chen = preset("chen_rram128");
  chen.array.cellEnergyByLevel[0].value = 1e-15;
  chen.array.cellEnergyByLevel[2].value = 100e-15; // not linear
  Ledger ledger = llvm::cantFail(price(oneLayer({}, {1000, 10, 20, 30}), chen));
  EXPECT_NEAR(ledger.totalOf(Component::Array),
              1000e-15 + 10 * 35e-15 + 20 * 100e-15 + 30 * 105e-15, 1e-24);
}

TEST(Ledger, GatedColumnsDoNotConduct) {
  ProgramCounts program = oneLayer({}, {0, 10, 20, 30});
  program.layers[0].skippedCellsByLevel = {0, 4, 20};
  HardwareModel chen = preset("chen_rram128");
  EXPECT_TRUE(chen.array.gateSkippedColumns);
  EXPECT_NEAR(llvm::cantFail(price(program, chen)).totalOf(Component::Array),
              6 * 35e-15 + 30 * 105e-15, 1e-24);
  chen.array.gateSkippedColumns = false;
  EXPECT_NEAR(llvm::cantFail(price(program, chen)).totalOf(Component::Array),
              10 * 35e-15 + 20 * 70e-15 + 30 * 105e-15, 1e-24);
}

TEST(Ledger, CountsAreThoseOfOneInference) {
  ProgramCounts one = oneLayer({{10, 500}}, {0, 40});
  ProgramCounts five = oneLayer({{10, 2500}}, {0, 200});
  five.inferences = 5;
  HardwareModel chen = preset("chen_rram128");
  EXPECT_NEAR(llvm::cantFail(price(one, chen)).total(), llvm::cantFail(price(five, chen)).total(),
              1e-20);
}

TEST(Ledger, AccessesAreWholePorts) {
  ProgramCounts program = oneLayer({}, {});
  program.layers[0].tileReads = {{257, 3}, {256, 2}};
  HardwareModel chen = preset("chen_rram128");
  Ledger ledger = llvm::cantFail(price(program, chen));
  EXPECT_NEAR(ledger.totalOf(Component::Buffer), (3 * 2 + 2) * 27.1e-12, 1e-20);
}

TEST(Ledger, WidthsScaleDigitalOperations) {
  ProgramCounts program = oneLayer({}, {});
  program.layers[0].digital.add(DigitalKind::Multiply, 32, 10);
  program.layers[0].digital.add(DigitalKind::Add, 8, 100);
  program.layers[0].digital.add(DigitalKind::FloatAdd, 32, 1);
  Ledger ledger = llvm::cantFail(price(program, preset("chen_rram128")));
  EXPECT_NEAR(ledger.totalOf(Component::Digital),
              10 * 32 * 32 * 3.1e-15 + 100 * 8 * 3.125e-15 + .9e-12, 1e-20);
  bool hasFactor = llvm::any_of(ledger.rows(), [](const LedgerRow &row) {
    return row.action == "multiply_32_bit" &&
           llvm::StringRef(row.provenance).starts_with("32 x 32 x 3.1 fJ, assumption: ");
  });
  EXPECT_TRUE(hasFactor);
}

TEST(Ledger, LeakageIsWattsTimesLatency) {
  ProgramCounts program = oneLayer({}, {});
  program.tiles = 3;
  program.layers[0].positions = 1000;
  program.layers[0].profiles = {{{128, 8}}};
  HardwareModel chen = preset("chen_rram128");
  Ledger ledger = llvm::cantFail(price(program, chen));
  double seconds = 1000 * 8 * 100e-9;
  EXPECT_NEAR(ledger.totalOf(Component::Leakage), seconds * (3 * (.562e-3 + 1.148e-3) + .64e-3),
              1e-15);
  EXPECT_EQ(ledger.totalOf(wholeChip, Component::Leakage), ledger.totalOf(Component::Leakage));
}

TEST(Ledger, ResolutionWithoutAPriceIsAnError) {
  llvm::Expected<Ledger> ledger = price(oneLayer({{14, 1}}, {}), preset("isaac32"));
  ASSERT_FALSE(bool(ledger));
  EXPECT_EQ(llvm::toString(ledger.takeError()),
            "layer layer converts with 14 bits, for which hardware isaac32 has no "
            "energy; add an entry or a law to its /adc/energy");
}

TEST(Ledger, PricesTheCountingOfActiveRows) {
  ProgramCounts program = oneLayer({{4, 30}}, {});
  program.layers[0].activeRowCounts = 7;
  program.layers[0].boundedConversions = 30;
  HardwareModel chen = preset("chen_rram128");
  double without = llvm::cantFail(price(oneLayer({{4, 30}}, {}), chen)).totalOf(Component::Control);
  EXPECT_NEAR(llvm::cantFail(price(program, chen)).totalOf(Component::Control) - without,
              7 * .396875e-12 + 30 * 43.75e-15, 1e-20);
}

TEST(Ledger, CountingActiveRowsWithoutAPriceIsAnError) {
  ProgramCounts program = oneLayer({{4, 30}}, {});
  program.layers[0].activeRowCounts = 7;
  llvm::Expected<Ledger> ledger = price(program, preset("isaac32"));
  ASSERT_FALSE(bool(ledger));
  EXPECT_EQ(llvm::toString(ledger.takeError()),
            "layer layer bounds conversions by the number of active rows, which hardware isaac32 "
            "does not count; describe what counting costs in its /adc/active_row_count");
}

TEST(Ledger, LevelWithoutAPriceIsAnError) {
  llvm::Expected<Ledger> ledger = price(oneLayer({}, {0, 0, 0, 0, 0, 7}), preset("chen_rram128"));
  ASSERT_FALSE(bool(ledger));
  EXPECT_EQ(llvm::toString(ledger.takeError()),
            "layer layer has cells of level 5, but hardware chen_rram128 prices levels up to 3; "
            "price it with the "
            "hardware it was compiled for");
}

TEST(Area, IsTheTilesOfTheProgram) {
  ProgramCounts program = oneLayer({{10, 1}}, {});
  program.tiles = 5;
  HardwareModel chen = preset("chen_rram128");
  std::vector<AreaRow> rows = llvm::cantFail(priceArea(program, chen));
  double sum = 0, mac = 0;
  for (const AreaRow &row : rows) {
    EXPECT_EQ(row.total, row.count * row.unitValue) << row.part;
    sum += row.total;
    mac += row.per == "chip" ? 0 : row.total / (5 * 24);
  }
  EXPECT_EQ(totalArea(rows), sum);
  EXPECT_NEAR(mac * 1e12, 13338, 1);
  EXPECT_EQ(rows[0].part, "adc_10_bit");
  EXPECT_NEAR(rows[0].total / (5 * 24) / mac, .303, 5e-4);
}

TEST(Area, ConvertersAreThoseThatTheProgramNeeds) {
  HardwareModel chen = preset("chen_rram128");
  EXPECT_EQ(llvm::cantFail(priceArea(oneLayer({{3, 1}, {6, 1}}, {}), chen))[0].part, "adc_6_bit");
  EXPECT_EQ(llvm::cantFail(priceArea(oneLayer({}, {}), chen))[0].part, "adc_10_bit");
}
