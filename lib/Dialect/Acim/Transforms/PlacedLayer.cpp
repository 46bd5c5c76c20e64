//===- PlacedLayer.cpp - The cells and converter ranges of a layer -------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "PlacedLayer.h"

#include "acim/Dialect/Acim/IR/Codes.h"
#include "acim/Dialect/Acim/IR/Integers.h"

using namespace mlir;
using namespace mlir::acim;

//===----------------------------------------------------------------------===//
// Cells
//===----------------------------------------------------------------------===//

/// The digits of the offset's column: every input meets the offset, in the one plane that holds it.
static int8_t referenceDigit(const DigitCode &code, const TileBlock &block) {
  bool holdsTopDigit = block.firstDigit + block.numDigits == int64_t(code.numDigits());
  return holdsTopDigit ? code.offset / code.scales.back() : 0;
}

static PlacedBlock placeBlock(const TileBlock &block, const DigitCode &code,
                              ArrayRef<int64_t> values, int64_t outputsPerGroup,
                              int64_t rowsPerGroup) {
  PlacedBlock placed;
  placed.tile = block;
  for (int64_t row = 0; row < block.numRows; ++row)
    placed.inputs.push_back(block.firstRow + row);
  for (int64_t o = 0; o < block.numOutputs; ++o)
    for (int64_t b = 0; b < block.numDigits; ++b) {
      placed.outputs.push_back(block.firstOutput + o);
      placed.scales.push_back(code.scales[block.firstDigit + b]);
    }
  for (int64_t c = 0; c < block.referenceColumns; ++c) {
    placed.outputs.push_back(-1);
    placed.scales.push_back(-code.scales.back());
  }
  int64_t columns = block.numColumns();
  placed.cells.resize(block.numRows * columns, referenceDigit(code, block));
  SmallVector<int8_t> digits(code.numDigits());
  for (int64_t o = 0; o < block.numOutputs; ++o)
    for (int64_t row = 0; row < block.numRows; ++row) {
      int64_t output = block.group * outputsPerGroup + block.firstOutput + o;
      [[maybe_unused]] LogicalResult encoded =
          encodeDigits(code, values[output * rowsPerGroup + block.firstRow + row], digits);
      assert(succeeded(encoded) && "`place` checked that every weight has digits");
      std::copy_n(digits.begin() + block.firstDigit, block.numDigits,
                  placed.cells.begin() + row * columns + o * block.numDigits);
    }
  return placed;
}

//===----------------------------------------------------------------------===//
// Converter settings
//===----------------------------------------------------------------------===//

/// The sums that the cells of one bit line can give, over all inputs.
static SumRange provenRange(ArrayRef<int8_t> digits, ReadoutMode readout, SumRange levels) {
  if (readout == ReadoutMode::Separate)
    return hull(positiveColumnRange(digits, levels), negativeColumnRange(digits, levels));
  return columnRange(digits, levels);
}

/// Row groups x columns: proven ranges, or what any cells of the encoding could give.
static std::vector<SumRange> rangesOf(const PlacedBlock &block, AdcAttr adc, const DigitCode &code,
                                      SumRange levels) {
  std::vector<SumRange> ranges;
  int64_t columns = block.outputs.size(), firstRow = 0;
  for (int64_t rows : block.tile.rowGroups) {
    for (int64_t column = 0; column < columns; ++column) {
      if (adc.getSemantics() != AdcSemantics::Proven) {
        ranges.push_back(sumRangeOf(code, adc.getReadout(), levels, rows));
        continue;
      }
      SmallVector<int8_t> digits;
      for (int64_t row = firstRow; row < firstRow + rows; ++row)
        digits.push_back(block.cells[row * columns + column]);
      ranges.push_back(provenRange(digits, adc.getReadout(), levels));
    }
    firstRow += rows;
  }
  return ranges;
}

/// Gives all conversions of `crossbars` the same range.
static void shareRange(MutableArrayRef<PlacedCrossbar> crossbars) {
  SumRange all = crossbars.front().front().ranges.front();
  for (const PlacedCrossbar &crossbar : crossbars)
    for (const PlacedBlock &block : crossbar)
      for (SumRange range : block.ranges)
        all = hull(all, range);
  for (PlacedCrossbar &crossbar : crossbars)
    for (PlacedBlock &block : crossbar)
      llvm::fill(block.ranges, all);
}

/// Settings that fit the sums must be within the converter's resolution.
static LogicalResult verifyResolution(WeightsOp weights, ArrayRef<PlacedCrossbar> crossbars) {
  for (const PlacedCrossbar &crossbar : crossbars)
    for (const PlacedBlock &block : crossbar)
      for (SumRange range : block.ranges) {
        int64_t needed = converterSettingOf(*weights.getAdc(), range).bits;
        if (needed > weights.getAdc()->getBits())
          return weights.emitOpError()
                 << "has sums from " << range.lo << " to " << range.hi << ", which need " << needed
                 << " bits, but its converters have " << weights.getAdc()->getBits()
                 << "; use more bits, smaller row groups or unit_step";
      }
  return success();
}

static LogicalResult decideRanges(WeightsOp weights, std::vector<PlacedCrossbar> &crossbars) {
  AdcAttr adc = *weights.getAdc();
  DigitCode code = digitCodeOf(*weights.getEncoding());
  SumRange levels = driveLevels(inputCodeOf(*weights.getInputs()));
  for (PlacedCrossbar &crossbar : crossbars)
    for (PlacedBlock &block : crossbar)
      block.ranges = rangesOf(block, adc, code, levels);
  if (!fitsSums(adc.getSemantics()))
    return success();
  if (adc.getGranularity() == AdcGranularity::Crossbar)
    for (PlacedCrossbar &crossbar : crossbars)
      shareRange(crossbar);
  if (adc.getGranularity() == AdcGranularity::Layer)
    shareRange(crossbars);
  return verifyResolution(weights, crossbars);
}

//===----------------------------------------------------------------------===//
// Layers
//===----------------------------------------------------------------------===//

FailureOr<std::vector<PlacedCrossbar>> acim::placeLayer(WeightsOp weights) {
  llvm::Expected<Tiling> tiling = tileLayer(tilingRequestOf(weights));
  if (!tiling)
    return weights.emitOpError() << "cannot be placed: " << llvm::toString(tiling.takeError());
  FailureOr<std::vector<int64_t>> values = integersOf(weights.getValues());
  if (failed(values))
    return weights.emitOpError() << "expected weights whose values are present";
  DigitCode code = digitCodeOf(*weights.getEncoding());
  for (int64_t w : *values)
    if (!code.represents(w))
      return weights.emitOpError() << "weight " << w << " does not fit its encoding, which holds "
                                   << code.minWord << " to " << code.maxWord;
  std::vector<PlacedCrossbar> crossbars;
  for (const CrossbarTile &tile : tiling->crossbars) {
    PlacedCrossbar &crossbar = crossbars.emplace_back();
    for (const TileBlock &block : tile.blocks)
      crossbar.push_back(placeBlock(block, code, *values, weights.getOutputs(), weights.getRows()));
  }
  if (failed(decideRanges(weights, crossbars)))
    return failure();
  return crossbars;
}
