//===- Decisions.cpp - What the mapping passes share ---------------------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Decisions.h"

#include "acim/Hardware/HardwareJson.h"
#include "llvm/ADT/bit.h"

using namespace mlir;
using namespace mlir::acim;

/// What acim.block can say.
static constexpr int64_t largestStepLog2 = 16;

FailureOr<HardwareModel> acim::hardwareOf(Operation *op, HardwareAttr attr) {
  llvm::Expected<HardwareModel> model = parseHardware(attr.getJson(), "acim.hardware");
  if (model)
    return std::move(*model);
  return op->emitError() << "invalid hardware description: " << llvm::toString(model.takeError());
}

FailureOr<HardwareModel> acim::hardwareOf(ModuleOp module) {
  auto attr = module->getAttrOfType<HardwareAttr>(AcimDialect::getHardwareAttrName());
  if (!attr)
    return module.emitError() << "expected the module attribute '"
                              << AcimDialect::getHardwareAttrName()
                              << "'; run acim-attach-hardware first";
  return hardwareOf(module, attr);
}

LogicalResult acim::verifyDecided(WeightsOp weights) {
  std::pair<StringRef, bool> decisions[] = {
      {"acim-encode-weights", weights.getEncoding().has_value()},
      {"acim-encode-inputs", weights.getInputs().has_value()},
      {"acim-tile", weights.getArray().has_value()},
      {"acim-assign-adc", weights.getAdc().has_value()}};
  for (auto [pass, decided] : decisions)
    if (!decided)
      return weights.emitOpError() << "is not decided completely; run " << pass << " first";
  return success();
}

SumRange acim::sumRangeOf(const DigitCode &code, ReadoutMode readout, SumRange driveLevels,
                          int64_t rows) {
  int64_t lowest = readout == ReadoutMode::Separate ? 0 : code.minDigit;
  int64_t highest =
      std::max<int64_t>(code.maxDigit, readout == ReadoutMode::Separate ? -code.minDigit : 0);
  return naiveColumnRange(rows, lowest, highest, driveLevels);
}

bool acim::fitsSums(AdcSemantics semantics) {
  return semantics == AdcSemantics::Proven || semantics == AdcSemantics::Sufficient;
}

/// The fewest consecutive codes that hold every sum.
static ConverterSetting fittingSetting(AdcZero zero, SumRange sums) {
  if (sums == SumRange{0, 0}) // a bit line that can only give 0 is not converted at all
    return {0, 0, 0, 0};
  int64_t lo = sums.lo, bits = 0;
  if (zero == AdcZero::Programmable) {
    bits = exactBits(sums);
  } else if (sums.lo >= 0) {
    lo = 0;
    bits = exactBits({0, sums.hi});
  } else {
    bits = 1 + std::max(llvm::bit_width(uint64_t(-sums.lo - 1)),
                        llvm::bit_width(uint64_t(std::max<int64_t>(sums.hi, 0))));
    lo = -(int64_t(1) << (bits - 1));
  }
  return {lo, lo + (int64_t(1) << bits) - 1, 0, bits};
}

ConverterSetting acim::converterSettingOf(AdcAttr adc, SumRange sums) {
  if (fitsSums(adc.getSemantics()))
    return fittingSetting(adc.getZero(), sums);
  bool isSigned = adc.getReadout() == ReadoutMode::Difference || sums.lo < 0;
  int64_t codes = int64_t(1) << adc.getBits(), firstCode = isSigned ? -codes / 2 : 0,
          lastCode = firstCode + codes - 1;
  ConverterSetting setting{firstCode, lastCode, 0, adc.getBits()};
  bool widens = adc.getSemantics() == AdcSemantics::FullRange;
  while (widens && !setting.spans(sums) && setting.stepLog2 < largestStepLog2)
    setting = {setting.lo * 2, setting.hi * 2, setting.stepLog2 + 1, setting.bits};
  return setting;
}
