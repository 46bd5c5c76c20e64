//===- CrossbarPlacement.cpp - Places the digits of weights on crossbars -===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "CrossbarPlacement.h"

#include "acim/Dialect/Acim/IR/Integers.h"

using namespace mlir;
using namespace mlir::acim;

/// Everything that decides the contents of a layer's crossbars.
static Attribute placementKey(WeightsOp weights) {
  return ArrayAttr::get(weights.getContext(),
                        {weights.getValues(), weights.getEncodingAttr(), weights.getInputsAttr(),
                         weights.getArrayAttr(), weights.getAdcAttr()});
}

namespace {

/// Columns and cells of one block.
struct BlockContents {
  SmallVector<int32_t> inputs, outputs;
  SmallVector<int64_t> scales;
  std::vector<int8_t> cells;
};

} // namespace

/// The digits of the offset's column: every input meets the offset, in the one plane that holds it.
static int8_t referenceDigit(const DigitCode &code, const TileBlock &block) {
  bool holdsTopDigit = block.firstDigit + block.numDigits == int64_t(code.numDigits());
  return holdsTopDigit ? code.offset / code.scales.back() : 0;
}

static BlockContents contentsOf(const TileBlock &block, const DigitCode &code,
                                ArrayRef<int64_t> values, int64_t outputsPerGroup,
                                int64_t rowsPerGroup) {
  BlockContents contents;
  for (int64_t row = 0; row < block.numRows; ++row)
    contents.inputs.push_back(block.firstRow + row);
  for (int64_t o = 0; o < block.numOutputs; ++o)
    for (int64_t b = 0; b < block.numDigits; ++b) {
      contents.outputs.push_back(block.firstOutput + o);
      contents.scales.push_back(code.scales[block.firstDigit + b]);
    }
  for (int64_t c = 0; c < block.referenceColumns; ++c) {
    contents.outputs.push_back(-1);
    contents.scales.push_back(-code.scales.back());
  }
  int64_t columns = block.numColumns();
  contents.cells.resize(block.numRows * columns, referenceDigit(code, block));
  SmallVector<int8_t> digits(code.numDigits());
  for (int64_t o = 0; o < block.numOutputs; ++o)
    for (int64_t row = 0; row < block.numRows; ++row) {
      int64_t output = block.group * outputsPerGroup + block.firstOutput + o;
      [[maybe_unused]] LogicalResult encoded =
          encodeDigits(code, values[output * rowsPerGroup + block.firstRow + row], digits);
      assert(succeeded(encoded) && "`place` checked that every weight has digits");
      std::copy_n(digits.begin() + block.firstDigit, block.numDigits,
                  contents.cells.begin() + row * columns + o * block.numDigits);
    }
  return contents;
}

namespace {

/// Converter settings of a block: row groups x columns.
struct BlockSettings {
  SmallVector<int32_t> lo;
  SmallVector<int8_t> bits, stepLog2;
};

} // namespace

static BlockSettings settingsOf(WeightsOp weights, const TileBlock &block, const DigitCode &code) {
  AdcAttr adc = *weights.getAdc();
  SumRange levels = driveLevels(inputCodeOf(*weights.getInputs()));
  BlockSettings settings;
  for (int64_t rows : block.rowGroups) {
    ConverterSetting setting =
        converterSettingOf(adc, sumRangeOf(code, adc.getReadout(), levels, rows));
    settings.lo.append(block.numColumns(), setting.lo);
    settings.bits.append(block.numColumns(), adc.getBits());
    settings.stepLog2.append(block.numColumns(), setting.stepLog2);
  }
  return settings;
}

template <typename T>
static DenseElementsAttr matrixAttr(OpBuilder &builder, int64_t rows, int64_t columns,
                                    ArrayRef<T> values) {
  auto type = RankedTensorType::get({rows, columns}, builder.getIntegerType(sizeof(T) * 8));
  if (llvm::all_equal(values))
    return DenseElementsAttr::get(type, values.front());
  return DenseElementsAttr::get(type, values);
}

void CrossbarPlacement::createBlock(WeightsOp weights, const TileBlock &block,
                                    ArrayRef<int64_t> values) {
  DigitCode code = digitCodeOf(*weights.getEncoding());
  BlockContents contents = contentsOf(block, code, values, weights.getOutputs(), weights.getRows());
  BlockSettings settings = settingsOf(weights, block, code);
  int64_t columns = block.numColumns(), groups = block.rowGroups.size();
  SmallVector<int32_t> rowGroups(block.rowGroups.begin(), block.rowGroups.end());
  BlockOp::create(
      builder, weights.getLoc(),
      builder.getDenseI64ArrayAttr({block.crossbarRow, block.crossbarColumn}),
      builder.getI64IntegerAttr(block.group), builder.getDenseI32ArrayAttr(contents.inputs),
      builder.getDenseI32ArrayAttr(rowGroups), builder.getI64IntegerAttr(block.columnGroup),
      builder.getDenseI32ArrayAttr(contents.outputs), builder.getDenseI64ArrayAttr(contents.scales),
      matrixAttr<int8_t>(builder, block.numRows, columns, contents.cells),
      matrixAttr<int32_t>(builder, groups, columns, settings.lo),
      matrixAttr<int8_t>(builder, groups, columns, settings.bits),
      matrixAttr<int8_t>(builder, groups, columns, settings.stepLog2));
}

CrossbarOp CrossbarPlacement::createCrossbar(WeightsOp weights, const CrossbarTile &tile,
                                             ArrayRef<int64_t> values, StringRef name) {
  CrossbarArrayAttr array = *weights.getArray();
  bool paired = digitCodeOf(*weights.getEncoding()).paired;
  int64_t tileIndex = numCrossbars++ / hardware.array.crossbarsPerTile;
  auto crossbar = CrossbarOp::create(
      builder, weights.getLoc(), builder.getStringAttr(name), builder.getI64IntegerAttr(tileIndex),
      builder.getI64IntegerAttr(array.getRows()), builder.getI64IntegerAttr(array.getColumns()),
      builder.getI64IntegerAttr(weights.getEncoding()->getCellBits()),
      paired ? builder.getUnitAttr() : UnitAttr());
  OpBuilder::InsertionGuard guard(builder);
  builder.createBlock(&crossbar.getBody());
  for (const TileBlock &block : tile.blocks)
    createBlock(weights, block, values);
  symbols.insert(crossbar);
  return crossbar;
}

FailureOr<SmallVector<CrossbarOp>> CrossbarPlacement::place(WeightsOp weights) {
  SmallVector<CrossbarOp> &crossbars = placed[placementKey(weights)];
  if (!crossbars.empty())
    return crossbars;
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
  for (auto [index, tile] : llvm::enumerate(tiling->crossbars))
    crossbars.push_back(
        createCrossbar(weights, tile, *values, (weights.getSymName() + "_" + Twine(index)).str()));
  return crossbars;
}
