//===- OutputDescent.h - Improves the codes of one output step by step ---===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef ACIM_LIB_QUANTIZE_OUTPUTDESCENT_H
#define ACIM_LIB_QUANTIZE_OUTPUTDESCENT_H

#include "CodeFamily.h"
#include "Rounding.h"

namespace mlir::acim {

/// The codes of one output at a fixed scale. No step makes loss + lambda * energy larger.
class OutputDescent {
public:
  /// Codes may use the digit places up to `places`. `residual` is the covariance times (scale *
  /// codes - weights).
  OutputDescent(const RoundingContext &context, ColumnPrices &columns, const CodeFamily &family,
                int64_t output, double scale, unsigned places, std::vector<int32_t> codes,
                Eigen::VectorXd residual);

  /// One pass over all rows, each given its best code in turn; false where nothing is better.
  bool descend();

  /// Leaves the lowest or the highest digit places of a row group empty while that is better.
  /// `covariance` is that of its rows.
  void emptyColumns(size_t rowGroup, const Eigen::MatrixXd &covariance);

  llvm::ArrayRef<int32_t> codes() const { return current; }
  /// Squared error of the output's accumulators.
  double error() const;
  double objective() const;

private:
  /// Codes of a row group and what they change.
  struct Trial {
    PlaceWindow window;
    std::vector<int32_t> codes;
    double gain = 0; ///< by which the objective falls
  };

  void move(int64_t row, int32_t code);
  int32_t bestCode(const PricedCodes &codes, int64_t row, int32_t code, double slope) const;
  double cost(int64_t row, int32_t code, int32_t from, double slope) const;
  Trial tryWindow(size_t rowGroup, const Eigen::MatrixXd &covariance, PlaceWindow window) const;
  PlaceWindow usedWindow(size_t rowGroup, PlaceWindow window) const;
  Trial bestTrial(size_t rowGroup, const Eigen::MatrixXd &covariance, PlaceWindow window) const;
  double energyOf(size_t rowGroup, llvm::ArrayRef<int32_t> codes) const;

  const RoundingContext &context;
  ColumnPrices &columns;
  const CodeFamily &family;
  llvm::ArrayRef<double> weights;
  double importance, scale;
  std::vector<PlaceWindow> windows; ///< of each row group
  std::vector<int32_t> current;
  Eigen::VectorXd residual;
};

} // namespace mlir::acim

#endif // ACIM_LIB_QUANTIZE_OUTPUTDESCENT_H
