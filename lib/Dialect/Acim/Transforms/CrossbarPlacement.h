//===- CrossbarPlacement.h - Places the digits of weights on crossbars ---===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef ACIM_LIB_DIALECT_ACIM_TRANSFORMS_CROSSBARPLACEMENT_H
#define ACIM_LIB_DIALECT_ACIM_TRANSFORMS_CROSSBARPLACEMENT_H

#include "acim/Dialect/Acim/IR/Acim.h"
#include "acim/Hardware/HardwareModel.h"
#include "acim/Mapping/MvmPlan.h"

#include "mlir/IR/Builders.h"
#include "llvm/ADT/DenseMap.h"

namespace mlir::acim {

/// Creates the crossbars of a program in the order of its layers. Weights with equal values and
/// settings share theirs.
class CrossbarPlacement {
public:
  /// `builder` stands in `program`, which crossbars become symbols of.
  CrossbarPlacement(ProgramOp program, OpBuilder &builder, const HardwareModel &hardware)
      : symbols(program), builder(builder), hardware(hardware) {}

  /// The crossbars that hold `weights`; created at the builder's insertion point the first time.
  FailureOr<SmallVector<CrossbarOp>> place(WeightsOp weights);

private:
  CrossbarOp createCrossbar(WeightsOp weights, StringRef name);
  void createBlock(Location loc, const CrossbarBlock &block);

  SymbolTable symbols;
  OpBuilder &builder;
  const HardwareModel &hardware;
  int64_t numCrossbars = 0;
  llvm::DenseMap<Attribute, SmallVector<CrossbarOp>> placed;
};

} // namespace mlir::acim

#endif // ACIM_LIB_DIALECT_ACIM_TRANSFORMS_CROSSBARPLACEMENT_H
