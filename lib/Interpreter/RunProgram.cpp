//===- RunProgram.cpp - What acim-run does -------------------------------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "acim/Interpreter/RunProgram.h"

#include "acim/Hardware/HardwareJson.h"
#include "acim/Interpreter/Accuracy.h"
#include "acim/Interpreter/BatchRunner.h"
#include "acim/Interpreter/Explanation.h"
#include "acim/Interpreter/ProgramCosts.h"
#include "acim/Translate/ErrorCollector.h"
#include "acim/Translate/OutputFile.h"
#include "acim/Translate/ProgramFile.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/IR/MLIRContext.h"
#include "llvm/Config/llvm-config.h"
#include "llvm/Support/FormatVariadic.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/raw_ostream.h"

using namespace mlir;
using namespace mlir::acim;

/// results.npy, results.1.npy, results.2.npy ...
static std::string outputPath(StringRef path, size_t index) {
  if (index == 0)
    return path.str();
  StringRef extension = llvm::sys::path::extension(path);
  return (path.drop_back(extension.size()) + "." + Twine(index) + extension).str();
}

static llvm::Error writeOutputs(StringRef path, ProgramOp program, ArrayRef<Tensor> outputs) {
  func::FuncOp function = functionOf(program);
  for (auto [index, output] : llvm::enumerate(outputs))
    if (llvm::Error error =
            writeNpy(outputPath(path, index), output,
                     bool(function.getResultAttr(index, AcimDialect::getUnsignedAttrName()))))
      return error;
  return llvm::Error::success();
}

/// Labels for the first result, read before the work starts.
static llvm::Expected<std::vector<int64_t>>
labelsFor(const RunOptions &options, const ProgramExecutor &executor, const BoundInputs &inputs) {
  auto result = cast<RankedTensorType>(executor.getType().getResult(0));
  int64_t classes = result.getNumElements() * inputs.inferences / inputs.rows;
  return readLabels(options.labels, inputs.rows, classes);
}

//===----------------------------------------------------------------------===//
// Report
//===----------------------------------------------------------------------===//

/// A file by its contents, so that a run can be repeated with the same ones.
static llvm::Expected<ReportFile> hashedFile(StringRef role, StringRef path) {
  llvm::ErrorOr<std::unique_ptr<llvm::MemoryBuffer>> buffer = llvm::MemoryBuffer::getFile(path);
  if (!buffer)
    return llvm::createStringError(buffer.getError(),
                                   path + ": cannot be read: " + buffer.getError().message());
  return ReportFile{role.str(), path.str(), contentHash((*buffer)->getBuffer())};
}

/// Everything but the hardware, which makeReport knows.
static llvm::Error describeRun(const RunOptions &options, RunConfiguration &configuration) {
  configuration.acimVersion = ACIM_VERSION;
  configuration.llvmVersion = LLVM_VERSION_STRING;
  configuration.engine = stringifyEngineKind(options.engine).str();
  SmallVector<std::pair<StringRef, StringRef>> files{{"program", options.program}};
  for (const std::string &path : options.inputs)
    files.push_back({"input", path});
  if (!options.labels.empty())
    files.push_back({"labels", options.labels});
  if (!options.reference.empty())
    files.push_back({"reference", options.reference});
  for (auto [role, path] : files) {
    llvm::Expected<ReportFile> file = hashedFile(role, path);
    if (!file)
      return file.takeError();
    configuration.files.push_back(std::move(*file));
  }
  return llvm::Error::success();
}

static llvm::Expected<RunReport> reportOn(const RunOptions &options, ProgramOp program,
                                          const ProgramExecutor &executor,
                                          const BoundInputs &inputs, const BatchResult &batch) {
  llvm::Expected<HardwareModel> hardware =
      parseHardware(program.getHardware().getJson(), options.program);
  if (!hardware)
    return hardware.takeError();
  llvm::Expected<RunReport> report = makeReport(
      countProgram(program, executor, batch.counts, inputs.inferences, *hardware), *hardware);
  if (!report)
    return report;
  if (llvm::Error error = describeRun(options, report->configuration))
    return std::move(error);
  return report;
}

static void printReference(const ReferenceReport &reference, llvm::raw_ostream &os) {
  os << "reference: ";
  if (reference.logitNmse)
    os << llvm::formatv("logit NMSE {0:E2}, ", *reference.logitNmse);
  os << llvm::formatv("{0:P2} of answers agree\n", reference.agreement);
}

static void printSummary(const RunReport &report, llvm::raw_ostream &os) {
  if (report.accuracy)
    os << llvm::formatv("top-1 {0:P2}, top-{1} {2:P2} of {3} rows\n", report.accuracy->top1,
                        report.accuracy->k, report.accuracy->topk, report.accuracy->labelled);
  if (report.reference)
    printReference(*report.reference, os);
  os << llvm::formatv("energy {0:E3} J, latency {1:E3} s an inference; area {2:E3} m2\n",
                      report.ledger.total(), report.schedule.latency, totalArea(report.area));
}

//===----------------------------------------------------------------------===//
// The run
//===----------------------------------------------------------------------===//

