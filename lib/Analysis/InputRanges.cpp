//===- InputRanges.cpp - Which integers values can hold ------------------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "acim/Analysis/InputRanges.h"

#include "acim/Dialect/Acim/IR/Codes.h"
#include "acim/Dialect/Acim/IR/Integers.h"
#include "acim/Support/RangeArithmetic.h"
#include "mlir/Dialect/Tosa/IR/TosaOps.h"
#include "mlir/IR/Matchers.h"
#include "llvm/ADT/TypeSwitch.h"
#include "llvm/Support/CheckedArithmetic.h"
#include <numeric>

using namespace mlir;
using namespace mlir::acim;

int64_t acim::zeroPointOf(MvmOp mvm) {
  auto columns = mvm.getColumns().getDefiningOp<Im2ColOp>();
  return columns ? columns.getWindow().getPadValue() : 0;
}

namespace {

using Ranges = ArrayRef<SumRange>;

/// How the range of a value follows from those of other values. No range: nothing is known.
struct Derivation {
  SmallVector<Value> sources;
  std::function<std::optional<SumRange>(Ranges)> combine = [](Ranges) { return std::nullopt; };
};

} // namespace

//===----------------------------------------------------------------------===//
// Types and constants
//===----------------------------------------------------------------------===//

static SumRange rangeOfType(Type type) {
  Type element = getElementTypeOrSelf(type);
  if (element.isInteger(1)) // true is 1
    return {0, 1};
  bool isInteger = element.isSignlessInteger() && element.getIntOrFloatBitWidth() <= 64;
  return signedRange(isInteger ? element.getIntOrFloatBitWidth() : 64);
}

static std::optional<std::vector<int64_t>> constantsOf(Value value) {
  ElementsAttr attr;
  if (!matchPattern(value, m_Constant(&attr)))
    return std::nullopt;
  FailureOr<std::vector<int64_t>> values = integersOf(attr);
  if (failed(values) || values->empty())
    return std::nullopt;
  return std::move(*values);
}

static std::optional<int64_t> zeroPointOf(Value value, bool isUnsigned) {
  std::optional<std::vector<int64_t>> values = constantsOf(value);
  if (!values)
    return std::nullopt;
  unsigned bits = getElementTypeOrSelf(value.getType()).getIntOrFloatBitWidth();
  int64_t zero = values->front();
  return isUnsigned ? readAsUnsigned({zero, zero}, bits).lo : zero;
}

static std::optional<SumRange> rangeOfConstant(tosa::ConstOp op) {
  std::optional<std::vector<int64_t>> values = constantsOf(op);
  if (!values || getElementTypeOrSelf(op.getType()).isInteger(1))
    return std::nullopt;
  auto [lo, hi] = std::minmax_element(values->begin(), values->end());
  return SumRange{*lo, *hi};
}

//===----------------------------------------------------------------------===//
// Operators
//===----------------------------------------------------------------------===//

/// Results are elements of the sources.
static Derivation hullOf(ValueRange sources) {
  return {SmallVector<Value>(sources), [](Ranges ranges) {
            return std::accumulate(ranges.begin() + 1, ranges.end(), ranges.front(), hull);
          }};
}

static Derivation derive(tosa::ConstOp op) {
  return {{}, [op](Ranges) { return rangeOfConstant(op); }};
}

static Derivation derive(tosa::ClampOp op) {
  auto lowest = dyn_cast<IntegerAttr>(op.getMinValAttr());
  auto highest = dyn_cast<IntegerAttr>(op.getMaxValAttr());
  if (!lowest || !highest)
    return {};
  int64_t lo = lowest.getValue().getSExtValue(), hi = highest.getValue().getSExtValue();
  return {{op.getInput()}, [lo, hi](Ranges ranges) {
            return SumRange{std::min(std::max(ranges[0].lo, lo), hi),
                            std::min(std::max(ranges[0].hi, lo), hi)};
          }};
}

