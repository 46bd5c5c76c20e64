//===- ReferenceJson.cpp - What a reference adds to a report --------------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "ReferenceJson.h"

#include "acim/Interpreter/ReferenceErrors.h"
#include "llvm/ADT/STLExtras.h"

using namespace mlir::acim;
using Json = nlohmann::ordered_json;

static Json numberOrNull(std::optional<double> value) { return value ? Json(*value) : Json(); }

/// Those that no digital unit executes.
static auto mappedLayers(const RunReport &report) {
  return llvm::make_filter_range(
      report.layers, [](const ReportLayer &layer) { return layer.counts.kind != "digital"; });
}

Json mlir::acim::referenceToJson(const RunReport &report) {
  const ReferenceReport &reference = *report.reference;
  Json object = Json::object();
  object["path"] = reference.file.path;
  object["hash"] = reference.file.hash;
  object["agreement"] = reference.agreement;
  object["top1"] = numberOrNull(reference.top1);
  object["logit_nmse"] = numberOrNull(reference.logitNmse);
  object["layers"] = Json::array();
  for (auto [layer, sqnr] : llvm::zip_equal(mappedLayers(report), reference.sqnrs)) {
    Json entry = Json::object();
    entry["name"] = layer.counts.name;
    entry["sqnr_db"] = numberOrNull(sqnr);
    object["layers"].push_back(std::move(entry));
  }
  return object;
}

static Json runToJson(const ExplainedRun &run) {
  Json object = Json::object();
  object["causes"] = run.causes;
  object["refitted"] = run.isRefitted;
  object["top1"] = numberOrNull(run.top1);
  object["agreement"] = run.agreement;
  object["logit_nmse"] = numberOrNull(run.logitNmse);
  return object;
}

static Json readingsToJson(const Readings &readings) {
  Json object = Json::object();
  object["scale"] = readings.scale;
  object["conversions_by_bits"] = readings.conversionsByBits;
  object["clipped_conversions"] = readings.clipped;
  return object;
}

static void lossToJson(std::optional<double> nmse, Json &object) {
  object["nmse"] = numberOrNull(nmse);
  object["sqnr_db"] = numberOrNull(decibelsOf(nmse));
}

static Json layerToJson(const ExplainedLayer &layer, const LayerCounts &counts) {
  Json object = Json::object();
  object["name"] = counts.name;
  object["positions"] = layer.positions;
  lossToJson(layer.nmse, object);
  object["causes"] = Json::array();
  for (const auto &[cause, nmse] : layer.causes) {
    Json entry = Json::object();
    entry["cause"] = cause;
    lossToJson(nmse, entry);
    object["causes"].push_back(std::move(entry));
  }
  object["clipped"] =
      counts.conversions() ? double(counts.clippedConversions) / double(counts.conversions()) : 0.;
  object["readings"] = Json::array();
  for (const Readings &readings : layer.readings)
    object["readings"].push_back(readingsToJson(readings));
  return object;
}

Json mlir::acim::explanationToJson(const RunReport &report) {
  const Explanation &explanation = *report.reference->explanation;
  Json object = Json::object();
  object["runs"] = Json::array();
  for (const ExplainedRun &run : explanation.runs)
    object["runs"].push_back(runToJson(run));
  object["layers"] = Json::array();
  for (auto [layer, explained] : llvm::zip_equal(mappedLayers(report), explanation.layers))
    object["layers"].push_back(layerToJson(explained, layer.counts));
  return object;
}
