//===- OperatorReport.cpp - Which operators run where --------------------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "acim/Translate/OperatorReport.h"
#include "ProgramJson.h"

#include "acim/Dialect/Acim/IR/Acim.h"
#include "acim/Interpreter/TosaEvaluators.h"
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

/// A constant, or reshapes, transposes and slices of one: what convert-tosa-to-acim reads as
/// weights.
static bool isConstant(Value value) {
  Operation *op = value.getDefiningOp();
  if (isa_and_nonnull<tosa::ReshapeOp, tosa::TransposeOp, tosa::SliceOp>(op))
    return isConstant(op->getOperand(0));
  return matchPattern(value, m_Constant());
}

static bool isInteger(Value value, unsigned minBits, unsigned maxBits) {
  auto type = dyn_cast<IntegerType>(getElementTypeOrSelf(value));
  return type && type.getWidth() >= minBits && type.getWidth() <= maxBits;
}

/// Why a product of `input` and `weights` is not mapped to crossbars; empty if it is. `constants`
/// are its further operands that must be known.
static StringRef refuseProduct(Operation *op, Value input, Value weights,
                               ArrayRef<Value> constants) {
  if (!isInteger(input, 4, 16) || !isInteger(weights, 4, 16) ||
      !isInteger(op->getResult(0), 32, 64))
    return "not a product of integers of 4 to 16 bits";
  if (!isConstant(weights))
    return "the weights are not constant";
  if (!llvm::all_of(constants, isConstant))
    return "bias or zero points are not constant";
  return "";
}

static StringRef refuseMapping(Operation *operation) {
  auto refuseConvolution = [](auto op) {
    return refuseProduct(op, op.getInput(), op.getWeight(),
                         {op.getBias(), op.getInputZp(), op.getWeightZp()});
  };
  return llvm::TypeSwitch<Operation *, StringRef>(operation)
      .Case<tosa::Conv2DOp, tosa::DepthwiseConv2DOp, tosa::TransposeConv2DOp>(refuseConvolution)
      .Case([](tosa::MatMulOp op) {
        bool right = isConstant(op.getB());
        return refuseProduct(op, right ? op.getA() : op.getB(), right ? op.getB() : op.getA(),
                             {op.getAZp(), op.getBZp()});
      })
      .Default(StringRef("executed by the digital unit"));
}

/// Why no operator of this kind can run, whatever its types; empty if some can.
static StringRef refuseKind(Operation *op) {
  if (op->getName().getDialectNamespace() != "tosa")
    return "not a TOSA operator: the converter could not translate it; replace it in the model";
  if (isa<tosa::Conv3DOp>(op))
    return "split the kernel's depth into conv2d operators whose results are added";
  if (isa<tosa::CustomOp, tosa::FFT2dOp, tosa::IfOp, tosa::RFFT2dOp, tosa::VariableOp,
          tosa::VariableReadOp, tosa::VariableWriteOp, tosa::WhileOp>(op))
    return "acim has no evaluator for this TOSA operator";
  return "";
}

/// Whether the importer has already pinned the types to those that programs have.
static bool hasFinalTypes(Operation *op) {
  auto isFinal = [](Type type) {
    auto tensor = dyn_cast<RankedTensorType>(type);
    return isa<tosa::shapeType>(type) ||
           (tensor && tensor.hasStaticShape() && !tensor.getElementType().isUnsignedInteger());
  };
  return llvm::all_of(op->getOperandTypes(), isFinal) &&
         llvm::all_of(op->getResultTypes(), isFinal);
}

/// The evaluators' own objections, without the operator's name, which the report has anyway.
static std::string refuseEvaluation(Operation *op) {
  if (!hasFinalTypes(op))
    return "";
  llvm::Expected<PreparedTosaOp> prepared = prepareTosa(op);
  if (prepared)
    return "";
  std::string error = llvm::toString(prepared.takeError());
  auto [name, objection] = StringRef(error).split("' op ");
  return objection.empty() ? error : objection.str();
}

static Placement place(Operation *op) {
  if (StringRef reason = refuseKind(op); !reason.empty())
    return {"unsupported", reason.str()};
  StringRef unmapped = refuseMapping(op);
  if (unmapped.empty())
    return {"crossbar", "constant integer weights"};
  if (std::string reason = refuseEvaluation(op); !reason.empty())
    return {"unsupported", std::move(reason)};
  return {"digital", unmapped.str()};
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

/// `attrs` holds the attributes of each argument or result; files of ui8 tensors are unsigned
/// either way.
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
