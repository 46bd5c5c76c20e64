//===- BatchRunner.cpp - Runs many inferences on many threads ------------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "acim/Interpreter/BatchRunner.h"

#include "llvm/Support/FormatVariadic.h"
#include "llvm/Support/ThreadPool.h"
#include "llvm/Support/raw_ostream.h"
#include <atomic>
#include <mutex>

using namespace mlir;
using namespace mlir::acim;

/// Tensors that hold the results of all inferences.
static std::vector<Tensor> allocateOutputs(FunctionType type, int64_t inferences) {
  std::vector<Tensor> outputs;
  for (Type result : type.getResults()) {
    auto tensorType = cast<RankedTensorType>(result);
    SmallVector<int64_t> shape(tensorType.getShape());
    if (shape.empty())
      shape.push_back(1);
    shape.front() *= inferences;
    outputs.emplace_back(*elementKindOf(tensorType.getElementType()), shape);
  }
  return outputs;
}

/// Copies the results of one inference to their place among those of all.
static void storeOutputs(int64_t index, ArrayRef<Tensor> results, ArrayRef<char *> targets) {
  for (auto [target, result] : llvm::zip_equal(targets, results)) {
    size_t bytes = result.numElements() * storageBytes(result.kind());
    std::copy_n(result.bytes(), bytes, target + index * bytes);
  }
}

namespace {

/// What the threads share.
struct Batch {
  ArrayRef<BatchProgram> programs;
  const BoundInputs &inputs;
  unsigned threadsEach;
  std::function<void(int64_t)> progress;
  InferenceVisitor visit;
  std::vector<std::vector<char *>> outputs{}; ///< of each program, one a result
  std::atomic<int64_t> next{0};
  std::mutex mutex{};
  int64_t done = 0;
  llvm::Error error = llvm::Error::success();

  /// `states` are those of the programs.
  void work(MutableArrayRef<ExecutionState> states) {
    for (int64_t index = next++; index < inputs.inferences; index = next++) {
      llvm::Error failed = runInference(index, states);
      std::lock_guard<std::mutex> lock(mutex);
      if (failed) {
        error = llvm::joinErrors(std::move(error), std::move(failed));
        next = inputs.inferences;
        return;
      }
      progress(++done);
    }
  }

  llvm::Error runInference(int64_t index, MutableArrayRef<ExecutionState> states) {
    SmallVector<Tensor> arguments = inputs.inference(index, programs.front().executor->getType());
    for (auto [program, state, targets] : llvm::zip_equal(programs, states, outputs)) {
      state.inference = index;
      llvm::Expected<SmallVector<Tensor>> results =
          program.executor->run(arguments, state, threadsEach);
      if (!results)
        return results.takeError();
      storeOutputs(index, *results, targets);
    }
    visit(states);
    return llvm::Error::success();
  }
};

} // namespace

static std::vector<ExecutionState> makeStates(ArrayRef<BatchProgram> programs) {
  std::vector<ExecutionState> states;
  for (const BatchProgram &program : programs) {
    states.push_back(program.executor->makeState());
    states.back().observer = program.observer;
  }
  return states;
}

llvm::Expected<std::vector<BatchResult>>
acim::runSideBySide(ArrayRef<BatchProgram> programs, const BoundInputs &inputs, unsigned threads,
                    std::function<void(int64_t)> progress, InferenceVisitor visit) {
  unsigned workers = std::clamp<int64_t>(inputs.inferences, 1, threads);
  Batch batch{programs, inputs, threads / workers, std::move(progress), std::move(visit)};
  std::vector<BatchResult> results;
  for (const BatchProgram &program : programs) {
    results.push_back({allocateOutputs(program.executor->getType(), inputs.inferences), {}});
    std::vector<char *> &targets = batch.outputs.emplace_back();
    for (Tensor &output : results.back().outputs)
      targets.push_back(output.mutableBytes());
  }
  std::vector<std::vector<ExecutionState>> states(workers, makeStates(programs));
  {
    llvm::DefaultThreadPool pool(llvm::heavyweight_hardware_concurrency(workers));
    for (std::vector<ExecutionState> &ofWorker : states)
      pool.async([&] { batch.work(ofWorker); });
    pool.wait();
  }
  if (batch.error)
    return std::move(batch.error);
  for (auto [index, result] : llvm::enumerate(results)) {
    result.counts = std::move(states.front()[index].counts);
    for (const std::vector<ExecutionState> &ofWorker : llvm::drop_begin(states))
      for (auto [total, part] : llvm::zip_equal(result.counts, ofWorker[index].counts))
        total.add(part);
  }
  return results;
}

llvm::Expected<BatchResult> acim::runBatch(const ProgramExecutor &executor,
                                           const BoundInputs &inputs, unsigned threads,
                                           std::function<void(int64_t)> progress,
                                           LayerObserver *observer) {
  auto results = runSideBySide(BatchProgram{&executor, observer}, inputs, threads,
                               std::move(progress), [](ArrayRef<ExecutionState>) {});
  if (!results)
    return results.takeError();
  return std::move(results->front());
}

llvm::Expected<unsigned> acim::threadsFor(unsigned requested) {
  constexpr unsigned mostThreads = 1024;
  if (requested > mostThreads)
    return llvm::createStringError(llvm::formatv(
        "threads: expected at most {0} (0: one a processor), found {1}", mostThreads, requested));
  return requested ? requested : llvm::hardware_concurrency().compute_thread_count();
}

std::function<void(int64_t)> acim::progressPrinter(bool enabled, int64_t total) {
  if (!enabled)
    return [](int64_t) {};
  int64_t stride = std::max<int64_t>(1, total / 1000);
  return [=](int64_t done) {
    if (done % stride == 0 || done == total)
      llvm::errs() << "progress " << done << " " << total << "\n";
  };
}
