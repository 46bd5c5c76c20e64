//===- LowerToProgram.cpp - Replaces the module by a tile program --------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "CrossbarPlacement.h"
#include "Decisions.h"
#include "DigitalInstructions.h"
#include "ProgramSource.h"

#include "acim/Analysis/Product.h"
#include "acim/Dialect/Acim/IR/Codes.h"
#include "acim/Dialect/Acim/Transforms/Passes.h"
#include "acim/Mapping/PlanChecks.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "llvm/ADT/MapVector.h"
#include "llvm/ADT/SetVector.h"

namespace mlir::acim {
#define GEN_PASS_DEF_LOWERTOPROGRAMPASS
#include "acim/Dialect/Acim/Transforms/Passes.h.inc"
} // namespace mlir::acim

using namespace mlir;
using namespace mlir::acim;

static DenseElementsAttr initialValuesOf(WeightsOp weights, const Product &product) {
  LayerMatrix matrix = shapeOf(weights);
  matrix.values = product.weights;
  matrix.bias = product.bias;
  std::vector<int64_t> values = initialValues(matrix, inputCodeOf(*weights.getInputs()).offset);
  return DenseElementsAttr::get(weights.getBias().getShapedType(), ArrayRef(values));
}

/// The number of driven rows says nothing about sums to which a row adds several levels.
static bool drivesSinglePlanes(CrossbarOp crossbar) {
  return llvm::all_of(crossbar.getBody().getOps<BlockOp>(),
                      [](BlockOp block) { return block.getPlanesPerDrive().value_or(1) == 1; });
}

static bool isExact(WeightsOp weights, ConvertOp convert, CrossbarOp crossbar,
                    const InputCode &input) {
  if (weights.getSplit() && !weights.getSplit()->isOpen())
    return false;
  return !findInexactConversion(conversionsOf(convert, crossbar, input));
}

/// Partial sums that each tile but the first sends to the first: the outputs its blocks contribute
/// to.
static void createTransfers(OpBuilder &builder, Location loc, ArrayRef<CrossbarOp> crossbars,
                            int64_t bits) {
  llvm::MapVector<int64_t, llvm::SetVector<std::pair<int64_t, int64_t>>> outputsOfTile;
  for (CrossbarOp crossbar : crossbars)
    for (BlockOp block : crossbar.getBody().getOps<BlockOp>())
      for (int32_t output : block.getOutputs())
        if (output >= 0)
          outputsOfTile[crossbar.getTile()].insert({block.getGroup(), output});
  int64_t home = outputsOfTile.front().first;
  for (auto &[tile, outputs] : llvm::drop_begin(outputsOfTile))
    TransferOp::create(builder, loc, builder.getI64IntegerAttr(tile),
                       builder.getI64IntegerAttr(home), builder.getI64IntegerAttr(outputs.size()),
                       builder.getI64IntegerAttr(bits));
}

namespace {

struct LowerToProgramPass : public acim::impl::LowerToProgramPassBase<LowerToProgramPass> {
  using Base::Base;

  void runOnOperation() override {
    FailureOr<HardwareModel> hardware = hardwareOf(getOperation());
    FailureOr<func::FuncOp> entry = sourceFunctionOf(getOperation());
    if (failed(hardware) || failed(entry) || failed(lower(*entry, *hardware)))
      return signalPassFailure();
    for (WeightsOp weights : llvm::make_early_inc_range(getOperation().getOps<WeightsOp>()))
      weights.erase();
    entry->erase();
    stripAttributes();
  }

  LogicalResult lower(func::FuncOp source, const HardwareModel &hardware) {
    OpBuilder builder(source);
    auto attr = getOperation()->getAttrOfType<HardwareAttr>(AcimDialect::getHardwareAttrName());
    auto program = ProgramOp::create(builder, source.getLoc(), source.getSymNameAttr(), attr);
    builder.createBlock(&program.getBody());
    auto function =
        func::FuncOp::create(builder, source.getLoc(), source.getName(), source.getFunctionType());
    copyUnsignedMarks(source, function);
    OpBuilder crossbarBuilder(function);
    CrossbarPlacement placement(program, crossbarBuilder, hardware);
    builder.setInsertionPointToStart(function.addEntryBlock());
    return lowerBody(source, function, builder, placement);
  }

