//===- Report.h - Everything a run has to say ---------------------------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// docs/Report.md explains every key of the written file.
//
//===----------------------------------------------------------------------===//

#ifndef ACIM_INTERPRETER_REPORT_H
#define ACIM_INTERPRETER_REPORT_H

#include "acim/Cost/Ledger.h"
#include "acim/Cost/Schedule.h"
#include "acim/Engine/Readings.h"
#include <array>
#include <optional>

namespace mlir::acim {

/// Version of the written format.
inline constexpr int64_t reportSchemaVersion = 1;

using ComponentEnergies = std::array<double, numComponents>; ///< joules, by Component

struct Accuracy {
  int64_t labelled = 0; ///< inferences that had a label
  double top1 = 0;      ///< share of them, 0 to 1
  int64_t k = 0;
  double topk = 0;
};

/// Figures of one inference, the mean over those run.
struct ReportLayer {
  LayerCounts counts; ///< of the whole run
  ComponentEnergies energies{};
  double energy = 0;  ///< joules; without what belongs to the whole chip
  double start = 0;   ///< seconds since the inference began
  double latency = 0; ///< seconds
};

struct ReportFile {
  std::string role; ///< "program", "input", "labels", "reference"
  std::string path;
  std::string hash; ///< "xxh3:..."
};

/// What is needed to repeat the run.
struct RunConfiguration {
  std::string acimVersion;
  std::string llvmVersion;
  std::string engine; ///< as asked for
  uint64_t seed = 0;
  HardwareModel hardware;
  std::vector<ReportFile> files;
  std::vector<std::pair<std::string, std::string>> options; ///< further ones, by name
};

/// Why a layer loses, by itself: on a sample of the columns that it gets.
struct ExplainedLayer {
  int64_t positions = 0; ///< sampled
  /// The error that is left after the best gain and offset of each channel, over the variance of
  /// the layer; none where nothing varies.
  std::optional<double> nmse;
  std::vector<std::pair<std::string, std::optional<double>>> causes; ///< the same by cause
  std::vector<Readings> readings;
};

/// A run of the program that suffers from some causes only.
struct ExplainedRun {
  std::vector<std::string> causes;
  bool isRefitted = false; ///< gain and offset of each channel are the best that there are
  double agreement = 0;
  std::optional<double> top1, logitNmse;
};

struct Explanation {
  std::vector<ExplainedRun> runs; ///< the first is the program's own
  std::vector<ExplainedLayer> layers;
};

/// How a run differs from that of a reference, another program of the same model.
struct ReferenceReport {
  ReportFile file;
  double agreement = 0;            ///< share of rows with the same largest output
  std::optional<double> top1;      ///< of the reference
  std::optional<double> logitNmse; ///< none where its logits do not vary
  /// Decibels, one a mapped layer; none where it is without errors or does not vary.
  std::vector<std::optional<double>> sqnrs;
  std::optional<Explanation> explanation;
};

struct RunReport {
  int64_t inferences = 0;
  std::optional<Accuracy> accuracy;
  std::vector<ReportLayer> layers; ///< in program order
  std::optional<ReferenceReport> reference;
  Ledger ledger;
  Schedule schedule;
  std::vector<AreaRow> area;
  int64_t crossbars = 0, tiles = 0; ///< of the program
  RunConfiguration configuration;   ///< makeReport fills in the hardware only
};

/// Prices and schedules `counts`, and checks the ledger.
llvm::Expected<RunReport> makeReport(ProgramCounts counts, const HardwareModel &hardware);

/// The text of report.json.
std::string reportToJson(const RunReport &report);

/// Writes report.json whole or not at all.
llvm::Error writeReport(const RunReport &report, llvm::StringRef path);

/// "xxh3:" and 32 hexadecimal digits of a file's contents, as reports name them.
std::string contentHash(llvm::StringRef contents);

} // namespace mlir::acim

#endif // ACIM_INTERPRETER_REPORT_H
