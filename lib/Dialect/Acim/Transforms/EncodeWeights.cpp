//===- EncodeWeights.cpp - Decides how weights become digit planes -------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Decisions.h"

#include "acim/Dialect/Acim/IR/Integers.h"
#include "acim/Dialect/Acim/Transforms/Passes.h"
#include "llvm/ADT/STLExtras.h"

namespace mlir::acim {
#define GEN_PASS_DEF_ENCODEWEIGHTSPASS
#include "acim/Dialect/Acim/Transforms/Passes.h.inc"
} // namespace mlir::acim

using namespace mlir;
using namespace mlir::acim;

/// Word bits: those of the weights' type, more where a value needs more. Weights wider than a byte
/// are unsigned ones minus their zero point, whose own width says nothing.
static FailureOr<int64_t> wordBits(WeightsOp weights, WeightEncoding kind) {
  FailureOr<std::vector<int64_t>> values = integersOf(weights.getValues());
  if (failed(values))
    return weights.emitOpError() << "expected weights whose values are present, found "
                                 << weights.getValues().getType();
  int64_t typeBits = weights.getValues().getShapedType().getElementTypeBitWidth();
  bool magnitude = kind == WeightEncoding::SignMagnitude;
  int64_t needed = 1;
  if (!values->empty()) {
    auto [lo, hi] = std::minmax_element(values->begin(), values->end());
    needed = magnitude ? magnitudeBitsFor(*lo, *hi) : wordBitsFor(*lo, *hi);
  }
  int64_t declared = std::min<int64_t>(typeBits, 8) - (magnitude ? 1 : 0);
  return std::max(declared, needed);
}

namespace {

struct EncodeWeightsPass : public acim::impl::EncodeWeightsPassBase<EncodeWeightsPass> {
  using Base::Base;

  void runOnOperation() override {
    FailureOr<HardwareModel> hardware = hardwareOf(getOperation());
    if (failed(hardware))
      return signalPassFailure();
    FailureOr<WeightEncoding> kind = chooseOr<WeightEncoding>(
        getOperation(), "weight encoding", encoding, hardware->mapping.weightEncoding,
        symbolizeWeightEncoding, {"twos_complement", "offset", "sign_magnitude"});
    if (failed(kind))
      return signalPassFailure();
    for (WeightsOp weights : getOperation().getOps<WeightsOp>()) {
      FailureOr<int64_t> bits = wordBits(weights, *kind);
      if (failed(bits))
        return signalPassFailure();
      auto attr = EncodingAttr::getChecked([&] { return weights.emitOpError(); }, &getContext(),
                                           *kind, *bits, hardware->array.cellBits);
      if (!attr)
        return signalPassFailure();
      weights.setEncodingAttr(attr);
    }
  }
};

} // namespace
