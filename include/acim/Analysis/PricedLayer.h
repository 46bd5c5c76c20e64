//===- PricedLayer.h - What decisions about a layer would cost -----------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Passes that choose by energy place each candidate, drive it with columns of inputs, count and
// price: the same functions, and therefore the same joules, as those of the report.
//
//===----------------------------------------------------------------------===//

#ifndef ACIM_ANALYSIS_PRICEDLAYER_H
#define ACIM_ANALYSIS_PRICEDLAYER_H

#include "acim/Cost/CostCounts.h"
#include "acim/Dialect/Acim/IR/Codes.h"
#include "acim/Hardware/HardwareModel.h"
#include "mlir/IR/BuiltinOps.h"
#include "llvm/ADT/MapVector.h"

namespace mlir::acim {

/// The products that use each acim.weights, in the order of the module.
llvm::MapVector<Operation *, SmallVector<MvmOp>> productsByWeights(ModuleOp module);

/// [bits]: joules of a conversion of so many bits and of what comes with it: shift-add, sample and
/// column select; [0] of none. Up to `mostBits`, or to where the hardware's prices end.
std::vector<double> conversionPrices(const HardwareModel &hardware, unsigned mostBits);

/// How often the rows of a layer are driven and its conversions performed, a position.
struct LayerActivity {
  double drivesPerRow = 0;         ///< planes in which a row is driven
  double conversionsPerColumn = 0; ///< conversions of a bit line in a row group
};

/// What drives the cells and converters of a layer, an inference.
struct LayerDrives {
  struct RowGroup {
    int64_t rows;
    double conversions; ///< of each bit line; idle ones are left out where the layer skips them
    SumRange levels;    ///< of a row in one drive
  };
  std::vector<double> perRow;                   ///< groups x rows: levels that a row is driven with
  std::vector<SmallVector<RowGroup>> rowGroups; ///< of each group, top to bottom
};

/// What leaks: watts while the program runs, and seconds that it runs.
struct Leakage {
  double watts = 0, seconds = 0;
};

class PricedLayer {
public:
  /// The inputs are the columns that calibration sampled. Where there are none they are assumed:
  /// half of the inputs on each side of the zero point, magnitudes uniform up to a quarter of the
  /// range for half of them, up to an eighth for a quarter, ... Both are clipped to the inputs that
  /// the layer's planes are for.
  static FailureOr<PricedLayer> create(WeightsOp weights, ArrayRef<MvmOp> products,
                                       const HardwareModel &hardware);

  /// Joules that the layer adds to an inference of a program whose other layers leak as `rest`
  /// says: its events, what its tiles leak meanwhile, and what the rest leaks while the layer runs.
  llvm::Expected<double> price(const LayerMapping &mapping) const {
    return price(matrix(), mapping);
  }
  /// The same with other weights.
  llvm::Expected<double> price(const LayerMatrix &matrix, const LayerMapping &mapping) const;

  /// Of the layer alone: its share of the tiles that its crossbars lie on, the time of an
  /// inference.
  llvm::Expected<Leakage> leakage(const LayerMapping &mapping) const;
  void setRest(Leakage others) { rest = others; }

  llvm::Expected<LayerActivity> activity(const LayerMapping &mapping) const;
  llvm::Expected<LayerDrives> drives(const LayerMapping &mapping) const;

  /// Conversions of a bit line, an inference: row groups of all blocks of `plan` x drives of their
  /// block.
  std::vector<double> conversionsByPlane(const MvmPlan &plan) const;

  const LayerMatrix &matrix() const { return values.matrix; }
  /// Samples x groups x rows: raw inputs.
  ArrayRef<int16_t> columns() const { return inputs; }
  int64_t samples() const { return int64_t(inputs.size()) / (matrix().groups * matrix().rows); }
  bool isCalibrated() const { return calibrated; }

private:
  PricedLayer(LayerValues values, const HardwareModel &hardware)
      : values(std::move(values)), hardware(&hardware) {}

  MvmCounts countsOf(const MvmPlan &plan) const;
  LayerContext contextOf(const MvmPlan &plan) const;
  llvm::Expected<ProgramCounts> count(const LayerMatrix &matrix, const LayerMapping &mapping) const;
  Leakage leakageOf(const ProgramCounts &counts) const;

  std::string name; ///< in errors
  LayerValues values;
  const HardwareModel *hardware;
  std::vector<int16_t> inputs;
  bool calibrated = false;
  Leakage rest;
  int64_t positions = 1; ///< of an inference
  int64_t inputElements = 0, inputBits = 8, accumulatorBits = 32;
};

} // namespace mlir::acim

#endif // ACIM_ANALYSIS_PRICEDLAYER_H
