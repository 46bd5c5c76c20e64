//===- CountDigital.cpp - Events of digital instructions ----------------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "acim/Cost/CostCounts.h"
#include "llvm/ADT/STLExtras.h"
#include <algorithm>

using namespace mlir::acim;
using llvm::ArrayRef;
using llvm::StringRef;

void DigitalCounts::add(DigitalKind kind, int64_t bits, int64_t count) {
  if (count != 0)
    counts[{kind, bits}] += count;
}

int64_t DigitalCounts::total() const {
  int64_t sum = 0;
  for (const auto &entry : counts)
    sum += entry.second;
  return sum;
}

namespace {
/// Operations for each term of a result, or for each result.
struct Work {
  DigitalKind kind;
  int count;
  bool perTerm = false;
  int minBits = 0; ///< width that the operator's definition computes with at least
};

struct OperatorWork {
  ArrayRef<StringRef> names;
  ArrayRef<Work> work;
};
} // namespace

/// What TOSA operators cost. Moving elements is buffer traffic, not work.
static ArrayRef<OperatorWork> operatorTable() {
  using K = DigitalKind;
  static const StringRef sums[] = {"add", "sub", "abs", "negate", "ceil", "floor", "intdiv"};
  static const Work sum[] = {{K::Add, 1}};
  static const StringRef compares[] = {"maximum", "minimum",       "equal",
                                       "greater", "greater_equal", "select"};
  static const Work compare[] = {{K::Compare, 1}};
  static const StringRef clamps[] = {"clamp"};
  static const Work clamp[] = {{K::Compare, 2}};
  static const StringRef shifts[] = {"cast",
                                     "clz",
                                     "arithmetic_right_shift",
                                     "logical_left_shift",
                                     "logical_right_shift",
                                     "bitwise_and",
                                     "bitwise_or",
                                     "bitwise_xor",
                                     "bitwise_not",
                                     "logical_and",
                                     "logical_or",
                                     "logical_xor",
                                     "logical_not"};
  static const Work shift[] = {{K::Shift, 1}};
  static const StringRef products[] = {"mul"};
  static const Work product[] = {{K::Multiply, 1}, {K::Shift, 1}};
  static const StringRef rescales[] = {"rescale", "apply_scale"};
  static const Work rescale[] = {
      {K::Multiply, 1, false, 32}, {K::Add, 3, false, 32}, {K::Shift, 1, false, 32}};
  static const StringRef tables[] = {"table"};
  static const Work table[] = {{K::Lookup, 1}};
  static const StringRef functions[] = {"exp",     "log",  "pow", "reciprocal", "rsqrt",
                                        "sigmoid", "tanh", "erf", "sin",        "cos"};
  static const Work function[] = {{K::FloatFunction, 1}};
  static const StringRef matrices[] = {"conv2d", "conv3d", "depthwise_conv2d", "transpose_conv2d",
                                       "matmul"};
  static const Work matrix[] = {{K::Multiply, 1, true}, {K::Add, 1, true, 32}};
  static const StringRef sumReductions[] = {"reduce_sum"};
  static const Work sumReduction[] = {{K::Add, 1, true}};
  static const StringRef productReductions[] = {"reduce_product"};
  static const Work productReduction[] = {{K::Multiply, 1, true}};
  static const StringRef compareReductions[] = {"max_pool2d", "reduce_max", "reduce_min",
                                                "reduce_all", "reduce_any", "argmax"};
  static const Work compareReduction[] = {{K::Compare, 1, true}};
  static const StringRef averages[] = {"avg_pool2d"};
  static const Work average[] = {
      {K::Add, 1, true, 32}, {K::Multiply, 1, false, 32}, {K::Shift, 1, false, 32}};
  static const StringRef resizes[] = {"resize"};
  static const Work resize[] = {{K::Multiply, 4}, {K::Add, 3, false, 32}};
  static const StringRef moves[] = {"concat",   "const", "const_shape", "gather",
                                    "identity", "pad",   "reshape",     "reverse",
                                    "scatter",  "slice", "tile",        "transpose"};
  static const OperatorWork all[] = {{sums, sum},
                                     {compares, compare},
                                     {clamps, clamp},
                                     {shifts, shift},
                                     {products, product},
                                     {rescales, rescale},
                                     {tables, table},
                                     {functions, function},
                                     {matrices, matrix},
                                     {sumReductions, sumReduction},
                                     {productReductions, productReduction},
                                     {compareReductions, compareReduction},
                                     {averages, average},
                                     {resizes, resize},
                                     {moves, {}}};
  return all;
}

static DigitalKind floatKindOf(DigitalKind kind) {
  switch (kind) {
  case DigitalKind::Multiply:
    return DigitalKind::FloatMultiply;
  case DigitalKind::FloatMultiply:
  case DigitalKind::FloatFunction:
    return kind;
  default:
    return DigitalKind::FloatAdd;
  }
}

static void addWork(const Work &work, const DigitalOperation &operation, int64_t times,
                    DigitalCounts &counts) {
  int64_t count =
      times * work.count * operation.results * (work.perTerm ? operation.termsPerResult : 1);
  bool isFloat = operation.isFloat || work.kind == DigitalKind::FloatFunction;
  // A float product needs no shift.
  if (isFloat && work.kind == DigitalKind::Shift && operation.name != "cast")
    return;
  if (isFloat)
    counts.add(floatKindOf(work.kind), 32, count);
  else
    counts.add(work.kind, std::max<int64_t>(operation.bits, work.minBits), count);
}

/// A 16-bit table interpolates between two of its 513 entries.
static void addInterpolation(const DigitalOperation &operation, int64_t times,
                             DigitalCounts &counts) {
  counts.add(DigitalKind::Lookup, 16, times * operation.results);
  counts.add(DigitalKind::Multiply, 16, times * operation.results);
  counts.add(DigitalKind::Add, 32, 2 * times * operation.results);
}

bool mlir::acim::countDigitalOperation(const DigitalOperation &operation, int64_t times,
                                       DigitalCounts &counts) {
  for (const OperatorWork &entry : operatorTable()) {
    if (!llvm::is_contained(entry.names, operation.name))
      continue;
    for (const Work &work : entry.work)
      addWork(work, operation, times, counts);
    if (operation.name == "table" && operation.bits >= 16)
      addInterpolation(operation, times, counts);
    return true;
  }
  return false;
}

LayerCounts mlir::acim::countDigitalInstruction(StringRef name,
                                                ArrayRef<DigitalOperation> operations,
                                                ArrayRef<int64_t> readBits,
                                                ArrayRef<int64_t> writtenBits, int64_t inferences) {
  LayerCounts counts;
  counts.name = name.str();
  counts.kind = "digital";
  for (const DigitalOperation &operation : operations)
    countDigitalOperation(operation, inferences, counts.digital);
  for (int64_t bits : readBits) {
    counts.tileReads[bits] += inferences;
    counts.busBits += inferences * bits;
  }
  for (int64_t bits : writtenBits) {
    counts.tileWrites[bits] += inferences;
    counts.busBits += inferences * bits;
  }
  return counts;
}
