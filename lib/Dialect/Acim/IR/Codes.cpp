//===- Codes.cpp - The arithmetic that attributes stand for --------------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "acim/Dialect/Acim/IR/Codes.h"

using namespace mlir;
using namespace mlir::acim;

DigitCode acim::digitCodeOf(EncodingAttr encoding) {
  switch (encoding.getKind()) {
  case WeightEncoding::TwosComplement:
    return twosComplementCode(encoding.getBits(), encoding.getCellBits());
  case WeightEncoding::Offset:
    return offsetCode(encoding.getBits(), encoding.getCellBits());
  case WeightEncoding::SignMagnitude:
    return signMagnitudeCode(encoding.getBits(), encoding.getCellBits());
  case WeightEncoding::Segmented:
    return segmentedCode(encoding.getBits(), encoding.getCellBits(),
                         encoding.getSegmentBits() ? encoding.getSegmentBits()
                                                   : encoding.getCellBits());
  case WeightEncoding::NonAdjacent:
    return nonAdjacentCode(encoding.getBits(), encoding.getCellBits());
  case WeightEncoding::Cheapest:
    return cheapestCode(encoding.getBits(), encoding.getCellBits(),
                        encoding.getLevelCosts().asArrayRef());
  }
  llvm_unreachable("every encoding has a code");
}

SumRange acim::inputRangeOf(InputsAttr inputs) {
  if (inputs.getLo())
    return {*inputs.getLo(), *inputs.getHi()};
  int64_t values = int64_t(1) << inputs.getBits();
  int64_t lo = inputs.getKind() == InputEncoding::Binary ? -inputs.getOffset() : -values / 2;
  return {lo, lo + values - 1};
}

/// One plane after the other.
static InputCode singlePlanesOf(InputsAttr inputs) {
  SumRange range = inputRangeOf(inputs);
  int32_t lo = range.lo, hi = range.hi, offset = inputs.getOffset();
  switch (inputs.getKind()) {
  case InputEncoding::Binary:
    return binaryInputCode(lo, hi, offset);
  case InputEncoding::TwosComplement:
    return twosComplementInputCode(lo, hi, offset);
  case InputEncoding::SignMagnitude:
    return signMagnitudeInputCode(lo, hi, offset);
  case InputEncoding::CanonicalSigned:
    return canonicalSignedInputCode(lo, hi, offset);
  }
  llvm_unreachable("every input encoding has a code");
}

InputCode acim::inputCodeOf(InputsAttr inputs) {
  InputCode code = singlePlanesOf(inputs);
  return inputs.getDacBits() > 1 ? withMultiLevelDrivers(code, inputs.getDacBits()) : code;
}

TilingRequest acim::tilingRequestOf(WeightsOp weights) {
  CrossbarArrayAttr array = *weights.getArray();
  TilingRequest request;
  request.groups = weights.getGroups();
  request.rows = weights.getRows();
  request.outputs = weights.getOutputs();
  request.digitsPerOutput = digitCodeOf(*weights.getEncoding()).numDigits();
  request.arrayRows = array.getRows();
  request.arrayColumns = array.getColumns();
  request.maxActiveRows = array.getActiveRows();
  request.maxActiveColumns = array.getActiveColumns();
  bool reference =
      weights.getAdc() && weights.getAdc()->getCorrection() == OffsetCorrection::ReferenceColumn;
  request.referenceColumns = reference ? 1 : 0;
  return request;
}
