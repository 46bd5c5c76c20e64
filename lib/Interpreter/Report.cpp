//===- Report.cpp - Everything a run has to say -------------------------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "acim/Interpreter/Report.h"

#include "ReferenceJson.h"
#include "acim/Hardware/HardwareJson.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/StringMap.h"
#include "llvm/Support/raw_ostream.h"
#include "llvm/Support/xxhash.h"
#include <algorithm>
#include <nlohmann/json.hpp>

using namespace mlir::acim;
using llvm::StringRef;
using Json = nlohmann::ordered_json;

/// A program may execute one layer's weights at several places: "conv", "conv#2", ...
static void makeNamesUnique(std::vector<LayerCounts> &layers) {
  llvm::StringMap<int> uses;
  for (LayerCounts &layer : layers)
    if (int use = ++uses[layer.name]; use > 1)
      layer.name += "#" + std::to_string(use);
}

llvm::Expected<RunReport> mlir::acim::makeReport(ProgramCounts counts,
                                                 const HardwareModel &hardware) {
  RunReport report;
  makeNamesUnique(counts.layers);
  llvm::Expected<Ledger> ledger = price(counts, hardware);
  if (!ledger)
    return ledger.takeError();
  if (llvm::Error error = ledger->check())
    return std::move(error);
  llvm::Expected<std::vector<AreaRow>> area = priceArea(counts, hardware);
  if (!area)
    return area.takeError();
  report.ledger = std::move(*ledger);
  report.area = std::move(*area);
  report.schedule = schedule(counts, hardware);
  report.inferences = counts.inferences;
  report.crossbars = counts.crossbars;
  report.tiles = counts.tiles;
  report.configuration.hardware = hardware;
  for (auto [counted, scheduled] : llvm::zip_equal(counts.layers, report.schedule.layers)) {
    ReportLayer &layer = report.layers.emplace_back();
    layer.start = scheduled.start;
    layer.latency = scheduled.duration;
    for (unsigned i = 0; i < numComponents; ++i)
      layer.energies[i] = report.ledger.totalOf(counted.name, static_cast<Component>(i));
    for (double energy : layer.energies)
      layer.energy += energy;
    layer.counts = std::move(counted);
  }
  return report;
}

static Json energiesToJson(const ComponentEnergies &energies) {
  Json object = Json::object();
  for (unsigned i = 0; i < numComponents; ++i)
    object[stringifyComponent(static_cast<Component>(i)).str()] = energies[i];
  return object;
}

namespace {
/// Sums over layers, for one inference.
struct Totals {
  explicit Totals(const RunReport &report) {
    for (const ReportLayer &layer : report.layers) {
      macs += layer.counts.macs;
      conversions += layer.counts.conversions();
      clipped += layer.counts.clippedConversions;
      idle += layer.counts.idleConversions;
      empty += layer.counts.emptyConversions;
      skipped += layer.counts.skippedConversions;
      gated += layer.counts.gatedConversions;
      gatedOutputs += layer.counts.gatedOutputs;
      refinedOutputs += layer.counts.refinedOutputs;
      boundedBits += layer.counts.boundedBits;
      cellEvents += layer.counts.cellEvents();
      skippedCellEvents += layer.counts.skippedCellEvents();
      drivenRows += layer.counts.drivenRows;
      convertedPlanes += layer.counts.convertedPlanes;
      usedCells += layer.counts.usedCells;
      totalCells += layer.counts.totalCells;
    }
  }
  int64_t macs = 0, conversions = 0, clipped = 0, idle = 0, empty = 0, skipped = 0, gated = 0,
          gatedOutputs = 0, refinedOutputs = 0, boundedBits = 0, cellEvents = 0,
          skippedCellEvents = 0, drivenRows = 0, convertedPlanes = 0;
  int64_t usedCells = 0, totalCells = 0;
};
} // namespace

