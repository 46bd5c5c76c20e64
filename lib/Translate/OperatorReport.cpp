//===- OperatorReport.cpp - Which operators run where --------------------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "acim/Translate/OperatorReport.h"
#include "ProgramJson.h"

#include "acim/Dialect/Acim/IR/Acim.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/Tosa/IR/TosaOps.h"
#include "mlir/IR/Matchers.h"
#include "mlir/IR/TypeUtilities.h"
#include "llvm/ADT/TypeSwitch.h"
#include <map>

using namespace mlir;
using namespace mlir::acim;

/// Locations that are listed for a kind of operator.
static constexpr size_t maxLocations = 5;

namespace {
struct Placement {
  StringRef where;
  std::string reason;
};

/// Operators that share a name, a place and a reason.
struct Row {
  int64_t count = 0;
  Json locations = Json::array();
};
} // namespace

//===----------------------------------------------------------------------===//
// Where an operator runs
//===----------------------------------------------------------------------===//

/// A constant, or reshapes, transposes and slices of one: what convert-tosa-to-acim reads as weights.
static bool isConstant(Value value) {
  Operation *op = value.getDefiningOp();
  if (op && isa<tosa::ReshapeOp, tosa::TransposeOp, tosa::SliceOp>(op))
    return isConstant(op->getOperand(0));
  return matchPattern(value, m_Constant());
}

static bool isMappable(Value value) {
  auto type = dyn_cast<IntegerType>(getElementTypeOrSelf(value));
  return type && type.getWidth() >= 4 && type.getWidth() <= 16;
}

/// A product of `input` and `weights`; `constants` are its further operands that must be known.
static Placement placeProduct(Value input, Value weights, ArrayRef<Value> constants) {
  if (!isMappable(input) || !isMappable(weights))
    return {"digital", "not a product of integers of 4 to 16 bits"};
  if (!isConstant(weights))
    return {"digital", "the weights are not constant"};
  if (!llvm::all_of(constants, isConstant))
    return {"digital", "bias or zero points are not constant"};
  return {"crossbar", "constant integer weights"};
}

static Placement placeMatMul(tosa::MatMulOp op) {
  bool swapped = !isConstant(op.getB());
  return placeProduct(swapped ? op.getB() : op.getA(), swapped ? op.getA() : op.getB(),
                      {op.getAZp(), op.getBZp()});
}

/// Operators that the evaluators execute: all but control flow, state, transforms and custom ones.
static bool isSupportedTosaOp(Operation *op) {
  return op->getName().getDialectNamespace() == "tosa" &&
         !isa<tosa::CustomOp, tosa::FFT2dOp, tosa::IfOp, tosa::RFFT2dOp, tosa::VariableOp,
              tosa::VariableReadOp, tosa::VariableWriteOp, tosa::WhileOp>(op);
}

static Placement placeOther(Operation *op) {
  if (isSupportedTosaOp(op))
    return {"digital", "executed by the digital unit"};
  if (op->getName().getDialectNamespace() == "tosa")
    return {"unsupported", "acim has no evaluator for this TOSA operator"};
  return {"unsupported",
          "not a TOSA operator: the converter could not translate it; replace it in the model"};
}

static Placement place(Operation *operation) {
  auto placeConvolution = [](auto op) {
    return placeProduct(op.getInput(), op.getWeight(),
                        {op.getBias(), op.getInputZp(), op.getWeightZp()});
  };
  return llvm::TypeSwitch<Operation *, Placement>(operation)
      .Case<tosa::Conv2DOp, tosa::DepthwiseConv2DOp, tosa::TransposeConv2DOp>(placeConvolution)
      .Case(placeMatMul)
      .Case([](tosa::Conv3DOp) -> Placement {
        return {"unsupported", "split the kernel's depth into conv2d operators whose results are added"};
      })
      .Default(placeOther);
}

//===----------------------------------------------------------------------===//
// The report
//===----------------------------------------------------------------------===//

static std::string nameOf(Operation *op) {
  if (auto custom = dyn_cast<tosa::CustomOp>(op))
    return ("tosa.custom (" + custom.getOperatorName() + ")").str();
  return op->getName().getStringRef().str();
}

static std::string locationOf(Operation *op) {
  auto position = op->getLoc()->findInstanceOf<FileLineColLoc>();
  if (!position)
    return "unknown";
  return (position.getFilename().getValue() + ":" + Twine(position.getLine()) + ":" +
          Twine(position.getColumn()))
      .str();
}

/// Functions, constants and what only shapes constants do no work.
static bool isOperator(Operation *op) {
  if (isa<ModuleOp, func::FuncOp, func::ReturnOp, tosa::YieldOp>(op))
    return false;
  return !op->getNumResults() || !llvm::all_of(op->getResults(), isConstant);
}

static Json listOperators(ModuleOp module) {
  std::map<std::tuple<std::string, std::string, std::string>, Row> rows;
  module.walk([&](Operation *op) {
    if (!isOperator(op))
      return;
    auto [where, reason] = place(op);
    Row &row = rows[{nameOf(op), where.str(), reason}];
    ++row.count;
    if (row.locations.size() < maxLocations)
      row.locations.push_back(locationOf(op));
  });
  Json list = Json::array();
  for (auto &[key, row] : rows) {
    auto &[name, where, reason] = key;
    list.push_back(Json{{"name", name},
                        {"count", row.count},
                        {"where", where},
                        {"locations", std::move(row.locations)},
                        {"reason", reason}});
  }
  return list;
}

/// `attrs` holds the attributes of each argument or result; files of ui8 tensors are unsigned either way.
static Json listTypes(TypeRange types, ArrayAttr attrs) {
  Json list = Json::array();
  for (auto [index, type] : llvm::enumerate(types)) {
    auto known = attrs ? dyn_cast<DictionaryAttr>(attrs[index]) : DictionaryAttr();
    bool isUnsigned = getElementTypeOrSelf(type).isUnsignedInteger() ||
                      (known && known.contains(AcimDialect::getUnsignedAttrName()));
    std::string text;
    llvm::raw_string_ostream(text) << type;
    list.push_back(Json{{"type", std::move(text)}, {"unsigned", isUnsigned}});
  }
  return list;
}

std::string acim::reportOperators(ModuleOp module) {
  Json report = Json::object();
  report["operators"] = listOperators(module);
  report["inputs"] = Json::array();
  report["outputs"] = Json::array();
  if (auto functions = module.getOps<func::FuncOp>(); !functions.empty()) {
    func::FuncOp main = *functions.begin();
    report["inputs"] = listTypes(main.getArgumentTypes(), main.getArgAttrsAttr());
    report["outputs"] = listTypes(main.getResultTypes(), main.getResAttrsAttr());
  }
  return report.dump(2, ' ', /*ensure_ascii=*/false, Json::error_handler_t::replace) + "\n";
}
