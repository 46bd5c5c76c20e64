//===- ExactChecks.cpp - What makes a mapping exact ----------------------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "ExactChecks.h"

#include "acim/Analysis/Product.h"
#include "acim/Analysis/ProgramPlan.h"
#include "acim/Dialect/Acim/IR/Codes.h"
#include "acim/Mapping/PlanChecks.h"
#include "llvm/ADT/SmallSet.h"

using namespace mlir;
using namespace mlir::acim;

/// An error on `op` where its type cannot hold an output. What the sums run through before they are
/// complete does not matter: adders that wrap around give the same result.
static LogicalResult verifyAccumulators(Operation *op, const Product &product, SumRange inputs) {
  auto type = cast<ShapedType>(op->getResult(0).getType());
  unsigned width = std::min(type.getElementTypeBitWidth(), 63u);
  SumRange held{llvm::minIntN(width), llvm::maxIntN(width)};
  for (int64_t o = 0; o < product.groups * product.outputs; ++o) {
    SumRange reached = product.range(o, inputs);
    if (!held.contains(reached))
      return op->emitOpError() << "output " << o % product.outputs << " of group "
                               << o / product.outputs << " may reach "
                               << (reached.hi > held.hi ? reached.hi : reached.lo)
                               << ", more than its type " << type << " holds";
  }
  return success();
}

//===----------------------------------------------------------------------===//
// Graph layer
//===----------------------------------------------------------------------===//

static LogicalResult verifyDigits(WeightsOp weights, const DigitCode &code,
                                  const Product &product) {
  SmallVector<int8_t> digits(code.numDigits());
  for (auto [index, w] : llvm::enumerate(product.weights)) {
    int64_t centre = code.centres.empty() ? 0 : code.centres[index / product.rows];
    if (failed(encodeDigits(code, w - centre, digits)))
      return weights.emitOpError() << "weight " << w << " does not fit its encoding, which holds "
                                   << code.minWord + centre << " to " << code.maxWord + centre;
    if (int64_t decoded = decodeDigits(code, digits) + centre; decoded != w)
      return weights.emitOpError() << "digits of weight " << w << " stand for " << decoded;
  }
  return success();
}

LogicalResult acim::verifyExactWeights(WeightsOp weights) {
  FailureOr<Product> product = productOf(weights);
  if (failed(product))
    return failure();
  if (weights.getEncoding() &&
      failed(verifyDigits(weights, digitCodeOf(*weights.getEncoding()), *product)))
    return failure();
  if (!weights.getInputs())
    return success();
  if (llvm::Error error = verifyInputCode(inputCodeOf(*weights.getInputs())))
    return weights.emitOpError() << llvm::toString(std::move(error));
  return success();
}

LogicalResult acim::verifyExactMvm(MvmOp mvm, WeightsOp weights, InputRanges &ranges) {
  SumRange inputs = ranges.rangeOf(mvm.getColumns());
  if (weights.getInputs() && failed(verifyPlanesCover(mvm, inputs, *weights.getInputs())))
    return failure();
  FailureOr<Product> product = productOf(weights);
  if (failed(product))
    return failure();
  return verifyAccumulators(mvm, *product, inputs);
}

static bool isDecided(WeightsOp weights) {
  return weights.getEncoding() && weights.getInputs() && weights.getArray() && weights.getAdc();
}

/// What the lowering will write computes the product: orders, weighed columns, flips and centres
/// included.
static LogicalResult verifyPlacement(WeightsOp weights, Conversions conversions) {
  FailureOr<LayerValues> layer = valuesOf(weights);
  FailureOr<Product> product = productOf(weights);
  if (failed(layer) || failed(product))
    return failure();
  llvm::Expected<MvmPlan> plan = placeLayer(layer->matrix, layerMappingOf(weights));
  if (!plan)
    return weights.emitOpError() << llvm::toString(plan.takeError());
  std::string expected = product->digest(), found = productOf(*plan).digest();
  if (found != expected)
    return weights.emitOpError() << "expected the product " << expected
                                 << ", but what is decided computes " << found;
  if (conversions == Conversions::Exact && plan->gate && !plan->gate->isOpen())
    return weights.emitOpError() << "is split so that masks leave conversions out, which makes the "
                                    "program lossy";
  std::optional<InexactConversion> inexact = findInexactConversion(*plan);
  if (conversions == Conversions::Exact && inexact)
    return weights.emitOpError() << "is not read exactly, so that the program is lossy: in "
                                 << describe(*plan, *inexact);
  return success();
}

static LogicalResult verifyExactGraph(ModuleOp module, Conversions conversions) {
  for (WeightsOp weights : module.getOps<WeightsOp>())
    if (failed(verifyExactWeights(weights)) ||
        (isDecided(weights) && failed(verifyPlacement(weights, conversions))))
      return failure();
  SymbolTableCollection symbols;
  InputRanges ranges;
  WalkResult result = module.walk([&](MvmOp mvm) {
    auto weights = symbols.lookupNearestSymbolFrom<WeightsOp>(mvm, mvm.getWeightsAttr());
    return WalkResult(verifyExactMvm(mvm, weights, ranges));
  });
  return failure(result.wasInterrupted());
}

