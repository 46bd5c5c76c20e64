//===- AlgebraicKernels.h - Integer products in vector registers --------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef ACIM_LIB_ENGINE_ALGEBRAICKERNELS_H
#define ACIM_LIB_ENGINE_ALGEBRAICKERNELS_H

#include <cstddef>
#include <cstdint>

namespace mlir::acim::kernels {

/// Outputs computed side by side; weights are padded to whole panels.
constexpr size_t panelOutputs = 16;

/// outputs[p][o] += (sum_k weights[o][k] * inputs[p][k]) << shift for one panel of outputs. The
/// sums must fit 32 bits.
struct PanelProduct {
  /// pairs x panelOutputs x 2: the weights of rows 2k and 2k + 1 side by side.
  const int16_t *weights;
  size_t pairs;
  const int16_t *inputs; ///< may be read one element beyond the last row
  size_t inputStride;    ///< from a position to the next
  int64_t *outputs;
  size_t outputStride;
  size_t numOutputs; ///< of the panel that exist
  unsigned shift;
  size_t positions;
};
void multiplyPanel(const PanelProduct &product);

/// Rows read at once by multiplyRows; weights are padded to a multiple. A whole 512-bit vector, as
/// is a panel: for narrower ones compilers emit AVX-VNNI, which Highway's AVX3_DL allows them but
/// does not ask of the processor.
constexpr size_t rowLanes = 32;

/// The same for few outputs, whose rows are summed lane by lane: outputs[p][q * numOutputs + o] +=
/// (sum_k weights[q][o][k] * inputs[p][q][k]) << shift, in one call for all groups.
struct RowProduct {
  const int16_t *weights; ///< groups x numOutputs x paddedRows
  size_t groups, groupStride, paddedRows, numOutputs;
  const int16_t *inputs; ///< may be read rowLanes - 1 elements beyond the last row
  size_t inputStride;    ///< from a position to the next
  int64_t *outputs;
  size_t outputStride;
  unsigned shift;
  size_t positions;
};
void multiplyRows(const RowProduct &product);

} // namespace mlir::acim::kernels

#endif // ACIM_LIB_ENGINE_ALGEBRAICKERNELS_H
