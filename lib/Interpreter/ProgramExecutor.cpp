//===- ProgramExecutor.cpp - Executes a tile program ---------------------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "acim/Interpreter/ProgramExecutor.h"

#include "acim/Analysis/InputRanges.h"
#include "acim/Analysis/ProgramPlan.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/Tosa/IR/TosaOps.h"
#include "llvm/ADT/TypeSwitch.h"
#include "llvm/Support/ThreadPool.h"

using namespace mlir;
using namespace mlir::acim;

//===----------------------------------------------------------------------===//
// Preparation
//===----------------------------------------------------------------------===//

FailureOr<std::unique_ptr<ProgramExecutor>>
ProgramExecutor::create(ProgramOp program, EngineKind engine, PlanChange change) {
  auto executor = std::make_unique<ProgramExecutor>();
  if (failed(executor->prepare(program, engine, change)))
    return failure();
  return executor;
}

unsigned ProgramExecutor::valueOf(Value value) {
  auto [entry, isNew] = valueNumbers.try_emplace(value, constants.size());
  if (isNew)
    constants.emplace_back();
  return entry->second;
}

LogicalResult ProgramExecutor::prepare(ProgramOp program, EngineKind engine, PlanChange change) {
  auto function = *program.getBody().getOps<func::FuncOp>().begin();
  type = function.getFunctionType();
  for (Value argument : function.getArguments())
    arguments.push_back(valueOf(argument));
  SymbolTableCollection symbols;
  InputRanges ranges;
  for (Operation &op : function.getBody().front()) {
    LogicalResult prepared =
        TypeSwitch<Operation *, LogicalResult>(&op)
            .Case(
                [&](LayerOp layer) { return prepareLayer(layer, engine, change, symbols, ranges); })
            .Case([&](DigitalOp instruction) { return prepareDigital(instruction); })
            .Case([&](func::ReturnOp ret) {
              for (Value value : ret.getOperands())
                results.push_back(valueOf(value));
              return success();
            })
            .Default([](Operation *other) {
              return other->emitOpError()
                     << "cannot be executed; expected acim.layer or acim.digital";
            });
    if (failed(prepared))
      return failure();
  }
  return success();
}

static WindowReader windowOf(LayerOp layer) {
  WindowAttr window = (*layer.getBody().getOps<FetchOp>().begin()).getWindow();
  ArrayRef<int64_t> shape = cast<ShapedType>(layer.getInput().getType()).getShape();
  return {shape[0],
          shape[1],
          shape[2],
          shape[3],
          {window.getKernel()[0], window.getKernel()[1]},
          {window.getStride()[0], window.getStride()[1]},
          window.getPad()[0],
          window.getPad()[2],
          {window.getDilation()[0], window.getDilation()[1]},
          window.getGroups(),
          int16_t(window.getPadValue()),
          window.outputHeight(shape[1]),
          window.outputWidth(shape[2])};
}

LogicalResult ProgramExecutor::prepareLayer(LayerOp op, EngineKind engine, PlanChange change,
                                            SymbolTableCollection &symbols, InputRanges &ranges) {
  // Engines look inputs up in a table and do not ask whether it has them.
  DriveOp drive = *op.getBody().getOps<DriveOp>().begin();
  if (failed(verifyPlanesCover(op, ranges.inputsOf(op), drive.getInputs())))
    return failure();
  FailureOr<MvmPlan> plan = planOf(op, symbols);
  if (failed(plan))
    return failure();
  auto layer = std::make_unique<PreparedLayer>();
  layer->op = op;
  layer->plan = change(std::move(*plan));
  layer->window = windowOf(op);
  layer->input = valueOf(op.getInput());
  layer->output = valueOf(op.getResult());
  std::optional<ElementKind> kind = elementKindOf(cast<ShapedType>(op.getType()).getElementType());
  if (!kind || storageBytes(*kind) < 4)
    return op.emitOpError() << "expected a result of 32 to 64-bit integers, found " << op.getType();
  layer->resultKind = *kind;
  llvm::Expected<std::unique_ptr<Engine>> prepared = createEngine(layer->plan, engine);
  if (!prepared)
    return op.emitOpError() << llvm::toString(prepared.takeError());
  layer->engine = std::move(*prepared);
  steps.push_back({true, layers.size()});
  layers.push_back(std::move(layer));
  return success();
}

