//===- AcimGraphOps.cpp - Rules of the graph layer -----------------------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "acim/Dialect/Acim/IR/Codes.h"

#include "llvm/ADT/BitVector.h"

using namespace mlir;
using namespace mlir::acim;

/// Every row of a group once.
static LogicalResult verifyRowOrder(WeightsOp op) {
  std::optional<ArrayRef<int32_t>> order = op.getRowOrder();
  if (!order)
    return success();
  llvm::BitVector seen(op.getRows());
  for (int32_t row : *order) {
    if (row < 0 || row >= op.getRows() || seen.test(row))
      return op.emitOpError() << "expected a row_order that names each of the " << op.getRows()
                              << " rows once, found row " << row
                              << (row < 0 || row >= op.getRows() ? "" : " twice");
    seen.set(row);
  }
  if (!seen.all())
    return op.emitOpError() << "expected a row_order of " << op.getRows() << " rows, found "
                            << order->size();
  return success();
}

static LogicalResult verifyCentres(WeightsOp op) {
  DenseI64ArrayAttr centres =
      op.getEncoding() ? op.getEncoding()->getCentres() : DenseI64ArrayAttr();
  if (!centres || centres.size() == op.getGroups() * op.getOutputs())
    return success();
  return op.emitOpError() << "expected " << op.getGroups() * op.getOutputs()
                          << " centres, one for each output of each group, found "
                          << centres.size();
}

/// Sets of planes name digits and planes that there are.
static LogicalResult verifySkip(WeightsOp op) {
  DenseI64ArrayAttr planes = op.getSkip() ? op.getSkip()->getPlanes() : DenseI64ArrayAttr();
  if (!planes)
    return success();
  if (!op.getEncoding() || !op.getInputs())
    return op.emitOpError() << "skip names digits and planes, but the encoding of the "
                            << (op.getEncoding() ? "inputs" : "weights") << " is not decided";
  int64_t digits = digitCodeOf(*op.getEncoding()).numDigits(),
          driven = inputCodeOf(*op.getInputs()).planeScale.size();
  if (planes.size() > digits)
    return op.emitOpError() << "expected sets of planes to skip for at most " << digits
                            << " digits, found " << planes.size();
  for (int64_t set : planes.asArrayRef())
    if (set >> driven)
      return op.emitOpError() << "expected sets of planes to skip of the " << driven
                              << " driven planes, found " << set;
  return success();
}

/// Low digits are a segment of their own, so that they stand for as much as they can with either
/// sign, and there is a threshold for each output.
static LogicalResult verifySplit(WeightsOp op) {
  if (!op.getSplit())
    return success();
  int64_t lowBits = op.getSplit()->getLowBits(), thresholds = op.getSplit()->getThresholds().size(),
          outputs = op.getGroups() * op.getOutputs();
  if (thresholds != 1 && thresholds != outputs)
    return op.emitOpError() << "expected a split with one threshold, or one for each of the "
                            << outputs << " outputs of all groups, found " << thresholds;
  std::optional<EncodingAttr> encoding = op.getEncoding();
  if (!encoding || encoding->getKind() != WeightEncoding::Segmented ||
      segmentBitsOf(*encoding) != lowBits || encoding->getBits() <= lowBits)
    return op.emitOpError() << "is split at " << lowBits
                            << " bits; expected encoding sce with segment_bits = " << lowBits
                            << " and more than one segment";
  return success();
}

/// Statistics are those of the groups, rows and outputs of the weights.
static LogicalResult verifyStatistics(WeightsOp weights) {
  std::optional<StatisticsAttr> statistics = weights.getStatistics();
  if (!statistics)
    return success();
  ArrayRef<int64_t> activity = statistics->getActivity().getShapedType().getShape();
  if (activity.front() != weights.getGroups() || activity.back() != weights.getRows())
    return weights.emitOpError() << "expected statistics of " << weights.getGroups()
                                 << " groups and " << weights.getRows() << " rows, found "
                                 << activity.front() << " and " << activity.back()
                                 << "; calibrate the model again";
  for (ElementsAttr table : {statistics->getOutputs(), statistics->getSensitivity()})
    if (table && table.getShapedType().getDimSize(1) != weights.getOutputs())
      return weights.emitOpError()
             << "expected statistics of " << weights.getOutputs() << " outputs, found "
             << table.getShapedType().getDimSize(1) << "; calibrate the model again";
  return success();
}

LogicalResult WeightsOp::verify() {
  ShapedType values = getValues().getShapedType();
  if (values.getRank() != 3 || !values.getElementType().isSignlessInteger() ||
      values.getElementTypeBitWidth() > 16)
    return emitOpError()
           << "expected values of groups x outputs x rows integers of at most 16 bits, found "
           << values;
  auto expected =
      RankedTensorType::get(values.getShape().drop_back(), IntegerType::get(getContext(), 64));
  if (getBias().getShapedType() != expected)
    return emitOpError() << "expected a bias of " << expected << ", found "
                         << getBias().getShapedType();
  return success(succeeded(verifyRowOrder(*this)) && succeeded(verifyCentres(*this)) &&
                 succeeded(verifySkip(*this)) && succeeded(verifySplit(*this)) &&
                 succeeded(verifyStatistics(*this)));
}

LogicalResult Im2ColOp::verify() {
  auto input = cast<ShapedType>(getInput().getType());
  auto result = cast<ShapedType>(getResult().getType());
  if (input.getRank() != 4 || !input.getElementType().isSignlessInteger())
    return emitOpError() << "expected an NHWC tensor of integers, found " << input;
  WindowAttr window = getWindow();
  int64_t groups = window.getGroups();
  if (input.getDimSize(3) % groups)
    return emitOpError() << "expected channels that divide into " << groups << " groups, found "
                         << input.getDimSize(3);
  int64_t positions = input.getDimSize(0) * window.outputHeight(input.getDimSize(1)) *
                      window.outputWidth(input.getDimSize(2));
  int64_t rows = window.getKernel()[0] * window.getKernel()[1] * input.getDimSize(3) / groups;
  auto expected = RankedTensorType::get({positions, groups, rows}, input.getElementType());
  if (positions < 1)
    return emitOpError() << "window does not fit into " << input;
  if (result != expected)
    return emitOpError() << "expected a result of " << expected << ", found " << result;
  return success();
}

LogicalResult MvmOp::verifySymbolUses(SymbolTableCollection &symbols) {
  auto weights = symbols.lookupNearestSymbolFrom<WeightsOp>(*this, getWeightsAttr());
  if (!weights)
    return emitOpError() << "expected " << getWeightsAttr() << " to be an acim.weights operation";
  auto columns = cast<ShapedType>(getColumns().getType());
  auto result = cast<ShapedType>(getResult().getType());
  if (columns.getRank() != 3 || columns.getDimSize(1) != weights.getGroups() ||
      columns.getDimSize(2) != weights.getRows() || !columns.getElementType().isSignlessInteger())
    return emitOpError() << "expected columns of positions x " << weights.getGroups() << " x "
                         << weights.getRows() << " integers, found " << columns;
  SmallVector<int64_t> expected{columns.getDimSize(0), weights.getGroups(), weights.getOutputs()};
  if (result.getShape() != ArrayRef(expected) || !result.getElementType().isSignlessInteger())
    return emitOpError() << "expected a result of " << expected[0] << " x " << expected[1] << " x "
                         << expected[2] << " integers, found " << result;
  return success();
}
