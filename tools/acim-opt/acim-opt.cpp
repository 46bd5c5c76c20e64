//===- acim-opt.cpp - Runs passes over acim and TOSA modules --------------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "acim/InitAll.h"
#include "mlir/Tools/mlir-opt/MlirOptMain.h"

int main(int argc, char **argv) {
  mlir::DialectRegistry registry;
  mlir::acim::registerAllDialects(registry);
  mlir::acim::registerAllPasses();
  return mlir::asMainReturnCode(mlir::MlirOptMain(argc, argv, "acim optimizer driver\n", registry));
}
