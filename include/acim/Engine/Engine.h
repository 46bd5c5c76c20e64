//===- Engine.h - Executes the matrix products of a mapped layer ----------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// One interface, several engines with identical results wherever their domains
// overlap. An engine is prepared once per layer (packing, recomposition of weights) and
// then runs concurrently on many threads: `run` is const and keeps no state.
//
//===----------------------------------------------------------------------===//

#ifndef ACIM_ENGINE_ENGINE_H
#define ACIM_ENGINE_ENGINE_H

#include "acim/Mapping/MvmPlan.h"
#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/Support/Error.h"
#include <memory>
#include <optional>

namespace mlir::acim {

enum class EngineKind : uint8_t { Auto, Algebraic, BitPlane };

llvm::StringRef stringifyEngineKind(EngineKind kind);

class Engine {
public:
  virtual ~Engine() = default;

  virtual EngineKind kind() const = 0;

  /// Computes `positions` products. `inputs` holds raw integers, positions x groups x rows;
  /// `outputs` receives positions x groups x outputs. Adds to `counts`.
  virtual void run(llvm::ArrayRef<int16_t> inputs, int64_t positions,
                   llvm::MutableArrayRef<int64_t> outputs, MvmCounts &counts) const = 0;
};

/// Counts what driving a verified plan with `inputs` does, as running it would. Without its
/// products and therefore without the clipped conversions, unless a gate asks for products.
MvmCounts countDrives(const MvmPlan &plan, llvm::ArrayRef<int16_t> inputs, int64_t positions);

/// What the masks of a verified plan with a gate compare with thresholds: for each of
/// GatedPlan::refinements what the first pass gives at each position.
std::vector<std::vector<int64_t>> firstPassSums(const MvmPlan &plan, llvm::ArrayRef<int16_t> inputs,
                                                int64_t positions);

/// True when no input can drive any conversion of `plan` outside its range, every step is 1 and no
/// conversion is left out, so that all readings are exact and the layer is one integer matrix
/// product.
bool isProvablyExact(const MvmPlan &plan);

/// Prepares an engine. Auto takes the algebraic engine where all conversions that are performed are
/// exact, else the bit-plane engine. Asking for the algebraic engine on a layer that may saturate
/// is an error that names the column. The plan must outlive the engine.
llvm::Expected<std::unique_ptr<Engine>> createEngine(const MvmPlan &plan, EngineKind kind);

} // namespace mlir::acim

#endif // ACIM_ENGINE_ENGINE_H
