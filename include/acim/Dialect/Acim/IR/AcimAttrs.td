//===- AcimAttrs.td - Decisions about a mapped layer ------------------------*- tablegen -*-===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef ACIM_DIALECT_ACIM_IR_ACIMATTRS_TD
#define ACIM_DIALECT_ACIM_IR_ACIMATTRS_TD

include "acim/Dialect/Acim/IR/AcimEnums.td"
include "mlir/IR/AttrTypeBase.td"

class Acim_Attr<string name, string attrMnemonic> : AttrDef<Acim_Dialect, name> {
  let mnemonic = attrMnemonic;
}

def Acim_EncodingAttr : Acim_Attr<"Encoding", "encoding"> {
  let summary = "How weights become digit planes";
  let description = [{
    The digits of a weight word, least significant first. `bits` is the word width of `twos_complement`, `offset` and `flip`,
    the width of the magnitude of `sign_magnitude`, the bits of all cells together of the signed digits; `cell_bits` is what
    one cell holds.

    - `twos_complement`: one array; the low `bits - 1` bits in cells, the sign bit alone in a last column of scale
      `-2^(bits-1)`.
    - `offset`: one array; digits of `w + 2^(bits-1)`; the offset is taken back as `#acim.adc` says.
    - `flip`: as `offset`, but a column whose cells hold more than half of their levels stores what is left of the highest
      level, `2^cell_bits - 1 - d`, and counts negative (ISAAC, ISCA 2016); what that adds is taken back with the summed inputs.
    - `sign_magnitude`: a (+,-) pair of arrays; digits of the magnitude, on the array of the weight's sign.

    The following recode the magnitude into signed digits, positive ones on the (+) array; the arrays swap for negative
    weights. All give the same weights.

    - `sce`: segmented compression encoding: a digit of more than half its base borrows from the next. Its segments have
      `segment_bits`, a multiple of `cell_bits` (by default one cell), the last one what is left of `bits`.
    - `naf`: the non-adjacent form, its bits gathered into cells.
    - `min_cost`: the digits whose cells cost least, where a cell of level l costs `level_costs[l]`. With
      `conversion_costs`, where a conversion of n bits costs `conversion_costs[n]`, the weights that an output has in a row
      group take as many digits, from below, as cost least with their conversions: a digit column without cells is not converted.
    - `centred`: `min_cost` of `w - centres[o]`, one centre for each output of each group (RAELLA, ISCA 2023); the centre times
      the summed inputs is added digitally.

    ```mlir
    #acim.encoding<kind = sign_magnitude, bits = 7, cell_bits = 2>
    #acim.encoding<kind = min_cost, bits = 8, cell_bits = 2, level_costs = [0, 1, 2, 3]>
    ```
  }];
  let parameters = (ins EnumParameter<Acim_WeightEncoding>:$kind, "int64_t":$bits, "int64_t":$cell_bits,
      DefaultValuedParameter<"int64_t", "0">:$segment_bits, OptionalParameter<"::mlir::DenseI64ArrayAttr">:$level_costs,
      OptionalParameter<"::mlir::DenseI64ArrayAttr">:$conversion_costs,
      OptionalParameter<"::mlir::DenseI64ArrayAttr">:$centres);
  let assemblyFormat = "`<` struct(params) `>`";
  let genVerifyDecl = 1;
}

