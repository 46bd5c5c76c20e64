//===- Passes.td - Passes over the acim dialect -------------*- tablegen -*-===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef ACIM_DIALECT_ACIM_TRANSFORMS_PASSES_TD
#define ACIM_DIALECT_ACIM_TRANSFORMS_PASSES_TD

include "mlir/Pass/PassBase.td"

def AttachHardwarePass : Pass<"acim-attach-hardware", "ModuleOp"> {
  let summary = "Put the hardware description into the module";
  let description = [{
    Validates a description and keeps its canonical text as the module attribute `acim.hardware`. All later passes read it
    there; none reads a file.

    Before: `module {}`. After, with `hardware=chen_rram128`: `module attributes {acim.hardware = #acim.hardware<"...">} {}`.
  }];
  let options = [
    Option<"hardware", "hardware", "std::string", /*default=*/"\"chen_rram128\"",
           "name of a preset, or the JSON text of a description">
  ];
  let dependentDialects = ["::mlir::acim::AcimDialect"];
}

def EncodeWeightsPass : Pass<"acim-encode-weights", "ModuleOp"> {
  let summary = "Decide how weights become digit planes";
  let description = [{
    Sets the `encoding` of every `acim.weights`: the hardware's bits a cell, and as many word bits as the element type of the
    weights has (more where unsigned weights minus their zero point need it). Exact: no value changes.

    Before:
    ```mlir
    acim.weights @w dense<1> : tensor<1x2x8xi8> bias dense<0> : tensor<1x2xi64>
    ```
    After:
    ```mlir
    acim.weights @w dense<1> : tensor<1x2x8xi8> bias dense<0> : tensor<1x2xi64>
        encoding #acim.encoding<kind = sign_magnitude, bits = 7, cell_bits = 2>
    ```
  }];
  let options = [
    Option<"encoding", "encoding", "std::string", /*default=*/"\"\"",
           "twos_complement, offset, flip, sign_magnitude, sce, naf, min_cost or centred; default: the hardware's">,
    Option<"segmentBits", "segment-bits", "int64_t", /*default=*/"0",
           "bits of a segment of sce, a multiple of the cell's bits; 0: one cell">
  ];
  let dependentDialects = ["::mlir::acim::AcimDialect"];
}

def EncodeInputsPass : Pass<"acim-encode-inputs", "ModuleOp"> {
  let summary = "Decide how inputs become driven planes";
  let description = [{
    Sets the `inputs` of every `acim.weights` that an `acim.mvm` uses: binary planes of `u = x + 2^(n-1)` for n-bit inputs, or
    signed planes of `u = x - zero point`. The offset is taken back exactly where the program initialises its accumulators,
    whatever the zero point; padding is driven like any other input. Products that share weights must have inputs of one type.
    Where the operators before all of its products prove that not every value of the type occurs, `lo` and `hi` say which do;
    planes that none of them sets are not driven. A passed-remark of category `acim-inputs` says the range and how many planes that saves.
    Exact.

    Before:
    ```mlir
    acim.weights @w dense<1> : tensor<1x2x8xi8> bias dense<0> : tensor<1x2xi64>
    func.func @main(%x: tensor<3x1x8xi8>) -> tensor<3x1x2xi32> {
      %0 = tosa.clamp %x {min_val = -20 : i8, max_val = 43 : i8} : (tensor<3x1x8xi8>) -> tensor<3x1x8xi8>
      %1 = acim.mvm @w, %0 : tensor<3x1x8xi8> -> tensor<3x1x2xi32>
      return %1 : tensor<3x1x2xi32>
    }
    ```
    After:
    ```mlir
    acim.weights @w dense<1> : tensor<1x2x8xi8> bias dense<0> : tensor<1x2xi64>
        inputs #acim.inputs<kind = binary, bits = 8, offset = 20, lo = -20, hi = 43>
    ```
  }];
  let options = [
    Option<"encoding", "encoding", "std::string", /*default=*/"\"\"",
           "binary, twos_complement, sign_magnitude or csd; default: binary">,
    Option<"dacBits", "dac-bits", "int64_t", /*default=*/"0",
           "planes driven at once by drivers of so many bits, 1 to 4; 0: the hardware's">
  ];
  let dependentDialects = ["::mlir::acim::AcimDialect"];
}

