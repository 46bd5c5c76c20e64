//===- AcimAttrs.cpp - Rules of the acim attributes ----------------------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "acim/Dialect/Acim/IR/Codes.h"

#include "llvm/ADT/STLExtras.h"

using namespace mlir;
using namespace mlir::acim;

using EmitError = llvm::function_ref<InFlightDiagnostic()>;

/// Names the attribute, the parameter, the interval it must lie in and what was found.
static LogicalResult checkBetween(EmitError emitError, StringRef what, int64_t value, int64_t lo,
                                  int64_t hi) {
  if (value >= lo && value <= hi)
    return success();
  return emitError() << what << " must be between " << lo << " and " << hi << ", found " << value;
}

/// Kinds whose digits are chosen by what cells cost.
static bool weighsCells(WeightEncoding kind) {
  return kind == WeightEncoding::Cheapest || kind == WeightEncoding::Centred;
}

/// Signed digits fill whole cells, as do segments; every level has a cost where costs decide.
static LogicalResult verifySignedDigits(EmitError emitError, WeightEncoding kind, int64_t bits,
                                        int64_t cellBits, int64_t segmentBits,
                                        DenseI64ArrayAttr levelCosts) {
  int64_t unit = segmentBits ? segmentBits : cellBits;
  if (unit % cellBits || bits % cellBits || bits < unit || unit > 7)
    return emitError() << "expected a width and segments of whole cells (at most 7 bits a segment, "
                          "no more than the width), found "
                       << bits << " bits, segments of " << unit << " and cells of " << cellBits;
  int64_t levels = int64_t(1) << cellBits, costs = levelCosts ? levelCosts.size() : 0;
  if (weighsCells(kind) && costs != levels)
    return emitError() << "expected one cost for each of the " << levels
                       << " levels of a cell, found " << costs;
  return success();
}

/// Parameters that only some kinds have.
static LogicalResult verifyParameters(EmitError emitError, WeightEncoding kind, int64_t segmentBits,
                                      DenseI64ArrayAttr levelCosts,
                                      DenseI64ArrayAttr conversionCosts,
                                      DenseI64ArrayAttr centres) {
  std::tuple<StringRef, StringRef, bool, bool> parameters[] = {
      {"segment_bits", "sce", segmentBits != 0, kind == WeightEncoding::Segmented},
      {"level_costs", "min_cost or centred", bool(levelCosts), weighsCells(kind)},
      {"conversion_costs", "min_cost or centred", bool(conversionCosts), weighsCells(kind)},
      {"centres", "centred", bool(centres), kind == WeightEncoding::Centred}};
  for (auto [name, owner, isGiven, mayBe] : parameters)
    if (isGiven && !mayBe)
      return emitError() << name << " belongs to kind " << owner << ", found "
                         << stringifyWeightEncoding(kind);
  if (kind == WeightEncoding::Centred && !centres)
    return emitError() << "kind centred expects centres, one for each output of each group";
  if (conversionCosts && conversionCosts.empty())
    return emitError() << "conversion_costs expects at least the cost of no conversion";
  return success();
}

LogicalResult EncodingAttr::verify(EmitError emitError, WeightEncoding kind, int64_t bits,
                                   int64_t cellBits, int64_t segmentBits,
                                   DenseI64ArrayAttr levelCosts, DenseI64ArrayAttr conversionCosts,
                                   DenseI64ArrayAttr centres) {
  bool isSigned =
      kind == WeightEncoding::Segmented || kind == WeightEncoding::NonAdjacent || weighsCells(kind);
  // Signed digits of 16-bit magnitudes may need a digit more.
  if (failed(checkBetween(emitError, "word width", bits, 1, isSigned ? 22 : 16)) ||
      failed(checkBetween(emitError, "bits of a cell", cellBits, 1, 7)))
    return failure();
  if (failed(verifyParameters(emitError, kind, segmentBits, levelCosts, conversionCosts, centres)))
    return failure();
  return isSigned ? verifySignedDigits(emitError, kind, bits, cellBits, segmentBits, levelCosts)
                  : success();
}

/// Both ends or none, of the input's type.
static LogicalResult verifyInputRange(EmitError emitError, int64_t bits, std::optional<int64_t> lo,
                                      std::optional<int64_t> hi) {
  if (lo.has_value() != hi.has_value())
    return emitError() << "expected both lo and hi or neither, found only " << (lo ? "lo" : "hi");
  if (!lo)
    return success();
  int64_t limit = int64_t(1) << (bits - 1);
  if (failed(checkBetween(emitError, "lo", *lo, -limit, limit - 1)))
    return failure();
  return checkBetween(emitError, "hi", *hi, *lo, limit - 1);
}

