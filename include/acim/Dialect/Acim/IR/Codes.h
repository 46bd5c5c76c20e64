//===- Codes.h - The arithmetic that attributes stand for ----------------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef ACIM_DIALECT_ACIM_IR_CODES_H
#define ACIM_DIALECT_ACIM_IR_CODES_H

#include "acim/Dialect/Acim/IR/Acim.h"
#include "acim/Mapping/PlaceLayer.h"
#include "acim/Support/Digits.h"
#include "acim/Support/InputPlanes.h"

namespace mlir::acim {

/// The digits that an encoding gives a weight.
DigitCode digitCodeOf(EncodingAttr encoding);

/// Bits of a segment of encoding sce: those of a cell where it does not say.
int64_t segmentBitsOf(EncodingAttr encoding);

/// The raw inputs that there are planes for.
SumRange inputRangeOf(InputsAttr inputs);

/// The planes that inputs are driven as.
InputCode inputCodeOf(InputsAttr inputs);

Readout readoutOf(ReadoutMode mode);

/// How bit lines of `adc` are read.
ConverterChoice converterChoiceOf(AdcAttr adc);

SkipChoice skipChoiceOf(SkipAttr skip);

/// The gate of a layer with so many outputs in all groups.
Gate gateOf(SplitAttr split, int64_t outputs);

/// What is decided about `weights`; what is not decided yet has its default. Refers to attributes
/// of `weights`.
LayerMapping layerMappingOf(WeightsOp weights);

/// Groups, outputs and rows of `weights`, without values.
LayerMatrix shapeOf(WeightsOp weights);

/// The values of a layer; `matrix` refers to the other members.
struct LayerValues {
  std::vector<int64_t> values, bias;
  LayerMatrix matrix;
};

/// Fails with an error on `weights` when its values were elided.
FailureOr<LayerValues> valuesOf(WeightsOp weights);

/// The digits of a verified block and their conversions by `convert`; which crossbar of its layer
/// it is in is left open.
CrossbarBlock crossbarBlockOf(BlockOp block, ConvertOp convert);

/// The conversions of `crossbar` by `convert`, in a plan that holds nothing else.
MvmPlan conversionsOf(ConvertOp convert, CrossbarOp crossbar, const InputCode &input);

} // namespace mlir::acim

#endif // ACIM_DIALECT_ACIM_IR_CODES_H