LogicalResult ProgramExecutor::prepareDigital(DigitalOp op) {
  for (Operation &inner : op.getBody().front().without_terminator())
    if (failed(prepareTosaOp(&inner)))
      return failure();
  auto yield = cast<YieldOp>(op.getBody().front().getTerminator());
  for (auto [inner, outer] : llvm::zip(yield.getValues(), op.getResults()))
    valueNumbers[outer] = valueOf(inner);
  return success();
}

/// The value of a constant operator; none for other operators.
static llvm::Expected<std::optional<Tensor>> constantOf(Operation *op) {
  ElementsAttr attr;
  if (auto constant = dyn_cast<tosa::ConstOp>(op))
    attr = constant.getValues();
  else if (auto shape = dyn_cast<tosa::ConstShapeOp>(op))
    attr = shape.getValues();
  else
    return std::nullopt;
  llvm::Expected<Tensor> tensor = tensorFromAttr(attr);
  if (!tensor)
    return tensor.takeError();
  return std::move(*tensor);
}

LogicalResult ProgramExecutor::prepareTosaOp(Operation *op) {
  llvm::Expected<std::optional<Tensor>> constant = constantOf(op);
  if (!constant)
    return op->emitOpError() << llvm::toString(constant.takeError());
  if (*constant) {
    constants[valueOf(op->getResult(0))] = std::move(**constant);
    return success();
  }
  PreparedDigital step;
  step.op = op;
  for (Value operand : op->getOperands())
    step.inputs.push_back(valueOf(operand));
  for (Value result : op->getResults())
    step.outputs.push_back(valueOf(result));
  llvm::Expected<PreparedTosaOp> prepared = prepareTosa(op);
  if (!prepared)
    return op->emitError() << llvm::toString(prepared.takeError());
  step.evaluate = std::move(*prepared);
  steps.push_back({false, digital.size()});
  digital.push_back(std::move(step));
  return success();
}

//===----------------------------------------------------------------------===//
// Execution
//===----------------------------------------------------------------------===//

ExecutionState ProgramExecutor::makeState() const {
  ExecutionState state;
  state.values = constants;
  state.counts.resize(layers.size());
  return state;
}

/// Accumulators wrap around at the width of their type, as TOSA's do.
static void storeOutputs(llvm::ArrayRef<int64_t> accumulators, int64_t first, Tensor &result) {
  if (storageBytes(result.kind()) == 4) {
    int32_t *target = result.mutableData<int32_t>().data() + first;
    for (auto [i, value] : llvm::enumerate(accumulators))
      target[i] = static_cast<int32_t>(value);
    return;
  }
  std::copy(accumulators.begin(), accumulators.end(),
            result.mutableData<int64_t>().begin() + first);
}

namespace {

/// Runs the positions first..last of a layer in tiles that stay in the cache.
struct LayerRange {
  const PreparedLayer &layer;
  const Tensor &input;
  Tensor &output;
  LayerObserver *observer; ///< null: nobody looks
  size_t index;            ///< what the observer is told
  int64_t inference;
  MvmCounts counts{};

  void run(int64_t first, int64_t last) {
    constexpr int64_t tileElements = 1 << 16;
    int64_t columnsSize = layer.plan.groups * layer.plan.rows,
            outputsSize = layer.plan.groups * layer.plan.outputs;
    int64_t tile = std::clamp<int64_t>(tileElements / columnsSize, 1, 1024);
    std::vector<int16_t> columns;
    std::vector<int64_t> accumulators;
    for (int64_t position = first; position < last; position += tile) {
      int64_t count = std::min(tile, last - position);
      columns.resize(count * columnsSize);
      accumulators.resize(count * outputsSize);
      layer.window.read(input, position, columns);
      if (observer)
        observer->observeColumns(index, inference, position, columns);
      layer.engine->run(columns, count, accumulators, counts);
      if (observer)
        observer->observeAccumulators(index, inference, position, accumulators);
      storeOutputs(accumulators, position * outputsSize, output);
    }
  }
};

} // namespace

