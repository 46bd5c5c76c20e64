//===- InputMetric.h - What errors in weights do to a layer --------------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef ACIM_LIB_QUANTIZE_INPUTMETRIC_H
#define ACIM_LIB_QUANTIZE_INPUTMETRIC_H

#include "acim/Quantize/LayerProblem.h"
#include <Eigen/Core>

namespace mlir::acim {

/// Rows x columns, a row contiguous: one row of all outputs of a chunk at a time.
using RowMatrix = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

/// The quadratic form of the inputs' covariance and its triangular factor.
class InputMetric {
public:
  InputMetric(const SecondMoments &inputs, int64_t rows, double damping);

  int64_t rows() const { return hessian.rows(); }
  /// Covariance with the damping on its diagonal; rows in the layer's order.
  const Eigen::MatrixXd &covariance() const { return hessian; }

  /// The row at each place of the factor, by rising variance. Weights are rounded from the last
  /// place to the first: the largest variance goes first and later ones make up for it.
  llvm::ArrayRef<int32_t> order() const { return places; }
  /// L, lower triangular: L L^T is the covariance with its rows at their places. With errors e at
  /// their places the loss is |L^T e|^2, whose component i holds e of the places >= i only.
  const Eigen::MatrixXd &factor() const { return lower; }

private:
  void sortRows();
  bool factorise();

  Eigen::MatrixXd hessian, lower;
  std::vector<int32_t> places;
};

} // namespace mlir::acim

#endif // ACIM_LIB_QUANTIZE_INPUTMETRIC_H
