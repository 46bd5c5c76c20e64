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
#include "acim/Mapping/PlaceLayer.h"
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

/// Where `mapping` puts `matrix`; an error on `weights`, whose layer it is, where it cannot.
FailureOr<MvmPlan> placeOrError(WeightsOp weights, const LayerMatrix &matrix,
                                const LayerMapping &mapping);

/// Gives the weights a bias, groups x outputs.
void setBias(WeightsOp weights, ArrayRef<int64_t> bias);

/// Gives the weights values, groups x outputs x rows, and a bias. They become 16-bit integers where
/// their own width does not hold a value.
void setMatrix(WeightsOp weights, ArrayRef<int64_t> values, ArrayRef<int64_t> bias);

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