//===----------------------------------------------------------------------===//
// Program layer
//===----------------------------------------------------------------------===//

/// Adds `correction` times the driven inputs u = x + offset of all rows to all outputs.
static Product withCorrection(Product product, int64_t correction, int64_t offset) {
  for (int64_t &w : product.weights)
    w += correction;
  for (int64_t &b : product.bias)
    b += correction * product.rows * offset;
  return product;
}

/// The same for the rows and outputs of one block.
static Product withCorrection(Product product, int64_t correction, int64_t offset,
                              const CrossbarBlock &block) {
  llvm::SmallSet<int32_t, 16> outputs;
  for (const BlockColumn &column : block.columns)
    if (column.output != BlockColumn::allOutputs && outputs.insert(column.output).second) {
      int64_t output = block.group * product.outputs + column.output;
      for (int32_t row : block.rows)
        product.weights[output * product.rows + row] += correction;
      product.bias[output] += correction * int64_t(block.rows.size()) * offset;
    }
  return product;
}

namespace {
/// What a product lacks of the one it should be: `correction` times the driven inputs of a block,
/// or of all.
struct LostCorrection {
  int64_t correction;
  std::optional<size_t> block;
};
} // namespace

/// Looks for the correction whose loss explains that `product` is not `expected`. Offsets of
/// weights are the scale of a top digit times a power of two.
static std::optional<LostCorrection> findLostCorrection(const Product &product, const MvmPlan &plan,
                                                        StringRef expected) {
  int64_t topScale = 1, offset = plan.input.offset;
  for (const CrossbarBlock &block : plan.blocks)
    for (const BlockColumn &column : block.columns)
      topScale = std::max(topScale, std::abs(column.scale));
  for (int64_t size = topScale; size <= topScale << 7; size *= 2)
    for (int64_t correction : {-size, size}) {
      if (withCorrection(product, correction, offset).digest() == expected)
        return LostCorrection{correction, std::nullopt};
      for (auto [index, block] : llvm::enumerate(plan.blocks))
        if (withCorrection(product, correction, offset, block).digest() == expected)
          return LostCorrection{correction, index};
    }
  return std::nullopt;
}

static LogicalResult verifyProduct(LayerOp layer, const MvmPlan &plan, const Product &product) {
  std::optional<StringRef> expected = layer.getProduct();
  if (!expected)
    return layer.emitOpError() << "expected the digest of its product, which "
                                  "acim-lower-to-program gives a layer";
  std::string found = product.digest();
  if (found == *expected)
    return success();
  InFlightDiagnostic error = layer.emitOpError() << "expected the product " << *expected
                                                 << ", but its crossbars compute " << found;
  std::optional<LostCorrection> lost = findLostCorrection(product, plan, *expected);
  if (!lost)
    error << "; digits, scales, corrections or initial values were changed";
  else if (lost->block)
    error << "; block " << *lost->block << " lacks " << lost->correction
          << " times the sum of its driven inputs: its reference column or input sums";
  else
    error << "; they lack " << lost->correction
          << " times the sum of the driven inputs: reference columns or input sums";
  return error;
}

/// The instructions that drive and read crossbar number `index` of the layer.
static ConvertOp convertOf(LayerOp layer, int32_t index) {
  return *std::next(layer.getBody().getOps<ConvertOp>().begin(), index);
}

static LogicalResult verifyConversions(LayerOp layer, const MvmPlan &plan) {
  if (plan.gate && !plan.gate->isOpen())
    return layer.emitOpError() << "has a gate that leaves conversions out, so that the program is "
                                  "lossy";
  std::optional<InexactConversion> found = findInexactConversion(plan);
  if (!found)
    return success();
  return convertOf(layer, plan.blocks[found->block].crossbar).emitOpError()
         << "is not exact, so that the program is lossy: in " << describe(plan, *found);
}

static LogicalResult verifyExactLayer(LayerOp layer, SymbolTableCollection &symbols,
                                      InputRanges &ranges, Conversions conversions) {
  DriveOp drive = *layer.getBody().getOps<DriveOp>().begin();
  if (failed(verifyPlanesCover(layer, ranges.inputsOf(layer), drive.getInputs())))
    return failure();
  FailureOr<MvmPlan> plan = planOf(layer, symbols);
  if (failed(plan))
    return failure();
  if (llvm::Error error = verifyPlan(*plan))
    return layer.emitOpError() << llvm::toString(std::move(error));
  Product product = productOf(*plan);
  if (failed(verifyProduct(layer, *plan, product)) ||
      failed(verifyAccumulators(layer, product, {plan->input.inputLo, plan->input.inputHi()})))
    return failure();
  return conversions == Conversions::Exact ? verifyConversions(layer, *plan) : success();
}

LogicalResult acim::verifyExactModule(ModuleOp module, Conversions conversions) {
  if (failed(verifyExactGraph(module, conversions)))
    return failure();
  SymbolTableCollection symbols;
  InputRanges ranges;
  WalkResult result = module.walk([&](LayerOp layer) {
    return WalkResult(verifyExactLayer(layer, symbols, ranges, conversions));
  });
  return failure(result.wasInterrupted());
}