/// Binary planes have `bits` bits and no sign; the signed ones count from a zero point.
static LogicalResult verifyOffset(EmitError emitError, InputEncoding kind, int64_t bits,
                                  int64_t offset, std::optional<int64_t> lo,
                                  std::optional<int64_t> hi) {
  int64_t limit = int64_t(1) << bits;
  if (kind != InputEncoding::Binary)
    return checkBetween(emitError, "input offset", offset, -limit / 2, limit / 2);
  return lo ? checkBetween(emitError, "input offset", offset, -*lo, limit - 1 - *hi)
            : checkBetween(emitError, "input offset", offset, 0, limit - 1);
}

LogicalResult InputsAttr::verify(EmitError emitError, InputEncoding kind, int64_t bits,
                                 int64_t offset, std::optional<int64_t> lo,
                                 std::optional<int64_t> hi, int64_t dacBits) {
  int64_t widest = kind == InputEncoding::CanonicalSigned ? 15 : 16;
  if (failed(checkBetween(emitError, "input width", bits, 1, widest)) ||
      failed(verifyInputRange(emitError, bits, lo, hi)) ||
      failed(verifyOffset(emitError, kind, bits, offset, lo, hi)))
    return failure();
  return checkBetween(emitError, "resolution of the drivers", dacBits, 1, 4);
}

LogicalResult CrossbarArrayAttr::verify(EmitError emitError, int64_t rows, int64_t columns,
                                        int64_t activeRows, int64_t activeColumns,
                                        DenseI64ArrayAttr planesPerDrive) {
  constexpr int64_t largest = 1 << 16;
  if (failed(checkBetween(emitError, "array rows", rows, 1, largest)) ||
      failed(checkBetween(emitError, "array columns", columns, 1, largest)) ||
      failed(checkBetween(emitError, "operation-unit rows", activeRows, 1, rows)))
    return failure();
  constexpr int64_t mostPlanes = 3; // 7 word lines a row
  for (int64_t planes : planesPerDrive ? planesPerDrive.asArrayRef() : ArrayRef<int64_t>())
    if (failed(checkBetween(emitError, "planes per drive", planes, 1, mostPlanes)))
      return failure();
  return checkBetween(emitError, "operation-unit columns", activeColumns, 1, columns);
}

LogicalResult AdcAttr::verify(EmitError emitError, int64_t bits, AdcSemantics, ReadoutMode,
                              OffsetCorrection, AdcGranularity, AdcZero) {
  return checkBetween(emitError, "ADC resolution", bits, 1, 24);
}

LogicalResult SkipAttr::verify(EmitError emitError, std::optional<int64_t> threshold,
                               DenseI64ArrayAttr planes) {
  if (!threshold && !planes)
    return emitError() << "expected a threshold or planes";
  // More than the scales of any plane and digit together.
  if (threshold && failed(checkBetween(emitError, "threshold", *threshold, 0, 63)))
    return failure();
  for (int64_t set : planes ? planes.asArrayRef() : ArrayRef<int64_t>())
    if (failed(checkBetween(emitError, "a set of planes", set, 0, UINT32_MAX)))
      return failure();
  return success();
}

LogicalResult SplitAttr::verify(EmitError emitError, int64_t lowBits, SplitGranularity,
                                SplitImportance, DenseI64ArrayAttr thresholds) {
  if (thresholds.empty())
    return emitError() << "expected a threshold for each output or one for all, found none";
  return checkBetween(emitError, "low_bits", lowBits, 1, 21); // of at most 22 in all cells
}

bool SplitAttr::isOpen() const {
  return llvm::all_of(getThresholds().asArrayRef(),
                      [](int64_t threshold) { return threshold == Gate::refinesAlways; });
}

LogicalResult ClipAttr::verify(EmitError emitError, DenseIntElementsAttr lo,
                               DenseIntElementsAttr bits, DenseIntElementsAttr stepLog2) {
  auto isVector = [&](DenseIntElementsAttr values, unsigned width) {
    return values.getType().getRank() == 1 && values.getElementType().isSignlessInteger(width) &&
           values.getNumElements() == lo.getNumElements();
  };
  if (!isVector(lo, 32) || !isVector(bits, 8) || !isVector(stepLog2, 8))
    return emitError() << "expected vectors of as many 32-bit lo, 8-bit bits and 8-bit step_log2, "
                          "found "
                       << lo.getType() << ", " << bits.getType() << " and " << stepLog2.getType();
  for (int64_t value : bits.getValues<int8_t>())
    if (failed(checkBetween(emitError, "bits of a setting", value, 0, 24)))
      return failure();
  for (int64_t value : stepLog2.getValues<int8_t>())
    if (failed(checkBetween(emitError, "step_log2 of a setting", value, 0, 16)))
      return failure();
  return success();
}

