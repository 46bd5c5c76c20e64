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

namespace {

/// What the threads share.
struct Batch {
  const ProgramExecutor &executor;
  const BoundInputs &inputs;
  unsigned threadsEach;
  std::function<void(int64_t)> progress;
  std::vector<char *> outputs{};
  std::atomic<int64_t> next{0};
  std::mutex mutex{};
  int64_t done = 0;
  llvm::Error error = llvm::Error::success();

  void work(ExecutionState &state) {
    for (int64_t index = next++; index < inputs.inferences; index = next++) {
      state.inference = index;
      SmallVector<Tensor> arguments = inputs.inference(index, executor.getType());
      llvm::Expected<SmallVector<Tensor>> results = executor.run(arguments, state, threadsEach);
      if (results)
        store(index, *results);
      std::lock_guard<std::mutex> lock(mutex);
      if (!results) {
        error = llvm::joinErrors(std::move(error), results.takeError());
        next = inputs.inferences;
        return;
      }
      progress(++done);
    }
  }

  void store(int64_t index, ArrayRef<Tensor> results) {
    for (auto [target, result] : llvm::zip(outputs, results)) {
      size_t bytes = result.numElements() * storageBytes(result.kind());
      std::copy_n(result.bytes(), bytes, target + index * bytes);
    }
  }
};

} // namespace

llvm::Expected<BatchResult> acim::runBatch(const ProgramExecutor &executor,
                                           const BoundInputs &inputs, unsigned threads,
                                           std::function<void(int64_t)> progress,
                                           LayerObserver *observer) {
  unsigned workers = std::clamp<int64_t>(inputs.inferences, 1, threads);
  BatchResult result{allocateOutputs(executor.getType(), inputs.inferences), {}};
  Batch batch{executor, inputs, threads / workers, std::move(progress)};
  for (Tensor &output : result.outputs)
    batch.outputs.push_back(output.mutableBytes());
  std::vector<ExecutionState> states(workers, executor.makeState());
  for (ExecutionState &state : states)
    state.observer = observer;
  {
    llvm::DefaultThreadPool pool(llvm::heavyweight_hardware_concurrency(workers));
    for (ExecutionState &state : states)
      pool.async([&] { batch.work(state); });
    pool.wait();
  }
  if (batch.error)
    return std::move(batch.error);
  result.counts = std::move(states.front().counts);
  for (const ExecutionState &state : llvm::drop_begin(states))
    for (auto [total, part] : llvm::zip(result.counts, state.counts))
      total.add(part);
  return result;
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
