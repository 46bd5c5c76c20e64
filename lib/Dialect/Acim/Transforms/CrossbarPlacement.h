//===- CrossbarPlacement.h - Places the digits of weights on crossbars ---===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef ACIM_LIB_DIALECT_ACIM_TRANSFORMS_CROSSBARPLACEMENT_H
#define ACIM_LIB_DIALECT_ACIM_TRANSFORMS_CROSSBARPLACEMENT_H

#include "PlacedLayer.h"

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
  CrossbarOp createCrossbar(WeightsOp weights, const PlacedCrossbar &blocks, StringRef name);
  void createBlock(WeightsOp weights, const PlacedBlock &block);

  SymbolTable symbols;
  OpBuilder &builder;
  const HardwareModel &hardware;
  int64_t numCrossbars = 0;
  llvm::DenseMap<Attribute, SmallVector<CrossbarOp>> placed;
};

} // namespace mlir::acim

#endif // ACIM_LIB_DIALECT_ACIM_TRANSFORMS_CROSSBARPLACEMENT_H