static std::optional<RescaleArithmetic> arithmeticOf(tosa::RescaleOp op) {
  std::optional<int64_t> inputZero = zeroPointOf(op.getInputZp(), op.getInputUnsigned()),
                         outputZero = zeroPointOf(op.getOutputZp(), op.getOutputUnsigned());
  std::optional<std::vector<int64_t>> multipliers = constantsOf(op.getMultiplier()),
                                      shifts = constantsOf(op.getShift());
  if (!inputZero || !outputZero || !multipliers || !shifts || multipliers->size() != shifts->size())
    return std::nullopt;
  unsigned bits = getElementTypeOrSelf(op.getType()).getIntOrFloatBitWidth();
  RescaleArithmetic rescale;
  rescale.inputZero = *inputZero;
  rescale.outputZero = *outputZero;
  rescale.output = op.getOutputUnsigned() ? unsignedRange(bits) : signedRange(bits);
  rescale.doubleRound = op.getScale32() && op.getRoundingMode() == tosa::RoundingMode::DOUBLE_ROUND;
  for (auto [multiplier, shift] : llvm::zip(*multipliers, *shifts))
    rescale.factors.push_back({multiplier, static_cast<unsigned>(shift)});
  return rescale;
}

static Derivation derive(tosa::RescaleOp op) {
  Type element = getElementTypeOrSelf(op.getInput().getType());
  if (op.getInputUnsigned() && element.isInteger(32)) // is scaled as if signed
    return {};
  return {{op.getInput()}, [op](Ranges ranges) mutable -> std::optional<SumRange> {
            std::optional<RescaleArithmetic> rescale = arithmeticOf(op);
            if (!rescale)
              return std::nullopt;
            unsigned from = getElementTypeOrSelf(op.getInput().getType()).getIntOrFloatBitWidth(),
                     to = getElementTypeOrSelf(op.getType()).getIntOrFloatBitWidth();
            SumRange in = op.getInputUnsigned() ? readAsUnsigned(ranges[0], from) : ranges[0];
            std::optional<SumRange> result = rescaledRange(in, *rescale);
            return result ? readAsSigned(*result, to) : result;
          }};
}

static Derivation derive(tosa::TableOp op) {
  return {{op.getInput1()}, [op](Ranges ranges) mutable -> std::optional<SumRange> {
            std::optional<std::vector<int64_t>> table = constantsOf(op.getTable());
            return table ? tableRange(*table, ranges[0]) : std::nullopt;
          }};
}

static Derivation derive(tosa::AvgPool2dOp op) {
  return {{op.getInput()}, [op](Ranges ranges) mutable -> std::optional<SumRange> {
            std::optional<int64_t> inputZero = zeroPointOf(op.getInputZp(), false),
                                   outputZero = zeroPointOf(op.getOutputZp(), false);
            if (!inputZero || !outputZero)
              return std::nullopt;
            return averageRange(ranges[0], *inputZero, *outputZero,
                                op.getKernel()[0] * op.getKernel()[1], rangeOfType(op.getType()));
          }};
}

static Derivation derive(tosa::MaximumOp op) {
  return {
      {op.getInput1(), op.getInput2()}, [](Ranges ranges) {
        return SumRange{std::max(ranges[0].lo, ranges[1].lo), std::max(ranges[0].hi, ranges[1].hi)};
      }};
}

static Derivation derive(tosa::MinimumOp op) {
  return {
      {op.getInput1(), op.getInput2()}, [](Ranges ranges) {
        return SumRange{std::min(ranges[0].lo, ranges[1].lo), std::min(ranges[0].hi, ranges[1].hi)};
      }};
}

static std::optional<SumRange> rangeOf(std::optional<int64_t> lo, std::optional<int64_t> hi) {
  return lo && hi ? std::optional(SumRange{*lo, *hi}) : std::nullopt;
}

static Derivation derive(tosa::AddOp op) {
  return {{op.getInput1(), op.getInput2()}, [](Ranges ranges) {
            return rangeOf(llvm::checkedAdd(ranges[0].lo, ranges[1].lo),
                           llvm::checkedAdd(ranges[0].hi, ranges[1].hi));
          }};
}

static Derivation derive(tosa::SubOp op) {
  return {{op.getInput1(), op.getInput2()}, [](Ranges ranges) {
            return rangeOf(llvm::checkedSub(ranges[0].lo, ranges[1].hi),
                           llvm::checkedSub(ranges[0].hi, ranges[1].lo));
          }};
}

