//===- AcimProgramOps.cpp - Rules of programs and instructions ---------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Constants.h"

#include "acim/Dialect/Acim/IR/Codes.h"
#include "acim/Mapping/PlanChecks.h"
#include "acim/Support/ColumnRanges.h"
#include "acim/Support/ProductDigest.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "llvm/ADT/STLExtras.h"

using namespace mlir;
using namespace mlir::acim;

static LogicalResult verifyFunction(func::FuncOp function) {
  if (!llvm::hasSingleElement(function.getBody()))
    return function.emitOpError() << "expected a body of one block";
  for (Operation &op : function.getBody().front())
    if (!isa<DigitalOp, LayerOp, func::ReturnOp>(op))
      return op.emitOpError()
             << "does not belong into the function of an acim.program; expected acim.digital, "
                "acim.layer or func.return";
  return success();
}

LogicalResult ProgramOp::verifyRegions() {
  for (Operation &op : getBody().front())
    if (!isa<CrossbarOp, func::FuncOp>(op))
      return op.emitOpError()
             << "does not belong into an acim.program; expected acim.crossbar or func.func";
  auto functions = getBody().getOps<func::FuncOp>();
  if (!llvm::hasSingleElement(functions))
    return emitOpError() << "expected exactly one function, found "
                         << std::distance(functions.begin(), functions.end());
  return verifyFunction(*functions.begin());
}

LogicalResult DigitalOp::verifyRegions() {
  auto yield = dyn_cast<YieldOp>(getBody().front().back());
  if (!yield)
    return emitOpError() << "expected its region to end with acim.yield";
  if (yield.getOperandTypes() != getResultTypes())
    return emitOpError() << "expected acim.yield of the types of its results";
  for (Operation &op : getBody().front().without_terminator())
    if (op.getName().getDialectNamespace() != "tosa")
      return op.emitOpError() << "does not belong into an acim.digital; expected TOSA operators";
  return success();
}

/// Order of the instructions of a layer; drive, convert and shift_add of one crossbar follow each
/// other.
static LogicalResult verifyOrder(LayerOp layer) {
  enum Stage { Start, Fetched, Driven, Converted, Added, Gated, Reduced, Stored } stage = Start;
  StringRef crossbar;
  auto advance = [&](Operation &op, bool legal, Stage next) -> LogicalResult {
    if (!legal)
      return op.emitOpError() << "is out of order; expected fetch, then drive, convert and "
                                 "shift_add of each crossbar, "
                                 "transfers, gate, reduce, store";
    stage = next;
    return success();
  };
  for (Operation &op : layer.getBody().front()) {
    LogicalResult result = failure();
    if (isa<FetchOp>(op))
      result = advance(op, stage == Start, Fetched);
    else if (auto drive = dyn_cast<DriveOp>(op)) {
      result = advance(op, stage == Fetched || stage == Added, Driven);
      crossbar = drive.getCrossbar();
    } else if (auto convert = dyn_cast<ConvertOp>(op))
      result = advance(op, stage == Driven && convert.getCrossbar() == crossbar, Converted);
    else if (auto add = dyn_cast<ShiftAddOp>(op))
      result = advance(op, stage == Converted && add.getCrossbar() == crossbar, Added);
    else if (isa<TransferOp>(op))
      result = advance(op, stage == Added, Added);
    else if (isa<GateOp>(op))
      result = advance(op, stage == Added, Gated);
    else if (isa<ReduceOp>(op))
      result = advance(op, stage == Added || stage == Gated, Reduced);
    else if (isa<StoreOp>(op))
      result = advance(op, stage == Reduced, Stored);
    else
      return op.emitOpError() << "does not belong into an acim.layer";
    if (failed(result))
      return failure();
  }
  if (stage != Stored)
    return layer.emitOpError() << "expected its instructions to end with acim.store";
  return success();
}

