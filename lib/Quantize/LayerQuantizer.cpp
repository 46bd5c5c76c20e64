//===- LayerQuantizer.cpp - Trades errors of a layer for energy ----------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "acim/Quantize/LayerQuantizer.h"

#include "CodeFamily.h"
#include "OutputDescent.h"
#include "Rounding.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/ThreadPool.h"
#include <cassert>
#include <cmath>
#include <limits>
#include <numeric>

using namespace mlir::acim;

/// Outputs that are rounded together. Independent of the threads: so are the codes.
static constexpr int64_t chunkOutputs = 32;

struct LayerQuantizer::State {
  State(LayerProblem problem, double damping)
      : problem(std::move(problem)), metric(this->problem.inputs, this->problem.rows, damping) {}

  LayerProblem problem;
  InputMetric metric;
};

namespace {

/// A scale and the digit places that go with it.
struct Choice {
  double scale = 1;
  unsigned places = 0;
};

/// One output as it is quantized.
struct OutputResult {
  Choice choice;
  std::vector<int32_t> codes;
  double loss = 0, energy = 0;
  bool leftAlone = false;
  unsigned digits = 0;
};

/// What the chunks of a layer share.
class ChunkQuantizer {
public:
  ChunkQuantizer(const LayerProblem &problem, const InputMetric &metric,
                 const QuantizeOptions &options)
      : options(options), context{problem, metric, options.lambda},
        family(options.levels.empty() ? codesBetween(problem.cells.lo, problem.cells.hi())
                                      : options.levels,
               problem.columns.digits, problem.cells),
        variances(options.rounding == Rounding::Nearest ? inputVariances(metric)
                                                        : compensatedVariances(metric)) {}

  /// Results of the outputs from `first` on.
  void quantize(int64_t first, llvm::MutableArrayRef<OutputResult> results) const;

private:
  OutputResult leaveAlone(int64_t output, ColumnPrices &columns) const;
  std::vector<Choice> choicesOf(int64_t output) const;
  std::vector<Choice> rankedChoices(int64_t output, ColumnPrices &columns) const;
  std::vector<RoundedOutput> round(int64_t first, llvm::ArrayRef<Choice> choices) const;
  std::vector<OutputResult> roundBest(int64_t first, int64_t count, ColumnPrices &columns) const;
  void improve(int64_t first, llvm::MutableArrayRef<OutputResult> results,
               ColumnPrices &columns) const;
  std::vector<OutputDescent> startDescents(int64_t first, llvm::ArrayRef<OutputResult> results,
                                           ColumnPrices &columns) const;
  void emptyColumns(llvm::MutableArrayRef<OutputDescent> descents, ColumnPrices &columns) const;

  OutputResult resultOf(int64_t output, Choice choice, std::vector<int32_t> codes, double error,
                        ColumnPrices &columns) const;
  double objective(const OutputResult &result) const {
    return result.loss + options.lambda * result.energy;
  }
  Candidate candidateOf(Choice choice) const {
    return {choice.scale, &family.within({0, choice.places})};
  }

