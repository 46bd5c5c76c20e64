//===- EncodingChoice.cpp - The parameters of a weight encoding ----------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "EncodingChoice.h"

#include "acim/Mapping/Centres.h"
#include "acim/Support/SignedDigits.h"
#include "llvm/Support/MathExtras.h"
#include <cmath>

using namespace mlir;
using namespace mlir::acim;

static bool isSigned(WeightEncoding kind) {
  return kind == WeightEncoding::Segmented || kind == WeightEncoding::NonAdjacent ||
         kind == WeightEncoding::Cheapest || kind == WeightEncoding::Centred;
}

/// Bits of the signed digits: those of the declared width in whole digits, one digit more only
/// where the largest magnitude needs it. The cheapest digits have as many as the segmented code, so
/// that its digits are among those they are chosen from.
static int64_t signedDigitBits(WeightEncoding kind, int64_t declared, uint64_t largest,
                               int64_t cellBits, int64_t segmentBits) {
  auto capacity = [&](int64_t bits) -> uint64_t {
    if (kind == WeightEncoding::Segmented || kind == WeightEncoding::Cheapest)
      return segmentsCapacity(bits, segmentBits);
    return kind == WeightEncoding::NonAdjacent ? nonAdjacentCapacity(1, bits)
                                               : (uint64_t(1) << bits) - 1;
  };
  int64_t bits = std::max<int64_t>(llvm::alignTo(declared, cellBits), segmentBits);
  while (capacity(bits) < largest)
    bits += cellBits;
  return bits;
}

int64_t acim::costOf(double joules) { return std::llround(joules * 1e18); }

EncodingChoice::EncodingChoice(MLIRContext *context, WeightEncoding kind, const ArrayModel &array,
                               int64_t segmentBits)
    : context(context), kind(kind), cellBits(array.cellBits), segmentBits(segmentBits) {
  if (kind == WeightEncoding::Cheapest || kind == WeightEncoding::Centred)
    for (const UnitValue &energy : array.cellEnergyByLevel)
      levelCosts.push_back(costOf(energy.value));
}

EncodingAttr EncodingChoice::encode(WeightsOp weights, const LayerMatrix &matrix) const {
  std::vector<int64_t> centres;
  if (kind == WeightEncoding::Centred)
    centres = chooseCentres(matrix, cellBits, levelCosts);
  return EncodingAttr::getChecked(
      [&] { return weights.emitOpError(); }, context, kind, wordBits(weights, matrix, centres),
      cellBits, segmentBits, arrayOrNone(levelCosts), DenseI64ArrayAttr(), arrayOrNone(centres));
}

/// Those of the weights' type, more where a value needs more. Weights wider than a byte are
/// unsigned ones minus their zero point, whose own width says nothing.
int64_t EncodingChoice::wordBits(WeightsOp weights, const LayerMatrix &matrix,
                                 ArrayRef<int64_t> centres) const {
  int64_t typeBits = weights.getValues().getShapedType().getElementTypeBitWidth();
  auto [least, most] = std::minmax_element(matrix.values.begin(), matrix.values.end());
  int64_t lo = matrix.values.empty() ? 0 : *least, hi = matrix.values.empty() ? 0 : *most;
  bool magnitude = isSigned(kind) || kind == WeightEncoding::SignMagnitude;
  int64_t declared = std::min<int64_t>(typeBits, 8) - (magnitude ? 1 : 0);
  if (kind == WeightEncoding::Centred)
    return signedDigitBits(kind, 1, largestResidue(matrix, centres), cellBits, cellBits);
  if (isSigned(kind))
    return signedDigitBits(kind, declared, std::max(std::abs(lo), std::abs(hi)), cellBits,
                           segmentBits ? segmentBits : cellBits);
  return std::max<int64_t>(declared, magnitude ? magnitudeBitsFor(lo, hi) : wordBitsFor(lo, hi));
}

DenseI64ArrayAttr EncodingChoice::arrayOrNone(ArrayRef<int64_t> values) const {
  return values.empty() ? DenseI64ArrayAttr() : DenseI64ArrayAttr::get(context, values);
}