/// The geometry that fetch, reduce and the types of the layer must agree on.
static LogicalResult verifyGeometry(LayerOp layer) {
  auto input = cast<ShapedType>(layer.getInput().getType());
  auto result = cast<ShapedType>(layer.getResult().getType());
  WindowAttr window = (*layer.getBody().getOps<FetchOp>().begin()).getWindow();
  auto reduce = *layer.getBody().getOps<ReduceOp>().begin();
  if (input.getRank() != 4 || !input.getElementType().isSignlessInteger() ||
      input.getElementTypeBitWidth() > 16)
    return layer.emitOpError() << "expected an NHWC input of integers of at most 16 bits, found "
                               << input;
  if (input.getDimSize(3) % window.getGroups())
    return layer.emitOpError() << "expected channels that divide into " << window.getGroups()
                               << " groups, found " << input.getDimSize(3);
  int64_t positions = input.getDimSize(0) * window.outputHeight(input.getDimSize(1)) *
                      window.outputWidth(input.getDimSize(2));
  if (positions < 1)
    return layer.emitOpError() << "window does not fit into " << input;
  if (result.getRank() != 3 || !result.getElementType().isSignlessInteger() ||
      result.getDimSize(0) != positions || result.getDimSize(1) != window.getGroups())
    return layer.emitOpError() << "expected a result of " << positions << " positions x "
                               << window.getGroups() << " groups x outputs, integers, found "
                               << result;
  return verifyConstant(reduce, "initial values", reduce.getInitial(),
                        result.getShape().drop_front(), 64);
}

/// All crossbars of a layer see the same planes.
static LogicalResult verifyInputs(LayerOp layer) {
  auto drives = layer.getBody().getOps<DriveOp>();
  InputsAttr first = (*drives.begin()).getInputs();
  for (DriveOp drive : drives)
    if (drive.getInputs() != first)
      return drive.emitOpError() << "expected the inputs of the layer's other crossbars, " << first;
  return success();
}

static LogicalResult verifyProduct(LayerOp layer) {
  std::optional<StringRef> product = layer.getProduct();
  bool isDigest = !product || (product->size() == productDigestDigits &&
                               product->find_first_not_of("0123456789abcdef") == StringRef::npos);
  if (isDigest)
    return success();
  return layer.emitOpError() << "expected a product of " << productDigestDigits
                             << " lower-case hexadecimal digits, found \"" << *product << "\"";
}

/// The number of driven word lines bounds a sum where each of them adds its level once.
static LogicalResult verifyBounds(LayerOp layer) {
  for (ConvertOp convert : layer.getBody().getOps<ConvertOp>()) {
    if (!convert.getBounded())
      continue;
    SumRange levels =
        driveLevels(inputCodeOf((*layer.getBody().getOps<DriveOp>().begin()).getInputs()));
    if (levels.lo >= -1 && levels.hi <= 1)
      return success();
    return convert.emitOpError() << "bounded expects word lines to be driven with levels from -1 "
                                    "to 1, found levels from "
                                 << levels.lo << " to " << levels.hi;
  }
  return success();
}

/// The gate of a layer, if it has one.
static GateOp findGate(LayerOp layer) {
  auto gates = layer.getBody().getOps<GateOp>();
  return gates.empty() ? GateOp() : *gates.begin();
}

static LogicalResult verifyThresholds(LayerOp layer) {
  GateOp gate = findGate(layer);
  if (!gate)
    return success();
  ArrayRef<int64_t> shape = cast<ShapedType>(layer.getType()).getShape();
  int64_t outputs = shape[1] * shape[2], thresholds = gate.getSplit().getThresholds().size();
  if (thresholds == 1 || thresholds == outputs)
    return success();
  return gate.emitOpError() << "expected one threshold, or one for each of the " << outputs
                            << " outputs of the layer, found " << thresholds;
}

LogicalResult LayerOp::verifyRegions() {
  if (failed(verifyProduct(*this)) || failed(verifyOrder(*this)) || failed(verifyGeometry(*this)) ||
      failed(verifyInputs(*this)) || failed(verifyThresholds(*this)))
    return failure();
  return verifyBounds(*this);
}

/// The crossbar an instruction addresses, or an error.
static FailureOr<CrossbarOp> lookupCrossbar(Operation *op, FlatSymbolRefAttr name,
                                            SymbolTableCollection &symbols) {
  auto crossbar = symbols.lookupNearestSymbolFrom<CrossbarOp>(op, name);
  if (!crossbar)
    return op->emitOpError() << "expected " << name << " to be an acim.crossbar of the program";
  return crossbar;
}

