//===- OutputDescent.cpp - Improves the codes of one output step by step -===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "OutputDescent.h"

#include "llvm/ADT/STLExtras.h"
#include <cmath>

using namespace mlir::acim;

/// What counts as an improvement, relative to what is improved: sums are rounded.
static constexpr double tolerance = 1e-9;

OutputDescent::OutputDescent(const RoundingContext &context, ColumnPrices &columns,
                             const CodeFamily &family, int64_t output, double scale,
                             unsigned places, std::vector<int32_t> codes, Eigen::VectorXd residual)
    : context(context), columns(columns), family(family), weights(context.weightsOf(output)),
      importance(context.problem.importance[output]), scale(scale),
      windows(columns.numRowGroups(), {0, places}), current(std::move(codes)),
      residual(std::move(residual)) {}

double OutputDescent::error() const {
  double sum = 0;
  for (size_t row = 0; row < current.size(); ++row)
    sum += (scale * current[row] - weights[row]) * residual[row];
  return sum;
}

double OutputDescent::objective() const {
  return importance * error() +
         context.lambda * (context.cellEnergy(current) + columns.price(current));
}

//===----------------------------------------------------------------------===//
// Single codes
//===----------------------------------------------------------------------===//

/// What a move from one code to another adds to the objective, conversions aside, and the price of
/// the code's cells; `slope` is the row's residual.
double OutputDescent::cost(int64_t row, int32_t code, int32_t from, double slope) const {
  const double step = scale * (code - from);
  const double error = step * (2 * slope + step * context.metric.covariance()(row, row));
  return importance * error +
         context.lambda * context.problem.drives[row] * context.problem.cells[code];
}

int32_t OutputDescent::bestCode(const PricedCodes &codes, int64_t row, int32_t code,
                                double slope) const {
  const double variance = context.metric.covariance()(row, row);
  return codes.best(code - slope / (scale * variance), importance * scale * scale * variance,
                    context.lambda * context.problem.drives[row]);
}

void OutputDescent::move(int64_t row, int32_t code) {
  residual += scale * (code - current[row]) * context.metric.covariance().col(row);
  current[row] = code;
}

bool OutputDescent::descend() {
  const double before = objective();
  const std::vector<int32_t> codesBefore = current;
  const Eigen::VectorXd residualBefore = residual;
  for (size_t group = 0; group < windows.size(); ++group) {
    const PricedCodes &codes = family.within(windows[group]);
    for (int32_t row : columns.rowsOf(group)) {
      const int32_t code = current[row], best = bestCode(codes, row, code, residual[row]);
      if (best != code && cost(row, best, code, residual[row]) < cost(row, code, code, 0))
        move(row, best);
    }
  }
  if (objective() < before - tolerance * std::abs(before))
    return true;
  // Cheaper cells can need more bits to be read.
  current = codesBefore;
  residual = residualBefore;
  return false;
}

//===----------------------------------------------------------------------===//
// Digit columns of row groups
//===----------------------------------------------------------------------===//

double OutputDescent::energyOf(size_t rowGroup, llvm::ArrayRef<int32_t> codes) const {
  double energy = columns.price(rowGroup, codes);
  for (auto [row, code] : llvm::zip_equal(columns.rowsOf(rowGroup), codes))
    energy += context.problem.drives[row] * context.problem.cells[code];
  return energy;
}

OutputDescent::Trial OutputDescent::tryWindow(size_t rowGroup, const Eigen::MatrixXd &covariance,
                                              PlaceWindow window) const {
  constexpr unsigned sweeps = 2;
  const llvm::ArrayRef<int32_t> rows = columns.rowsOf(rowGroup);
  const PricedCodes &allowed = family.within(window);
  std::vector<int32_t> before;
  Eigen::VectorXd slopesBefore(rows.size());
  for (size_t k = 0; k < rows.size(); ++k) {
    before.push_back(current[rows[k]]);
    slopesBefore[k] = residual[rows[k]];
  }
  Trial trial{window, before, 0};
  Eigen::VectorXd slopes = slopesBefore;
  for (unsigned sweep = 0; sweep < sweeps; ++sweep)
    for (size_t k = 0; k < rows.size(); ++k) {
      const int32_t code = trial.codes[k], best = bestCode(allowed, rows[k], code, slopes[k]);
      if (best == code)
        continue;
      slopes += scale * (best - code) * covariance.col(k);
      trial.codes[k] = best;
    }
  double error = 0;
  for (size_t k = 0; k < rows.size(); ++k)
    error += scale * (trial.codes[k] - before[k]) * (slopesBefore[k] + slopes[k]);
  trial.gain = context.lambda * (energyOf(rowGroup, before) - energyOf(rowGroup, trial.codes)) -
               importance * error;
  return trial;
}

/// The smallest part of `window` whose codes a row group's are.
PlaceWindow OutputDescent::usedWindow(size_t rowGroup, PlaceWindow window) const {
  auto holdsAll = [&](PlaceWindow part) {
    const PricedCodes &codes = family.within(part);
    return llvm::all_of(columns.rowsOf(rowGroup),
                        [&](int32_t row) { return codes.contains(current[row]); });
  };
  while (!window.isEmpty() && holdsAll({window.first, window.end - 1}))
    --window.end;
  while (!window.isEmpty() && holdsAll({window.first + 1, window.end}))
    ++window.first;
  return window;
}

/// The best of leaving any number of low or of high places empty.
OutputDescent::Trial OutputDescent::bestTrial(size_t rowGroup, const Eigen::MatrixXd &covariance,
                                              PlaceWindow window) const {
  Trial best = tryWindow(rowGroup, covariance, {window.end, window.end});
  auto consider = [&](PlaceWindow part) {
    if (Trial trial = tryWindow(rowGroup, covariance, part); trial.gain > best.gain)
      best = std::move(trial);
  };
  for (unsigned place = window.first + 1; place < window.end; ++place) {
    consider({place, window.end});
    consider({window.first, place});
  }
  return best;
}

void OutputDescent::emptyColumns(size_t rowGroup, const Eigen::MatrixXd &covariance) {
  const llvm::ArrayRef<int32_t> rows = columns.rowsOf(rowGroup);
  while (true) {
    const PlaceWindow used = usedWindow(rowGroup, windows[rowGroup]);
    if (used.isEmpty())
      return;
    const Trial best = bestTrial(rowGroup, covariance, used);
    if (!(best.gain > 0))
      return;
    for (size_t k = 0; k < rows.size(); ++k)
      if (best.codes[k] != current[rows[k]])
        move(rows[k], best.codes[k]);
    windows[rowGroup] = best.window;
  }
}
