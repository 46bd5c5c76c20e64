//===- RequantizeHamming.cpp - Weights whose cells cost less -------------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Decisions.h"
#include "OutputScaling.h"
#include "PricedChoice.h"
#include "QuantizeProblem.h"

#include "acim/Dialect/Acim/IR/Statistics.h"
#include "acim/Dialect/Acim/Transforms/Passes.h"
#include "acim/Quantize/LayerQuantizer.h"
#include "mlir/Dialect/Tosa/IR/TosaOps.h"
#include "mlir/IR/Remarks.h"
#include "llvm/Support/FormatVariadic.h"
#include <cmath>

namespace mlir::acim {
#define GEN_PASS_DEF_REQUANTIZEHAMMINGPASS
#include "acim/Dialect/Acim/Transforms/Passes.h.inc"
} // namespace mlir::acim

using namespace mlir;
using namespace mlir::acim;

namespace {

/// What the groups of a layer became.
struct NewLayer {
  std::vector<int64_t> values, bias;
  std::vector<double> gains; ///< groups x outputs
  double loss = 0, energyBefore = 0, energy = 0;
  int64_t changedOutputs = 0;

  void add(const LayerMatrix &matrix, int64_t group, const QuantizedLayer &quantized) {
    llvm::append_range(values, quantized.codes);
    for (int64_t o = 0; o < matrix.outputs; ++o) {
      const double scale = quantized.scales[o];
      const double old = double(matrix.bias[group * matrix.outputs + o]);
      const bool unchanged = quantized.leftAlone[o];
      bias.push_back(unchanged ? matrix.bias[group * matrix.outputs + o]
                               : std::llround((old + quantized.biasCorrections[o]) / scale));
      gains.push_back(scale);
      changedOutputs += !unchanged;
    }
    loss += quantized.loss();
    energy += quantized.energy();
  }
};

struct RequantizeHammingPass : public acim::impl::RequantizeHammingPassBase<RequantizeHammingPass> {
  using Base::Base;

  void runOnOperation() override {
    if (lambda == 0)
      return;
    QuantizeOptions options;
    if (failed(parseOptions(options)))
      return signalPassFailure();
    auto products = productsByWeights(getOperation());
    auto quantize = [&](WeightsOp weights, const PricedLayer &layer, const HardwareModel &hardware,
                        double worth) {
      options.lambda = worth;
      return requantize(weights, products[weights], layer, hardware, options);
    };
    if (failed(forEachLayerAtPrice(getOperation(), lambda, currency(), quantize)))
      signalPassFailure();
  }

  LogicalResult parseOptions(QuantizeOptions &options) {
    if (method != "compensated" && method != "nearest")
      return getOperation().emitError()
             << "unknown method '" << method << "'; expected compensated or nearest";
    if (price != "ledger" && price != "hamq")
      return getOperation().emitError()
             << "unknown price '" << price << "'; expected ledger or hamq";
    FailureOr<CodeSet> codes = codeSetOf(levels);
    if (failed(codes))
      return getOperation().emitError()
             << "unknown levels '" << levels
             << "'; expected all, bitsnet1, bitsnet2, pot2 to pot5, apot4, apot5 or magnitudes "
                "such as 0:1:2:4";
    options.levels = *codes;
    options.rounding = method == "nearest" ? Rounding::Nearest : Rounding::Compensated;
    return success();
  }

  QuantizePrice currency() const {
    return price == "hamq" ? QuantizePrice::HammingOnes : QuantizePrice::Ledger;
  }

  LogicalResult requantize(WeightsOp weights, ArrayRef<MvmOp> products, const PricedLayer &layer,
                           const HardwareModel &hardware, QuantizeOptions options) {
    if (weights.getSplit()) // its codes are good with and without low digits
      return success();
    FailureOr<QuantizeProblem> problem =
        QuantizeProblem::create(weights, layer, hardware, currency());
    if (failed(problem))
      return failure();
    FailureOr<OutputScaling> scaling = OutputScaling::find(products);
    if (!scales || failed(scaling))
      options.clips.clear();
    NewLayer result;
    result.energyBefore = problem->energy();
    for (int64_t group = 0; group < weights.getGroups(); ++group)
      result.add(layer.matrix(), group, LayerQuantizer(problem->group(group)).quantize(options));
    if (succeeded(scaling) && failed(scaling->multiply(result.gains)))
      return failure();
    write(weights, result);
    return rescaleStatistics(weights, result.gains);
  }

  void write(WeightsOp weights, const NewLayer &result) {
    setMatrix(weights, result.values, result.bias);
    remark::passed(weights.getLoc(),
                   remark::RemarkOpts::name("Requantize").category("acim-quantize"))
        << ("@" + weights.getSymName()).str() << remark::metric("outputs", result.changedOutputs)
        << remark::metric("loss", llvm::formatv("{0:E2}", result.loss).str())
        << remark::metric("energy",
                          llvm::formatv("{0:F3}", result.energy / result.energyBefore).str());
  }
};

} // namespace
