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

InputCode acim::inputCodeOf(InputsAttr inputs) {
  int32_t lo = -(1 << (inputs.getBits() - 1)), hi = -lo - 1, offset = inputs.getOffset();
  switch (inputs.getKind()) {
  case InputEncoding::Binary:
    return binaryInputCode(inputs.getBits(), -offset);
  case InputEncoding::TwosComplement:
    return twosComplementInputCode(lo, hi, offset);
  case InputEncoding::SignMagnitude:
    return signMagnitudeInputCode(lo, hi, offset);
  case InputEncoding::CanonicalSigned:
    return canonicalSignedInputCode(lo, hi, offset);
  }
  llvm_unreachable("every input encoding has a code");
}

static Readout readoutOf(ReadoutMode mode) {
  switch (mode) {
  case ReadoutMode::Single:
    return Readout::Single;
  case ReadoutMode::Difference:
    return Readout::Difference;
  case ReadoutMode::Separate:
    return Readout::Separate;
  }
  llvm_unreachable("every readout mode is known to the engines");
}

static std::vector<ConversionRange> rangesOf(BlockOp block) {
  std::vector<ConversionRange> ranges;
  auto settings = llvm::zip(block.getLo().getValues<int32_t>(), block.getBits().getValues<int8_t>(),
                            block.getStepLog2().getValues<int8_t>());
  for (auto [lo, bits, step] : settings)
    ranges.push_back({lo, uint8_t(bits), uint8_t(step)});
  return ranges;
}

CrossbarBlock acim::crossbarBlockOf(BlockOp op, ConvertOp convert) {
  CrossbarBlock block;
  block.group = op.getGroup();
  block.rows.assign(op.getInputs().begin(), op.getInputs().end());
  block.rowGroups.assign(op.getRowGroups().begin(), op.getRowGroups().end());
  block.columnGroup = op.getColumnGroup();
  for (auto [output, scale] : llvm::zip(op.getOutputs(), op.getScales()))
    block.columns.push_back({output, scale});
  auto cells = op.getCells().getValues<int8_t>();
  block.digits.assign(cells.begin(), cells.end());
  block.ranges = rangesOf(op);
  block.readout = readoutOf(convert.getReadout());
  block.skipsIdlePlanes = convert.getSkipIdle();
  return block;
}

MvmPlan acim::conversionsOf(ConvertOp convert, CrossbarOp crossbar, const InputCode &input) {
  MvmPlan plan;
  plan.input = input;
  for (BlockOp block : crossbar.getBody().getOps<BlockOp>())
    plan.blocks.push_back(crossbarBlockOf(block, convert));
  return plan;
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
