//===- QuantizeProblem.cpp - What requantizing a layer costs and saves ---===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "QuantizeProblem.h"
#include "OutputErrors.h"
#include "PricedChoice.h"

#include "llvm/ADT/StringExtras.h"

using namespace mlir;
using namespace mlir::acim;

/// What codes may be: those of a byte, and the weights that are there.
static SumRange wordsOf(const LayerMatrix &matrix) {
  SumRange words{-127, 127};
  for (int64_t w : matrix.values)
    words = hull(words, {w, w});
  return words;
}

void QuantizeProblem::setLedgerPrices(const LayerMapping &mapping, const HardwareModel &hardware) {
  std::vector<double> levels;
  for (const UnitValue &energy : hardware.array.cellEnergyByLevel)
    levels.push_back(energy.value);
  cells = priceCells(mapping.digits, wordsOf(layer->matrix()), levels, PartnerCells::Charged);
  columns.conversionPrices = conversionPrices(hardware, mapping.converters.bits);
}

FailureOr<QuantizeProblem> QuantizeProblem::create(WeightsOp weights, const PricedLayer &layer,
                                                   const HardwareModel &hardware,
                                                   QuantizePrice currency) {
  LayerMapping mapping = layerMappingOf(weights);
  llvm::Expected<LayerDrives> drives = layer.drives(mapping);
  if (!drives)
    return weights.emitOpError() << llvm::toString(drives.takeError());
  FailureOr<std::vector<double>> importance = outputImportance(weights, layer);
  if (failed(importance))
    return failure();
  QuantizeProblem problem(layer);
  problem.drives = std::move(*drives);
  problem.columns.digits = mapping.digits;
  problem.columns.converters = mapping.converters;
  problem.columns.rowOrder.assign(mapping.rowOrder.begin(), mapping.rowOrder.end());
  problem.importance = std::move(*importance);
  if (currency == QuantizePrice::Ledger) {
    problem.setLedgerPrices(mapping, hardware);
  } else {
    constexpr unsigned wordBits = 8;
    problem.cells = hammingPrices(wordBits);
    problem.columns.conversionPrices.assign(mapping.converters.bits + 1, 0);
  }
  return problem;
}

LayerProblem QuantizeProblem::pricesOf(int64_t index) const {
  const LayerMatrix &matrix = layer->matrix();
  LayerProblem problem;
  problem.outputs = matrix.outputs;
  problem.rows = matrix.rows;
  auto values =
      matrix.values.slice(index * matrix.outputs * matrix.rows, matrix.outputs * matrix.rows);
  problem.weights.assign(values.begin(), values.end());
  auto perRow = ArrayRef(drives.perRow).slice(index * matrix.rows, matrix.rows);
  problem.drives.assign(perRow.begin(), perRow.end());
  problem.cells = cells;
  problem.columns = columns;
  for (const LayerDrives::RowGroup &rowGroup : drives.rowGroups[index])
    problem.columns.rowGroups.push_back({rowGroup.rows, rowGroup.conversions, rowGroup.levels});
  return problem;
}

double QuantizeProblem::energy() const {
  const LayerMatrix &matrix = layer->matrix();
  double energy = 0;
  for (int64_t index = 0; index < matrix.groups; ++index) {
    const LayerProblem problem = pricesOf(index);
    ColumnPrices conversions(problem.columns);
    for (int64_t o = 0; o < matrix.outputs; ++o) {
      auto row = ArrayRef(problem.weights).slice(o * matrix.rows, matrix.rows);
      const std::vector<int32_t> codes(row.begin(), row.end());
      energy += conversions.price(codes);
      for (auto [code, driven] : llvm::zip(codes, problem.drives))
        energy += driven * problem.cells[code];
    }
  }
  return energy;
}

LayerProblem QuantizeProblem::group(int64_t index) const {
  LayerProblem problem = pricesOf(index);
  problem.inputs =
      secondMoments(layer->columns(), layer->matrix().groups, layer->matrix().rows, index);
  auto ofGroup = ArrayRef(importance).slice(index * problem.outputs, problem.outputs);
  problem.importance.assign(ofGroup.begin(), ofGroup.end());
  return problem;
}

LogicalResult acim::forEachLayerAtPrice(ModuleOp module, double lambda, QuantizePrice currency,
                                        ChoiceAtPrice choose) {
  if (!(lambda >= 0))
    return module.emitError() << "lambda must not be negative, found " << lambda;
  double energy = 0;
  auto add = [&](WeightsOp weights, const PricedLayer &layer, const HardwareModel &hardware) {
    if (failed(verifyCalibrated(weights, layer)))
      return failure();
    FailureOr<QuantizeProblem> problem =
        QuantizeProblem::create(weights, layer, hardware, currency);
    if (succeeded(problem))
      energy += problem->energy();
    return LogicalResult(problem);
  };
  auto chooseAtPrice = [&](WeightsOp weights, const PricedLayer &layer,
                           const HardwareModel &hardware) {
    return energy > 0 ? choose(weights, layer, hardware, lambda / energy) : success();
  };
  return forEachPricedLayer(module, add, chooseAtPrice);
}

FailureOr<CodeSet> acim::codeSetOf(StringRef levels) {
  if (levels == "all")
    return CodeSet();
  if (levels == "bitsnet1" || levels == "bitsnet2")
    return bitsNetCodes(levels == "bitsnet1" ? 1 : 2);
  unsigned bits = 0;
  StringRef rest = levels;
  if (rest.consume_front("apot")) {
    if (rest.getAsInteger(10, bits) || bits < 4 || bits > 5)
      return failure();
    return additivePowerOfTwoCodes(bits);
  }
  if (rest.consume_front("pot")) {
    if (rest.getAsInteger(10, bits) || bits < 2 || bits > 5)
      return failure();
    return powerOfTwoCodes(bits);
  }
  SmallVector<int32_t> magnitudes;
  for (StringRef part : llvm::split(levels, ':')) {
    constexpr int32_t largest = 127;
    int32_t magnitude = 0;
    if (part.getAsInteger(10, magnitude) || magnitude < 0 || magnitude > largest)
      return failure();
    magnitudes.push_back(magnitude);
  }
  return codesOf(magnitudes);
}
