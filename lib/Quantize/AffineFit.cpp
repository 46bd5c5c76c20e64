//===- AffineFit.cpp - An output from what is left of it -----------------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "acim/Quantize/AffineFit.h"

using namespace mlir::acim;

AffineFit mlir::acim::fitAffine(const JointMoments &m, bool scaled) {
  // A gain that is not positive is none that a multiplier can have.
  const bool fits = scaled && m.varianceLeft > 0 && m.covariance > 0;
  const double gain = fits ? m.covariance / m.varianceLeft : 1;
  return {gain, m.mean - gain * m.meanLeft,
          m.variance - 2 * gain * m.covariance + gain * gain * m.varianceLeft};
}
