//===- MappedLayer.cpp - Builds the operations of one mapped layer -------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "MappedLayer.h"

#include "mlir/Dialect/Tosa/IR/TosaOps.h"
#include "mlir/Dialect/Tosa/Utils/ConversionUtils.h"
#include "mlir/IR/Remarks.h"

using namespace mlir;
using namespace mlir::acim;

Value acim::reshapeTo(OpBuilder &builder, Location loc, Value value, ArrayRef<int64_t> shape) {
  auto type = cast<RankedTensorType>(value.getType());
  ImplicitLocOpBuilder implicit(loc, builder);
  Value target = tosa::getTosaConstShape(implicit, shape);
  return tosa::ReshapeOp::create(builder, loc, type.clone(shape), value, target);
}

Value acim::transposeBy(OpBuilder &builder, Location loc, Value value, ArrayRef<int32_t> perms) {
  auto type = cast<RankedTensorType>(value.getType());
  SmallVector<int64_t> shape;
  for (int32_t source : perms)
    shape.push_back(type.getDimSize(source));
  return tosa::TransposeOp::create(builder, loc, type.clone(shape), value,
                                   builder.getDenseI32ArrayAttr(perms));
}

bool acim::hasMappableTypes(Value input, Value result) {
  auto inputType = dyn_cast<RankedTensorType>(input.getType());
  auto resultType = dyn_cast<RankedTensorType>(result.getType());
  if (!inputType || !resultType || !inputType.hasStaticShape() || !resultType.hasStaticShape())
    return false;
  Type in = inputType.getElementType(), out = resultType.getElementType();
  return in.isSignlessInteger() && in.getIntOrFloatBitWidth() >= 4 &&
         in.getIntOrFloatBitWidth() <= 16 && out.isSignlessInteger() &&
         out.getIntOrFloatBitWidth() >= 32;
}

/// The narrowest of the weights' own type, i8 and i16 that holds them after the zero point is
/// subtracted.
static unsigned storageBits(const MappedLayer &layer) {
  auto fits = [&](unsigned bits) {
    return llvm::all_of(layer.weights, [&](int64_t w) { return llvm::isIntN(bits, w); });
  };
  return fits(layer.weightBits) ? layer.weightBits : fits(8) ? 8 : 16;
}

static DenseElementsAttr weightsAttr(MLIRContext *context, const MappedLayer &layer) {
  unsigned bits = storageBits(layer);
  auto type = RankedTensorType::get({layer.groups, layer.outputs, layer.rows},
                                    IntegerType::get(context, bits));
  if (bits == 8)
    return DenseElementsAttr::get(
        type, ArrayRef(std::vector<int8_t>(layer.weights.begin(), layer.weights.end())));
  if (bits == 16)
    return DenseElementsAttr::get(
        type, ArrayRef(std::vector<int16_t>(layer.weights.begin(), layer.weights.end())));
  SmallVector<APInt> values;
  for (int64_t w : layer.weights)
    values.emplace_back(bits, w, /*isSigned=*/true);
  return DenseElementsAttr::get(type, values);
}

/// sum_j W (x - zp) + b = sum_j W x + (b - zp sum_j W).
static DenseElementsAttr biasAttr(MLIRContext *context, const MappedLayer &layer) {
  std::vector<int64_t> bias(layer.groups * layer.outputs);
  for (auto [o, value] : llvm::enumerate(bias)) {
    value = layer.bias.size() == 1 ? layer.bias.front() : layer.bias[o];
    for (int64_t w : ArrayRef(layer.weights).slice(o * layer.rows, layer.rows))
      value -= layer.inputZeroPoint * w;
  }
  auto type = RankedTensorType::get({layer.groups, layer.outputs}, IntegerType::get(context, 64));
  return DenseElementsAttr::get(type, ArrayRef(bias));
}

/// Creates the weights beside the function that `op` is in, as a symbol such as @conv2d_3: numbered
/// in the order of the program, with a further number where the module uses that name already.
static StringAttr createWeights(OpBuilder &builder, Operation *op, const MappedLayer &layer) {
  auto module = op->getParentOfType<ModuleOp>();
  Operation *function = op;
  while (function->getParentOp() != module)
    function = function->getParentOp();
  OpBuilder::InsertionGuard guard(builder);
  builder.setInsertionPoint(function);
  auto existing = module.getOps<WeightsOp>();
  std::string name =
      (layer.name + "_" + Twine(std::distance(existing.begin(), existing.end()))).str();
  SymbolTable symbols(module);
  MLIRContext *context = op->getContext();
  auto weights = WeightsOp::create(builder, op->getLoc(), builder.getStringAttr(name),
                                   weightsAttr(context, layer), biasAttr(context, layer));
  return symbols.insert(weights);
}

Value acim::buildMappedLayer(PatternRewriter &rewriter, Operation *op, Value input,
                             const WindowGeometry &geometry, MappedLayer layer, Type accumulator) {
  Location loc = op->getLoc();
  MLIRContext *context = op->getContext();
  StringAttr name = createWeights(rewriter, op, layer);
  auto window = WindowAttr::get(context, geometry.kernel, geometry.stride, geometry.pad,
                                geometry.dilation, layer.groups, layer.inputZeroPoint);
  auto type = cast<RankedTensorType>(input.getType());
  int64_t positions = type.getDimSize(0) * window.outputHeight(type.getDimSize(1)) *
                      window.outputWidth(type.getDimSize(2));
  Value columns = Im2ColOp::create(rewriter, loc, type.clone({positions, layer.groups, layer.rows}),
                                   input, window);
  remark::passed(loc, remark::RemarkOpts::name("MapToCrossbar").category("acim-map"))
      << ("mapped as @" + name.getValue()).str() << remark::metric("positions", positions)
      << remark::metric("groups", layer.groups) << remark::metric("rows", layer.rows)
      << remark::metric("outputs", layer.outputs);
  return MvmOp::create(rewriter, loc,
                       RankedTensorType::get({positions, layer.groups, layer.outputs}, accumulator),
                       FlatSymbolRefAttr::get(context, name), columns);
}
