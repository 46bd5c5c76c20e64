//===- InputMetric.cpp - What errors in weights do to a layer ------------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "InputMetric.h"

#include "llvm/ADT/STLExtras.h"
#include <Eigen/Cholesky>
#include <cassert>
#include <numeric>

using namespace mlir::acim;

/// Eigen blocks its products by the caches it finds; the order of sums must not depend on them.
static void fixBlocking() {
  static const bool isFixed = [] {
    Eigen::setCpuCacheSizes(32 << 10, 512 << 10, 4 << 20);
    return true;
  }();
  (void)isFixed;
}

SecondMoments mlir::acim::secondMoments(llvm::ArrayRef<int16_t> columns, int64_t groups,
                                        int64_t rows, int64_t group) {
  fixBlocking();
  const int64_t samples = static_cast<int64_t>(columns.size()) / (groups * rows);
  assert(samples > 0);
  Eigen::MatrixXd inputs(rows, samples);
  for (int64_t sample = 0; sample < samples; ++sample)
    for (int64_t row = 0; row < rows; ++row)
      inputs(row, sample) = columns[(sample * groups + group) * rows + row];
  SecondMoments moments;
  moments.means.resize(rows);
  moments.covariance.resize(rows * rows);
  Eigen::Map<Eigen::VectorXd> means(moments.means.data(), rows);
  Eigen::Map<Eigen::MatrixXd> covariance(moments.covariance.data(), rows, rows);
  means = inputs.rowwise().mean();
  inputs.colwise() -= means;
  covariance.setZero();
  covariance.selfadjointView<Eigen::Lower>().rankUpdate(inputs, 1.0 / double(samples));
  covariance.triangularView<Eigen::StrictlyUpper>() = covariance.transpose();
  return moments;
}

InputMetric::InputMetric(const SecondMoments &inputs, int64_t rows, double damping)
    : hessian(Eigen::Map<const Eigen::MatrixXd>(inputs.covariance.data(), rows, rows)) {
  fixBlocking();
  sortRows();
  const double mean = hessian.diagonal().mean();
  double added = damping * (mean > 0 ? mean : 1);
  hessian.diagonal().array() += added;
  while (!factorise()) {
    added = std::max(10 * added, 1e-9);
    hessian.diagonal().array() += added;
  }
}

void InputMetric::sortRows() {
  places.resize(rows());
  std::iota(places.begin(), places.end(), 0);
  llvm::sort(places, [&](int32_t a, int32_t b) {
    return std::make_pair(hessian(a, a), a) < std::make_pair(hessian(b, b), b);
  });
}

/// False where rounding made the covariance indefinite.
bool InputMetric::factorise() {
  lower.resize(rows(), rows());
  for (int64_t column = 0; column < rows(); ++column)
    for (int64_t row = column; row < rows(); ++row)
      lower(row, column) = hessian(places[row], places[column]);
  const Eigen::LLT<Eigen::Ref<Eigen::MatrixXd>> inPlace(lower);
  return inPlace.info() == Eigen::Success;
}
