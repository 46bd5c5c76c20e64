//===- acim-run.cpp - Executes and prices a tile program ------------------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "acim/InitAll.h"
#include "acim/Interpreter/RunProgram.h"
#include "mlir/IR/DialectRegistry.h"
#include "llvm/Support/CommandLine.h"
#include "llvm/Support/InitLLVM.h"
#include "llvm/Support/WithColor.h"

namespace cl = llvm::cl;
using mlir::acim::EngineKind;

int main(int argc, char **argv) {
  llvm::InitLLVM init(argc, argv);
  // The shared LLVM library registers options of its own, one of them called "threads".
  cl::ResetCommandLineParser();
  cl::OptionCategory category("acim-run options");
  cl::cat ours(category);
  cl::value_desc array("file.npy");
  cl::opt<std::string> program(cl::Positional, cl::Required,
                               cl::desc("PROGRAM (.acim, .mlir or .mlirbc)"), ours);
  cl::list<std::string> inputs(
      "inputs", cl::desc("array of one argument; repeat for further arguments"), array, ours);
  cl::opt<std::string> labels("labels", cl::desc("one integer a row"), array, ours);
  cl::opt<std::string> reference("reference", cl::desc("program of the same model to compare with"),
                                 cl::value_desc("program"), ours);
  cl::opt<bool> explain("explain", cl::desc("say what makes the difference to it"), ours);
  cl::opt<std::string> outputs("outputs", cl::desc("where results go"), array, ours);
  cl::opt<std::string> report("report", cl::desc("where the report goes"),
                              cl::value_desc("file.json"), ours);
  cl::opt<EngineKind> engine(
      "engine", cl::desc("how layers are executed"), cl::init(EngineKind::Auto),
      cl::values(clEnumValN(EngineKind::Auto, "auto", "the fastest that is exact"),
                 clEnumValN(EngineKind::Algebraic, "algebraic", "integer matrix products"),
                 clEnumValN(EngineKind::BitPlane, "bit-plane", "every conversion on its own")),
      ours);
  cl::opt<unsigned> threads("threads", cl::desc("0: one a processor"), ours);
  cl::opt<int64_t> topK("top-k", cl::desc("also count labels among the k largest outputs"),
                        cl::init(5), ours);
  cl::opt<bool> progress("progress", cl::desc("progress on standard error"), ours);
  cl::ParseCommandLineOptions(
      argc, argv,
      "executes a tile program and reports accuracy, energy, latency and area\n\n"
      "  acim-run model.acim --inputs x.npy --labels y.npy --report report.json\n");

  mlir::DialectRegistry registry;
  mlir::acim::registerAllDialects(registry);
  mlir::acim::RunOptions options{program, inputs, labels,  reference, explain, outputs,
                                 report,  engine, threads, topK,      progress};
  if (llvm::Error error = mlir::acim::runProgram(options, registry)) {
    llvm::WithColor::error(llvm::errs(), "acim-run") << llvm::toString(std::move(error)) << "\n";
    return 1;
  }
  return 0;
}
