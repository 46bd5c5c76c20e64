//===- BatchRunner.h - Runs many inferences on many threads --------------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef ACIM_INTERPRETER_BATCHRUNNER_H
#define ACIM_INTERPRETER_BATCHRUNNER_H

#include "acim/Interpreter/InputBinding.h"
#include "acim/Interpreter/ProgramExecutor.h"
#include <functional>

namespace mlir::acim {

struct BatchResult {
  std::vector<Tensor>
      outputs; ///< one a result; leading dimension is that of all inferences together
  std::vector<MvmCounts> counts; ///< one a layer, summed over all inferences
};

/// One of several programs of the same type.
struct BatchProgram {
  const ProgramExecutor *executor;
  LayerObserver *observer = nullptr; ///< none: nobody looks
};

/// Looks at an inference that all programs have run, by their states in the order of the programs.
using InferenceVisitor = std::function<void(ArrayRef<ExecutionState> states)>;

/// Runs every inference. Inferences are spread over the threads; where there are fewer of them than
/// threads, each is spread over several. Results do not depend on the number of threads.
/// `progress(done)` is called from one thread at a time, `observer` from all of them.
llvm::Expected<BatchResult> runBatch(const ProgramExecutor &executor, const BoundInputs &inputs,
                                     unsigned threads, std::function<void(int64_t)> progress,
                                     LayerObserver *observer = nullptr);

/// Runs every inference as above, by one program after the other. `visit` is called from all
/// threads.
llvm::Expected<std::vector<BatchResult>> runSideBySide(ArrayRef<BatchProgram> programs,
                                                       const BoundInputs &inputs, unsigned threads,
                                                       std::function<void(int64_t)> progress,
                                                       InferenceVisitor visit);

/// The number of threads that `requested` means, 0 being one a processor; an error where it is more
/// than any machine has.
llvm::Expected<unsigned> threadsFor(unsigned requested);

/// Prints lines `progress DONE TOTAL` on standard error, at most a thousand, where `enabled`.
std::function<void(int64_t)> progressPrinter(bool enabled, int64_t total);

} // namespace mlir::acim

#endif // ACIM_INTERPRETER_BATCHRUNNER_H