void ProgramExecutor::runLayer(size_t index, ExecutionState &state, unsigned threads) const {
  const PreparedLayer &layer = *layers[index];
  int64_t positions = layer.window.positions();
  Tensor &output = state.values[layer.output];
  output.allocate(layer.resultKind, {positions, layer.plan.groups, layer.plan.outputs});
  (void)output.mutableBytes(); // unshared before threads write to it
  int64_t parts = std::clamp<int64_t>(threads, 1, positions);
  std::vector<LayerRange> ranges(parts, LayerRange{layer, state.values[layer.input], output,
                                                   state.observer, index, state.inference});
  auto runPart = [&](int64_t part) {
    ranges[part].run(positions * part / parts, positions * (part + 1) / parts);
  };
  if (parts == 1) {
    runPart(0);
  } else {
    llvm::DefaultThreadPool pool(llvm::heavyweight_hardware_concurrency(parts));
    for (int64_t part = 0; part < parts; ++part)
      pool.async([&, part] { runPart(part); });
    pool.wait();
  }
  for (const LayerRange &range : ranges)
    state.counts[index].add(range.counts);
}

llvm::Error ProgramExecutor::runDigital(const PreparedDigital &step, ExecutionState &state) const {
  SmallVector<const Tensor *, 6> inputs;
  for (unsigned value : step.inputs)
    inputs.push_back(&state.values[value]);
  SmallVector<Tensor, 1> outputs;
  for (unsigned value : step.outputs)
    outputs.push_back(std::move(state.values[value]));
  llvm::Error error = step.evaluate(inputs, outputs);
  for (auto [value, output] : llvm::zip(step.outputs, outputs))
    state.values[value] = std::move(output);
  return error;
}

llvm::Error ProgramExecutor::runStep(Step step, ExecutionState &state, unsigned threads) const {
  if (!step.isLayer)
    return runDigital(digital[step.index], state);
  runLayer(step.index, state, threads);
  return llvm::Error::success();
}

llvm::Expected<SmallVector<Tensor>>
ProgramExecutor::run(ArrayRef<Tensor> inputs, ExecutionState &state, unsigned threads) const {
  assert(inputs.size() == arguments.size() &&
         "callers check the inputs against the program's type");
  for (auto [value, input] : llvm::zip(arguments, inputs))
    state.values[value] = input;
  for (Step step : steps)
    if (llvm::Error error = runStep(step, state, threads))
      return std::move(error);
  SmallVector<Tensor> outputs;
  for (unsigned value : results)
    outputs.push_back(state.values[value]);
  return outputs;
}

//===----------------------------------------------------------------------===//
// Parts of an inference
//===----------------------------------------------------------------------===//

ArrayRef<unsigned> ProgramExecutor::inputsOf(Step step) const {
  return step.isLayer ? ArrayRef(layers[step.index]->input) : digital[step.index].inputs;
}

ArrayRef<unsigned> ProgramExecutor::outputsOf(Step step) const {
  return step.isLayer ? ArrayRef(layers[step.index]->output) : digital[step.index].outputs;
}

std::vector<size_t> ProgramExecutor::stepsBetween(ArrayRef<size_t> changed, size_t last) const {
  auto isMarked = [](const std::vector<bool> &marks, ArrayRef<unsigned> values) {
    return llvm::any_of(values, [&](unsigned value) { return marks[value]; });
  };
  auto mark = [](std::vector<bool> &marks, ArrayRef<unsigned> values) {
    for (unsigned value : values)
      marks[value] = true;
  };
  std::vector<bool> needed(constants.size()), depends(constants.size());
  needed[layers[last]->output] = true;
  std::vector<bool> isNeeded(steps.size());
  for (size_t k = steps.size(); k-- > 0;)
    if (isMarked(needed, outputsOf(steps[k]))) {
      isNeeded[k] = true;
      mark(needed, inputsOf(steps[k]));
    }
  std::vector<size_t> result;
  for (auto [k, step] : llvm::enumerate(steps)) {
    bool isChanged = step.isLayer && llvm::is_contained(changed, step.index);
    if (!isNeeded[k] || !(isChanged || isMarked(depends, inputsOf(step))))
      continue;
    mark(depends, outputsOf(step));
    result.push_back(k);
  }
  return result;
}

llvm::Error ProgramExecutor::rerun(ArrayRef<size_t> someSteps, ExecutionState &state) const {
  for (size_t k : someSteps)
    if (llvm::Error error = runStep(steps[k], state, /*threads=*/1))
      return error;
  return llvm::Error::success();
}
