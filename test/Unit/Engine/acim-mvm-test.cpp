//===- acim-mvm-test.cpp - Runs one saturating matrix product from text -===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// Lets tests compare the engines with what other simulators compute. Reads from standard input, as
// words:
//
//   scheme cell_bits rows_at_once adc_lo adc_bits rows outputs positions
//   weights (outputs x rows), inputs (positions x rows; 0 .. 255)
//
// and writes, for each engine that may run it: name, clipped conversions, results (positions x
// outputs).
//
//===----------------------------------------------------------------------===//

#include "ScalarReference.h"
#include "TestPlans.h"
#include "acim/Engine/Engine.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringSwitch.h"
#include "llvm/Support/raw_ostream.h"
#include <iostream>
#include <optional>

using namespace mlir::acim;
using namespace mlir::acim::test;

namespace {

struct Product {
  PlanSpec spec;
  int64_t positions = 0;
  std::vector<int16_t> weights, inputs;
};

bool chooseScheme(const std::string &scheme, PlanSpec &spec) {
  using Choice = std::pair<WeightEncoding, Readout>;
  auto choice =
      llvm::StringSwitch<std::optional<Choice>>(scheme)
          .Case("diff_current", Choice{WeightEncoding::SignMagnitude, Readout::Difference})
          .Case("diff_separate", Choice{WeightEncoding::SignMagnitude, Readout::Separate})
          .Case("offset_digital", Choice{WeightEncoding::OffsetDigital, Readout::Single})
          .Case("offset_refcol", Choice{WeightEncoding::OffsetReference, Readout::Single})
          .Default(std::nullopt);
  if (!choice)
    return false;
  std::tie(spec.encoding, spec.readout) = *choice;
  return true;
}

bool readValues(std::vector<int16_t> &values, size_t count) {
  values.resize(count);
  return llvm::all_of(values, [](int16_t &value) { return static_cast<bool>(std::cin >> value); });
}

std::optional<Product> readProduct() {
  Product product;
  PlanSpec &spec = product.spec;
  std::string scheme;
  unsigned adcBits = 0;
  std::cin >> scheme >> spec.cellBits >> spec.activeRows >> spec.range.lo >> adcBits >> spec.rows >>
      spec.outputs >> product.positions;
  if (!std::cin || !chooseScheme(scheme, spec))
    return std::nullopt;
  spec.range.bits = static_cast<uint8_t>(adcBits);
  spec.input = binaryInputCode(8, 0);
  spec.arrayRows = spec.rows;
  spec.arrayColumns = INT16_MAX;
  if (!readValues(product.weights, spec.outputs * spec.rows) ||
      !readValues(product.inputs, product.positions * spec.rows))
    return std::nullopt;
  return product;
}

void print(llvm::StringRef name, const RunResult &result) {
  llvm::outs() << name << ' ' << result.counts.clippedConversions;
  for (int64_t output : result.outputs)
    llvm::outs() << ' ' << output;
  llvm::outs() << '\n';
}

} // namespace

int main() {
  const std::optional<Product> product = readProduct();
  if (!product) {
    llvm::errs() << "acim-mvm-test: standard input is no matrix product\n";
    return 1;
  }
  MvmPlan plan = makePlan(product->spec, product->weights);
  llvm::fill(plan.initial, 0);
  print("scalar", runScalarReference(plan, product->inputs, product->positions));
  for (EngineKind kind : {EngineKind::BitPlane, EngineKind::Algebraic}) {
    if (kind == EngineKind::Algebraic && !isProvablyExact(plan))
      continue;
    RunResult result;
    result.outputs.resize(product->positions * plan.outputs);
    const std::unique_ptr<Engine> engine = llvm::cantFail(createEngine(plan, kind));
    engine->run(product->inputs, product->positions, result.outputs, result.counts);
    print(stringifyEngineKind(kind), result);
  }
  return 0;
}