/// Integers that do not fit the result are truncated; the caller asks whether the range fits.
static Derivation derive(tosa::CastOp op) {
  if (!getElementTypeOrSelf(op.getInput().getType()).isSignlessInteger())
    return {};
  return hullOf(op.getInput());
}

static SumRange withPadding(SumRange inputs, WindowAttr window) {
  bool pads = llvm::any_of(window.getPad(), [](int64_t pad) { return pad > 0; });
  return pads ? hull(inputs, {window.getPadValue(), window.getPadValue()}) : inputs;
}

static Derivation derive(Im2ColOp op) {
  return {{op.getInput()},
          [op](Ranges ranges) mutable { return withPadding(ranges[0], op.getWindow()); }};
}

static Derivation derivationOf(OpResult result) {
  return TypeSwitch<Operation *, Derivation>(result.getOwner())
      .Case<tosa::ConstOp, tosa::ClampOp, tosa::RescaleOp, tosa::TableOp, tosa::AvgPool2dOp,
            tosa::MaximumOp, tosa::MinimumOp, tosa::AddOp, tosa::SubOp, tosa::CastOp, Im2ColOp>(
          [](auto op) { return derive(op); })
      .Case<tosa::ReshapeOp, tosa::TransposeOp, tosa::SliceOp, tosa::ReverseOp, tosa::TileOp,
            tosa::IdentityOp>([](auto op) { return hullOf(op.getInput1()); })
      // No window lies in the padding alone.
      .Case<tosa::MaxPool2dOp, tosa::ReduceMaxOp, tosa::ReduceMinOp>(
          [](auto op) { return hullOf(op.getInput()); })
      .Case([](tosa::ConcatOp op) { return hullOf(op.getInput1()); })
      .Case([](tosa::PadOp op) {
        return hullOf({op.getInput1(), op.getPadConst()});
      })
      .Case([](tosa::GatherOp op) { return hullOf(op.getValues()); })
      .Case([](tosa::ScatterOp op) {
        return hullOf({op.getValuesIn(), op.getInput()});
      })
      .Case([](tosa::SelectOp op) {
        return hullOf({op.getOnTrue(), op.getOnFalse()});
      })
      .Case([&](DigitalOp op) {
        auto yield = cast<YieldOp>(op.getBody().front().getTerminator());
        return hullOf(yield.getValues()[result.getResultNumber()]);
      })
      .Default([](Operation *) { return Derivation(); });
}

//===----------------------------------------------------------------------===//
// Queries
//===----------------------------------------------------------------------===//

SumRange InputRanges::rangeOf(Value value) {
  // Sources first: a chain of operators may be as long as the network is deep.
  SmallVector<Value> pending{value};
  while (!pending.empty()) {
    Value next = pending.back();
    if (known.contains(next)) {
      pending.pop_back();
      continue;
    }
    auto result = dyn_cast<OpResult>(next);
    Derivation derivation = result ? derivationOf(result) : Derivation();
    SmallVector<SumRange> ranges;
    for (Value source : derivation.sources) {
      if (auto entry = known.find(source); entry != known.end())
        ranges.push_back(entry->second);
      else
        pending.push_back(source);
    }
    if (ranges.size() < derivation.sources.size())
      continue;
    SumRange type = rangeOfType(next.getType());
    std::optional<SumRange> derived = derivation.combine(ranges);
    known[next] = derived && type.contains(*derived) ? *derived : type;
    pending.pop_back();
  }
  return known.lookup(value);
}

SumRange InputRanges::inputsOf(LayerOp layer) {
  auto fetch = *layer.getBody().getOps<FetchOp>().begin();
  return withPadding(rangeOf(layer.getInput()), fetch.getWindow());
}

LogicalResult acim::verifyPlanesCover(Operation *op, SumRange inputs, InputsAttr driven) {
  SumRange covered = inputRangeOf(driven);
  if (covered.contains(inputs))
    return success();
  return op->emitOpError() << "inputs lie between " << inputs.lo << " and " << inputs.hi
                           << ", but the driven planes cover " << covered.lo << " to "
                           << covered.hi;
}
