//===- OutputErrors.h - What errors of outputs cost, and their cure ----===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef ACIM_LIB_DIALECT_ACIM_TRANSFORMS_OUTPUTERRORS_H
#define ACIM_LIB_DIALECT_ACIM_TRANSFORMS_OUTPUTERRORS_H

#include "OutputScaling.h"

#include "acim/Analysis/PricedLayer.h"
#include "acim/Quantize/AffineFit.h"

namespace mlir::acim {

/// Groups x outputs: the loss of a squared error of 1, what calibration measured of the logits;
/// else every layer's relative error counts alike. An error on `weights` where their statistics
/// cannot be read.
FailureOr<std::vector<double>> outputImportance(WeightsOp weights, const PricedLayer &layer);

/// Whether a layer is in two precisions, which a remark says: gains of its outputs would move what
/// they are compared with.
bool isSplit(WeightsOp weights);

/// Gains go into the rescale behind, offsets into the bias. `fits`, groups x outputs, are of
/// outputs without what their accumulators start with; gains are 1 where `scaling` has failed.
LogicalResult compensateOutputs(WeightsOp weights, FailureOr<OutputScaling> &scaling,
                                const PricedLayer &layer, ArrayRef<AffineFit> fits);

} // namespace mlir::acim

#endif // ACIM_LIB_DIALECT_ACIM_TRANSFORMS_OUTPUTERRORS_H