  LogicalResult lowerBody(func::FuncOp source, func::FuncOp function, OpBuilder &builder,
                          CrossbarPlacement &placement) {
    IRMapping mapping;
    mapping.map(source.getArguments(), function.getArguments());
    DigitalInstructions digital(builder, mapping);
    SymbolTableCollection symbols;
    for (Operation &op : source.getBody().front()) {
      if (failed(verifyInstructionSource(&op)))
        return failure();
      if (isa<Im2ColOp>(op))
        continue;
      if (auto mvm = dyn_cast<MvmOp>(op)) {
        auto columns = mvm.getColumns().getDefiningOp<Im2ColOp>();
        digital.flush(mvm.getLoc(), columns.getInput());
        auto weights = symbols.lookupNearestSymbolFrom<WeightsOp>(mvm, mvm.getWeightsAttr());
        if (failed(lowerLayer(mvm, columns, weights, mapping, builder, placement)))
          return failure();
      } else if (isa<func::ReturnOp>(op)) {
        digital.flush(op.getLoc(), op.getOperands());
        builder.clone(op, mapping);
      } else {
        digital.add(&op);
      }
    }
    return success();
  }

  LogicalResult lowerLayer(MvmOp mvm, Im2ColOp columns, WeightsOp weights, IRMapping &mapping,
                           OpBuilder &builder, CrossbarPlacement &placement) {
    if (failed(verifyDecided(weights)))
      return failure();
    FailureOr<SmallVector<CrossbarOp>> crossbars = placement.place(weights);
    if (failed(crossbars))
      return failure();
    FailureOr<Product> product = productOf(weights);
    if (failed(product))
      return failure();
    Location loc = mvm.getLoc();
    auto layer = LayerOp::create(builder, loc, mvm.getType(), weights.getSymNameAttr(),
                                 mapping.lookup(columns.getInput()),
                                 builder.getStringAttr(product->digest()));
    mapping.map(mvm.getResult(), layer.getResult());
    OpBuilder::InsertionGuard guard(builder);
    builder.createBlock(&layer.getBody());
    FetchOp::create(builder, loc, columns.getWindow());
    auto readout = ReadoutModeAttr::get(&getContext(), weights.getAdc()->getReadout());
    InputCode input = inputCodeOf(*weights.getInputs());
    for (CrossbarOp crossbar : *crossbars) {
      auto name = FlatSymbolRefAttr::get(crossbar.getSymNameAttr());
      DriveOp::create(builder, loc, name, *weights.getInputs());
      auto convert = ConvertOp::create(builder, loc, name, readout, weights.getSkipIdleAttr(),
                                       /*bounded=*/UnitAttr(), /*exact=*/UnitAttr());
      convert.setBounded(weights.getBounded() && drivesSinglePlanes(crossbar));
      convert.setExact(isExact(weights, convert, crossbar, input));
      ShiftAddOp::create(builder, loc, name);
    }
    createTransfers(builder, loc, *crossbars,
                    cast<ShapedType>(mvm.getType()).getElementTypeBitWidth());
    if (weights.getSplit())
      GateOp::create(builder, loc, *weights.getSplit());
    ReduceOp::create(builder, loc, initialValuesOf(weights, *product));
    StoreOp::create(builder, loc);
    return success();
  }

  static void copyUnsignedMarks(func::FuncOp source, func::FuncOp target) {
    StringRef name = AcimDialect::getUnsignedAttrName();
    for (unsigned i = 0; i < source.getNumArguments(); ++i)
      if (Attribute mark = source.getArgAttr(i, name))
        target.setArgAttr(i, name, mark);
    for (unsigned i = 0; i < source.getNumResults(); ++i)
      if (Attribute mark = source.getResultAttr(i, name))
        target.setResultAttr(i, name, mark);
  }

  /// The program carries its hardware; what else the importer left on the module describes a file,
  /// not the program.
  void stripAttributes() {
    for (NamedAttribute attr : llvm::to_vector(getOperation()->getDiscardableAttrs()))
      getOperation()->removeDiscardableAttr(attr.getName());
  }
};

} // namespace
