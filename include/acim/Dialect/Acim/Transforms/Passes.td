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

include "acim/Dialect/Acim/Transforms/LossyPasses.td"

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
