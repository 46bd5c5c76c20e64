//===- AcimDialect.td - The acim dialect ------------------------------------*- tablegen -*-===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef ACIM_DIALECT_ACIM_IR_ACIMDIALECT_TD
#define ACIM_DIALECT_ACIM_IR_ACIMDIALECT_TD

include "mlir/IR/OpBase.td"

def Acim_Dialect : Dialect {
  let name = "acim";
  let cppNamespace = "::mlir::acim";
  let summary = "Matrix products on analog compute-in-memory crossbars";
  let description = [{
    The dialect has two layers.

    The *graph layer* (`acim.weights`, `acim.im2col`, `acim.mvm`) stands between TOSA operators. It holds the integer
    matrix of every mapped layer and everything decided about it as attributes: how weights become digit planes
    (`#acim.encoding`), how inputs become driven planes (`#acim.inputs`), how both are cut to the arrays
    (`#acim.array`) and how bit lines are read (`#acim.adc`). Attributes never change what an `acim.mvm` computes.

    The *program layer* (`acim.program` and below) is what the hardware would be sent: crossbars with their cells and
    per-column conversion settings, and a function whose body is a sequence of digital instructions and mapped
    layers. Nothing in it refers back to the graph layer.
  }];
  let useDefaultAttributePrinterParser = 1;
  let extraClassDeclaration = [{
    /// Module attribute (#acim.hardware) that carries the description a module is compiled for.
    static constexpr ::llvm::StringLiteral getHardwareAttrName() { return "acim.hardware"; }
    /// Function argument and result attribute (unit): the file's values are unsigned, the bits are the same.
    static constexpr ::llvm::StringLiteral getUnsignedAttrName() { return "acim.unsigned"; }
  }];
}

class Acim_Op<string mnemonic, list<Trait> traits = []> : Op<Acim_Dialect, mnemonic, traits>;

#endif // ACIM_DIALECT_ACIM_IR_ACIMDIALECT_TD
