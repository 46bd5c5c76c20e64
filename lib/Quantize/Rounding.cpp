//===- Rounding.cpp - Rounds the weights of several outputs --------------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Rounding.h"

#include "llvm/ADT/STLExtras.h"

using namespace mlir::acim;

double RoundingContext::cellEnergy(llvm::ArrayRef<int32_t> codes) const {
  double energy = 0;
  for (size_t row = 0; row < codes.size(); ++row)
    energy += problem.drives[row] * problem.cells[codes[row]];
  return energy;
}

Eigen::VectorXd mlir::acim::inputVariances(const InputMetric &metric) {
  return metric.covariance().diagonal();
}

Eigen::VectorXd mlir::acim::compensatedVariances(const InputMetric &metric) {
  Eigen::VectorXd variances(metric.rows());
  for (int64_t place = 0; place < metric.rows(); ++place)
    variances[metric.order()[place]] =
        metric.factor()(place, place) * metric.factor()(place, place);
  return variances;
}

RoundedOutput mlir::acim::roundAlone(const RoundingContext &context, int64_t output,
                                     Candidate candidate, const Eigen::VectorXd &variances) {
  const double squaredScale = candidate.scale * candidate.scale;
  const double importance = context.problem.importance[output];
  const llvm::ArrayRef<double> weights = context.weightsOf(output);
  RoundedOutput rounded;
  rounded.codes.resize(weights.size());
  for (size_t row = 0; row < weights.size(); ++row) {
    const double target = weights[row] / candidate.scale;
    const double curvature = squaredScale * variances[row];
    const int32_t code = candidate.codes->best(target, importance * curvature,
                                               context.lambda * context.problem.drives[row]);
    rounded.codes[row] = code;
    rounded.error += curvature * (target - code) * (target - code);
  }
  return rounded;
}

Eigen::MatrixXd mlir::acim::errorsOf(const RoundingContext &context, int64_t firstOutput,
                                     llvm::ArrayRef<double> scales,
                                     llvm::ArrayRef<llvm::ArrayRef<int32_t>> codes) {
  Eigen::MatrixXd errors(context.problem.rows, codes.size());
  for (size_t k = 0; k < codes.size(); ++k)
    for (int64_t row = 0; row < context.problem.rows; ++row)
      errors(row, k) = scales[k] * codes[k][row] - context.weightsOf(firstOutput + k)[row];
  return errors;
}

std::vector<RoundedOutput> mlir::acim::roundNearest(const RoundingContext &context,
                                                    int64_t firstOutput,
                                                    llvm::ArrayRef<Candidate> candidates) {
  const Eigen::VectorXd variances = inputVariances(context.metric);
  std::vector<RoundedOutput> rounded;
  std::vector<double> scales;
  std::vector<llvm::ArrayRef<int32_t>> codes;
  rounded.reserve(candidates.size());
  for (auto [k, candidate] : llvm::enumerate(candidates)) {
    rounded.push_back(roundAlone(context, firstOutput + k, candidate, variances));
    scales.push_back(candidate.scale);
    codes.push_back(rounded.back().codes);
  }
  const Eigen::MatrixXd errors = errorsOf(context, firstOutput, scales, codes);
  const Eigen::MatrixXd residuals = context.metric.covariance() * errors;
  for (auto [k, output] : llvm::enumerate(rounded))
    output.error = errors.col(k).dot(residuals.col(k));
  return rounded;
}

namespace {

/// Rounds one chunk of outputs. Errors are in units of the weights, at the places of the metric's
/// factor.
class CompensatedRounder {
public:
  CompensatedRounder(const RoundingContext &context, int64_t firstOutput,
                     llvm::ArrayRef<Candidate> candidates)
      : context(context), factor(context.metric.factor()), firstOutput(firstOutput),
        candidates(candidates), errors(context.problem.rows, candidates.size()),
        rounded(candidates.size()) {
    for (RoundedOutput &output : rounded)
      output.codes.resize(context.problem.rows);
  }

  std::vector<RoundedOutput> round();

private:
  void roundPlace(int64_t place, Eigen::Ref<Eigen::RowVectorXd> pushed);

  static constexpr int64_t blockRows = 64;
  const RoundingContext &context;
  const Eigen::MatrixXd &factor;
  int64_t firstOutput;
  llvm::ArrayRef<Candidate> candidates;
  RowMatrix errors;
  std::vector<RoundedOutput> rounded;
};

/// `pushed` is what the errors after `place` add to its component of L^T e.
void CompensatedRounder::roundPlace(int64_t place, Eigen::Ref<Eigen::RowVectorXd> pushed) {
  const int32_t row = context.metric.order()[place];
  const double pivot = factor(place, place);
  const double weight = context.lambda * context.problem.drives[row];
  for (size_t k = 0; k < candidates.size(); ++k) {
    const auto [scale, codes] = candidates[k];
    const double wanted = context.weightsOf(firstOutput + k)[row];
    const double importance = context.problem.importance[firstOutput + k];
    const int32_t code = codes->best((wanted + pushed[k] / pivot) / scale,
                                     importance * scale * scale * pivot * pivot, weight);
    rounded[k].codes[row] = code;
    errors(place, k) = wanted - scale * code;
    const double component = pivot * errors(place, k) + pushed[k];
    rounded[k].error += component * component;
  }
}

std::vector<RoundedOutput> CompensatedRounder::round() {
  const int64_t rows = context.problem.rows;
  RowMatrix pushed;
  for (int64_t end = rows; end > 0; end -= blockRows) {
    const int64_t begin = std::max<int64_t>(end - blockRows, 0), size = end - begin;
    pushed.noalias() =
        factor.block(end, begin, rows - end, size).transpose() * errors.bottomRows(rows - end);
    for (int64_t place = end - 1; place >= begin; --place) {
      roundPlace(place, pushed.row(place - begin));
      pushed.topRows(place - begin).noalias() +=
          factor.row(place).segment(begin, place - begin).transpose() * errors.row(place);
    }
  }
  return std::move(rounded);
}

} // namespace

std::vector<RoundedOutput> mlir::acim::roundCompensated(const RoundingContext &context,
                                                        int64_t firstOutput,
                                                        llvm::ArrayRef<Candidate> candidates) {
  return CompensatedRounder(context, firstOutput, candidates).round();
}
