//===- ProgramExecutor.h - Executes a tile program -----------------------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef ACIM_INTERPRETER_PROGRAMEXECUTOR_H
#define ACIM_INTERPRETER_PROGRAMEXECUTOR_H

#include "acim/Dialect/Acim/IR/Acim.h"
#include "acim/Engine/Engine.h"
#include "acim/Interpreter/Tensor.h"
#include "acim/Interpreter/TosaEvaluators.h"
#include "acim/Interpreter/WindowReader.h"

namespace mlir::acim {

class InputRanges;

/// Looks at what layers read and give while they are executed. Called from many threads at once;
/// which tiles the positions come in, and in which order, depends on their number.
class LayerObserver {
public:
  virtual ~LayerObserver() = default;

  /// `columns` are the raw inputs, positions x groups x rows, of the positions from `first` on.
  virtual void observeColumns(size_t layer, int64_t inference, int64_t first,
                              ArrayRef<int16_t> columns) {}

  /// `accumulators`, positions x groups x outputs, are what the layer is about to store for these
  /// positions; it stores what they are afterwards.
  virtual void observeAccumulators(size_t layer, int64_t inference, int64_t first,
                                   MutableArrayRef<int64_t> accumulators) {}
};

/// Values of one inference in flight, kept between inferences so that nothing is allocated twice.
/// One a thread.
struct ExecutionState {
  std::vector<Tensor> values;
  std::vector<MvmCounts> counts; ///< one a layer, summed over the inferences run with this state
  LayerObserver *observer = nullptr; ///< none: nobody looks
  int64_t inference = 0;             ///< what the observer is told
};

/// A mapped layer, ready to run.
struct PreparedLayer {
  LayerOp op;
  MvmPlan plan;
  WindowReader window;
  std::unique_ptr<Engine> engine;
  unsigned input, output; ///< values
  ElementKind resultKind;
};

/// A TOSA operator of a digital instruction, ready to run.
struct PreparedDigital {
  Operation *op;
  PreparedTosaOp evaluate;
  SmallVector<unsigned> inputs, outputs; ///< values
};

/// Turns the plan of a layer into that which is run.
using PlanChange = llvm::function_ref<MvmPlan(MvmPlan)>;

/// A program whose layers are planned, whose engines are packed and whose constants are read. `run`
/// may be called from many threads, each with its own state.
class ProgramExecutor {
public:
  /// Errors are emitted on the operations they concern. The program must outlive the executor.
  static FailureOr<std::unique_ptr<ProgramExecutor>> create(
      ProgramOp program, EngineKind engine, PlanChange change = [](MvmPlan plan) { return plan; });

  FunctionType getType() const { return type; }
  ArrayRef<std::unique_ptr<PreparedLayer>> getLayers() const { return layers; }

  ExecutionState makeState() const;

  /// One inference: `inputs` of the function's types, results likewise. `threads` > 1 splits the
  /// positions of each layer.
  llvm::Expected<SmallVector<Tensor>> run(ArrayRef<Tensor> inputs, ExecutionState &state,
                                          unsigned threads) const;

  /// The steps of an inference that depend on one of `layers`, and on which the layer `last`
  /// depends, in the order of the program; the layers are among them. Empty where none reaches it.
  std::vector<size_t> stepsBetween(ArrayRef<size_t> layers, size_t last) const;

  /// Executes some steps again, on the values of the inference that `state` ran last.
  llvm::Error rerun(ArrayRef<size_t> someSteps, ExecutionState &state) const;

private:
  LogicalResult prepare(ProgramOp program, EngineKind engine, PlanChange change);
  LogicalResult prepareLayer(LayerOp op, EngineKind engine, PlanChange change,
                             SymbolTableCollection &symbols, InputRanges &ranges);
  LogicalResult prepareDigital(DigitalOp op);
  LogicalResult prepareTosaOp(Operation *op);
  unsigned valueOf(Value value);

  /// Layers and digital operators in program order: index into one of the two lists.
  struct Step {
    bool isLayer;
    size_t index;
  };

  ArrayRef<unsigned> inputsOf(Step step) const;
  ArrayRef<unsigned> outputsOf(Step step) const;
  llvm::Error runStep(Step step, ExecutionState &state, unsigned threads) const;
  void runLayer(size_t index, ExecutionState &state, unsigned threads) const;
  llvm::Error runDigital(const PreparedDigital &step, ExecutionState &state) const;

  FunctionType type;
  std::vector<std::unique_ptr<PreparedLayer>>
      layers; ///< engines refer to their plans: addresses must stay
  std::vector<PreparedDigital> digital;
  std::vector<Step> steps;
  llvm::DenseMap<Value, unsigned> valueNumbers;
  std::vector<Tensor> constants; ///< initial contents of the values; empty where computed
  SmallVector<unsigned> arguments, results;
};

} // namespace mlir::acim

#endif // ACIM_INTERPRETER_PROGRAMEXECUTOR_H
