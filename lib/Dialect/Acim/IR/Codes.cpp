//===- Codes.cpp - The arithmetic that attributes stand for --------------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "acim/Dialect/Acim/IR/Codes.h"

#include "acim/Dialect/Acim/IR/Integers.h"

using namespace mlir;
using namespace mlir::acim;

int64_t acim::segmentBitsOf(EncodingAttr encoding) {
  return encoding.getSegmentBits() ? encoding.getSegmentBits() : encoding.getCellBits();
}

/// Digits chosen by what cells, and conversions where they are weighed, cost.
static DigitCode pricedCodeOf(EncodingAttr encoding) {
  DigitCode code = cheapestCode(encoding.getBits(), encoding.getCellBits(),
                                encoding.getLevelCosts().asArrayRef());
  if (DenseI64ArrayAttr costs = encoding.getConversionCosts())
    code.conversionCosts.assign(costs.asArrayRef().begin(), costs.asArrayRef().end());
  if (DenseI64ArrayAttr centres = encoding.getCentres())
    code.centres.assign(centres.asArrayRef().begin(), centres.asArrayRef().end());
  return code;
}

static DigitCode flippedCodeOf(EncodingAttr encoding) {
  DigitCode code = offsetCode(encoding.getBits(), encoding.getCellBits());
  code.flipsColumns = true;
  return code;
}

