//===- OutputScaling.cpp - Scales the outputs of a layer -----------------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "OutputScaling.h"

#include "acim/Analysis/RescaleScales.h"
#include "mlir/Dialect/Tosa/IR/TosaOps.h"
#include "llvm/ADT/STLExtras.h"
#include <cmath>

using namespace mlir;
using namespace mlir::acim;

static int64_t channelsOf(MvmOp product) {
  auto type = cast<ShapedType>(product.getType());
  return type.getDimSize(1) * type.getDimSize(2);
}

/// The rescale that is alone in using `product`, behind reshapes that leave channels together.
static tosa::RescaleOp rescaleOf(MvmOp product) {
  const int64_t channels = channelsOf(product);
  Value value = product.getResult();
  while (value.hasOneUse()) {
    Operation *user = *value.getUsers().begin();
    if (auto rescale = dyn_cast<tosa::RescaleOp>(user))
      return rescale.getInput() == value ? rescale : tosa::RescaleOp();
    auto reshape = dyn_cast<tosa::ReshapeOp>(user);
    if (!reshape || cast<ShapedType>(reshape.getType()).getShape().back() != channels)
      return {};
    value = reshape.getResult();
  }
  return {};
}

FailureOr<OutputScaling> OutputScaling::find(ArrayRef<MvmOp> products) {
  OutputScaling scaling;
  for (MvmOp product : products) {
    tosa::RescaleOp rescale = rescaleOf(product);
    if (!rescale || !rescale.getScale32() || failed(scalesOf(rescale, channelsOf(product))))
      return failure();
    scaling.rescales.push_back(rescale);
  }
  return scaling;
}

namespace {

/// multiplier * 2^-shift, as TOSA writes it.
struct Scale {
  int32_t multiplier;
  int8_t shift;
};

} // namespace

/// The scale `gain` times as large, with as many bits as a multiplier has.
static std::optional<Scale> scaledBy(Scale scale, double gain) {
  if (gain == 1)
    return scale;
  constexpr int multiplierBits = 31, leastShift = 2, mostShift = 62;
  int exponent = 0;
  const double mantissa = std::frexp(double(scale.multiplier) * gain, &exponent);
  int64_t multiplier = std::llround(std::ldexp(mantissa, multiplierBits));
  int shift = scale.shift + multiplierBits - exponent;
  if (multiplier == int64_t(1) << multiplierBits) { // rounded up to the next power of two
    multiplier /= 2;
    --shift;
  }
  if (multiplier <= 0 || shift < leastShift || shift > mostShift)
    return std::nullopt;
  return Scale{int32_t(multiplier), int8_t(shift)};
}

template <typename T> static Value constantBefore(Operation *op, ArrayRef<T> values) {
  OpBuilder builder(op);
  auto type =
      RankedTensorType::get({int64_t(values.size())}, builder.getIntegerType(sizeof(T) * 8));
  return tosa::ConstOp::create(builder, op->getLoc(), type, DenseElementsAttr::get(type, values));
}

static LogicalResult multiplyRescale(tosa::RescaleOp rescale, ArrayRef<double> gains) {
  const RescaleScales old = *scalesOf(rescale, gains.size());
  SmallVector<int32_t> newMultipliers;
  SmallVector<int8_t> newShifts;
  for (auto [channel, gain] : llvm::enumerate(gains)) {
    const size_t index = old.multipliers.size() == 1 ? 0 : channel;
    std::optional<Scale> scale =
        scaledBy({int32_t(old.multipliers[index]), int8_t(old.shifts[index])}, gain);
    if (!scale)
      return rescale.emitOpError() << "cannot take the factor " << gain << " of channel " << channel
                                   << ": its shift would leave 2 to 62";
    newMultipliers.push_back(scale->multiplier);
    newShifts.push_back(scale->shift);
  }
  rescale.getMultiplierMutable().assign(constantBefore<int32_t>(rescale, newMultipliers));
  rescale.getShiftMutable().assign(constantBefore<int8_t>(rescale, newShifts));
  rescale.setPerChannel(true);
  return success();
}

std::vector<double> OutputScaling::factors(int64_t channels) const {
  return scalesOf(cast<tosa::RescaleOp>(rescales.front()), channels)->factors(channels);
}

/// Whether nothing below the value that stands for 0 leaves the rescale and its clamp.
static bool rectifiesBehind(tosa::RescaleOp rescale) {
  FailureOr<std::vector<int64_t>> zero = constantIntegersOf(rescale.getOutputZp());
  const auto type = dyn_cast<IntegerType>(getElementTypeOrSelf(rescale.getType()));
  if (failed(zero) || zero->size() != 1 || !type)
    return false;
  int64_t lowest = rescale.getOutputUnsigned() ? 0 : llvm::minIntN(type.getWidth());
  if (rescale.getOutput().hasOneUse())
    if (auto clamp = dyn_cast<tosa::ClampOp>(*rescale.getOutput().getUsers().begin()))
      lowest = std::max(lowest, cast<IntegerAttr>(clamp.getMinVal()).getInt());
  return lowest >= zero->front();
}

bool OutputScaling::rectifies() const {
  return llvm::all_of(
      rescales, [](Operation *rescale) { return rectifiesBehind(cast<tosa::RescaleOp>(rescale)); });
}

LogicalResult OutputScaling::multiply(ArrayRef<double> gains) {
  if (llvm::all_of(gains, [](double gain) { return gain == 1; }))
    return success();
  for (Operation *rescale : rescales)
    if (failed(multiplyRescale(cast<tosa::RescaleOp>(rescale), gains)))
      return failure();
  return success();
}