def TilePass : Pass<"acim-tile", "ModuleOp"> {
  let summary = "Decide which crossbars and operation units layers are cut to";
  let description = [{
    Sets the `array` of every `acim.weights` from the hardware; `ou-rows` and `ou-columns` choose a smaller operation unit. A
    passed-remark of category `acim-tile` says how many crossbars each layer takes and how well it uses them. Needs the weight
    encoding. Exact.

    After:
    ```mlir
    acim.weights @w dense<1> : tensor<1x2x8xi8> bias dense<0> : tensor<1x2xi64>
        encoding #acim.encoding<kind = sign_magnitude, bits = 7, cell_bits = 2>
        array #acim.array<rows = 128, columns = 128, active_rows = 16, active_columns = 128>
    ```
  }];
  let options = [
    Option<"ouRows", "ou-rows", "int64_t", /*default=*/"0", "word lines of an operation unit; 0: the hardware's">,
    Option<"ouColumns", "ou-columns", "int64_t", /*default=*/"0", "bit lines of an operation unit; 0: the hardware's">
  ];
  let dependentDialects = ["::mlir::acim::AcimDialect"];
}

def AssignAdcPass : Pass<"acim-assign-adc", "ModuleOp"> {
  let summary = "Decide how bit lines are converted";
  let description = [{
    Sets the `adc` of every `acim.weights`: resolution, meaning of the codes, readout and the way the offset of
    offset-encoded weights is taken back. `proven` and `sufficient` ranges are shared and begin as the hardware's converters demand.
    An analysis-remark of category `acim-adc` says for every layer whether all sums fit into
    the range; where they do not, conversions saturate and the result is no longer exact.

    After:
    ```mlir
    acim.weights @w dense<1> : tensor<1x2x8xi8> bias dense<0> : tensor<1x2xi64>
        encoding #acim.encoding<kind = sign_magnitude, bits = 7, cell_bits = 2>
        array #acim.array<rows = 128, columns = 128, active_rows = 128, active_columns = 128>
        adc #acim.adc<bits = 10, semantics = unit_step, readout = difference, correction = digital>
    ```
  }];
  let options = [
    Option<"bits", "bits", "int64_t", /*default=*/"0", "resolution in bits; 0: the hardware's">,
    Option<"semantics", "semantics", "std::string", /*default=*/"\"\"",
           "unit_step, full_range, proven or sufficient; default: the hardware's">,
    Option<"granularity", "granularity", "std::string", /*default=*/"\"\"",
           "layer, crossbar or column: which conversions share a range that fits their sums; default: the hardware's">,
    Option<"readout", "readout", "std::string", /*default=*/"\"\"",
           "single, difference or separate; default: the hardware's">,
    Option<"correction", "correction", "std::string", /*default=*/"\"\"",
           "digital or reference_column; default: the hardware's">
  ];
  let dependentDialects = ["::mlir::acim::AcimDialect"];
}

def SkipIdlePlanesPass : Pass<"acim-skip-idle-planes", "ModuleOp"> {
  let summary = "Leave out conversions of row groups without a driven row";
  let description = [{
    Sets `skip_idle` on every `acim.weights`. Whether a plane is idle in a row group is decided at run time, from the inputs; its
    bit lines read 0 without being converted. Exact: every converter setting of `acim-assign-adc` reads 0 as 0, which the program
    layer verifies. Saves conversions and their shift-adds, most where inputs are small or sparse.

    Before:
    ```mlir
    acim.weights @w dense<1> : tensor<1x2x8xi8> bias dense<0> : tensor<1x2xi64>
    ```
    After:
    ```mlir
    acim.weights @w dense<1> : tensor<1x2x8xi8> bias dense<0> : tensor<1x2xi64> skip_idle
    ```
  }];
  let dependentDialects = ["::mlir::acim::AcimDialect"];
}

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

def BoundConversionsPass : Pass<"acim-bound-conversions", "ModuleOp"> {
  let summary = "Let the number of driven rows bound what a converter resolves";
  let description = [{
    Sets `bounded` on every `acim.weights`. With k driven rows a sum lies between those of the k lowest and of the k highest cells of
    its bit line; a converter that knows k starts with the bits of this range. Exact: readings stay what they are. Needs hardware
    that counts driven rows (`adc.active_row_count`), which has its own cost.

    Before:
    ```mlir
    acim.weights @w dense<1> : tensor<1x2x8xi8> bias dense<0> : tensor<1x2xi64>
    ```
    After:
    ```mlir
    acim.weights @w dense<1> : tensor<1x2x8xi8> bias dense<0> : tensor<1x2xi64> bounded
    ```
  }];
  let dependentDialects = ["::mlir::acim::AcimDialect"];
}

