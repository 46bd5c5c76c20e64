//===- Decisions.h - What the mapping passes share -----------------------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef ACIM_LIB_DIALECT_ACIM_TRANSFORMS_DECISIONS_H
#define ACIM_LIB_DIALECT_ACIM_TRANSFORMS_DECISIONS_H

#include "acim/Dialect/Acim/IR/Acim.h"
#include "acim/Hardware/HardwareModel.h"
#include "acim/Support/ColumnRanges.h"
#include "acim/Support/Digits.h"
#include "mlir/IR/BuiltinOps.h"

namespace mlir::acim {

/// The description a module carries; an error on `op` when it carries none or a broken one.
FailureOr<HardwareModel> hardwareOf(Operation *op, HardwareAttr attr);
FailureOr<HardwareModel> hardwareOf(ModuleOp module);

/// The choice that `option` names, or the hardware's when it is empty. Hyphens and underscores are
/// the same.
template <typename Enum>
FailureOr<Enum> chooseOr(Operation *op, StringRef what, StringRef option, StringRef fromHardware,
                         std::optional<Enum> (*symbolize)(StringRef), ArrayRef<StringRef> names);

/// Succeeds when every pass has decided about `weights`; else an error that names the first one
/// missing.
LogicalResult verifyDecided(WeightsOp weights);

/// Sums that one conversion of the layer can meet with `rows` driven rows.
SumRange sumRangeOf(const DigitCode &code, ReadoutMode readout, SumRange driveLevels, int64_t rows);

/// A converter setting: consecutive codes from `lo` on, `bits` of them, stand for sums 2^stepLog2
/// apart.
struct ConverterSetting {
  int64_t lo, hi;
  int64_t stepLog2, bits;
  bool spans(SumRange sums) const { return lo <= sums.lo && sums.hi <= hi; }
  bool isExactFor(SumRange sums) const { return stepLog2 == 0 && spans(sums); }
};

/// Whether conversions get ranges that fit their sums, so that nothing saturates.
bool fitsSums(AdcSemantics semantics);

/// What `adc` makes of conversions whose sums lie in `sums`.
ConverterSetting converterSettingOf(AdcAttr adc, SumRange sums);

template <typename Enum>
FailureOr<Enum> chooseOr(Operation *op, StringRef what, StringRef option, StringRef fromHardware,
                         std::optional<Enum> (*symbolize)(StringRef), ArrayRef<StringRef> names) {
  std::string name = (option.empty() ? fromHardware : option).str();
  std::replace(name.begin(), name.end(), '-', '_');
  if (std::optional<Enum> choice = symbolize(name))
    return *choice;
  InFlightDiagnostic error = op->emitError()
                             << "unknown " << what << " '" << name << "'; expected one of ";
  llvm::interleave(
      names, [&](StringRef n) { error << n; }, [&] { error << ", "; });
  return failure();
}

} // namespace mlir::acim

#endif // ACIM_LIB_DIALECT_ACIM_TRANSFORMS_DECISIONS_H
