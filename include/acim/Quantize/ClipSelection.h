//===- ClipSelection.h - Converter settings that clip what counts little -===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// A converter that resolves fewer bits than its sums need costs less and clips or rounds some of
// them. Where sums lie is known from samples, so that each bit line gets the bits whose energy is
// worth more than the error they avoid: the Lagrangian allocation of bits, one price for all lines.
//
//===----------------------------------------------------------------------===//

#ifndef ACIM_QUANTIZE_CLIPSELECTION_H
#define ACIM_QUANTIZE_CLIPSELECTION_H

#include "acim/Mapping/ConverterSettings.h"
#include "acim/Quantize/AffineFit.h"
#include "llvm/ADT/ArrayRef.h"

namespace mlir::acim {

struct ClipProblem {
  /// Verified; every setting holds all sums of its bit line.
  const MvmPlan *plan = nullptr;
  llvm::ArrayRef<int16_t> columns; ///< samples x groups x rows: raw inputs
  int64_t samples = 0;
  std::vector<double> importance;            ///< groups x outputs: loss of a squared error of 1
  std::vector<double> conversions;           ///< row groups of all blocks x drives: of a bit line
  std::vector<double> prices;                ///< [bits]: of a conversion
  double worth = 0;                          ///< loss that an energy of 1 is worth
  unsigned mostBits = 0;                     ///< what no setting may exceed; 0 for any
  bool scaled = true;                        ///< whether a gain may make up for what is lost
  bool programmableZero = true;              ///< as in ConverterChoice
  SettingScope scope = SettingScope::Column; ///< what shares a setting
};

struct ClipSelection {
  std::vector<ConversionRange> settings; ///< row groups x columns of all blocks
  std::vector<AffineFit> outputs;        ///< groups x outputs: what makes up for the clipping
  int64_t narrowed = 0;                  ///< settings with fewer bits than before
};

/// Settings for which sum_o importance[o] * error[o] + worth * energy is a minimum: where each bit
/// line has its own, one that no change of a single setting betters; of shared ones, each is chosen
/// with the others as they are. All read 0 as 0. Reference columns keep theirs.
ClipSelection selectClips(const ClipProblem &problem);

} // namespace mlir::acim

#endif // ACIM_QUANTIZE_CLIPSELECTION_H