/// A count of the whole run as that of one inference: an integer where it is one.
static Json perInference(int64_t count, int64_t inferences) {
  inferences = std::max<int64_t>(inferences, 1);
  if (count % inferences == 0)
    return count / inferences;
  return static_cast<double>(count) / static_cast<double>(inferences);
}

static void accuracyToJson(const RunReport &report, Json &summary) {
  summary["top1"] = nullptr;
  summary["topk"] = nullptr;
  summary["k"] = nullptr;
  summary["labelled"] = 0;
  if (!report.accuracy)
    return;
  summary["top1"] = report.accuracy->top1;
  summary["topk"] = report.accuracy->topk;
  summary["k"] = report.accuracy->k;
  summary["labelled"] = report.accuracy->labelled;
}

static Json summaryToJson(const RunReport &report) {
  Json summary = Json::object();
  summary["inferences"] = report.inferences;
  accuracyToJson(report, summary);
  ComponentEnergies energies;
  for (unsigned i = 0; i < numComponents; ++i)
    energies[i] = report.ledger.totalOf(static_cast<Component>(i));
  summary["energy_j"] = report.ledger.total();
  summary["energy_by_component"] = energiesToJson(energies);
  summary["latency_s"] = report.schedule.latency;
  summary["area_m2"] = totalArea(report.area);
  Totals totals(report);
  auto mean = [&](int64_t count) { return perInference(count, report.inferences); };
  summary["macs"] = mean(totals.macs);
  summary["conversions"] = mean(totals.conversions);
  summary["clipped_conversions"] = mean(totals.clipped);
  summary["idle_conversions"] = mean(totals.idle);
  summary["empty_conversions"] = mean(totals.empty);
  summary["skipped_conversions"] = mean(totals.skipped);
  summary["gated_conversions"] = mean(totals.gated);
  summary["gated_outputs"] = mean(totals.gatedOutputs);
  summary["refined_outputs"] = mean(totals.refinedOutputs);
  summary["bounded_bits"] = mean(totals.boundedBits);
  summary["cell_events"] = mean(totals.cellEvents);
  summary["skipped_cell_events"] = mean(totals.skippedCellEvents);
  summary["driven_rows"] = mean(totals.drivenRows);
  summary["converted_planes"] = mean(totals.convertedPlanes);
  summary["crossbars"] = report.crossbars;
  summary["tiles"] = report.tiles;
  summary["utilisation"] = totals.totalCells == 0 ? 0.0
                                                  : static_cast<double>(totals.usedCells) /
                                                        static_cast<double>(totals.totalCells);
  return summary;
}

static Json layerToJson(const ReportLayer &layer, int64_t inferences) {
  const LayerCounts &counts = layer.counts;
  auto mean = [&](int64_t count) { return perInference(count, inferences); };
  Json object = Json::object();
  object["name"] = counts.name;
  object["kind"] = counts.kind;
  object["engine"] = counts.engine;
  object["positions"] = mean(counts.positions);
  object["groups"] = counts.groups;
  object["rows"] = counts.rows;
  object["outputs"] = counts.outputs;
  object["crossbars"] = counts.crossbars;
  object["tiles"] = counts.tiles;
  object["utilisation"] = counts.utilisation();
  object["macs"] = mean(counts.macs);
  object["conversions"] = mean(counts.conversions());
  object["clipped_conversions"] = mean(counts.clippedConversions);
  object["cell_events"] = mean(counts.cellEvents());
  object["skipped_cell_events"] = mean(counts.skippedCellEvents());
  object["driven_rows"] = mean(counts.drivenRows);
  object["converted_planes"] = mean(counts.convertedPlanes);
  object["idle_planes"] = counts.idleShare();
  object["idle_conversions"] = mean(counts.idleConversions);
  object["empty_conversions"] = mean(counts.emptyConversions);
  object["skipped_conversions"] = mean(counts.skippedConversions);
  object["gated_conversions"] = mean(counts.gatedConversions);
  object["gated_outputs"] = mean(counts.gatedOutputs);
  object["refined_outputs"] = mean(counts.refinedOutputs);
  object["bounded_bits"] = mean(counts.boundedBits);
  object["digital_operations"] = mean(counts.digital.total());
  object["energy_j"] = layer.energy;
  object["energy_by_component"] = energiesToJson(layer.energies);
  object["start_s"] = layer.start;
  object["latency_s"] = layer.latency;
  return object;
}

