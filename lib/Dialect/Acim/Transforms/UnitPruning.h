//===- UnitPruning.h - Operation units that do not matter -----------------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef ACIM_LIB_DIALECT_ACIM_TRANSFORMS_UNITPRUNING_H
#define ACIM_LIB_DIALECT_ACIM_TRANSFORMS_UNITPRUNING_H

#include "acim/Analysis/PricedLayer.h"

namespace mlir::acim {

/// Collects what row groups add to outputs, of all layers, and empties those whose loss would cost
/// least.
class UnitPruning {
public:
  /// Fails with an error where calibration is missing, or the layer cannot be placed.
  LogicalResult add(WeightsOp weights, const PricedLayer &layer);

  /// Leaves about `share` of all units; the means of the others become part of the bias.
  void keep(double share);

private:
  /// The weights of an output in a row group.
  struct Unit {
    size_t layer;
    int64_t output; ///< groups x outputs
    std::vector<int32_t> rows;
    double mean, loss; ///< of its contribution
  };
  struct Layer {
    WeightsOp weights;
    std::vector<int64_t> values;
    std::vector<double> bias;
    int64_t units = 0, emptied = 0;
  };

  void addUnits(const CrossbarBlock &block, const PricedLayer &layer, ArrayRef<double> importance);
  void empty(const Unit &unit);
  static void write(Layer &layer);

  std::vector<Layer> layers;
  std::vector<Unit> units;
};

} // namespace mlir::acim

#endif // ACIM_LIB_DIALECT_ACIM_TRANSFORMS_UNITPRUNING_H
