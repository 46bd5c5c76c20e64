//===- ReferenceComparison.cpp - Runs programs beside a reference ---------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "acim/Interpreter/ReferenceComparison.h"

#include "acim/Interpreter/Accuracy.h"
#include "acim/Interpreter/ReferenceErrors.h"
#include "llvm/Support/FormatVariadic.h"
#include <deque>

using namespace mlir;
using namespace mlir::acim;

//===----------------------------------------------------------------------===//
// Programs of one model
//===----------------------------------------------------------------------===//

static std::string textOf(Type type) {
  std::string text;
  llvm::raw_string_ostream(text) << type;
  return text;
}

/// "@conv2d_0, 16 positions of 1 x 3 outputs".
static std::string describe(const PreparedLayer &layer) {
  return llvm::formatv("@{0}, {1} positions of {2} x {3} outputs", LayerOp(layer.op).getName(),
                       layer.window.positions(), layer.plan.groups, layer.plan.outputs);
}

static llvm::Error differentModels(const llvm::Twine &what, const llvm::Twine &expected,
                                   const llvm::Twine &found) {
  return llvm::createStringError(what + ": expected " + expected + " as in the program, found " +
                                 found + "; compile the reference from the same model");
}

llvm::Error acim::checkSameModel(const ProgramExecutor &program, const ProgramExecutor &reference) {
  if (program.getType() != reference.getType())
    return differentModels("type", textOf(program.getType()), textOf(reference.getType()));
  if (program.getType().getNumResults() == 0)
    return llvm::createStringError("expected programs with results, which can be compared");
  size_t count = program.getLayers().size(), found = reference.getLayers().size();
  if (count != found)
    return differentModels("mapped layers", llvm::Twine(count), llvm::Twine(found));
  for (const auto &[layer, other] : llvm::zip_equal(program.getLayers(), reference.getLayers()))
    if (describe(*layer) != describe(*other))
      return differentModels("mapped layer", describe(*layer), describe(*other));
  return llvm::Error::success();
}

//===----------------------------------------------------------------------===//
// Comparison
//===----------------------------------------------------------------------===//

static ReferenceReport describeErrors(const BatchResult &batch, const BatchResult &reference,
                                      const ReferenceErrors &errors, size_t numLayers, int64_t rows,
                                      ArrayRef<int64_t> labels) {
  ReferenceReport report;
  report.agreement = shareAgreeing(batch.outputs.front(), reference.outputs.front(), rows);
  if (!labels.empty())
    report.top1 = countCorrect(reference.outputs.front(), labels, /*k=*/1).top1;
  for (size_t layer = 0; layer < numLayers; ++layer)
    report.sqnrs.push_back(decibelsOf(errors.nmse(layer)));
  if (numLayers)
    report.logitNmse = errors.nmse(numLayers - 1);
  return report;
}

llvm::Expected<std::vector<ReferenceComparison>>
acim::compareWithReference(ArrayRef<BatchProgram> programs, const ProgramExecutor &reference,
                           const BoundInputs &inputs, ArrayRef<int64_t> labels, unsigned threads,
                           std::function<void(int64_t)> progress) {
  std::deque<ReferenceErrors> errors; // which hold a lock, and stay where they are
  for (const BatchProgram &program : programs)
    errors.emplace_back(*program.executor, reference, inputs.inferences);
  SmallVector<BatchProgram> all(programs);
  all.push_back({&reference});
  auto batches = runSideBySide(all, inputs, threads, std::move(progress),
                               [&](ArrayRef<ExecutionState> states) {
                                 for (auto [state, ofProgram] : llvm::zip(states, errors))
                                   ofProgram.add(state, states.back());
                               });
  if (!batches)
    return batches.takeError();
  size_t numLayers = reference.getLayers().size();
  std::vector<ReferenceComparison> comparisons;
  for (auto [batch, ofProgram] : llvm::zip(*batches, errors)) {
    ReferenceReport report =
        describeErrors(batch, batches->back(), ofProgram, numLayers, inputs.rows, labels);
    comparisons.push_back({std::move(batch), std::move(report)});
  }
  return comparisons;
}
