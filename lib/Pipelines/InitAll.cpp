//===- InitAll.cpp - Registers what acim's tools parse and run -----------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "acim/InitAll.h"

#include "acim/Conversion/Passes.h"
#include "acim/Dialect/Acim/IR/Acim.h"
#include "acim/Dialect/Acim/Transforms/Passes.h"
#include "acim/Pipelines/Pipelines.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/Quant/IR/Quant.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/Dialect/Tosa/IR/TosaOps.h"
#include "mlir/Dialect/Tosa/Transforms/Passes.h"
#include "mlir/Transforms/Passes.h"

using namespace mlir;

void acim::registerAllDialects(DialectRegistry &registry) {
  registry.insert<AcimDialect, arith::ArithDialect, func::FuncDialect, quant::QuantDialect,
                  tensor::TensorDialect, tosa::TosaDialect>();
}

void acim::registerAllPasses() {
  registerAcimConversionPasses();
  registerAcimTransformsPasses();
  registerPipelines();
  tosa::registerTosaPasses();
  mlir::registerTransformsPasses();
}