namespace {

struct LoadedProgram {
  OwningOpRef<ModuleOp> module;
  ProgramOp program;
  std::unique_ptr<ProgramExecutor> executor;
};

/// A loaded program and what it is run on.
struct LoadedRun {
  LoadedProgram program;
  std::optional<LoadedProgram> reference;
  BoundInputs inputs;
  std::vector<int64_t> labels;
  unsigned threads = 1;
};

} // namespace

static llvm::Error checkOptions(const RunOptions &options) {
  if (options.topK < 1)
    return llvm::createStringError(
        llvm::formatv("top-k: expected 1 or more outputs, found {0}", options.topK));
  if (options.explain && options.reference.empty())
    return llvm::createStringError("explain: expected a reference to explain the differences from");
  for (const std::string &path : {options.outputs, options.report})
    if (llvm::Error error = checkWritable(path))
      return error;
  return llvm::Error::success();
}

static llvm::Expected<LoadedProgram> loadExecutable(StringRef path, EngineKind engine,
                                                    MLIRContext &context) {
  llvm::Expected<OwningOpRef<ModuleOp>> module = loadProgram(path, &context);
  if (!module)
    return module.takeError();
  ProgramOp program = *(*module)->getOps<ProgramOp>().begin();
  ErrorCollector errors(&context);
  auto executor = ProgramExecutor::create(program, engine);
  if (failed(executor))
    return llvm::createStringError(path + ": " + errors.getText());
  return LoadedProgram{std::move(*module), program, std::move(*executor)};
}

/// Its engines are the fastest: all that are exact give the same.
static llvm::Expected<LoadedProgram> loadReference(StringRef path, const ProgramExecutor &program,
                                                   MLIRContext &context) {
  llvm::Expected<LoadedProgram> reference = loadExecutable(path, EngineKind::Auto, context);
  if (!reference)
    return reference;
  if (llvm::Error error = checkSameModel(program, *reference->executor))
    return llvm::createStringError(path + ": " + llvm::toString(std::move(error)));
  return reference;
}

/// Reads and checks everything, so that nothing is executed in vain.
static llvm::Expected<LoadedRun> load(const RunOptions &options, MLIRContext &context) {
  LoadedRun run;
  if (llvm::Error error = checkOptions(options))
    return std::move(error);
  if (llvm::Error error = threadsFor(options.threads).moveInto(run.threads))
    return std::move(error);
  if (llvm::Error error =
          loadExecutable(options.program, options.engine, context).moveInto(run.program))
    return std::move(error);
  if (llvm::Error error = bindInputs(run.program.program, options.inputs).moveInto(run.inputs))
    return std::move(error);
  const ProgramExecutor &executor = *run.program.executor;
  if (!options.labels.empty())
    if (llvm::Error error = labelsFor(options, executor, run.inputs).moveInto(run.labels))
      return std::move(error);
  if (!options.reference.empty())
    if (llvm::Error error =
            loadReference(options.reference, executor, context).moveInto(run.reference.emplace()))
      return std::move(error);
  return run;
}

/// Runs the program beside its reference.
static llvm::Expected<ReferenceComparison> compare(const RunOptions &options,
                                                   const LoadedRun &run) {
  const ProgramExecutor &executor = *run.program.executor, &reference = *run.reference->executor;
  if (options.explain)
    return explainLosses(run.program.program, executor, reference, run.inputs, run.labels,
                         run.threads, progressPrinter(options.progress, 2 * run.inputs.inferences));
  auto comparisons =
      compareWithReference(BatchProgram{&executor}, reference, run.inputs, run.labels, run.threads,
                           progressPrinter(options.progress, run.inputs.inferences));
  if (!comparisons)
    return comparisons.takeError();
  return std::move(comparisons->front());
}

/// Runs the program, and says how it differs from its reference where it has one.
static llvm::Expected<BatchResult> execute(const RunOptions &options, const LoadedRun &run,
                                           std::optional<ReferenceReport> &compared) {
  if (!run.reference)
    return runBatch(*run.program.executor, run.inputs, run.threads,
                    progressPrinter(options.progress, run.inputs.inferences));
  llvm::Expected<ReferenceComparison> comparison = compare(options, run);
  if (!comparison)
    return comparison.takeError();
  compared = std::move(comparison->report);
  if (llvm::Error error = hashedFile("reference", options.reference).moveInto(compared->file))
    return std::move(error);
  return std::move(comparison->batch);
}

llvm::Error acim::runProgram(const RunOptions &options, const DialectRegistry &registry) {
  MLIRContext context(registry, MLIRContext::Threading::DISABLED);
  llvm::Expected<LoadedRun> run = load(options, context);
  if (!run)
    return run.takeError();
  std::optional<ReferenceReport> reference;
  llvm::Expected<BatchResult> batch = execute(options, *run, reference);
  if (!batch)
    return batch.takeError();
  llvm::Expected<RunReport> report =
      reportOn(options, run->program.program, *run->program.executor, run->inputs, *batch);
  if (!report)
    return report.takeError();
  report->reference = std::move(reference);
  if (!run->labels.empty())
    report->accuracy = countCorrect(batch->outputs.front(), run->labels, options.topK);
  if (!options.outputs.empty())
    if (llvm::Error error = writeOutputs(options.outputs, run->program.program, batch->outputs))
      return error;
  if (!options.report.empty())
    if (llvm::Error error = writeReport(*report, options.report))
      return error;
  printSummary(*report, llvm::outs());
  return llvm::Error::success();
}
