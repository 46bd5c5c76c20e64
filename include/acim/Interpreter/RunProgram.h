//===- RunProgram.h - What acim-run does ---------------------------------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef ACIM_INTERPRETER_RUNPROGRAM_H
#define ACIM_INTERPRETER_RUNPROGRAM_H

#include "acim/Engine/Engine.h"
#include <string>
#include <vector>

namespace mlir {
class DialectRegistry;
} // namespace mlir

namespace mlir::acim {

struct RunOptions {
  std::string program;             ///< .acim, .mlir or .mlirbc
  std::vector<std::string> inputs; ///< .npy, one an argument of the program
  std::string labels;              ///< .npy of integers; empty: no accuracy
  std::string reference; ///< another program of the same model, to compare with; empty: none
  bool explain = false;  ///< whether to say where the differences come from
  std::string outputs;   ///< .npy for the first result, NAME.1.npy for the second ...; empty: none
  std::string report;    ///< report.json; empty: none
  EngineKind engine = EngineKind::Auto;
  unsigned threads = 0; ///< 0: one a processor
  int64_t topK = 5;
  bool progress = false; ///< lines `progress DONE TOTAL` on standard error
};

/// Loads a tile program, executes it on every row of the inputs and writes what was asked for.
/// Nothing is written where an error is returned. Prints a summary of a few lines to standard
/// output.
llvm::Error runProgram(const RunOptions &options, const DialectRegistry &registry);

} // namespace mlir::acim

#endif // ACIM_INTERPRETER_RUNPROGRAM_H
