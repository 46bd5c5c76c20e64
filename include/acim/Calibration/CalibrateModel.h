//===- CalibrateModel.h - What acim-calibrate does ---------------------------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef ACIM_CALIBRATION_CALIBRATEMODEL_H
#define ACIM_CALIBRATION_CALIBRATEMODEL_H

#include "llvm/Support/Error.h"
#include <string>
#include <vector>

namespace mlir {
class DialectRegistry;
} // namespace mlir

namespace mlir::acim {

struct CalibrationOptions {
  std::string model;               ///< .mlir or .mlirbc: TOSA, or the graph layer
  std::string hardware;            ///< name of a preset, or JSON text
  std::vector<std::string> inputs; ///< .npy, one an argument of the model
  std::string output;              ///< .mlir, or .mlirbc for bytecode
  int64_t samples = 256;           ///< most columns kept of a layer
  bool sensitivity = false;        ///< whether to measure what channels do to the logits
  int64_t perturbations = 16;      ///< inferences on which it is measured, at most
  unsigned threads = 0;            ///< 0: one a processor
  bool progress = false;           ///< lines `progress DONE TOTAL` on standard error
};

/// Maps the model to the graph layer, executes it exactly on every row of the inputs and writes it
/// with the statistics of its layers. Nothing is written where an error is returned. Prints a
/// summary of one line to standard output.
llvm::Error calibrateModel(const CalibrationOptions &options, const DialectRegistry &registry);

} // namespace mlir::acim

#endif // ACIM_CALIBRATION_CALIBRATEMODEL_H
