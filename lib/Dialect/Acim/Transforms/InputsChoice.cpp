//===- InputsChoice.cpp - The parameters of an input encoding ------------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "InputsChoice.h"

using namespace mlir;
using namespace mlir::acim;

int64_t acim::offsetOf(InputEncoding kind, SumRange range, int64_t zeroPoint) {
  return kind == InputEncoding::Binary ? -range.lo : -std::clamp(zeroPoint, range.lo, range.hi);
}

SmallVector<InputsAttr> acim::inputsOfAllKinds(InputsAttr inputs, int64_t zeroPoint,
                                               const DacModel &drivers) {
  constexpr int64_t widestSignedDigits = 15;
  SmallVector<InputEncoding> kinds{InputEncoding::Binary, InputEncoding::TwosComplement};
  if (drivers.bipolar)
    kinds.push_back(InputEncoding::SignMagnitude);
  if (drivers.bipolar && inputs.getBits() <= widestSignedDigits)
    kinds.push_back(InputEncoding::CanonicalSigned);
  SmallVector<InputsAttr> all;
  for (InputEncoding kind : kinds)
    all.push_back(InputsAttr::get(inputs.getContext(), kind, inputs.getBits(),
                                  offsetOf(kind, inputRangeOf(inputs), zeroPoint), inputs.getLo(),
                                  inputs.getHi(), inputs.getDacBits()));
  return all;
}