class PricedPass<string argument> : Pass<argument, "ModuleOp"> {
  let dependentDialects = ["::mlir::acim::AcimDialect"];
}

def ChooseEncodingsPass : PricedPass<"acim-choose-encodings"> {
  let summary = "Choose the encodings that cost least";
  let description = [{
    Prices every layer under each weight encoding of its kind of arrays, then under each input encoding that the drivers can put on
    a word line, and keeps the cheapest. The layer is placed, driven with the columns that calibration sampled (or assumed ones where
    nobody calibrated), counted and priced as a report does it; a remark of category `acim-price` says what each candidate costs.
    Needs layers that are decided completely. Exact.

    Before:
    ```mlir
    acim.weights @w dense<1> : tensor<1x2x8xi8> bias dense<0> : tensor<1x2xi64>
        encoding #acim.encoding<kind = sign_magnitude, bits = 7, cell_bits = 2>
    ```
    After:
    ```mlir
    acim.weights @w dense<1> : tensor<1x2x8xi8> bias dense<0> : tensor<1x2xi64>
        encoding #acim.encoding<kind = min_cost, bits = 8, cell_bits = 2, level_costs = [0, 1, 2, 3]>
    ```
  }];
  let options = [
    Option<"weights", "weights", "bool", /*default=*/"true", "choose among weight encodings">,
    Option<"inputs", "inputs", "bool", /*default=*/"true", "choose among input encodings">
  ];
}

def SearchOperationUnitPass : PricedPass<"acim-search-operation-unit"> {
  let summary = "Choose the rows and bit lines of an operation unit by energy";
  let description = [{
    Prices every layer with the largest operation unit that is allowed and with halves of its rows and bit lines, each with the rows
    as they are and in the orders of `acim-order-rows`, and keeps the cheapest. Smaller units need fewer converter bits but more
    conversions. A remark of category `acim-price` says what each candidate costs. Exact.

    After:
    ```mlir
    acim.weights @w dense<1> : tensor<1x2x8xi8> bias dense<0> : tensor<1x2xi64>
        encoding #acim.encoding<kind = sign_magnitude, bits = 7, cell_bits = 2>
        array #acim.array<rows = 128, columns = 128, active_rows = 64, active_columns = 128>
    ```
  }];
  let options = [
    Option<"maxRows", "max-rows", "int64_t", /*default=*/"0",
           "word lines that the devices allow to be driven at once; 0: the hardware's">,
    Option<"maxColumns", "max-columns", "int64_t", /*default=*/"0",
           "bit lines that one activation may read; 0: the hardware's">
  ];
}

def OrderRowsPass : PricedPass<"acim-order-rows"> {
  let summary = "Put rows that are driven alike into one row group";
  let description = [{
    Sets `row_order` where a sorted order costs less than the rows as they are: quiet rows together leave whole planes idle. Rows are
    sorted by the magnitudes, active planes and bit lengths of their calibrated inputs, by their weights where nobody calibrated.
    Any order is exact. A remark of category `acim-price` says what each candidate costs.

    Before:
    ```mlir
    acim.weights @w dense<1> : tensor<1x2x3xi8> bias dense<0> : tensor<1x2xi64>
    ```
    After:
    ```mlir
    acim.weights @w dense<1> : tensor<1x2x3xi8> bias dense<0> : tensor<1x2xi64> row_order [2, 0, 1]
    ```
  }];
}

