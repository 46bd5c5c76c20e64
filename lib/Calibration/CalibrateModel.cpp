//===- CalibrateModel.cpp - What acim-calibrate does -------------------------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "acim/Calibration/CalibrateModel.h"

#include "acim/Calibration/ChannelSensitivity.h"
#include "acim/Interpreter/BatchRunner.h"
#include "acim/Pipelines/Pipelines.h"
#include "acim/Translate/ErrorCollector.h"
#include "acim/Translate/OutputFile.h"
#include "acim/Translate/ProgramFile.h"
#include "mlir/Bytecode/BytecodeWriter.h"
#include "mlir/Pass/PassManager.h"
#include "mlir/Transforms/Passes.h"
#include "llvm/Support/FormatVariadic.h"
#include "llvm/Support/raw_ostream.h"

using namespace mlir;
using namespace mlir::acim;

//===----------------------------------------------------------------------===//
// Model and program
//===----------------------------------------------------------------------===//

static llvm::Error runPasses(ModuleOp module, StringRef path,
                             llvm::function_ref<void(OpPassManager &)> addPasses) {
  ErrorCollector errors(module.getContext());
  auto pm = PassManager::on<ModuleOp>(module.getContext());
  addPasses(pm);
  if (succeeded(pm.run(module)))
    return llvm::Error::success();
  return llvm::createStringError(path + ": " + errors.getText());
}

/// The model on the graph layer.
static llvm::Expected<OwningOpRef<ModuleOp>> loadModel(const CalibrationOptions &options,
                                                       MLIRContext &context) {
  llvm::Expected<OwningOpRef<ModuleOp>> module = loadModule(options.model, &context);
  if (!module)
    return module;
  if (!(*module)->getOps<ProgramOp>().empty())
    return llvm::createStringError(
        options.model +
        ": expected a model, found a tile program; calibrate what it was compiled from");
  if (llvm::Error error = runPasses(**module, options.model, [&](OpPassManager &pm) {
        addMappingPasses(pm, options.hardware);
      }))
    return std::move(error);
  return module;
}

/// Drives the inputs of every layer as the bits of x + 2^(bits-1), so that activity does not depend
/// on the drivers of the hardware nor on what is proven about the inputs.
static void driveAllBits(ModuleOp module) {
  for (WeightsOp weights : module.getOps<WeightsOp>())
    if (std::optional<InputsAttr> inputs = weights.getInputs()) {
      int64_t bits = inputs->getBits(), offset = int64_t(1) << (bits - 1);
      weights.setInputsAttr(InputsAttr::get(module.getContext(), InputEncoding::Binary, bits,
                                            offset, /*lo=*/std::nullopt, /*hi=*/std::nullopt,
                                            /*dac_bits=*/1));
    }
}

/// A program that computes exactly what the model does, whatever the hardware's converters could
/// tell apart: statistics belong to the network.
static llvm::Expected<OwningOpRef<ModuleOp>> exactProgramOf(ModuleOp model, StringRef path) {
  PlainPipelineOptions plain;
  plain.adcSemantics = "unit_step";
  plain.adcBits = 24;
  OwningOpRef<ModuleOp> program = model.clone();
  if (llvm::Error error =
          runPasses(*program, path, [&](OpPassManager &pm) { addPlainDecisions(pm, plain); }))
    return std::move(error);
  driveAllBits(*program);
  if (llvm::Error error =
          runPasses(*program, path, [&](OpPassManager &pm) { addProgramPasses(pm); }))
    return std::move(error);
  return program;
}

//===----------------------------------------------------------------------===//
// Statistics
//===----------------------------------------------------------------------===//

/// Executes the program on every row of the inputs.
static llvm::Expected<llvm::MapVector<StringAttr, StatisticsAttr>>
statisticsOf(ProgramOp program, const BoundInputs &inputs, unsigned threads,
             const CalibrationOptions &options) {
  ErrorCollector errors(program.getContext());
  auto executor = ProgramExecutor::create(program, EngineKind::Auto);
  if (failed(executor))
    return llvm::createStringError(options.model + ": " + errors.getText());
  StatisticsRecorder recorder(**executor, inputs.inferences, options.samples);
  llvm::Expected<BatchResult> batch = runBatch(
      **executor, inputs, threads, progressPrinter(options.progress, inputs.inferences), &recorder);
  if (!batch)
    return batch.takeError();
  if (!options.sensitivity)
    return recorder.statistics(batch->counts);
  SensitivityOptions chosen;
  chosen.inferences = options.perturbations;
  chosen.threads = threads;
  auto sensitivities = measureSensitivities(**executor, inputs, recorder, chosen, options.progress);
  if (!sensitivities)
    return llvm::createStringError(options.model + ": " +
                                   llvm::toString(sensitivities.takeError()));
  return recorder.statistics(batch->counts, *sensitivities);
}

/// Locations stay out of bytecode as they stay out of text: they name files of the import, which
/// may be gone.
static llvm::Error writeModel(ModuleOp module, StringRef path) {
  if (llvm::Error error = runPasses(
          module, path, [](OpPassManager &pm) { pm.addPass(createStripDebugInfoPass()); }))
    return error;
  return llvm::writeToOutput(path, [&](raw_ostream &os) -> llvm::Error {
    if (!path.ends_with(".mlirbc"))
      module.print(os);
    else if (failed(writeBytecodeToFile(module, os)))
      return llvm::createStringError(path + ": cannot be written as bytecode");
    return llvm::Error::success();
  });
}

//===----------------------------------------------------------------------===//
// The calibration
//===----------------------------------------------------------------------===//

static llvm::Error checkOptions(const CalibrationOptions &options) {
  constexpr int64_t mostSamples = 65536;
  if (options.samples < 1 || options.samples > mostSamples)
    return llvm::createStringError(llvm::formatv(
        "samples: expected 1 to {0} columns a layer, found {1}", mostSamples, options.samples));
  constexpr int64_t mostPerturbations = 65536;
  if (options.perturbations < 1 || options.perturbations > mostPerturbations)
    return llvm::createStringError(
        llvm::formatv("perturbations: expected 1 to {0} inferences, found {1}", mostPerturbations,
                      options.perturbations));
  return checkWritable(options.output);
}

llvm::Error acim::calibrateModel(const CalibrationOptions &options,
                                 const DialectRegistry &registry) {
  unsigned threads;
  if (llvm::Error error = checkOptions(options))
    return error;
  if (llvm::Error error = threadsFor(options.threads).moveInto(threads))
    return error;
  MLIRContext context(registry, MLIRContext::Threading::DISABLED);
  llvm::Expected<OwningOpRef<ModuleOp>> model = loadModel(options, context);
  if (!model)
    return model.takeError();
  llvm::Expected<OwningOpRef<ModuleOp>> lowered = exactProgramOf(**model, options.model);
  if (!lowered)
    return lowered.takeError();
  ProgramOp program = *(*lowered)->getOps<ProgramOp>().begin();
  llvm::Expected<BoundInputs> inputs = bindInputs(program, options.inputs);
  if (!inputs)
    return inputs.takeError();
  auto statistics = statisticsOf(program, *inputs, threads, options);
  if (!statistics)
    return statistics.takeError();
  for (WeightsOp weights : (*model)->getOps<WeightsOp>())
    if (StatisticsAttr attr = statistics->lookup(weights.getSymNameAttr()))
      weights.setStatisticsAttr(attr);
  if (llvm::Error error = writeModel(**model, options.output))
    return error;
  llvm::outs() << llvm::formatv("statistics of {0} layers from {1} inferences\n",
                                statistics->size(), inputs->inferences);
  return llvm::Error::success();
}