def Acim_InputsAttr : Acim_Attr<"Inputs", "inputs"> {
  let summary = "How inputs become driven planes";
  let description = [{
    Inputs have `bits` bits; planes are driven for `u = x + offset`. What the offset adds to the product is a constant per
    output and is taken back where the accumulators are initialised.

    - `binary`: the bits of u, which must not be negative, one {0,1} plane after the other.
    - `twos_complement`: the bits of u; the plane of the sign counts negative.
    - `sign_magnitude`: the bits of |u|, driven with the sign of u. Needs bipolar drivers, as does the next.
    - `csd`: the canonical signed digits of u, which are the fewest. Inputs of at most 15 bits.

    `lo` and `hi` are the smallest and the largest x that can occur, proven from the graph; without them x can be everything
    that its type holds. Planes that none of these inputs sets are not driven: offset -100 and inputs from 100 to 163 leave six
    planes of eight.

    With `dac_bits` of more than 1 the drivers put 2^dac_bits levels on a word line, and so many neighbouring planes are driven at
    once.

    ```mlir
    #acim.inputs<kind = binary, bits = 8, offset = 128>
    #acim.inputs<kind = binary, bits = 8, offset = 20, lo = -20, hi = 43, dac_bits = 2>
    ```
  }];
  let parameters = (ins EnumParameter<Acim_InputEncoding>:$kind, "int64_t":$bits, "int64_t":$offset,
      OptionalParameter<"std::optional<int64_t>">:$lo, OptionalParameter<"std::optional<int64_t>">:$hi,
      DefaultValuedParameter<"int64_t", "1">:$dac_bits);
  let assemblyFormat = "`<` struct(params) `>`";
  let genVerifyDecl = 1;
}

def Acim_ArrayAttr : Acim_Attr<"CrossbarArray", "array"> {
  let summary = "The crossbars a layer is cut to";
  let description = [{
    Word lines and bit lines of a crossbar, and the operation unit: the word lines that are driven and the bit lines
    that are read by one activation. `planes_per_drive` has an entry for each slice of `rows` rows that the layer is cut to: n
    planes of the inputs are driven at once there, each row on `2^n - 1` word lines, so that one conversion reads them all.

    ```mlir
    #acim.array<rows = 128, columns = 128, active_rows = 16, active_columns = 128>
    #acim.array<rows = 128, columns = 128, active_rows = 128, active_columns = 128, planes_per_drive = [1, 3]>
    ```
  }];
  let parameters = (ins "int64_t":$rows, "int64_t":$columns, "int64_t":$active_rows, "int64_t":$active_columns,
      OptionalParameter<"::mlir::DenseI64ArrayAttr">:$planes_per_drive);
  let assemblyFormat = "`<` struct(params) `>`";
  let genVerifyDecl = 1;
}

def Acim_AdcAttr : Acim_Attr<"Adc", "adc"> {
  let summary = "How bit lines are read";
  let description = [{
    Every conversion of the layer has `bits` bits. `unit_step` codes stand for consecutive sums and saturate at both
    ends: `[-2^(bits-1), 2^(bits-1) - 1]` for the difference of a pair, `[0, 2^bits - 1]` otherwise. `full_range` doubles the
    step until the codes span the largest sum that the rows of an operation unit can give.

    With `proven`, a conversion has the fewest bits, at most `bits`, whose consecutive codes hold every sum that its cells can
    give. `sufficient` has the fewest bits for the sums of so many rows of any cells of the encoding, so that it does not depend on
    the weights. Nothing saturates in either. `granularity` says which conversions share such a setting: those of the `layer`, of
    a `crossbar`, or none (`column`). `zero` says where its codes begin: at the lowest sum (`programmable`), or at
    -2^(bits-1) if a sum can be negative and else at 0 (`fixed`).

    `readout` is one conversion of the only array (`single`), one of the analog difference of a pair (`difference`), or one of each
    array (`separate`). `correction` says how offset-encoded weights get their offset back: from the digitally summed inputs, or
    from a converted reference column.

    ```mlir
    #acim.adc<bits = 10, semantics = unit_step, readout = difference, correction = digital>
    ```
  }];
  let parameters = (ins "int64_t":$bits, EnumParameter<Acim_AdcSemantics>:$semantics,
      EnumParameter<Acim_ReadoutMode>:$readout, EnumParameter<Acim_OffsetCorrection>:$correction,
      DefaultValuedParameter<"::mlir::acim::AdcGranularity", "::mlir::acim::AdcGranularity::Column">:$granularity,
      DefaultValuedParameter<"::mlir::acim::AdcZero", "::mlir::acim::AdcZero::Programmable">:$zero);
  let assemblyFormat = "`<` struct(params) `>`";
  let genVerifyDecl = 1;
}