def WeighColumnsPass : PricedPass<"acim-weigh-columns"> {
  let summary = "Take fewer digits where whole digit columns then need no conversion";
  let description = [{
    Adds `conversion_costs` to `min_cost` and `centred` encodings where that costs less: the weights that an output has in a row group
    are recoded with 1, 2, ... digits, whichever is cheapest with its conversions. The costs of cells alone open a digit column
    for a single weight. Exact. Needs proven converter ranges.

    After:
    ```mlir
    acim.weights @w dense<1> : tensor<1x2x8xi8> bias dense<0> : tensor<1x2xi64>
        encoding #acim.encoding<kind = min_cost, bits = 8, cell_bits = 2, level_costs = [0, 1, 2, 3], conversion_costs = [0, 9]>
    ```
  }];
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

def StackPlanesPass : PricedPass<"acim-stack-planes"> {
  let summary = "Read several input planes in one conversion where a row group is short";
  let description = [{
    A slice of rows that leaves word lines free can hold each row on 3 or 7 word lines and drive 2 or 3 planes at once. Sets
    `planes_per_drive` of the layer's `array` where that costs less. Exact. A remark of category `acim-price` says what each
    candidate costs.

    After:
    ```mlir
    acim.weights @w dense<1> : tensor<1x2x9xi8> bias dense<0> : tensor<1x2xi64>
        encoding #acim.encoding<kind = sign_magnitude, bits = 7, cell_bits = 2>
        array #acim.array<rows = 128, columns = 128, active_rows = 128, active_columns = 128, planes_per_drive = [3]>
    ```
  }];
}

def VerifyMappingPass : Pass<"acim-verify-mapping", "ModuleOp"> {
  let summary = "Check that every layer is decided completely and consistently";
  let description = [{
    The boundary between the graph and the program layer. Re-derives from the IR that every weight has digits that recompose to
    it, that the driven planes cover every input that can occur, that readout and encoding fit each other, and that the
    accumulators hold the largest possible sum: what `acim-verify-exact` checks, of decisions that are complete. Changes nothing.
  }];
}

def VerifyExactPass : Pass<"acim-verify-exact", "ModuleOp"> {
  let summary = "Check that what is decided and programmed changes no result";
  let description = [{
    Derives again from the IR alone, whatever passes made it and whatever it claims:

    - of the graph layer, as far as it is decided: digits recompose to the weights, the driven planes of every raw input stand for
      it plus the offset and cover every input that can occur, the types of results hold the largest sums. Of layers that are
      decided completely: what the lowering would write computes the product, and every conversion is exact.
    - of the tile program: digits, scales, reference columns, input sums, initial values and planes of every layer compute
      the product whose digest the layer carries, every conversion reads every sum that an input can cause, types of results hold
      the largest sums.

    A program whose converters saturate or round is an error, as is a layer without a digest. Changes nothing.
    `acim-opt --verify-exact-each` runs the same after every pass, but for the converters, and names the pass that changes a
    product.
  }];
}

def LowerToProgramPass : Pass<"acim-lower-to-program", "ModuleOp"> {
  let summary = "Replace the module by a tile program";
  let description = [{
    The function becomes an `acim.program`: cells are placed on crossbars, crossbars on tiles, every `acim.im2col` + `acim.mvm`
    becomes an `acim.layer` of instructions, and the TOSA operators between two layers one `acim.digital`, which repeats the constants
    it needs. Layers with equal weights and settings share their crossbars. The offset of the inputs, of the weights and the bias become the initial values
    of the accumulators. Every layer carries the digest of the product it is meant to compute, from the weights alone; conversions
    are `exact` where it is proven.

    After:
    ```mlir
    acim.program @main hardware #acim.hardware<"{}"> {
      acim.crossbar @conv2d_0_0 tile 0 rows 128 columns 128 cell_bits 2 pair {
      }
      func.func @main(%x: tensor<1x1x1x8xi8>) -> tensor<1x1x2xi32> {
        %0 = acim.layer "conv2d_0" (%x) product "d7837589e65f8833" {
          acim.fetch #acim.window<kernel = [1, 1], stride = [1, 1], pad = [0, 0, 0, 0], dilation = [1, 1], groups = 1,
              pad_value = 0>
          acim.drive @conv2d_0_0 inputs #acim.inputs<kind = binary, bits = 8, offset = 128>
          acim.convert @conv2d_0_0 readout difference exact
          acim.shift_add @conv2d_0_0
          acim.reduce initial dense<-1024> : tensor<1x2xi64>
          acim.store
        } : tensor<1x1x1x8xi8> -> tensor<1x1x2xi32>
        return %0 : tensor<1x1x2xi32>
      }
    }
    ```
  }];
  let dependentDialects = ["::mlir::acim::AcimDialect", "::mlir::func::FuncDialect"];
}

def VerifyProgramPass : Pass<"acim-verify-program", "ModuleOp"> {
  let summary = "Check that a module is one self-contained tile program for its hardware";
  let description = [{
    Checks what the verifiers of single operations cannot see: nothing of the graph layer is left, the hardware
    description is valid, crossbars have its geometry and fit its tiles, no operation unit is larger than it allows, its drivers
    can drive every plane, the planes cover every input that can occur, and every output of every layer is computed from every one of
    its inputs. Changes nothing.
  }];
}

#endif // ACIM_DIALECT_ACIM_TRANSFORMS_PASSES_TD
