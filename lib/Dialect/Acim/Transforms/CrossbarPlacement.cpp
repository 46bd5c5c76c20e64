//===- CrossbarPlacement.cpp - Places the digits of weights on crossbars -===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "CrossbarPlacement.h"
#include "Decisions.h"

#include "acim/Dialect/Acim/IR/Codes.h"

using namespace mlir;
using namespace mlir::acim;

/// Everything that decides the contents of a layer's crossbars.
static Attribute placementKey(WeightsOp weights) {
  auto orNone = [&](Attribute attr) {
    return attr ? attr : Attribute(UnitAttr::get(weights.getContext()));
  };
  return ArrayAttr::get(weights.getContext(),
                        {weights.getValues(), weights.getEncodingAttr(), weights.getInputsAttr(),
                         weights.getArrayAttr(), weights.getAdcAttr(),
                         orNone(weights.getRowOrderAttr()), orNone(weights.getSkipAttr()),
                         orNone(weights.getClipAttr())});
}

template <typename T>
static DenseElementsAttr matrixAttr(OpBuilder &builder, int64_t rows, int64_t columns,
                                    ArrayRef<T> values) {
  auto type = RankedTensorType::get({rows, columns}, builder.getIntegerType(sizeof(T) * 8));
  if (llvm::all_equal(values))
    return DenseElementsAttr::get(type, values.front());
  return DenseElementsAttr::get(type, values);
}

/// Row groups x columns of one part of the converter settings.
template <typename T, typename Part>
static DenseElementsAttr settingsAttr(OpBuilder &builder, const CrossbarBlock &block, Part part) {
  SmallVector<T> values;
  for (const ConversionRange &range : block.ranges)
    values.push_back(part(range));
  return matrixAttr<T>(builder, block.rowGroups.size(), block.columns.size(), values);
}

void CrossbarPlacement::createBlock(Location loc, const CrossbarBlock &block) {
  SmallVector<int32_t> outputs;
  SmallVector<int64_t> scales;
  for (const BlockColumn &column : block.columns) {
    outputs.push_back(column.output);
    scales.push_back(column.scale);
  }
  using Range = const ConversionRange &;
  BlockOp::create(
      builder, loc, builder.getDenseI64ArrayAttr({block.wordLine, block.bitLine}),
      builder.getI64IntegerAttr(block.group), builder.getDenseI32ArrayAttr(block.rows),
      builder.getDenseI32ArrayAttr(block.rowGroups), builder.getI64IntegerAttr(block.columnGroup),
      builder.getDenseI32ArrayAttr(outputs), builder.getDenseI64ArrayAttr(scales),
      matrixAttr<int8_t>(builder, block.rows.size(), block.columns.size(), block.digits),
      settingsAttr<int32_t>(builder, block, [](Range range) { return range.lo; }),
      settingsAttr<int8_t>(builder, block, [](Range range) { return int8_t(range.bits); }),
      settingsAttr<int8_t>(builder, block, [](Range range) { return int8_t(range.stepLog2); }),
      block.inputSums.empty() ? DenseI64ArrayAttr() : builder.getDenseI64ArrayAttr(block.inputSums),
      block.planesPerDrive == 1 ? IntegerAttr() : builder.getI64IntegerAttr(block.planesPerDrive),
      block.skippedPlanes.empty() ? DenseI64ArrayAttr()
                                  : builder.getDenseI64ArrayAttr(SmallVector<int64_t>(
                                        block.skippedPlanes.begin(), block.skippedPlanes.end())));
}

CrossbarOp CrossbarPlacement::createCrossbar(WeightsOp weights, StringRef name) {
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
  symbols.insert(crossbar);
  return crossbar;
}

FailureOr<SmallVector<CrossbarOp>> CrossbarPlacement::place(WeightsOp weights) {
  SmallVector<CrossbarOp> &crossbars = placed[placementKey(weights)];
  if (!crossbars.empty())
    return crossbars;
  FailureOr<LayerValues> layer = valuesOf(weights);
  if (failed(layer))
    return failure();
  FailureOr<MvmPlan> plan = placeOrError(weights, layer->matrix, layerMappingOf(weights));
  if (failed(plan))
    return failure();
  OpBuilder::InsertionGuard guard(builder);
  for (const CrossbarBlock &block : plan->blocks) {
    if (size_t(block.crossbar) == crossbars.size()) {
      std::string name = (weights.getSymName() + "_" + Twine(block.crossbar)).str();
      crossbars.push_back(createCrossbar(weights, name));
    }
    builder.setInsertionPointToEnd(&crossbars.back().getBody().front());
    createBlock(weights.getLoc(), block);
    builder.setInsertionPointAfter(crossbars.back());
  }
  return crossbars;
}