/// Every block must address groups, inputs and outputs that the layer has.
static LogicalResult verifyAddresses(DriveOp drive, CrossbarOp crossbar) {
  auto layer = drive->getParentOfType<LayerOp>();
  WindowAttr window = (*layer.getBody().getOps<FetchOp>().begin()).getWindow();
  auto result = cast<ShapedType>(layer.getResult().getType());
  int64_t channels =
      cast<ShapedType>(layer.getInput().getType()).getDimSize(3) / window.getGroups();
  int64_t rows = window.getKernel()[0] * window.getKernel()[1] * channels,
          outputs = result.getDimSize(2);
  for (BlockOp block : crossbar.getBody().getOps<BlockOp>()) {
    bool inside = block.getGroup() < uint64_t(window.getGroups()) &&
                  llvm::all_of(block.getInputs(), [&](int32_t input) { return input < rows; }) &&
                  llvm::all_of(block.getOutputs(),
                               [&](int32_t output) { return output >= -1 && output < outputs; });
    if (!inside) {
      InFlightDiagnostic error = drive.emitOpError()
                                 << "layer has " << window.getGroups() << " groups of " << rows
                                 << " inputs and " << outputs << " outputs";
      error.attachNote(block.getLoc()) << "a block of the crossbar addresses others";
      return error;
    }
  }
  return success();
}

/// Rows are repeated on word lines only where planes are driven together.
static LogicalResult verifyRepetition(DriveOp drive, CrossbarOp crossbar) {
  auto blocks = crossbar.getBody().getOps<BlockOp>();
  auto repeats = llvm::find_if(blocks, [](BlockOp block) { return block.getPlanesPerDrive(); });
  if (repeats == blocks.end())
    return success();
  std::vector<int64_t> scales = inputCodeOf(drive.getInputs()).planeScale;
  for (size_t plane = 1; plane < scales.size(); ++plane)
    if (scales[plane] == 2 * scales[plane - 1])
      return success();
  InFlightDiagnostic error = drive.emitOpError()
                             << "expected neighbouring planes whose scales double, as a block "
                                "drives several planes at once";
  error.attachNote((*repeats).getLoc()) << "the block";
  return error;
}

/// What is left out begins a drive.
static LogicalResult verifySkippedPlanes(DriveOp drive, CrossbarOp crossbar) {
  std::optional<InputCode> input;
  for (BlockOp block : crossbar.getBody().getOps<BlockOp>()) {
    std::optional<ArrayRef<int64_t>> skipped = block.getSkippedPlanes();
    if (!skipped)
      continue;
    if (!input)
      input = inputCodeOf(drive.getInputs());
    std::vector<size_t> starts = driveStarts(*input, block.getPlanesPerDrive().value_or(1));
    uint64_t first = 0;
    for (size_t plane : ArrayRef(starts).drop_back())
      first |= uint64_t(1) << plane;
    auto *wrong =
        llvm::find_if(*skipped, [&](int64_t planes) { return (uint64_t(planes) & ~first) != 0; });
    if (wrong == skipped->end())
      continue;
    InFlightDiagnostic error = drive.emitOpError()
                               << "its " << input->planeScale.size() << " planes are driven in "
                               << starts.size() - 1
                               << " drives; expected skipped_planes of the planes that begin one, "
                               << first << ", found " << *wrong;
    error.attachNote(block.getLoc()) << "the block";
    return error;
  }
  return success();
}

LogicalResult DriveOp::verifySymbolUses(SymbolTableCollection &symbols) {
  FailureOr<CrossbarOp> crossbar = lookupCrossbar(*this, getCrossbarAttr(), symbols);
  if (failed(crossbar) || failed(verifyAddresses(*this, *crossbar)))
    return failure();
  if (failed(verifyRepetition(*this, *crossbar)))
    return failure();
  return verifySkippedPlanes(*this, *crossbar);
}

/// Whether all converter settings of the block have a code that stands for 0.
static bool readsZeroAsZero(BlockOp block) {
  auto settings = llvm::zip(block.getLo().getValues<int32_t>(), block.getBits().getValues<int8_t>(),
                            block.getStepLog2().getValues<int8_t>());
  return llvm::all_of(settings, [](auto setting) {
    auto [lo, bits, stepLog2] = setting;
    int64_t step = int64_t(1) << stepLog2, hi = lo + ((int64_t(1) << bits) - 1) * step;
    return bits == 0 || (lo <= 0 && hi >= 0 && lo % step == 0);
  });
}

static LogicalResult verifySkipping(ConvertOp convert, CrossbarOp crossbar) {
  for (BlockOp block : crossbar.getBody().getOps<BlockOp>())
    if (!readsZeroAsZero(block)) {
      InFlightDiagnostic error = convert.emitOpError()
                                 << "skip_idle expects converter settings that read 0 as 0; drop "
                                    "it or change the settings";
      error.attachNote(block.getLoc()) << "a block of the crossbar has others";
      return error;
    }
  return success();
}

