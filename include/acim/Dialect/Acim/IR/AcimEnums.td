//===- AcimEnums.td - Named choices -----------------------------------------*- tablegen -*-===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef ACIM_DIALECT_ACIM_IR_ACIMENUMS_TD
#define ACIM_DIALECT_ACIM_IR_ACIMENUMS_TD

include "acim/Dialect/Acim/IR/AcimDialect.td"
include "mlir/IR/EnumAttr.td"

class Acim_Enum<string name, string summary, list<I32EnumAttrCase> cases> : I32EnumAttr<name, summary, cases> {
  let cppNamespace = "::mlir::acim";
  let genSpecializedAttr = 0;
}

def Acim_WeightEncoding : Acim_Enum<"WeightEncoding", "how a weight becomes digits", [
    I32EnumAttrCase<"TwosComplement", 0, "twos_complement">,
    I32EnumAttrCase<"Offset", 1, "offset">,
    I32EnumAttrCase<"SignMagnitude", 2, "sign_magnitude">,
    I32EnumAttrCase<"Segmented", 3, "sce">,
    I32EnumAttrCase<"NonAdjacent", 4, "naf">,
    I32EnumAttrCase<"Cheapest", 5, "min_cost">,
    I32EnumAttrCase<"Flipped", 6, "flip">,
    I32EnumAttrCase<"Centred", 7, "centred">
  ]>;

def Acim_InputEncoding : Acim_Enum<"InputEncoding", "how an input becomes driven planes", [
    I32EnumAttrCase<"Binary", 0, "binary">,
    I32EnumAttrCase<"TwosComplement", 1, "twos_complement">,
    I32EnumAttrCase<"SignMagnitude", 2, "sign_magnitude">,
    I32EnumAttrCase<"CanonicalSigned", 3, "csd">
  ]>;

def Acim_AdcSemantics : Acim_Enum<"AdcSemantics", "which sums the codes of a converter stand for", [
    I32EnumAttrCase<"UnitStep", 0, "unit_step">,
    I32EnumAttrCase<"FullRange", 1, "full_range">,
    I32EnumAttrCase<"Proven", 2, "proven">,
    I32EnumAttrCase<"Sufficient", 3, "sufficient">
  ]>;

def Acim_AdcGranularity : Acim_Enum<"AdcGranularity", "which conversions share one converter setting", [
    I32EnumAttrCase<"Layer", 0, "layer">,
    I32EnumAttrCase<"Crossbar", 1, "crossbar">,
    I32EnumAttrCase<"Column", 2, "column">
  ]>;

def Acim_AdcZero : Acim_Enum<"AdcZero", "where the codes of a range that fits the sums begin", [
    I32EnumAttrCase<"Programmable", 0, "programmable">,
    I32EnumAttrCase<"Fixed", 1, "fixed">
  ]>;

def Acim_ReadoutMode : Acim_Enum<"ReadoutMode", "how a bit line or a pair of bit lines is read", [
    I32EnumAttrCase<"Single", 0, "single">,
    I32EnumAttrCase<"Difference", 1, "difference">,
    I32EnumAttrCase<"Separate", 2, "separate">
  ]>;

def Acim_OffsetCorrection : Acim_Enum<"OffsetCorrection", "how the offset of offset-encoded weights is taken back", [
    I32EnumAttrCase<"Digital", 0, "digital">,
    I32EnumAttrCase<"ReferenceColumn", 1, "reference_column">
  ]>;

def Acim_SplitGranularity : Acim_Enum<"SplitGranularity", "what is refined or not as a whole", [
    I32EnumAttrCase<"Output", 0, "output">,
    I32EnumAttrCase<"Unit", 1, "unit">
  ]>;

def Acim_SplitImportance : Acim_Enum<"SplitImportance", "how a result of high digits is compared with its threshold", [
    I32EnumAttrCase<"Value", 0, "value">,
    I32EnumAttrCase<"Magnitude", 1, "magnitude">
  ]>;

class Acim_EnumAttr<EnumInfo info, string mnemonic> : EnumAttr<Acim_Dialect, info, mnemonic>;
def Acim_ReadoutModeAttr : Acim_EnumAttr<Acim_ReadoutMode, "readout">;

#endif // ACIM_DIALECT_ACIM_IR_ACIMENUMS_TD