DigitCode acim::digitCodeOf(EncodingAttr encoding) {
  switch (encoding.getKind()) {
  case WeightEncoding::TwosComplement:
    return twosComplementCode(encoding.getBits(), encoding.getCellBits());
  case WeightEncoding::Offset:
    return offsetCode(encoding.getBits(), encoding.getCellBits());
  case WeightEncoding::SignMagnitude:
    return signMagnitudeCode(encoding.getBits(), encoding.getCellBits());
  case WeightEncoding::Segmented:
    return segmentedCode(encoding.getBits(), encoding.getCellBits(), segmentBitsOf(encoding));
  case WeightEncoding::NonAdjacent:
    return nonAdjacentCode(encoding.getBits(), encoding.getCellBits());
  case WeightEncoding::Cheapest:
  case WeightEncoding::Centred:
    return pricedCodeOf(encoding);
  case WeightEncoding::Flipped:
    return flippedCodeOf(encoding);
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

Readout acim::readoutOf(ReadoutMode mode) {
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

static ConverterRule ruleOf(AdcSemantics semantics) {
  switch (semantics) {
  case AdcSemantics::UnitStep:
    return ConverterRule::UnitStep;
  case AdcSemantics::FullRange:
    return ConverterRule::FullRange;
  case AdcSemantics::Sufficient:
    return ConverterRule::Sufficient;
  case AdcSemantics::Proven:
    return ConverterRule::Proven;
  }
  llvm_unreachable("every semantics has a rule");
}

static SettingScope scopeOf(AdcGranularity granularity) {
  switch (granularity) {
  case AdcGranularity::Layer:
    return SettingScope::Layer;
  case AdcGranularity::Crossbar:
    return SettingScope::Crossbar;
  case AdcGranularity::Column:
    return SettingScope::Column;
  }
  llvm_unreachable("every granularity has a scope");
}

ConverterChoice acim::converterChoiceOf(AdcAttr adc) {
  ConverterChoice choice;
  choice.bits = adc.getBits();
  choice.rule = ruleOf(adc.getSemantics());
  choice.readout = readoutOf(adc.getReadout());
  choice.scope = scopeOf(adc.getGranularity());
  choice.programmableZero = adc.getZero() == AdcZero::Programmable;
  return choice;
}

SkipChoice acim::skipChoiceOf(SkipAttr skip) {
  SkipChoice choice{skip.getThreshold().value_or(-1), {}};
  if (DenseI64ArrayAttr planes = skip.getPlanes())
    choice.planes.assign(planes.asArrayRef().begin(), planes.asArrayRef().end());
  return choice;
}

static GateGranularity granularityOf(SplitGranularity granularity) {
  switch (granularity) {
  case SplitGranularity::Output:
    return GateGranularity::Output;
  case SplitGranularity::Unit:
    return GateGranularity::Unit;
  }
  llvm_unreachable("every granularity is known to the engines");
}

static GateImportance importanceOf(SplitImportance importance) {
  switch (importance) {
  case SplitImportance::Value:
    return GateImportance::Value;
  case SplitImportance::Magnitude:
    return GateImportance::Magnitude;
  }
  llvm_unreachable("every importance is known to the engines");
}

Gate acim::gateOf(SplitAttr split, int64_t outputs) {
  Gate gate;
  gate.lowBits = split.getLowBits();
  gate.granularity = granularityOf(split.getGranularity());
  gate.importance = importanceOf(split.getImportance());
  ArrayRef<int64_t> thresholds = split.getThresholds();
  if (thresholds.size() == 1)
    gate.thresholds.assign(outputs, thresholds.front());
  else
    gate.thresholds = thresholds.vec();
  return gate;
}

/// The settings whose parts are these.
static std::vector<ConversionRange> settingsOf(ElementsAttr lo, ElementsAttr bits,
                                               ElementsAttr stepLog2) {
  std::vector<ConversionRange> ranges;
  auto settings =
      llvm::zip(lo.getValues<int32_t>(), bits.getValues<int8_t>(), stepLog2.getValues<int8_t>());
  for (auto [start, width, step] : settings)
    ranges.push_back({start, uint8_t(width), uint8_t(step)});
  return ranges;
}

LayerMapping acim::layerMappingOf(WeightsOp weights) {
  LayerMapping mapping;
  if (std::optional<EncodingAttr> encoding = weights.getEncoding())
    mapping.digits = digitCodeOf(*encoding);
  if (std::optional<InputsAttr> inputs = weights.getInputs())
    mapping.input = inputCodeOf(*inputs);
  if (std::optional<CrossbarArrayAttr> array = weights.getArray()) {
    mapping.arrayRows = array->getRows();
    mapping.arrayColumns = array->getColumns();
    mapping.maxActiveRows = array->getActiveRows();
    mapping.maxActiveColumns = array->getActiveColumns();
    if (DenseI64ArrayAttr planes = array->getPlanesPerDrive())
      mapping.planesPerDrive.assign(planes.asArrayRef().begin(), planes.asArrayRef().end());
  }
  if (std::optional<AdcAttr> adc = weights.getAdc()) {
    mapping.converters = converterChoiceOf(*adc);
    mapping.referenceColumn = adc->getCorrection() == OffsetCorrection::ReferenceColumn;
  }
  if (std::optional<ArrayRef<int32_t>> order = weights.getRowOrder())
    mapping.rowOrder = *order;
  mapping.skipsIdlePlanes = weights.getSkipIdle();
  mapping.boundsByActiveRows = weights.getBounded();
  if (std::optional<SkipAttr> skip = weights.getSkip())
    mapping.skip = skipChoiceOf(*skip);
  if (std::optional<SplitAttr> split = weights.getSplit())
    mapping.gate = gateOf(*split, weights.getGroups() * weights.getOutputs());
  if (std::optional<ClipAttr> clip = weights.getClip())
    mapping.clip = settingsOf(clip->getLo(), clip->getBits(), clip->getStepLog2());
  return mapping;
}

LayerMatrix acim::shapeOf(WeightsOp weights) {
  LayerMatrix matrix;
  matrix.groups = weights.getGroups();
  matrix.outputs = weights.getOutputs();
  matrix.rows = weights.getRows();
  return matrix;
}

FailureOr<LayerValues> acim::valuesOf(WeightsOp weights) {
  FailureOr<std::vector<int64_t>> values = integersOf(weights.getValues()),
                                  bias = integersOf(weights.getBias());
  if (failed(values))
    return weights.emitOpError() << "expected weights whose values are present, found "
                                 << weights.getValues().getType();
  if (failed(bias))
    return weights.emitOpError() << "expected a bias whose values are present";
  LayerValues layer{std::move(*values), std::move(*bias), shapeOf(weights)};
  layer.matrix.values = layer.values;
  layer.matrix.bias = layer.bias;
  return layer;
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
  block.ranges = settingsOf(op.getLo(), op.getBits(), op.getStepLog2());
  block.readout = readoutOf(convert.getReadout());
  if (std::optional<ArrayRef<int64_t>> sums = op.getInputSums())
    block.inputSums.assign(sums->begin(), sums->end());
  block.planesPerDrive = op.getPlanesPerDrive().value_or(1);
  block.skipsIdlePlanes = convert.getSkipIdle();
  block.boundsByActiveRows = convert.getBounded();
  if (std::optional<ArrayRef<int64_t>> skipped = op.getSkippedPlanes())
    block.skippedPlanes.assign(skipped->begin(), skipped->end());
  return block;
}

MvmPlan acim::conversionsOf(ConvertOp convert, CrossbarOp crossbar, const InputCode &input) {
  MvmPlan plan;
  plan.input = input;
  for (BlockOp block : crossbar.getBody().getOps<BlockOp>())
    plan.blocks.push_back(crossbarBlockOf(block, convert));
  return plan;
}
