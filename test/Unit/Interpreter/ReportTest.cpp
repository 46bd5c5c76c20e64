//===- ReportTest.cpp - The written report ------------------------------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "acim/Interpreter/Report.h"
#include "RandomPlan.h"
#include "acim/Hardware/HardwareJson.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/MemoryBuffer.h"
#include "gtest/gtest.h"
#include <nlohmann/json.hpp>

using namespace mlir::acim;
using namespace mlir::acim::test;
using Json = nlohmann::json;

static ProgramCounts program() {
  ProgramCounts counts;
  counts.inferences = 2;
  counts.crossbars = 4;
  counts.tiles = 3;
  RandomLayer layer = makeRandomLayer(1);
  layer.counts.clippedConversions = 3;
  for (int i = 0; i < 2; ++i) {
    counts.layers.push_back(countLayer(layer.plan, layer.counts, layer.context));
    counts.layers.back().name = "conv";
    counts.layers.back().kind = "conv2d";
    counts.layers.back().engine = "bit-plane";
  }
  counts.layers.push_back(
      countDigitalInstruction("add", {{"add", 10, 1, 32, false}}, {320, 320}, {320}, 2));
  return counts;
}

static RunReport report() {
  RunReport report =
      llvm::cantFail(makeReport(program(), llvm::cantFail(loadPreset("chen_rram128"))));
  report.configuration.acimVersion = "0.1";
  report.configuration.engine = "auto";
  report.configuration.files = {{"program", "model.acim", contentHash("abc")}};
  report.configuration.options = {{"batch", "1"}};
  return report;
}

TEST(Report, SummaryHasThePromisedKeys) {
  Json summary = Json::parse(reportToJson(report()))["summary"];
  for (const char *key :
       {"top1", "topk", "energy_j", "energy_by_component", "latency_s", "area_m2", "macs",
        "conversions", "idle_conversions", "empty_conversions", "gated_conversions",
        "gated_outputs", "refined_outputs", "bounded_bits", "cell_events", "converted_planes"})
    EXPECT_TRUE(summary.contains(key)) << key;
  for (const char *key : {"array", "adc", "shift_add", "dac", "buffer", "interconnect", "digital",
                          "control", "leakage"})
    EXPECT_TRUE(summary["energy_by_component"].contains(key)) << key;
  EXPECT_EQ(summary["energy_by_component"].size(), 9u);
  EXPECT_EQ(summary["crossbars"], 4);
  EXPECT_EQ(summary["tiles"], 3);
}

TEST(Report, LedgerAddsUpToTheSummary) {
  Json document = Json::parse(reportToJson(report()));
  double sum = 0;
  for (const Json &row : document["ledger"])
    sum += row["total_j"].get<double>();
  EXPECT_EQ(document["summary"]["energy_j"].get<double>(), sum);
  double area = 0;
  for (const Json &row : document["area"])
    area += row["total_m2"].get<double>();
  EXPECT_EQ(document["summary"]["area_m2"].get<double>(), area);
}

TEST(Report, LayersAndLeakageAddUpToTheSummary) {
  Json document = Json::parse(reportToJson(report()));
  double sum = document["summary"]["energy_by_component"]["leakage"];
  double latency = 0;
  for (const Json &layer : document["layers"]) {
    sum += layer["energy_j"].get<double>();
    latency += layer["latency_s"].get<double>();
  }
  EXPECT_NEAR(sum / document["summary"]["energy_j"].get<double>(), 1, 1e-12);
  EXPECT_NEAR(latency / document["summary"]["latency_s"].get<double>(), 1, 1e-12);
}

TEST(Report, CountsAreThoseOfOneInference) {
  ProgramCounts counts = program();
  Json document = Json::parse(reportToJson(report()));
  EXPECT_EQ(document["layers"][0]["macs"].get<double>(), counts.layers[0].macs / 2.);
  EXPECT_EQ(document["layers"][0]["clipped_conversions"], 1.5);
  EXPECT_EQ(document["summary"]["conversions"].get<double>(),
            double(counts.layers[0].conversions()));
  EXPECT_EQ(document["summary"]["macs"].get<double>(), double(counts.layers[0].macs));
}

