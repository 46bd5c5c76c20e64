//===- AssignAdc.cpp - Decides how bit lines are converted ---------------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Decisions.h"

#include "acim/Dialect/Acim/IR/Codes.h"
#include "acim/Dialect/Acim/Transforms/Passes.h"
#include "mlir/IR/Remarks.h"

namespace mlir::acim {
#define GEN_PASS_DEF_ASSIGNADCPASS
#include "acim/Dialect/Acim/Transforms/Passes.h.inc"
} // namespace mlir::acim

using namespace mlir;
using namespace mlir::acim;

/// Says whether the range holds every sum that the rows of a full row group can give; an error
/// where a full range cannot.
static LogicalResult reportRange(WeightsOp weights) {
  DigitCode code = digitCodeOf(*weights.getEncoding());
  AdcAttr adc = *weights.getAdc();
  SumRange levels =
      weights.getInputs() ? driveLevels(inputCodeOf(*weights.getInputs())) : SumRange{0, 1};
  int64_t rows = std::min(weights.getRows(), weights.getArray()->getActiveRows());
  ConverterChoice choice = converterChoiceOf(adc);
  SumRange sums = anyCellsRange(code, choice.readout, levels, rows);
  ConversionRange setting = converterSetting(choice, sums);
  bool spans = SumRange{setting.lo, setting.hi()}.contains(sums);
  if (adc.getSemantics() == AdcSemantics::FullRange && !spans)
    return weights.emitOpError() << "codes of " << adc.getBits() << " bits cannot span sums from "
                                 << sums.lo << " to " << sums.hi
                                 << " in full_range; use more bits or unit_step";
  // Proven ranges are those of the cells, which the lowering derives; `sums` is what any cells
  // could give.
  StringRef verdict = ": every sum fits";
  if (setting.bits > choice.bits)
    verdict = ": sums of some cells need more bits than the converters have";
  else if (!readsExactly(setting, sums))
    verdict = ": sums may saturate or be rounded";
  std::string text = ("@" + weights.getSymName() + verdict).str();
  remark::analysis(weights.getLoc(), remark::RemarkOpts::name("AdcRange").category("acim-adc"))
      << text << remark::metric("lo", setting.lo) << remark::metric("hi", setting.hi())
      << remark::metric("sum_lo", sums.lo) << remark::metric("sum_hi", sums.hi);
  return success();
}

namespace {

struct AssignAdcPass : public acim::impl::AssignAdcPassBase<AssignAdcPass> {
  using Base::Base;

  void runOnOperation() override {
    FailureOr<HardwareModel> hardware = hardwareOf(getOperation());
    if (failed(hardware))
      return signalPassFailure();
    for (WeightsOp weights : getOperation().getOps<WeightsOp>()) {
      if (!weights.getEncoding() || !weights.getArray()) {
        weights.emitOpError()
            << "expected an encoding and an array; run acim-encode-weights and acim-tile before "
               "acim-assign-adc";
        return signalPassFailure();
      }
      FailureOr<AdcAttr> adc = settingFor(weights, *hardware);
      if (failed(adc))
        return signalPassFailure();
      weights.setAdcAttr(*adc);
      if (failed(reportRange(weights)))
        return signalPassFailure();
    }
  }

  FailureOr<AdcAttr> settingFor(WeightsOp weights, const HardwareModel &hardware) {
    ModuleOp module = getOperation();
    FailureOr<AdcSemantics> meaning = chooseOr<AdcSemantics>(
        module, "ADC semantics", semantics, hardware.adc.semantics, symbolizeAdcSemantics,
        {"unit_step", "full_range", "proven", "sufficient"});
    FailureOr<AdcGranularity> scope =
        chooseOr<AdcGranularity>(module, "ADC granularity", granularity, hardware.adc.granularity,
                                 symbolizeAdcGranularity, {"layer", "crossbar", "column"});
    FailureOr<ReadoutMode> mode =
        chooseOr<ReadoutMode>(module, "readout", readout, defaultReadout(weights, hardware),
                              symbolizeReadoutMode, {"single", "difference", "separate"});
    FailureOr<OffsetCorrection> offset = chooseOr<OffsetCorrection>(
        module, "offset correction", correction, defaultCorrection(weights, hardware),
        symbolizeOffsetCorrection, {"digital", "reference_column"});
    if (failed(meaning) || failed(mode) || failed(offset) || failed(scope) ||
        failed(verifyGranularity(weights, *scope, hardware)))
      return failure();
    AdcZero zero = hardware.adc.programmableZero ? AdcZero::Programmable : AdcZero::Fixed;
    auto adc = AdcAttr::getChecked([&] { return weights.emitOpError(); }, &getContext(),
                                   bits ? bits : hardware.adc.resolutionBits, *meaning, *mode,
                                   *offset, *scope, zero);
    if (!adc)
      return failure();
    return adc;
  }

  /// Settings can be shared by more conversions than the hardware needs, not by fewer.
  static LogicalResult verifyGranularity(WeightsOp weights, AdcGranularity scope,
                                         const HardwareModel &hardware) {
    AdcGranularity finest = *symbolizeAdcGranularity(hardware.adc.granularity);
    if (scope <= finest)
      return success();
    return weights.emitOpError() << "ADC granularity " << stringifyAdcGranularity(scope)
                                 << " is finer than the hardware's, "
                                 << stringifyAdcGranularity(finest)
                                 << "; use that or a coarser one";
  }

  /// The hardware's readout where it fits the encoding: single arrays have no difference to read.
  static StringRef defaultReadout(WeightsOp weights, const HardwareModel &hardware) {
    bool paired = digitCodeOf(*weights.getEncoding()).paired;
    if (!paired)
      return "single";
    return hardware.mapping.readout == "single" ? StringRef("difference")
                                                : StringRef(hardware.mapping.readout);
  }

  /// Only offset-encoded weights have an offset that a column could hold.
  static StringRef defaultCorrection(WeightsOp weights, const HardwareModel &hardware) {
    bool offset = weights.getEncoding()->getKind() == WeightEncoding::Offset;
    return offset ? StringRef(hardware.mapping.correction) : StringRef("digital");
  }
};

} // namespace
