//===- LossCauses.h - Why a plan is not the product of its cells ----------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef ACIM_MAPPING_LOSSCAUSES_H
#define ACIM_MAPPING_LOSSCAUSES_H

#include "acim/Mapping/MvmPlan.h"
#include "llvm/ADT/StringRef.h"

namespace mlir::acim {

/// What makes the outputs of a plan differ from the product that its cells stand for. A plan from
/// which a cause is taken is a plan, so that any engine says what the cause does.
enum class LossCause : uint8_t {
  Clipping, ///< converters that saturate, or whose steps round
  Skipping, ///< conversions that are left out
  Masking,  ///< low digits that a gate does not let through
};

inline constexpr LossCause lossCauses[] = {LossCause::Clipping, LossCause::Skipping,
                                           LossCause::Masking};

llvm::StringRef stringifyLossCause(LossCause cause);

/// Whether some input may suffer from the cause.
bool hasLossCause(const MvmPlan &plan, LossCause cause);

/// `plan` is verified, and what remains of it is. Conversions that read exactly keep their setting.
MvmPlan withoutLossCause(MvmPlan plan, LossCause cause);

/// The plan whose outputs are the product that `recompose` gives.
MvmPlan withoutLossCauses(MvmPlan plan);

} // namespace mlir::acim

#endif // ACIM_MAPPING_LOSSCAUSES_H