def Acim_SkipAttr : Acim_Attr<"Skip", "skip"> {
  let summary = "Which conversions are left out, whatever the inputs are";
  let description = [{
    The conversion of an input plane of scale 2^i and a digit of scale 2^j adds 2^(i+j) times what it reads. `threshold` leaves out those
    with i + j of at most its value: a truncated multiplication. `planes` names others: bit i of entry b stands for the i-th driven
    plane and digit b. Signs of scales do not matter, and reference columns are always converted. A layer that drives several planes
    at once leaves out a conversion where it would leave out each of its planes. Lossy.

    ```mlir
    #acim.skip<threshold = 6>
    #acim.skip<planes = [63, 15, 3]>
    ```
  }];
  let parameters = (ins OptionalParameter<"std::optional<int64_t>">:$threshold,
      OptionalParameter<"::mlir::DenseI64ArrayAttr">:$planes);
  let assemblyFormat = "`<` struct(params) `>`";
  let genVerifyDecl = 1;
}

def Acim_SplitAttr : Acim_Attr<"Split", "split"> {
  let summary = "Which digits are converted only where they matter";
  let description = [{
    Columns with scales below `2^low_bits` in magnitude are low, the others high: `w = 2^low_bits w_h + w_l`. A first pass drives all planes and
    converts the high columns alone. Where the importance of what they give is greater than the threshold, a second pass drives the planes
    again and adds the low columns. With `granularity` `output` an output is refined as a whole, by its accumulator after the first pass, initial
    value included; with `unit` what one row group adds to an output, by what its high columns add. `importance` is that `value`, which suits
    what feeds a rectifier, or its `magnitude`. `thresholds` has one entry for each output of each group, or one for all;
    -9223372036854775808 always refines. Lossy unless all do (DE-C3).

    ```mlir
    #acim.split<low_bits = 4, thresholds = [-9223372036854775808]>
    #acim.split<low_bits = 6, granularity = unit, importance = magnitude, thresholds = [120, 96]>
    ```
  }];
  let parameters = (ins "int64_t":$low_bits,
      DefaultValuedParameter<"::mlir::acim::SplitGranularity", "::mlir::acim::SplitGranularity::Output">:$granularity,
      DefaultValuedParameter<"::mlir::acim::SplitImportance", "::mlir::acim::SplitImportance::Value">:$importance,
      "::mlir::DenseI64ArrayAttr":$thresholds);
  let assemblyFormat = "`<` struct(params) `>`";
  let genVerifyDecl = 1;
  let extraClassDeclaration = [{
    /// Whether every output is always refined.
    bool isOpen() const;
  }];
}

def Acim_ClipAttr : Acim_Attr<"Clip", "clip"> {
  let summary = "Converter settings that clip what counts little";
  let description = [{
    A setting for every conversion of the placed layer, in the order of its blocks, their row groups and their bit lines, in place of
    the one that the layer's `#acim.adc` would give it: `lo`, `bits` and `step_log2` as in `acim.block`. They may saturate and round, and
    so be lossy; each must read 0 as 0. Bit lines that hold no digits stay unconverted (0 bits).

    ```mlir
    #acim.clip<lo = dense<[0, -4]> : tensor<2xi32>, bits = dense<[3, 4]> : tensor<2xi8>, step_log2 = dense<0> : tensor<2xi8>>
    ```
  }];
  let parameters = (ins "::mlir::DenseIntElementsAttr":$lo, "::mlir::DenseIntElementsAttr":$bits,
      "::mlir::DenseIntElementsAttr":$step_log2);
  let assemblyFormat = "`<` struct(params) `>`";
  let genVerifyDecl = 1;
}