static Json ledgerToJson(const Ledger &ledger) {
  Json rows = Json::array();
  for (const LedgerRow &row : ledger.rows()) {
    Json object = Json::object();
    object["layer"] = row.layer;
    object["component"] = stringifyComponent(row.component).str();
    object["action"] = row.action;
    object["count"] = row.count;
    object["unit_value_j"] = row.unitValue;
    object["total_j"] = row.total;
    object["provenance"] = row.provenance;
    rows.push_back(std::move(object));
  }
  return rows;
}

static Json areaToJson(llvm::ArrayRef<AreaRow> area) {
  Json rows = Json::array();
  for (const AreaRow &row : area) {
    Json object = Json::object();
    object["part"] = row.part;
    object["per"] = row.per;
    object["count"] = row.count;
    object["unit_value_m2"] = row.unitValue;
    object["total_m2"] = row.total;
    object["provenance"] = row.provenance;
    rows.push_back(std::move(object));
  }
  return rows;
}

static Json configurationToJson(const RunConfiguration &configuration) {
  Json object = Json::object();
  object["acim_version"] = configuration.acimVersion;
  object["llvm_version"] = configuration.llvmVersion;
  object["engine"] = configuration.engine;
  object["seed"] = configuration.seed;
  object["files"] = Json::array();
  for (const ReportFile &file : configuration.files) {
    Json entry = Json::object();
    entry["role"] = file.role;
    entry["path"] = file.path;
    entry["hash"] = file.hash;
    object["files"].push_back(std::move(entry));
  }
  object["options"] = Json::object();
  for (const auto &[name, value] : configuration.options)
    object["options"][name] = value;
  std::string hardware = hardwareToJson(configuration.hardware);
  object["hardware_hash"] = contentHash(hardware);
  object["hardware"] = Json::parse(hardware, nullptr, /*allow_exceptions=*/false);
  return object;
}

std::string mlir::acim::reportToJson(const RunReport &report) {
  Json document = Json::object();
  document["schema"] = reportSchemaVersion;
  document["summary"] = summaryToJson(report);
  document["layers"] = Json::array();
  for (const ReportLayer &layer : report.layers)
    document["layers"].push_back(layerToJson(layer, report.inferences));
  if (report.reference)
    document["reference"] = referenceToJson(report);
  if (report.reference && report.reference->explanation)
    document["explanation"] = explanationToJson(report);
  document["ledger"] = ledgerToJson(report.ledger);
  document["area"] = areaToJson(report.area);
  document["configuration"] = configurationToJson(report.configuration);
  return document.dump(1, ' ', /*ensure_ascii=*/false, Json::error_handler_t::replace) + "\n";
}

llvm::Error mlir::acim::writeReport(const RunReport &report, StringRef path) {
  std::string text = reportToJson(report);
  llvm::Error error = llvm::writeToOutput(path, [&](llvm::raw_ostream &stream) {
    stream << text;
    return llvm::Error::success();
  });
  if (!error)
    return llvm::Error::success();
  return llvm::createStringError("cannot write report \"" + path.str() +
                                 "\": " + llvm::toString(std::move(error)) +
                                 "; choose a place that can be written to");
}

std::string mlir::acim::contentHash(StringRef contents) {
  llvm::XXH128_hash_t hash = llvm::xxh3_128bits(llvm::arrayRefFromStringRef(contents));
  auto digits = [](uint64_t value) {
    return llvm::utohexstr(value, /*LowerCase=*/true, /*Width=*/16);
  };
  return "xxh3:" + digits(hash.high64) + digits(hash.low64);
}