  const QuantizeOptions &options;
  RoundingContext context;
  CodeFamily family;
  Eigen::VectorXd variances;
};

OutputResult ChunkQuantizer::resultOf(int64_t output, Choice choice, std::vector<int32_t> codes,
                                      double error, ColumnPrices &columns) const {
  OutputResult result;
  result.choice = choice;
  result.loss = context.problem.importance[output] * error;
  result.energy = context.cellEnergy(codes) + columns.price(codes);
  result.codes = std::move(codes);
  return result;
}

std::vector<int32_t> integersOf(llvm::ArrayRef<double> weights) {
  std::vector<int32_t> integers;
  for (double weight : weights) {
    assert(weight == std::nearbyint(weight) && "weights are integers");
    integers.push_back(static_cast<int32_t>(weight));
  }
  return integers;
}

OutputResult ChunkQuantizer::leaveAlone(int64_t output, ColumnPrices &columns) const {
  OutputResult result =
      resultOf(output, {1, family.numPlaces()}, integersOf(context.weightsOf(output)), 0, columns);
  result.leftAlone = true;
  return result;
}

//===----------------------------------------------------------------------===//
// Scales and digit counts
//===----------------------------------------------------------------------===//

std::vector<Choice> ChunkQuantizer::choicesOf(int64_t output) const {
  double largest = 0;
  for (double weight : context.weightsOf(output))
    largest = std::max(largest, std::abs(weight));
  std::vector<Choice> choices;
  const unsigned fewest = options.levels.empty() ? 1 : family.numPlaces();
  for (unsigned places = fewest; places <= family.numPlaces() && largest > 0; ++places) {
    const int32_t limit = family.largestCode(places);
    if (limit == 0 || (places > fewest && limit == family.largestCode(places - 1)))
      continue;
    for (double clip : options.clips)
      choices.push_back({clip * largest / limit, places});
  }
  return choices;
}

/// By what they promise, the best first, as many as are to be rounded.
std::vector<Choice> ChunkQuantizer::rankedChoices(int64_t output, ColumnPrices &columns) const {
  std::vector<Choice> choices = choicesOf(output);
  if (options.finalists == 0 || options.finalists >= choices.size())
    return choices;
  std::vector<std::pair<double, size_t>> ranking;
  for (auto [index, choice] : llvm::enumerate(choices)) {
    RoundedOutput rounded = roundAlone(context, output, candidateOf(choice), variances);
    ranking.emplace_back(
        objective(resultOf(output, choice, std::move(rounded.codes), rounded.error, columns)),
        index);
  }
  llvm::sort(ranking);
  std::vector<Choice> ranked;
  for (const auto &[value, index] : llvm::ArrayRef(ranking).take_front(options.finalists))
    ranked.push_back(choices[index]);
  return ranked;
}

std::vector<RoundedOutput> ChunkQuantizer::round(int64_t first,
                                                 llvm::ArrayRef<Choice> choices) const {
  std::vector<Candidate> candidates;
  for (Choice choice : choices)
    candidates.push_back(candidateOf(choice));
  return options.rounding == Rounding::Nearest ? roundNearest(context, first, candidates)
                                               : roundCompensated(context, first, candidates);
}

/// The best of the ranked choices and of a scale of 1 for each output.
std::vector<OutputResult> ChunkQuantizer::roundBest(int64_t first, int64_t count,
                                                    ColumnPrices &columns) const {
  std::vector<std::vector<Choice>> ranked;
  size_t rounds = 0;
  for (int64_t k = 0; k < count; ++k) {
    ranked.push_back(rankedChoices(first + k, columns));
    ranked.back().insert(ranked.back().begin(), Choice{1, family.numPlaces()});
    rounds = std::max(rounds, ranked.back().size());
  }
  std::vector<OutputResult> best(count);
  std::vector<Choice> choices(count);
  for (size_t turn = 0; turn < rounds; ++turn) {
    for (int64_t k = 0; k < count; ++k)
      choices[k] = ranked[k][std::min(turn, ranked[k].size() - 1)];
    std::vector<RoundedOutput> rounded = round(first, choices);
    for (int64_t k = 0; k < count; ++k) {
      OutputResult result =
          resultOf(first + k, choices[k], std::move(rounded[k].codes), rounded[k].error, columns);
      if (turn == 0 || objective(result) < objective(best[k]))
        best[k] = std::move(result);
    }
  }
  return best;
}

//===----------------------------------------------------------------------===//
// Descents
//===----------------------------------------------------------------------===//

std::vector<OutputDescent> ChunkQuantizer::startDescents(int64_t first,
                                                         llvm::ArrayRef<OutputResult> results,
                                                         ColumnPrices &columns) const {
  std::vector<double> scales;
  std::vector<llvm::ArrayRef<int32_t>> codes;
  for (const OutputResult &result : results) {
    scales.push_back(result.choice.scale);
    codes.push_back(result.codes);
  }
  const Eigen::MatrixXd residuals =
      context.metric.covariance() * errorsOf(context, first, scales, codes);
  std::vector<OutputDescent> descents;
  for (auto [k, result] : llvm::enumerate(results))
    descents.emplace_back(context, columns, family, first + k, result.choice.scale,
                          result.choice.places, result.codes, residuals.col(k));
  return descents;
}

void ChunkQuantizer::emptyColumns(llvm::MutableArrayRef<OutputDescent> descents,
                                  ColumnPrices &columns) const {
  for (size_t group = 0; group < columns.numRowGroups(); ++group) {
    const llvm::ArrayRef<int32_t> rows = columns.rowsOf(group);
    Eigen::MatrixXd covariance(rows.size(), rows.size());
    for (size_t column = 0; column < rows.size(); ++column)
      for (size_t row = 0; row < rows.size(); ++row)
        covariance(row, column) = context.metric.covariance()(rows[row], rows[column]);
    for (OutputDescent &descent : descents)
      descent.emptyColumns(group, covariance);
  }
}

/// Descends, empties columns and descends once more.
void ChunkQuantizer::improve(int64_t first, llvm::MutableArrayRef<OutputResult> results,
                             ColumnPrices &columns) const {
  std::vector<OutputDescent> descents = startDescents(first, results, columns);
  for (OutputDescent &descent : descents)
    for (unsigned pass = 0; pass < options.descents && descent.descend(); ++pass)
      ;
  if (options.emptiesColumns) {
    emptyColumns(descents, columns);
    for (OutputDescent &descent : descents)
      descent.descend();
  }
  for (auto [k, result] : llvm::enumerate(results)) {
    OutputResult improved =
        resultOf(first + k, result.choice, descents[k].codes().vec(), descents[k].error(), columns);
    if (objective(improved) < objective(result))
      result = std::move(improved);
  }
}

void ChunkQuantizer::quantize(int64_t first, llvm::MutableArrayRef<OutputResult> results) const {
  ColumnPrices columns(context.problem.columns);
  llvm::move(roundBest(first, static_cast<int64_t>(results.size()), columns), results.begin());
  if (options.rounding == Rounding::Compensated)
    improve(first, results, columns);
  for (auto [k, result] : llvm::enumerate(results)) {
    if (options.levels.empty())
      if (OutputResult alone = leaveAlone(first + k, columns);
          objective(alone) <= objective(result))
        result = std::move(alone);
    result.digits = columns.places(result.codes);
  }
}

/// All outputs as they are.
std::vector<OutputResult> leaveAllAlone(const LayerProblem &problem) {
  ColumnPrices columns(problem.columns);
  std::vector<OutputResult> results(problem.outputs);
  for (auto [output, result] : llvm::enumerate(results)) {
    const auto weights = llvm::ArrayRef(problem.weights).slice(output * problem.rows, problem.rows);
    result.codes = integersOf(weights);
    result.leftAlone = true;
    for (int64_t row = 0; row < problem.rows; ++row)
      result.energy += problem.drives[row] * problem.cells[result.codes[row]];
    result.energy += columns.price(result.codes);
    result.digits = columns.places(result.codes);
  }
  return results;
}

QuantizedLayer assemble(const LayerProblem &problem, llvm::ArrayRef<OutputResult> results) {
  QuantizedLayer layer;
  for (auto [output, result] : llvm::enumerate(results)) {
    llvm::append_range(layer.codes, result.codes);
    double correction = 0;
    for (int64_t row = 0; row < problem.rows; ++row)
      correction +=
          (problem.weights[output * problem.rows + row] - result.choice.scale * result.codes[row]) *
          problem.inputs.means[row];
    layer.scales.push_back(result.choice.scale);
    layer.biasCorrections.push_back(correction);
    layer.losses.push_back(result.loss);
    layer.energies.push_back(result.energy);
    layer.digits.push_back(result.digits);
    layer.leftAlone.push_back(result.leftAlone);
  }
  return layer;
}

} // namespace