def Acim_WindowAttr : Acim_Attr<"Window", "window"> {
  let summary = "Which inputs each position of a layer reads";
  let description = [{
    A sliding window over an NHWC tensor. `pad` is top, bottom, left, right; padded inputs have the value `pad_value`.
    The channels are cut into `groups` equal parts, each the input of one group; a group's rows run over (kernel row,
    kernel column, channel).

    ```mlir
    #acim.window<kernel = [3, 3], stride = [1, 1], pad = [1, 1, 1, 1], dilation = [1, 1], groups = 1, pad_value = -128>
    ```
  }];
  let parameters = (ins ArrayRefParameter<"int64_t">:$kernel, ArrayRefParameter<"int64_t">:$stride,
      ArrayRefParameter<"int64_t">:$pad, ArrayRefParameter<"int64_t">:$dilation, "int64_t":$groups,
      "int64_t":$pad_value);
  let assemblyFormat = [{
    `<` `kernel` `=` `[` $kernel `]` `,` `stride` `=` `[` $stride `]` `,` `pad` `=` `[` $pad `]` `,`
    `dilation` `=` `[` $dilation `]` `,` `groups` `=` $groups `,` `pad_value` `=` $pad_value `>`
  }];
  let genVerifyDecl = 1;
  let extraClassDeclaration = [{
    /// Positions along rows and columns for an input of `height` x `width`; not positive where the window does not fit.
    int64_t outputHeight(int64_t height) const;
    int64_t outputWidth(int64_t width) const;
  }];
}

def Acim_StatisticsAttr : Acim_Attr<"Statistics", "statistics"> {
  let summary = "What calibration saw of a layer";
  let description = [{
    Written by `acim calibrate`, read by passes that choose among equal programs; never needed, and no result depends on it.
    Of `positions` positions of the layer,

    - `activity` (groups x drive planes x rows) counts those that drive the row in the plane, with inputs driven as
      `planes` says;
    - `columns` (samples x groups x rows) holds the raw inputs of some, as 8- or 16-bit integers;
    - `outputs` (groups x outputs x 2, optional) holds mean and variance of the accumulators of every output channel, bias included;
    - `sensitivity` (groups x outputs, optional) says what errors of a channel do to the logits: errors of variance v, independent from
      position to position, of all accumulators of channel o add `sensitivity[o] * v` to the normalised mean squared error (NMSE) of the
      logits.

    The logits are the accumulators of the last mapped layer of the program (what follows, a softmax, saturates), each channel multiplied
    by its scale where it is rescaled by channels. Their NMSE is the mean over inferences and positions of
    `|changed logits - logits|^2`, divided by that of `|logits - mean|^2`, where the mean is that of every channel over the calibration.
    Layers that do not reach the last one have sensitivity 0.

    ```mlir
    #acim.statistics<positions = 4, planes = #acim.inputs<kind = binary, bits = 1, offset = 1>,
        activity = dense<[[[4, 1, 0]]]> : tensor<1x1x3xi64>, columns = dense<[[[0, -1, -1]]]> : tensor<1x1x3xi8>,
        outputs = dense<[[[3.5, 1.25]]]> : tensor<1x1x2xf64>, sensitivity = dense<[[0.02]]> : tensor<1x1xf64>>
    ```
  }];
  let parameters = (ins "int64_t":$positions, "::mlir::acim::InputsAttr":$planes, "::mlir::ElementsAttr":$activity,
      "::mlir::ElementsAttr":$columns, OptionalParameter<"::mlir::ElementsAttr">:$outputs,
      OptionalParameter<"::mlir::ElementsAttr">:$sensitivity);
  let assemblyFormat = [{
    `<` `positions` `=` $positions `,` `planes` `=` qualified($planes) `,` `activity` `=` qualified($activity) `,`
    `columns` `=` qualified($columns) `` custom<ChannelStatistics>($outputs, $sensitivity) `` `>`
  }];
  let genVerifyDecl = 1;
}

def Acim_HardwareAttr : Acim_Attr<"Hardware", "hardware"> {
  let summary = "A hardware description, as canonical JSON";
  let description = [{
    The text that `acim-attach-hardware` validated; its schema is `lib/Hardware/hardware.schema.json`. A program carries it so
    that running it needs nothing else.

    ```mlir
    module attributes {acim.hardware = #acim.hardware<"{\22name\22: \22mine\22}">} {}
    ```
  }];
  let parameters = (ins StringRefParameter<"canonical JSON">:$json);
  let assemblyFormat = "`<` $json `>`";
}

#endif // ACIM_DIALECT_ACIM_IR_ACIMATTRS_TD