LogicalResult WindowAttr::verify(EmitError emitError, ArrayRef<int64_t> kernel,
                                 ArrayRef<int64_t> stride, ArrayRef<int64_t> pad,
                                 ArrayRef<int64_t> dilation, int64_t groups, int64_t) {
  if (kernel.size() != 2 || stride.size() != 2 || dilation.size() != 2 || pad.size() != 4)
    return emitError() << "expected 2 kernel sizes, 2 strides, 4 pads and 2 dilations, found "
                       << kernel.size() << ", " << stride.size() << ", " << pad.size() << " and "
                       << dilation.size();
  for (int64_t value : llvm::concat<const int64_t>(kernel, stride, dilation))
    if (value < 1)
      return emitError() << "kernel sizes, strides and dilations must be positive, found " << value;
  for (int64_t value : pad)
    if (value < 0)
      return emitError() << "pads must not be negative, found " << value;
  if (groups < 1)
    return emitError() << "groups must be positive, found " << groups;
  return success();
}

static int64_t outputSize(int64_t size, int64_t padBefore, int64_t padAfter, int64_t kernel,
                          int64_t stride, int64_t dilation) {
  int64_t span = size + padBefore + padAfter - ((kernel - 1) * dilation + 1);
  return span < 0 ? 0 : span / stride + 1;
}

int64_t WindowAttr::outputHeight(int64_t height) const {
  return outputSize(height, getPad()[0], getPad()[1], getKernel()[0], getStride()[0],
                    getDilation()[0]);
}

int64_t WindowAttr::outputWidth(int64_t width) const {
  return outputSize(width, getPad()[2], getPad()[3], getKernel()[1], getStride()[1],
                    getDilation()[1]);
}

/// Rank, element type and known dimensions (negative: any) of a table of channels.
static bool isChannelTable(ElementsAttr table, ArrayRef<int64_t> shape) {
  ShapedType type = table.getShapedType();
  if (!type.hasRank() || !type.getElementType().isF64() || type.getRank() != int64_t(shape.size()))
    return false;
  return llvm::all_of(llvm::zip_equal(type.getShape(), shape), [](auto dims) {
    auto [found, expected] = dims;
    return expected < 0 || found == expected;
  });
}

static LogicalResult verifyChannels(EmitError emitError, int64_t groups, ElementsAttr outputs,
                                    ElementsAttr sensitivity) {
  if (outputs && !isChannelTable(outputs, {groups, -1, 2}))
    return emitError() << "expected outputs of " << groups
                       << " groups x outputs x 2 (mean, variance) 64-bit floats, found "
                       << outputs.getShapedType();
  if (sensitivity && !isChannelTable(sensitivity, {groups, -1}))
    return emitError() << "expected a sensitivity of " << groups
                       << " groups x outputs 64-bit floats, found " << sensitivity.getShapedType();
  if (!outputs || !sensitivity)
    return success();
  int64_t described = outputs.getShapedType().getDimSize(1),
          measured = sensitivity.getShapedType().getDimSize(1);
  if (described == measured)
    return success();
  return emitError() << "expected a sensitivity of the " << described << " outputs, found "
                     << measured;
}

LogicalResult StatisticsAttr::verify(EmitError emitError, int64_t positions, InputsAttr planes,
                                     ElementsAttr activity, ElementsAttr columns,
                                     ElementsAttr outputs, ElementsAttr sensitivity) {
  ShapedType counts = activity.getShapedType(), samples = columns.getShapedType();
  int64_t drivePlanes = inputCodeOf(planes).planeScale.size();
  if (!counts.hasRank() || counts.getRank() != 3 ||
      !counts.getElementType().isSignlessInteger(64) || counts.getDimSize(1) != drivePlanes)
    return emitError() << "expected an activity of groups x " << drivePlanes
                       << " planes x rows 64-bit integers, found " << counts;
  Type element = samples.getElementType();
  bool fits = element.isSignlessInteger(8) || element.isSignlessInteger(16);
  if (!samples.hasRank() || samples.getRank() != 3 || !fits ||
      samples.getDimSize(1) != counts.getDimSize(0) ||
      samples.getDimSize(2) != counts.getDimSize(2))
    return emitError() << "expected columns of samples x " << counts.getDimSize(0) << " groups x "
                       << counts.getDimSize(2) << " rows 8- or 16-bit integers, found " << samples;
  int64_t sampled = samples.getDimSize(0);
  if (sampled < 1 || sampled > positions)
    return emitError() << "expected 1 to " << positions << " columns of " << positions
                       << " positions, found " << sampled;
  return verifyChannels(emitError, counts.getDimSize(0), outputs, sensitivity);
}
