//===- acim-tosa-test.cpp - Runs the TOSA evaluators over a function ----===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

//
// acim-tosa-test module.mlir x.npy y.npy ... -o out.npy [--repeat N]
//
// Evaluates the module's only function operation by operation. Arrays may hold several times the
// rows of an argument; the function is then called once per group of rows. Further results go to
// out.1.npy, ... With
// --repeat the time of every operator is printed.
//
//===----------------------------------------------------------------------===//

#include "acim/Interpreter/Npy.h"
#include "acim/Interpreter/TosaEvaluators.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/Tosa/IR/TosaOps.h"
#include "mlir/IR/BuiltinOps.h"
#include "mlir/Parser/Parser.h"
#include "llvm/Support/CommandLine.h"
#include "llvm/Support/Format.h"
#include "llvm/Support/Path.h"
#include <cstring>
#include <ctime>
#include <map>

using namespace mlir;
using namespace mlir::acim;
using llvm::Error;
using llvm::Expected;

namespace {

Error failure(const llvm::Twine &message) {
  return llvm::createStringError(std::errc::invalid_argument, "%s", message.str().c_str());
}

/// Processor time of this thread in nanoseconds, so that other processes do not show in the
/// figures.
double threadTime() {
  timespec now;
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return double(now.tv_sec) * 1e9 + double(now.tv_nsec);
}

/// A function prepared for execution: every value has a slot.
class Program {
public:
  static Expected<Program> prepare(func::FuncOp function) {
    Program program;
    llvm::DenseMap<Value, size_t> slots;
    for (BlockArgument argument : function.getArguments())
      slots.try_emplace(argument, program.slotCount++);
    for (Operation &op : function.getBody().front()) {
      for (Value operand : op.getOperands())
        program.operandSlots.push_back(slots.lookup(operand));
      if (isa<func::ReturnOp>(op))
        return program;
      Expected<PreparedTosaOp> prepared = prepareTosa(&op);
      if (!prepared) {
        op.emitError() << llvm::toString(prepared.takeError());
        return failure("function cannot be prepared");
      }
      program.steps.push_back({op.getName().getStringRef().str(), std::move(*prepared),
                               op.getNumOperands(), op.getNumResults()});
      for (Value result : op.getResults())
        slots.try_emplace(result, program.slotCount++);
    }
    return failure("function without a return");
  }

  /// Runs on the arguments' tensors; `values` keeps its storage between calls.
  Error run(llvm::ArrayRef<Tensor> arguments, std::vector<Tensor> &values) {
    values.resize(slotCount);
    std::copy(arguments.begin(), arguments.end(), values.begin());
    size_t result = arguments.size(), operand = 0;
    for (Step &step : steps) {
      llvm::SmallVector<const Tensor *> inputs;
      for (size_t i = 0; i < step.operands; ++i)
        inputs.push_back(&values[operandSlots[operand++]]);
      double start = threadTime();
      if (Error error =
              step.run(inputs, llvm::MutableArrayRef<Tensor>(values.data() + result, step.results)))
        return error;
      step.time += threadTime() - start;
      result += step.results;
      step.elements += values[result - 1].numElements();
    }
    return Error::success();
  }

  llvm::ArrayRef<size_t> resultSlots(size_t count) const {
    return llvm::ArrayRef<size_t>(operandSlots).take_back(count);
  }

  /// Total time, and time per result element, by operator.
  void printTimes() const {
    std::map<std::string, std::pair<double, double>> total;
    for (const Step &step : steps) {
      auto &[nanoseconds, elements] = total[step.name];
      nanoseconds += step.time;
      elements += double(step.elements);
    }
    for (const auto &[name, row] : total)
      llvm::outs() << llvm::format("%-28s %12.0f us %8.3f ns/element\n", name.c_str(),
                                   row.first / 1e3, row.first / row.second);
  }

private:
  struct Step {
    std::string name;
    PreparedTosaOp run;
    unsigned operands, results;
    double time = 0;
    int64_t elements = 0;
  };

