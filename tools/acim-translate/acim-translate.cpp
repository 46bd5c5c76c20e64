//===- acim-translate.cpp - Tile programs to and from files ---------------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "acim/InitAll.h"
#include "acim/Translate/Registration.h"
#include "mlir/Tools/mlir-translate/MlirTranslateMain.h"

int main(int argc, char **argv) {
  mlir::acim::registerTranslations(mlir::acim::registerAllDialects);
  return mlir::failed(mlir::mlirTranslateMain(argc, argv, "acim translation driver\n"));
}
