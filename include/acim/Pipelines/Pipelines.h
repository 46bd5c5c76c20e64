//===- Pipelines.h - Named pipelines -------------------------------------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef ACIM_PIPELINES_PIPELINES_H
#define ACIM_PIPELINES_PIPELINES_H

#include "mlir/Pass/PassManager.h"
#include "mlir/Pass/PassOptions.h"
#include <string>

namespace mlir::acim {

/// Options of the pipeline `acim-plain-pipeline`. An empty name and a zero take what the hardware
/// description says.
struct PlainPipelineOptions : public PassPipelineOptions<PlainPipelineOptions> {
  Option<std::string> hardware{
      *this, "hardware",
      llvm::cl::desc("name of a preset, or the JSON text of a hardware description"),
      llvm::cl::init("chen_rram128")};
  Option<std::string> weightEncoding{*this, "weight-encoding",
                                     llvm::cl::desc("twos_complement, offset, sign_magnitude, sce, "
                                                    "naf or min_cost; default: the hardware's")};
  Option<int64_t> segmentBits{*this, "segment-bits",
                              llvm::cl::desc("bits of a segment of sce; 0: one cell"),
                              llvm::cl::init(0)};
  Option<std::string> inputEncoding{
      *this, "input-encoding",
      llvm::cl::desc("binary, twos_complement, sign_magnitude or csd; default: binary")};
  Option<int64_t> dacBits{*this, "dac-bits",
                          llvm::cl::desc("input planes driven at once; 0: what the hardware can"),
                          llvm::cl::init(0)};
  Option<std::string> readout{
      *this, "readout", llvm::cl::desc("single, difference or separate; default: the hardware's")};
  Option<std::string> correction{
      *this, "correction", llvm::cl::desc("digital or reference_column; default: the hardware's")};
  Option<std::string> adcSemantics{
      *this, "adc-semantics",
      llvm::cl::desc("unit_step, full_range, proven or sufficient; default: the hardware's")};
  Option<std::string> adcGranularity{
      *this, "adc-granularity",
      llvm::cl::desc("layer, crossbar or column: what shares a range that fits the sums; "
                     "default: the hardware's")};
  Option<int64_t> adcBits{*this, "adc-bits",
                          llvm::cl::desc("ADC resolution in bits; 0: the hardware's"),
                          llvm::cl::init(0)};
  Option<bool> skipIdle{
      *this, "skip-idle",
      llvm::cl::desc("leave out the conversions of row groups and planes without a driven row"),
      llvm::cl::init(false)};
  Option<int64_t> skipThreshold{
      *this, "skip-threshold",
      llvm::cl::desc("leave out conversions whose plane and digit have scales of at most 2^n "
                     "together; -1: none"),
      llvm::cl::init(-1)};
  Option<int64_t> ouRows{*this, "ou-rows",
                         llvm::cl::desc("word lines of an operation unit; 0: the hardware's"),
                         llvm::cl::init(0)};
  Option<int64_t> ouColumns{*this, "ou-columns",
                            llvm::cl::desc("bit lines of an operation unit; 0: the hardware's"),
                            llvm::cl::init(0)};
};

/// Options of the pipeline `acim-exact-pipeline`. An empty name and a zero take what the hardware
/// description says.
struct ExactPipelineOptions : public PassPipelineOptions<ExactPipelineOptions> {
  Option<std::string> hardware{
      *this, "hardware",
      llvm::cl::desc("name of a preset, or the JSON text of a hardware description"),
      llvm::cl::init("chen_rram128")};
  Option<std::string> weightEncoding{
      *this, "weight-encoding",
      llvm::cl::desc("auto (each layer's cheapest) or a name as of acim-encode-weights"),
      llvm::cl::init("auto")};
  Option<int64_t> segmentBits{*this, "segment-bits",
                              llvm::cl::desc("bits of a segment of sce; 0: one cell"),
                              llvm::cl::init(0)};
  Option<std::string> inputEncoding{
      *this, "input-encoding",
      llvm::cl::desc("auto (each layer's cheapest) or a name as of acim-encode-inputs"),
      llvm::cl::init("auto")};
  Option<int64_t> dacBits{*this, "dac-bits",
                          llvm::cl::desc("planes that drivers of several levels put on a word line "
                                         "at once: 1 to 4; 0: the hardware's"),
                          llvm::cl::init(0)};
  Option<std::string> readout{
      *this, "readout", llvm::cl::desc("single, difference or separate; default: the hardware's")};
  Option<std::string> correction{
      *this, "correction",
      llvm::cl::desc("digital or reference_column: how the offset of single arrays is taken back"),
      llvm::cl::init("digital")};
  Option<std::string> adcGranularity{
      *this, "adc-granularity",
      llvm::cl::desc("layer, crossbar or column: what shares a proven range; default: the "
                     "hardware's")};
  Option<int64_t> adcBits{*this, "adc-bits",
                          llvm::cl::desc("most bits of a conversion; 0: the hardware's"),
                          llvm::cl::init(0)};
  Option<int64_t> ouRows{*this, "ou-rows",
                         llvm::cl::desc("most word lines driven at once; 0: the hardware's"),
                         llvm::cl::init(0)};
  Option<int64_t> ouColumns{*this, "ou-columns",
                            llvm::cl::desc("most bit lines read by one activation; 0: the "
                                           "hardware's"),
                            llvm::cl::init(0)};
  Option<bool> searchUnit{*this, "search-unit",
                          llvm::cl::desc("choose each layer's operation unit by energy"),
                          llvm::cl::init(true)};
  Option<bool> orderRows{*this, "order-rows",
                         llvm::cl::desc("put rows that are driven alike into one row group"),
                         llvm::cl::init(true)};
  Option<bool> weighColumns{*this, "weigh-columns",
                            llvm::cl::desc("weigh digit columns against their conversions"),
                            llvm::cl::init(true)};
  Option<bool> stackPlanes{*this, "stack-planes",
                           llvm::cl::desc("read several input planes at once in short row groups"),
                           llvm::cl::init(true)};
  Option<bool> boundConversions{
      *this, "bound-conversions",
      llvm::cl::desc("let the number of driven rows bound the bits of a conversion"),
      llvm::cl::init(false)};
};

/// The first part of every pipeline: TOSA to the graph layer, with the hardware attached. Changes
/// nothing in a module that is there already.
void addMappingPasses(OpPassManager &pm, StringRef hardware);

/// The second part of the plain pipeline: the decisions about every mapped layer.
void addPlainDecisions(OpPassManager &pm, const PlainPipelineOptions &options);

/// The last part of every pipeline: decided layers to a tile program.
void addProgramPasses(OpPassManager &pm);

/// TOSA to a tile program with plain encodings: every pass between is exact as long as the ADC
/// range holds every sum.
void buildPlainPipeline(OpPassManager &pm, const PlainPipelineOptions &options);

/// Options of the pipeline `acim-lossy-pipeline`.
struct LossyPipelineOptions : public PassPipelineOptions<LossyPipelineOptions> {
  Option<std::string> hardware{
      *this, "hardware",
      llvm::cl::desc("name of a preset, or the JSON text of a hardware description"),
      llvm::cl::init("chen_rram128")};
  Option<double> lambda{*this, "lambda",
                        llvm::cl::desc("logit error that all energy is worth when weights get new "
                                       "codes; 0: they keep theirs"),
                        llvm::cl::init(0)};
  Option<double> skipLambda{*this, "skip-lambda",
                            llvm::cl::desc("logit error that all energy is worth when conversions "
                                           "are left out; 0: none is"),
                            llvm::cl::init(0)};
  Option<double> splitLambda{*this, "split-lambda",
                             llvm::cl::desc("logit error that all energy is worth when low digits "
                                            "are left to where they matter; 0: none is"),
                             llvm::cl::init(0)};
  Option<double> clipLambda{*this, "clip-lambda",
                            llvm::cl::desc("logit error that all energy is worth when converters "
                                           "clip and round; 0: none does"),
                            llvm::cl::init(0)};
  Option<std::string> method{*this, "method", llvm::cl::desc("compensated or nearest"),
                             llvm::cl::init("compensated")};
  Option<std::string> levels{*this, "levels",
                             llvm::cl::desc("codes that weights may take, as of "
                                            "acim-requantize-hamming"),
                             llvm::cl::init("all")};
  Option<bool> boundConversions{
      *this, "bound-conversions",
      llvm::cl::desc("let the number of driven rows bound the bits of a conversion"),
      llvm::cl::init(false)};
};

/// A complete mapping without a lossy choice, for the priced passes to improve on.
void addExactDecisions(OpPassManager &pm, const ExactPipelineOptions &options);

/// What costs least and changes no bit.
void addPricedChoices(OpPassManager &pm, const ExactPipelineOptions &options);

/// TOSA to the cheapest tile program that computes the same bits: every choice that changes none.
void buildExactPipeline(OpPassManager &pm, const ExactPipelineOptions &options);

/// A calibrated module to a tile program that trades accuracy for energy at one price, and is exact
/// in everything else. With both prices 0 it is exact.
void buildLossyPipeline(OpPassManager &pm, const LossyPipelineOptions &options);

/// Registers `acim-plain-pipeline`, `acim-exact-pipeline` and `acim-lossy-pipeline`.
void registerPipelines();

} // namespace mlir::acim

#endif // ACIM_PIPELINES_PIPELINES_H