static LogicalResult verifyBounding(ConvertOp convert, CrossbarOp crossbar) {
  for (BlockOp block : crossbar.getBody().getOps<BlockOp>())
    if (block.getPlanesPerDrive()) {
      InFlightDiagnostic error =
          convert.emitOpError()
          << "bounded expects one plane to be driven at a time; drop it or planes_per_drive";
      error.attachNote(block.getLoc()) << "a block of the crossbar drives several";
      return error;
    }
  return success();
}

LogicalResult ConvertOp::verifySymbolUses(SymbolTableCollection &symbols) {
  FailureOr<CrossbarOp> crossbar = lookupCrossbar(*this, getCrossbarAttr(), symbols);
  if (failed(crossbar))
    return failure();
  bool pairReadout = getReadout() != ReadoutMode::Single;
  if (pairReadout != crossbar->getPair())
    return emitOpError() << "readout " << stringifyReadoutMode(getReadout()) << " expects "
                         << (pairReadout ? "a pair of crossbars, found a single one"
                                         : "a single crossbar, found a pair");
  if (getBounded() && failed(verifyBounding(*this, *crossbar)))
    return failure();
  return getSkipIdle() ? verifySkipping(*this, *crossbar) : success();
}

static LogicalResult verifyExact(ConvertOp convert, CrossbarOp crossbar, const InputCode &input) {
  MvmPlan plan = conversionsOf(convert, crossbar, input);
  std::optional<InexactConversion> found = findInexactConversion(plan);
  if (!found)
    return success();
  InFlightDiagnostic error = convert.emitOpError() << "is not exact: in " << describe(plan, *found)
                                                   << "; drop exact or change the setting";
  BlockOp block = *std::next(crossbar.getBody().getOps<BlockOp>().begin(), found->block);
  error.attachNote(block.getLoc()) << "the block that holds the column";
  return error;
}

/// A gate has low and high columns to tell apart, all of which belong to an output.
static LogicalResult verifyGate(GateOp gate, LayerOp layer, SymbolTableCollection &symbols) {
  const int64_t limit = int64_t(1) << gate.getSplit().getLowBits();
  bool hasLow = false, hasHigh = false;
  for (ConvertOp convert : layer.getBody().getOps<ConvertOp>()) {
    FailureOr<CrossbarOp> crossbar = lookupCrossbar(convert, convert.getCrossbarAttr(), symbols);
    if (failed(crossbar))
      return failure();
    for (BlockOp block : crossbar->getBody().getOps<BlockOp>()) {
      if (llvm::is_contained(block.getOutputs(), BlockColumn::allOutputs)) {
        InFlightDiagnostic error = gate.emitOpError()
                                   << "expected columns that belong to one output each";
        error.attachNote(block.getLoc()) << "a block has a reference column";
        return error;
      }
      for (int64_t scale : block.getScales())
        (std::abs(scale) < limit ? hasLow : hasHigh) = true;
    }
  }
  if (hasLow && hasHigh)
    return success();
  return gate.emitOpError() << "expected columns on both sides of scale " << limit
                            << ", found only " << (hasLow ? "lower" : "higher") << " ones";
}

/// Claims of exactness are derived again. The layer does it, as all its crossbars share the planes.
LogicalResult LayerOp::verifySymbolUses(SymbolTableCollection &symbols) {
  GateOp gate = findGate(*this);
  if (gate && failed(verifyGate(gate, *this, symbols)))
    return failure();
  std::optional<InputCode> input;
  for (ConvertOp convert : getBody().getOps<ConvertOp>()) {
    if (!convert.getExact())
      continue;
    if (gate && !gate.getSplit().isOpen())
      return convert.emitOpError() << "is not exact: the layer's gate leaves conversions out; drop "
                                      "exact or the gate";
    FailureOr<CrossbarOp> crossbar = lookupCrossbar(convert, convert.getCrossbarAttr(), symbols);
    if (failed(crossbar))
      return failure();
    if (!input)
      input = inputCodeOf(cast<DriveOp>(convert->getPrevNode()).getInputs());
    if (failed(verifyExact(convert, *crossbar, *input)))
      return failure();
  }
  return success();
}

LogicalResult ShiftAddOp::verifySymbolUses(SymbolTableCollection &symbols) {
  return success(succeeded(lookupCrossbar(*this, getCrossbarAttr(), symbols)));
}

LogicalResult TransferOp::verify() {
  if (getSource() != getTarget())
    return success();
  return emitOpError() << "expected two different tiles, found " << getSource() << " twice";
}