double QuantizedLayer::loss() const { return std::accumulate(losses.begin(), losses.end(), 0.0); }

double QuantizedLayer::energy() const {
  return std::accumulate(energies.begin(), energies.end(), 0.0);
}

LayerQuantizer::LayerQuantizer(LayerProblem problem, double damping)
    : state(std::make_unique<State>(std::move(problem), damping)) {}

LayerQuantizer::~LayerQuantizer() = default;

const LayerProblem &LayerQuantizer::problem() const { return state->problem; }

QuantizedLayer LayerQuantizer::quantize(const QuantizeOptions &options) const {
  const LayerProblem &problem = state->problem;
  if (options.lambda == 0)
    return assemble(problem, leaveAllAlone(problem));
  const ChunkQuantizer quantizer(problem, state->metric, options);
  std::vector<OutputResult> results(problem.outputs);
  llvm::DefaultThreadPool pool(llvm::hardware_concurrency(std::max(options.threads, 1u)));
  for (int64_t first = 0; first < problem.outputs; first += chunkOutputs) {
    const int64_t count = std::min(chunkOutputs, problem.outputs - first);
    pool.async([&, first, count] {
      quantizer.quantize(first, llvm::MutableArrayRef(results).slice(first, count));
    });
  }
  pool.wait();
  return assemble(problem, results);
}
