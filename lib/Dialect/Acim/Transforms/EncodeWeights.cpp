//===- EncodeWeights.cpp - Decides how weights become digit planes -------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Decisions.h"
#include "EncodingChoice.h"

#include "acim/Dialect/Acim/IR/Codes.h"
#include "acim/Dialect/Acim/Transforms/Passes.h"

namespace mlir::acim {
#define GEN_PASS_DEF_ENCODEWEIGHTSPASS
#include "acim/Dialect/Acim/Transforms/Passes.h.inc"
} // namespace mlir::acim

using namespace mlir;
using namespace mlir::acim;

namespace {

struct EncodeWeightsPass : public acim::impl::EncodeWeightsPassBase<EncodeWeightsPass> {
  using Base::Base;

  void runOnOperation() override {
    FailureOr<HardwareModel> hardware = hardwareOf(getOperation());
    if (failed(hardware))
      return signalPassFailure();
    FailureOr<WeightEncoding> kind =
        chooseOr<WeightEncoding>(getOperation(), "weight encoding", encoding,
                                 hardware->mapping.weightEncoding, symbolizeWeightEncoding,
                                 {"twos_complement", "offset", "sign_magnitude", "sce", "naf",
                                  "min_cost", "flip", "centred"});
    if (failed(kind))
      return signalPassFailure();
    EncodingChoice choice(&getContext(), *kind, hardware->array, segmentBits);
    for (WeightsOp weights : getOperation().getOps<WeightsOp>()) {
      if (weights.getSplit()) // its low digits are a segment of its encoding
        continue;
      FailureOr<LayerValues> layer = valuesOf(weights);
      EncodingAttr attr = failed(layer) ? EncodingAttr() : choice.encode(weights, layer->matrix);
      if (!attr)
        return signalPassFailure();
      weights.setEncodingAttr(attr);
    }
  }
};

} // namespace
