//===- AffineFit.h - An output from what is left of it -------------------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// What a lossy choice takes from an output is made up for by a gain and an offset, which cost
// nothing where a rescale and a bias follow.
//
//===----------------------------------------------------------------------===//

#ifndef ACIM_QUANTIZE_AFFINEFIT_H
#define ACIM_QUANTIZE_AFFINEFIT_H

namespace mlir::acim {

/// Of an output and of what is left of it.
struct JointMoments {
  double mean = 0, meanLeft = 0;
  double variance = 0, varianceLeft = 0, covariance = 0;
};

/// output ~ gain * left + offset; `error` is the variance of the difference.
struct AffineFit {
  double gain = 1, offset = 0, error = 0;
};

/// By least squares; with `scaled` false the gain is 1, as it is where none would be positive.
AffineFit fitAffine(const JointMoments &moments, bool scaled);

} // namespace mlir::acim

#endif // ACIM_QUANTIZE_AFFINEFIT_H
