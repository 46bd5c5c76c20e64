//===- LossyPasses.td - Passes that trade accuracy for energy -*- tablegen -*-===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef ACIM_DIALECT_ACIM_TRANSFORMS_LOSSYPASSES_TD
#define ACIM_DIALECT_ACIM_TRANSFORMS_LOSSYPASSES_TD

def SkipConversionsPass : Pass<"acim-skip-conversions", "ModuleOp"> {
  let summary = "Leave out the conversions that count least";
  let description = [{
    Sets `skip` on every `acim.weights`: the conversions of planes of scale 2^i and digits of scale 2^j with i + j of at most
    `threshold` are left out and read 0 (Chen et al., ASP-DAC 2018). A threshold of -1 leaves out none and removes the attribute;
    `layers` gives single layers another one. A passed-remark of category `acim-skip` says how many pairs of a plane and a digit each
    layer leaves out. Lossy: a result changes by at most the sum of the factors left out, times the largest sum that a conversion can
    meet.

    With `compensate`, what is left of each output is scaled and shifted to fit the whole by least squares over the columns that
    `acim calibrate` wrote: the gain becomes part of the multiplier of the `tosa.rescale` behind the layer, the offset part of the bias.
    That is done to layers that are decided completely, and once.

    | planes, digits | threshold | left out | sum of the factors |
    | --- | --- | --- | --- |
    | 16, 8 of 2 bits | 14 | 64 of 128 | 240299 |
    | 8, 4 of 2 bits | 6 | 16 of 32 | 427 |

    Before:
    ```mlir
    acim.weights @w dense<1> : tensor<1x2x8xi8> bias dense<0> : tensor<1x2xi64>
    ```
    After, with `threshold=6`:
    ```mlir
    acim.weights @w dense<1> : tensor<1x2x8xi8> bias dense<0> : tensor<1x2xi64> skip #acim.skip<threshold = 6>
    ```
  }];
  let options = [
    Option<"threshold", "threshold", "int64_t", /*default=*/"-1",
           "largest exponent of the factors of conversions that are left out; -1: none">,
    ListOption<"layers", "layers", "std::string", "name:threshold of layers that have their own">,
    Option<"compensate", "compensate", "bool", /*default=*/"false", "make up for what is left out, by gains and biases">
  ];
  let dependentDialects = ["::mlir::acim::AcimDialect", "::mlir::tosa::TosaDialect"];
}

