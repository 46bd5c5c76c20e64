//===- VerifyProgram.cpp - Checks a tile program against its hardware ----===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Decisions.h"

#include "acim/Analysis/InputRanges.h"
#include "acim/Dialect/Acim/IR/Codes.h"
#include "acim/Dialect/Acim/Transforms/Passes.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "llvm/ADT/BitVector.h"
#include <map>

namespace mlir::acim {
#define GEN_PASS_DEF_VERIFYPROGRAMPASS
#include "acim/Dialect/Acim/Transforms/Passes.h.inc"
} // namespace mlir::acim

using namespace mlir;
using namespace mlir::acim;

static LogicalResult verifyGeometry(CrossbarOp crossbar, const ArrayModel &array) {
  int64_t rows = crossbar.getRows(), columns = crossbar.getColumns(),
          cellBits = crossbar.getCellBits();
  if (rows != array.rows || columns != array.columns || cellBits != array.cellBits)
    return crossbar.emitOpError() << "expected the hardware's " << array.rows << " x "
                                  << array.columns << " cells of " << array.cellBits
                                  << " bits, found " << rows << " x " << columns << " cells of "
                                  << cellBits << " bits";
  if (crossbar.getPair() && !array.pair)
    return crossbar.emitOpError()
           << "is a pair, but the hardware has single crossbars; choose an encoding for single "
              "arrays (offset or twos_complement)";
  for (BlockOp block : crossbar.getBody().getOps<BlockOp>()) {
    for (int32_t size : block.getRowGroups())
      if (size * block.wordLinesPerRow() > array.maxActiveRows)
        return block.emitOpError()
               << "drives " << size * block.wordLinesPerRow()
               << " word lines at once; the hardware allows " << array.maxActiveRows;
    if (int64_t(block.getColumnGroup()) > array.maxActiveColumns)
      return block.emitOpError() << "reads " << block.getColumnGroup()
                                 << " bit lines at once; the hardware allows "
                                 << array.maxActiveColumns;
  }
  return success();
}

static LogicalResult verifyTiles(ProgramOp program, const ArrayModel &array) {
  std::map<int64_t, int64_t> crossbarsOfTile;
  for (CrossbarOp crossbar : program.getBody().getOps<CrossbarOp>())
    if (++crossbarsOfTile[crossbar.getTile()] > array.crossbarsPerTile)
      return crossbar.emitOpError()
             << "tile " << crossbar.getTile() << " has more than the hardware's "
             << array.crossbarsPerTile << " crossbars";
  return success();
}

/// The drivers must be able to put every level of the planes on a word line.
static LogicalResult verifyDrivers(DriveOp drive, const DacModel &dac) {
  SumRange levels = driveLevels(inputCodeOf(drive.getInputs()));
  if (levels.lo < 0 && !dac.bipolar)
    return drive.emitOpError() << "drives levels from " << levels.lo << " to " << levels.hi
                               << ", but the hardware's drivers give one sign only; use input "
                                  "encoding binary or twos_complement";
  int64_t highest = (int64_t(1) << dac.bits) - 1;
  if (std::max(-levels.lo, levels.hi) > highest)
    return drive.emitOpError() << "drives levels from " << levels.lo << " to " << levels.hi
                               << ", but the hardware's drivers reach level " << highest
                               << "; use dac-bits of at most " << dac.bits;
  return success();
}

/// Every (group, output, input) must meet a cell of each magnitude of scales exactly once; columns
/// may differ in sign.
static LogicalResult verifyCoverage(LayerOp layer, SymbolTableCollection &symbols) {
  WindowAttr window = (*layer.getBody().getOps<FetchOp>().begin()).getWindow();
  ArrayRef<int64_t> shape = cast<ShapedType>(layer.getType()).getShape();
  int64_t channels =
      cast<ShapedType>(layer.getInput().getType()).getDimSize(3) / window.getGroups();
  int64_t rows = window.getKernel()[0] * window.getKernel()[1] * channels, outputs = shape[2];
  std::map<int64_t, llvm::BitVector> metByScale;
  for (DriveOp drive : layer.getBody().getOps<DriveOp>()) {
    auto crossbar = symbols.lookupNearestSymbolFrom<CrossbarOp>(drive, drive.getCrossbarAttr());
    for (BlockOp block : crossbar.getBody().getOps<BlockOp>())
      for (auto [output, scale] : llvm::zip(block.getOutputs(), block.getScales())) {
        if (output < 0)
          continue;
        llvm::BitVector &met = metByScale[std::abs(scale)];
        met.resize(shape[1] * outputs * rows);
        for (int32_t input : block.getInputs()) {
          int64_t cell = (int64_t(block.getGroup()) * outputs + output) * rows + input;
          if (met.test(cell))
            return layer.emitOpError()
                   << "input " << input << " meets output " << output << " of group "
                   << block.getGroup() << " twice with scale " << std::abs(scale);
          met.set(cell);
        }
      }
  }
  for (auto &[scale, met] : metByScale)
    if (!met.all())
      return layer.emitOpError() << "expected digits of scale " << scale << " for all "
                                 << met.size() << " weights, found " << met.count();
  return success();
}

static LogicalResult verifyBounds(LayerOp layer, const AdcModel &adc) {
  for (ConvertOp convert : layer.getBody().getOps<ConvertOp>())
    if (convert.getBounded() && !adc.activeRowCount)
      return convert.emitOpError()
             << "is bounded by the number of active rows, which the hardware does not count; drop "
                "bounded, or describe what counting costs in its /adc/active_row_count";
  return success();
}

namespace {

struct VerifyProgramPass : public acim::impl::VerifyProgramPassBase<VerifyProgramPass> {
  using Base::Base;

  void runOnOperation() override {
    markAllAnalysesPreserved();
    if (failed(verifyModule()))
      signalPassFailure();
  }

  LogicalResult verifyModule() {
    ModuleOp module = getOperation();
    auto programs = module.getOps<ProgramOp>();
    if (!llvm::hasSingleElement(programs) || !llvm::hasSingleElement(*module.getBody()))
      return module.emitError()
             << "expected one acim.program and nothing else; run acim-lower-to-program";
    ProgramOp program = *programs.begin();
    FailureOr<HardwareModel> hardware = hardwareOf(program, program.getHardware());
    if (failed(hardware))
      return failure();
    for (CrossbarOp crossbar : program.getBody().getOps<CrossbarOp>())
      if (failed(verifyGeometry(crossbar, hardware->array)))
        return failure();
    if (failed(verifyTiles(program, hardware->array)))
      return failure();
    return verifyLayers(program, *hardware);
  }

  static LogicalResult verifyLayers(ProgramOp program, const HardwareModel &hardware) {
    SymbolTableCollection symbols;
    InputRanges ranges;
    auto function = *program.getBody().getOps<func::FuncOp>().begin();
    for (LayerOp layer : function.getBody().getOps<LayerOp>())
      if (failed(verifyLayer(layer, symbols, ranges, hardware)) ||
          failed(verifyBounds(layer, hardware.adc)))
        return failure();
    return success();
  }

  static LogicalResult verifyLayer(LayerOp layer, SymbolTableCollection &symbols,
                                   InputRanges &ranges, const HardwareModel &hardware) {
    // All drives of a layer have the same inputs.
    DriveOp drive = *layer.getBody().getOps<DriveOp>().begin();
    if (failed(verifyPlanesCover(layer, ranges.inputsOf(layer), drive.getInputs())) ||
        failed(verifyDrivers(drive, hardware.dac)))
      return failure();
    return verifyCoverage(layer, symbols);
  }
};

} // namespace
