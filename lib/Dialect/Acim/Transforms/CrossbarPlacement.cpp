//===- CrossbarPlacement.cpp - Places the digits of weights on crossbars -===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "CrossbarPlacement.h"

#include "acim/Dialect/Acim/IR/Codes.h"

using namespace mlir;
using namespace mlir::acim;

/// Everything that decides the contents of a layer's crossbars.
static Attribute placementKey(WeightsOp weights) {
  return ArrayAttr::get(weights.getContext(),
                        {weights.getValues(), weights.getEncodingAttr(), weights.getInputsAttr(),
                         weights.getArrayAttr(), weights.getAdcAttr()});
}

namespace {

/// Converter settings of a block: row groups x columns.
struct BlockSettings {
  SmallVector<int32_t> lo;
  SmallVector<int8_t> bits, stepLog2;

  BlockSettings(AdcAttr adc, const PlacedBlock &block) {
    for (SumRange range : block.ranges) {
      ConverterSetting setting = converterSettingOf(adc, range);
      lo.push_back(setting.lo);
      bits.push_back(setting.bits);
      stepLog2.push_back(setting.stepLog2);
    }
  }
};

} // namespace

template <typename T>
static DenseElementsAttr matrixAttr(OpBuilder &builder, int64_t rows, int64_t columns,
                                    ArrayRef<T> values) {
  auto type = RankedTensorType::get({rows, columns}, builder.getIntegerType(sizeof(T) * 8));
  if (llvm::all_equal(values))
    return DenseElementsAttr::get(type, values.front());
  return DenseElementsAttr::get(type, values);
}

/// Factors of the summed inputs that take the weights' offset back, once for each output: where its
/// top digit is.
static DenseI64ArrayAttr inputSumsOf(OpBuilder &builder, WeightsOp weights,
                                     const PlacedBlock &block) {
  DigitCode code = digitCodeOf(*weights.getEncoding());
  if (code.offset == 0 || weights.getAdc()->getCorrection() != OffsetCorrection::Digital)
    return {};
  return builder.getDenseI64ArrayAttr(llvm::map_to_vector(
      block.scales, [&](int64_t scale) { return scale == code.scales.back() ? -code.offset : 0; }));
}

void CrossbarPlacement::createBlock(WeightsOp weights, const PlacedBlock &block) {
  const TileBlock &tile = block.tile;
  BlockSettings settings(*weights.getAdc(), block);
  int64_t columns = tile.numColumns(), groups = tile.rowGroups.size();
  SmallVector<int32_t> rowGroups(tile.rowGroups.begin(), tile.rowGroups.end());
  BlockOp::create(
      builder, weights.getLoc(),
      builder.getDenseI64ArrayAttr({tile.crossbarRow, tile.crossbarColumn}),
      builder.getI64IntegerAttr(tile.group), builder.getDenseI32ArrayAttr(block.inputs),
      builder.getDenseI32ArrayAttr(rowGroups), builder.getI64IntegerAttr(tile.columnGroup),
      builder.getDenseI32ArrayAttr(block.outputs), builder.getDenseI64ArrayAttr(block.scales),
      matrixAttr<int8_t>(builder, tile.numRows, columns, block.cells),
      matrixAttr<int32_t>(builder, groups, columns, settings.lo),
      matrixAttr<int8_t>(builder, groups, columns, settings.bits),
      matrixAttr<int8_t>(builder, groups, columns, settings.stepLog2),
      inputSumsOf(builder, weights, block), /*planes_per_drive=*/IntegerAttr());
}

CrossbarOp CrossbarPlacement::createCrossbar(WeightsOp weights, const PlacedCrossbar &blocks,
                                             StringRef name) {
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
  for (const PlacedBlock &block : blocks)
    createBlock(weights, block);
  symbols.insert(crossbar);
  return crossbar;
}

FailureOr<SmallVector<CrossbarOp>> CrossbarPlacement::place(WeightsOp weights) {
  SmallVector<CrossbarOp> &crossbars = placed[placementKey(weights)];
  if (!crossbars.empty())
    return crossbars;
  FailureOr<std::vector<PlacedCrossbar>> layer = placeLayer(weights);
  if (failed(layer))
    return failure();
  for (auto [index, blocks] : llvm::enumerate(*layer))
    crossbars.push_back(
        createCrossbar(weights, blocks, (weights.getSymName() + "_" + Twine(index)).str()));
  return crossbars;
}