def RequantizeHammingPass : PricedPass<"acim-requantize-hamming"> {
  let summary = "Give weights codes whose cells and conversions cost less";
  let description = [{
    Lossy. Replaces the weights of every layer by codes that minimise, for each output, the expected error of its accumulators
    weighted by their effect on the logits plus `lambda` times their share of the program's energy. Each output takes the
    number of digits and the scale that suit it; the scale becomes part of the multiplier of the `tosa.rescale` behind the layer, and
    the mean of the error part of the bias. With `lambda` 0 nothing changes.

    Needs the columns, and uses the sensitivity, that `acim calibrate` wrote; without sensitivity all layers count alike, by their
    relative error. A remark of category `acim-quantize` says what each layer loses and saves.

    - `method=compensated`: in the order of GPTQ, each weight making up for the errors of those before it, the price inside the
      minimum, then coordinate descent. `nearest`: each weight for itself.
    - `levels`: `all`, or the sets `bitsnet1`, `bitsnet2`, `pot<bits>`, `apot4`, `apot5`, or magnitudes `0:1:2:4`.
    - `price=ledger`: cells and conversions by the hardware's unit values. `hamq`: ones of the two's complement words times
      ones of the inputs (HamQ's E_sim.bl), 0 for conversions.
  }];
  let options = [
    Option<"lambda", "lambda", "double", /*default=*/"0", "loss that all of the program's energy is worth; 0 changes nothing">,
    Option<"method", "method", "std::string", /*default=*/"\"compensated\"", "compensated or nearest">,
    Option<"levels", "levels", "std::string", /*default=*/"\"all\"", "codes that weights may take">,
    Option<"price", "price", "std::string", /*default=*/"\"ledger\"", "ledger or hamq">,
    Option<"scales", "scales", "bool", /*default=*/"true", "choose a scale and a number of digits for each output">
  ];
  let dependentDialects = ["::mlir::acim::AcimDialect", "::mlir::tosa::TosaDialect"];
}

def ChooseSkipsPass : PricedPass<"acim-choose-skips"> {
  let summary = "Leave out the conversions whose error costs less than their energy";
  let description = [{
    Lossy. Sets `skip` of every layer to the pairs of a drive plane and a digit whose conversions are worth less than their energy:
    pairs are left out, the best next one first, while the growth of the error of the layer's outputs, weighted by its effect on the
    logits, stays below `lambda` times their share of the program's energy. With `share` instead, pairs of all layers are left out in
    the order of the variance that they add per conversion, until so much of all conversions is gone. What is left is scaled and
    shifted as `acim-skip-conversions` does with `compensate`. With `lambda` and `share` 0 nothing changes.

    Needs the columns, and uses the sensitivity, that `acim calibrate` wrote. A remark of category `acim-skip` says how many pairs each
    layer leaves out. To be run once, after what decides digits and planes and before planes are stacked.

    After:
    ```mlir
    acim.weights @w dense<1> : tensor<1x2x8xi8> bias dense<0> : tensor<1x2xi64>
        encoding #acim.encoding<kind = sign_magnitude, bits = 7, cell_bits = 2>
        inputs #acim.inputs<kind = binary, bits = 8, offset = 128> skip #acim.skip<planes = [3, 1, 0, 0]>
    ```
  }];
  let options = [
    Option<"lambda", "lambda", "double", /*default=*/"0", "loss that all of the program's energy is worth; 0: no price">,
    Option<"share", "share", "double", /*default=*/"0", "of the program's conversions to leave out; 0: as lambda says">
  ];
  let dependentDialects = ["::mlir::acim::AcimDialect", "::mlir::tosa::TosaDialect"];
}

def ClipConversionsPass : PricedPass<"acim-clip-conversions"> {
  let summary = "Read sums with fewer bits where the error costs less than the energy";
  let description = [{
    Lossy. A bit line whose sums seldom need all bits of its proven range gets a setting of fewer: codes that saturate beyond the sums
    that calibration saw most, or steps of 2 or 4. Settings are chosen one by one, each with the others as they are (of a bit line, or of
    all of a crossbar or a layer, as the `granularity` of the layer's `adc` says), so that the error of the outputs, weighted by its effect on the logits, plus `lambda` times the share of the program's energy that conversions
    take is least; the proven bits are where this stops. What is left is scaled and shifted to fit the whole by least squares, as
    `acim-choose-skips` does. With `bits`, no setting has more, whatever that costs. With `lambda` and `bits` 0 nothing changes.

    Needs the columns, and uses the sensitivity, that `acim calibrate` wrote, and settings of
    `acim-assign-adc=semantics=proven` (other layers are left as they are). A remark of category `acim-adc` says how many settings became narrower. The last
    decision about a layer: settings belong to the conversions of the layer as it is placed.

    After:
    ```mlir
    acim.weights @w dense<1> : tensor<1x1x3xi8> bias dense<0> : tensor<1x1xi64>
        clip #acim.clip<lo = dense<0> : tensor<4xi32>, bits = dense<[1, 0, 0, 0]> : tensor<4xi8>, step_log2 = dense<0> : tensor<4xi8>>
    ```
  }];
  let options = [
    Option<"lambda", "lambda", "double", /*default=*/"0", "loss that all of the program's energy is worth; 0: no price">,
    Option<"bits", "bits", "int64_t", /*default=*/"0", "most bits of a setting; 0: those that hold every sum">
  ];
  let dependentDialects = ["::mlir::acim::AcimDialect", "::mlir::tosa::TosaDialect"];
}

def SplitPrecisionPass : PricedPass<"acim-split-precision"> {
  let summary = "Convert low digits only where high ones say that they matter";
  let description = [{
    Splits the weights of every layer at `low-bits`: a first pass converts the columns of high digits, a second one adds the low columns of
    those outputs whose importance after the first pass is above a threshold (DE-C3). Sets `split` and encoding `sce`, whose low segment
    is what is left out. With `share=1` everything is refined and results are those of the layer as it was; otherwise lossy:

    - `share` of all outputs are refined, or of what row groups add to them with `granularity=unit`. One threshold of what the
      operators behind the layer see, the quantile of the columns that `acim calibrate` sampled, becomes one for each output. With
      `share=0` low digits are never converted.
    - `nested`: the weights are rounded to high digits first, so that these are good alone, then what is left to low digits, both in the order of
      GPTQ, each weight making up for the errors of those before it; each output takes the scale that suits its high digits, which becomes
      part of the multiplier of the `tosa.rescale` behind the layer, and means of errors become part of the bias. Without, the digits of the weights
      stay what they are.
    - `importance`: `value` refines the largest results, which suits what feeds a rectifier; `magnitude` those farthest from 0; `auto`
      chooses by the operators behind the layer.

    With `lambda` each layer takes the low bits (2, 4, 6) and the share (0, 0.05, 0.1, 0.25, 0.5) that are best for it, or stays as it is: the
    error of its outputs over the sampled columns, weighted by its effect on the logits, plus `lambda` times its share of the program's energy, is
    least. `low-bits` and `share` do not matter then.

    With `low-bits=0` nothing is gated: what row groups add to outputs is left out for good where its variance, weighted by the effect on the
    logits, is least in the whole program, until a share of `share` is left. These weights become 0, means of what they added part of the
    bias; converters that are `proven` do not convert what is empty.

    Layers in single arrays, with weights wider than a byte or with conversions left out by `skip` are left alone. A remark of category
    `acim-split` says what became of each layer. To be run when encodings, array and converters are decided.

    Before:
    ```mlir
    acim.weights @w dense<1> : tensor<1x2x8xi8> bias dense<0> : tensor<1x2xi64>
        encoding #acim.encoding<kind = sign_magnitude, bits = 7, cell_bits = 2>
    ```
    After, with `low-bits=4`:
    ```mlir
    acim.weights @w dense<1> : tensor<1x2x8xi8> bias dense<0> : tensor<1x2xi64>
        encoding #acim.encoding<kind = sce, bits = 8, cell_bits = 2, segment_bits = 4>
        split #acim.split<low_bits = 4, thresholds = [-9223372036854775808]>
    ```
  }];
  let options = [
    Option<"lowBits", "low-bits", "int64_t", /*default=*/"4", "bits of the low digits; 0: leave row groups out for good">,
    Option<"share", "share", "double", /*default=*/"1", "of outputs that are refined; 1 changes no result">,
    Option<"lambda", "lambda", "double", /*default=*/"0", "loss that all of the program's energy is worth; 0: low-bits and share are given">,
    Option<"nested", "nested", "bool", /*default=*/"true", "round weights so that high digits are good alone">,
    Option<"granularity", "granularity", "std::string", /*default=*/"\"output\"", "output or unit">,
    Option<"importance", "importance", "std::string", /*default=*/"\"auto\"", "auto, value or magnitude">
  ];
  let dependentDialects = ["::mlir::acim::AcimDialect", "::mlir::tosa::TosaDialect"];
}

#endif // ACIM_DIALECT_ACIM_TRANSFORMS_LOSSYPASSES_TD
