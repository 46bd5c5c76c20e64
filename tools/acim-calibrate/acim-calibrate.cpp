//===- acim-calibrate.cpp - Writes statistics of real inputs into a model ----===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "acim/Calibration/CalibrateModel.h"
#include "acim/InitAll.h"
#include "mlir/IR/DialectRegistry.h"
#include "llvm/Support/CommandLine.h"
#include "llvm/Support/InitLLVM.h"
#include "llvm/Support/WithColor.h"

namespace cl = llvm::cl;

int main(int argc, char **argv) {
  llvm::InitLLVM init(argc, argv);
  // The shared LLVM library registers options of its own, one of them called "threads".
  cl::ResetCommandLineParser();
  cl::OptionCategory category("acim-calibrate options");
  cl::opt<std::string> model(cl::Positional, cl::Required, cl::desc("MODEL (.mlir or .mlirbc)"),
                             cl::cat(category));
  cl::list<std::string> inputs("inputs",
                               cl::desc("array of one argument; repeat for further arguments"),
                               cl::value_desc("file.npy"), cl::cat(category));
  cl::opt<std::string> output("o", cl::Required, cl::desc("where the calibrated model goes"),
                              cl::value_desc("file.mlir"), cl::cat(category));
  cl::opt<std::string> hardware("hardware", cl::desc("name of a preset, or a JSON text"),
                                cl::init("chen_rram128"), cl::cat(category));
  cl::opt<int64_t> samples("samples", cl::desc("most columns of inputs kept of a layer"),
                           cl::init(256), cl::cat(category));
  cl::opt<bool> sensitivity("sensitivity",
                            cl::desc("measure what errors of each channel do to the logits"),
                            cl::cat(category));
  cl::opt<int64_t> perturbations("perturbations",
                                 cl::desc("inferences on which sensitivity is measured, at most"),
                                 cl::init(16), cl::cat(category));
  cl::opt<unsigned> threads("threads", cl::desc("0: one a processor"), cl::cat(category));
  cl::opt<bool> progress("progress", cl::desc("progress on standard error"), cl::cat(category));
  cl::ParseCommandLineOptions(argc, argv,
                              "writes statistics of real inputs into a model\n\n"
                              "  acim-calibrate model.mlir --inputs x.npy -o calibrated.mlir\n");

  mlir::DialectRegistry registry;
  mlir::acim::registerAllDialects(registry);
  mlir::acim::CalibrationOptions options{model,         hardware, {inputs.begin(), inputs.end()},
                                         output,        samples,  sensitivity,
                                         perturbations, threads,  progress};
  if (llvm::Error error = mlir::acim::calibrateModel(options, registry)) {
    llvm::WithColor::error(llvm::errs(), "acim-calibrate")
        << llvm::toString(std::move(error)) << "\n";
    return 1;
  }
  return 0;
}
