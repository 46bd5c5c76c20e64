//===- EncodeWeights.cpp - Decides how weights become digit planes -------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Decisions.h"

#include "acim/Dialect/Acim/IR/Integers.h"
#include "acim/Dialect/Acim/Transforms/Passes.h"
#include "acim/Support/SignedDigits.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/MathExtras.h"
#include <cmath>

namespace mlir::acim {
#define GEN_PASS_DEF_ENCODEWEIGHTSPASS
#include "acim/Dialect/Acim/Transforms/Passes.h.inc"
} // namespace mlir::acim

using namespace mlir;
using namespace mlir::acim;

/// Bits of the signed digits: those of the declared width in whole digits, one digit more only
/// where the largest magnitude needs it.
static int64_t signedDigitBits(WeightEncoding kind, int64_t declared, uint64_t largest,
                               int64_t unit) {
  auto capacity = [&](int64_t bits) -> uint64_t {
    if (kind == WeightEncoding::Segmented)
      return segmentedCapacity(unit, bits / unit);
    return kind == WeightEncoding::NonAdjacent ? nonAdjacentCapacity(1, bits)
                                               : (uint64_t(1) << bits) - 1;
  };
  int64_t bits = llvm::alignTo(declared, unit);
  while (capacity(bits) < largest)
    bits += unit;
  return bits;
}

/// Word bits: those of the weights' type, more where a value needs more. Weights wider than a byte
/// are unsigned ones minus their zero point, whose own width says nothing.
static FailureOr<int64_t> wordBits(WeightsOp weights, WeightEncoding kind, int64_t unit) {
  FailureOr<std::vector<int64_t>> values = integersOf(weights.getValues());
  if (failed(values))
    return weights.emitOpError() << "expected weights whose values are present, found "
                                 << weights.getValues().getType();
  int64_t typeBits = weights.getValues().getShapedType().getElementTypeBitWidth();
  bool magnitude = kind != WeightEncoding::TwosComplement && kind != WeightEncoding::Offset;
  auto [lo, hi] = values->empty() ? std::pair<int64_t, int64_t>{0, 0}
                                  : std::pair{*std::min_element(values->begin(), values->end()),
                                              *std::max_element(values->begin(), values->end())};
  int64_t needed = magnitude ? magnitudeBitsFor(lo, hi) : wordBitsFor(lo, hi);
  int64_t declared = std::min<int64_t>(typeBits, 8) - (magnitude ? 1 : 0);
  if (kind == WeightEncoding::Segmented || kind == WeightEncoding::NonAdjacent ||
      kind == WeightEncoding::Cheapest)
    return signedDigitBits(kind, declared, std::max(std::abs(lo), std::abs(hi)), unit);
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
        symbolizeWeightEncoding,
        {"twos_complement", "offset", "sign_magnitude", "sce", "naf", "min_cost"});
    if (failed(kind))
      return signalPassFailure();
    int64_t unit = segmentBits ? segmentBits : hardware->array.cellBits;
    DenseI64ArrayAttr costs =
        *kind == WeightEncoding::Cheapest ? levelCosts(*hardware) : DenseI64ArrayAttr();
    for (WeightsOp weights : getOperation().getOps<WeightsOp>()) {
      FailureOr<int64_t> bits = wordBits(weights, *kind, unit);
      if (failed(bits))
        return signalPassFailure();
      auto attr =
          EncodingAttr::getChecked([&] { return weights.emitOpError(); }, &getContext(), *kind,
                                   *bits, hardware->array.cellBits, int64_t(segmentBits), costs);
      if (!attr)
        return signalPassFailure();
      weights.setEncodingAttr(attr);
    }
  }

  /// The hardware's cell energies in attojoule, which keeps the comparison of sums exact.
  DenseI64ArrayAttr levelCosts(const HardwareModel &hardware) {
    SmallVector<int64_t> costs;
    for (const UnitValue &energy : hardware.array.cellEnergyByLevel)
      costs.push_back(std::llround(energy.value * 1e18));
    return DenseI64ArrayAttr::get(&getContext(), costs);
  }
};

} // namespace