TEST(Report, LayersThatShareANameAreToldApart) {
  Json document = Json::parse(reportToJson(report()));
  EXPECT_EQ(document["layers"][0]["name"], "conv");
  EXPECT_EQ(document["layers"][1]["name"], "conv#2");
  EXPECT_EQ(document["layers"][0]["energy_j"], document["layers"][1]["energy_j"]);
}

TEST(Report, AccuracyIsNullWithoutLabels) {
  RunReport labelled = report();
  Json without = Json::parse(reportToJson(labelled))["summary"];
  EXPECT_TRUE(without["top1"].is_null());
  labelled.accuracy = Accuracy{2, .5, 5, 1};
  Json with = Json::parse(reportToJson(labelled))["summary"];
  EXPECT_EQ(with["top1"], .5);
  EXPECT_EQ(with["topk"], 1.);
  EXPECT_EQ(with["k"], 5);
  EXPECT_EQ(with["labelled"], 2);
}

TEST(Report, ReferenceNamesTheMappedLayers) {
  RunReport compared = report();
  EXPECT_FALSE(Json::parse(reportToJson(compared)).contains("reference"));
  compared.reference =
      ReferenceReport{{"reference", "r.acim", "xxh3:1"}, .75, {}, .5, {std::nullopt, 12.5}, {}};
  Json reference = Json::parse(reportToJson(compared))["reference"];
  EXPECT_EQ(reference["path"], "r.acim");
  EXPECT_EQ(reference["hash"], "xxh3:1");
  EXPECT_EQ(reference["agreement"], .75);
  EXPECT_TRUE(reference["top1"].is_null());
  EXPECT_EQ(reference["logit_nmse"], .5);
  ASSERT_EQ(reference["layers"].size(), 2u);
  EXPECT_EQ(reference["layers"][0]["name"], "conv");
  EXPECT_TRUE(reference["layers"][0]["sqnr_db"].is_null());
  EXPECT_EQ(reference["layers"][1]["name"], "conv#2");
  EXPECT_EQ(reference["layers"][1]["sqnr_db"], 12.5);
}

TEST(Report, ConfigurationRepeatsTheRun) {
  Json configuration = Json::parse(reportToJson(report()))["configuration"];
  EXPECT_EQ(configuration["files"][0]["hash"], contentHash("abc"));
  EXPECT_EQ(configuration["options"]["batch"], "1");
  llvm::Expected<HardwareModel> hardware =
      parseHardware(configuration["hardware"].dump(), "report");
  ASSERT_TRUE(bool(hardware)) << llvm::toString(hardware.takeError());
  EXPECT_EQ(hardware->name, "chen_rram128");
  EXPECT_EQ(configuration["hardware_hash"], contentHash(presetText("chen_rram128")));
}

TEST(Report, SameRunGivesTheSameBytes) {
  EXPECT_EQ(reportToJson(report()), reportToJson(report()));
}

TEST(Report, HashIsXxh3) {
  // The reference implementation's hash of no bytes.
  EXPECT_EQ(contentHash(""), "xxh3:99aa06d3014798d86001c324468d497f");
  EXPECT_NE(contentHash("a"), contentHash("b"));
}

TEST(Report, IsWrittenWholeOrNotAtAll) {
  llvm::SmallString<128> directory;
  ASSERT_FALSE(llvm::sys::fs::createUniqueDirectory("acim-report", directory));
  std::string path = (directory + "/report.json").str();
  ASSERT_FALSE(bool(writeReport(report(), path)));
  auto written = llvm::MemoryBuffer::getFile(path);
  ASSERT_TRUE(bool(written));
  EXPECT_EQ((*written)->getBuffer(), reportToJson(report()));
  std::string message =
      llvm::toString(writeReport(report(), (directory + "/none/report.json").str()));
  EXPECT_EQ(message.rfind("cannot write report \"", 0), 0u) << message;
  EXPECT_FALSE(llvm::sys::fs::exists((directory + "/none").str()));
  llvm::sys::fs::remove_directories(directory);
}