  size_t slotCount = 0;
  std::vector<Step> steps;
  std::vector<size_t> operandSlots;
};

/// Part `index` of `parts` equal parts along the first dimension.
Tensor partOf(const Tensor &tensor, int64_t index, llvm::ArrayRef<int64_t> shape) {
  Tensor part;
  part.allocate(tensor.kind(), shape);
  size_t bytes = part.numElements() * storageBytes(tensor.kind());
  std::memcpy(part.mutableBytes(), tensor.bytes() + index * bytes, bytes);
  return part;
}

/// The tensors of one call per group of rows.
Expected<std::vector<std::vector<Tensor>>> splitRows(func::FuncOp function,
                                                     llvm::ArrayRef<std::string> paths) {
  if (paths.size() != function.getNumArguments())
    return failure(llvm::Twine(paths.size()) + " arrays given, the function has " +
                   llvm::Twine(function.getNumArguments()) + " arguments");
  std::vector<std::vector<Tensor>> calls;
  for (auto [path, type] : llvm::zip_equal(paths, function.getArgumentTypes())) {
    Expected<NpyArray> array = readNpy(path);
    if (!array)
      return array.takeError();
    auto tensorType = cast<RankedTensorType>(type);
    std::optional<ElementKind> kind = elementKindOf(tensorType.getElementType());
    // i4 and i48 have no file type of their own.
    Tensor tensor(kind.value_or(ElementKind::I8), array->tensor.shape());
    if (storageBytes(tensor.kind()) != storageBytes(array->tensor.kind()))
      return failure(path + ": elements are " + stringifyNpyType(array->type) +
                     ", the argument has " + stringifyElementKind(tensor.kind()));
    std::memcpy(tensor.mutableBytes(), array->tensor.bytes(),
                tensor.numElements() * storageBytes(tensor.kind()));
    int64_t size = tensorType.getNumElements();
    if (size == 0 || tensor.numElements() % size != 0)
      return failure(path + ": rows are not a multiple of the argument's");
    calls.resize(tensor.numElements() / size);
    for (size_t i = 0; i < calls.size(); ++i)
      calls[i].push_back(partOf(tensor, i, tensorType.getShape()));
  }
  if (calls.empty())
    calls.emplace_back();
  return calls;
}

Tensor stack(llvm::ArrayRef<Tensor> parts) {
  llvm::SmallVector<int64_t> shape(parts.front().shape());
  if (!shape.empty())
    shape.front() *= parts.size();
  Tensor whole(parts.front().kind(), shape);
  char *out = whole.mutableBytes();
  for (const Tensor &part : parts) {
    size_t bytes = part.numElements() * storageBytes(part.kind());
    std::memcpy(out, part.bytes(), bytes);
    out += bytes;
  }
  return whole;
}

std::string outputPath(llvm::StringRef path, size_t index) {
  llvm::SmallString<128> named(path);
  if (index != 0)
    llvm::sys::path::replace_extension(named, std::to_string(index) + ".npy");
  return std::string(named);
}

struct Arguments {
  std::string module, output;
  std::vector<std::string> inputs;
  unsigned repeat = 1;
};

Error evaluate(func::FuncOp function, const Arguments &arguments) {
  Expected<Program> program = Program::prepare(function);
  if (!program)
    return program.takeError();
  auto calls = splitRows(function, arguments.inputs);
  if (!calls)
    return calls.takeError();
  std::vector<Tensor> values;
  std::vector<std::vector<Tensor>> results(function.getNumResults());
  for (unsigned round = 0; round < arguments.repeat; ++round)
    for (const std::vector<Tensor> &call : *calls) {
      if (Error error = program->run(call, values))
        return error;
      if (round == 0)
        for (auto [result, slot] :
             llvm::zip_equal(results, program->resultSlots(function.getNumResults())))
          result.push_back(values[slot]);
    }
  if (arguments.repeat > 1)
    program->printTimes();
  for (auto [index, parts] : llvm::enumerate(results))
    if (Error error = writeNpy(outputPath(arguments.output, index), stack(parts)))
      return error;
  return Error::success();
}

Error runFile(const Arguments &arguments) {
  MLIRContext context;
  context.loadDialect<func::FuncDialect, tosa::TosaDialect>();
  OwningOpRef<ModuleOp> module = parseSourceFile<ModuleOp>(arguments.module, &context);
  if (!module)
    return failure(arguments.module + ": cannot be parsed");
  auto functions = module->getOps<func::FuncOp>();
  if (functions.empty())
    return failure(arguments.module + ": no function found");
  return evaluate(*functions.begin(), arguments);
}

} // namespace

int main(int argc, char **argv) {
  llvm::cl::opt<std::string> module(llvm::cl::Positional, llvm::cl::Required,
                                    llvm::cl::desc("module.mlir"));
  llvm::cl::list<std::string> inputs(llvm::cl::Positional, llvm::cl::desc("x.npy ..."));
  llvm::cl::opt<std::string> output("o", llvm::cl::Required, llvm::cl::desc("first result"));
  llvm::cl::opt<unsigned> repeat("repeat", llvm::cl::init(1),
                                 llvm::cl::desc("run so often and print times"));
  llvm::cl::ParseCommandLineOptions(argc, argv, "runs the TOSA evaluators over a function\n");
  Arguments arguments{module, output, {inputs.begin(), inputs.end()}, repeat};
  if (Error error = runFile(arguments)) {
    llvm::errs() << "acim-tosa-test: " << llvm::toString(std::move(error)) << '\n';
    return 1;
  }
  return 0;
}
