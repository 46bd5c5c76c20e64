//===- AcimProgramOps.td - The tile program ---------------------------------*- tablegen -*-===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef ACIM_DIALECT_ACIM_IR_ACIMPROGRAMOPS_TD
#define ACIM_DIALECT_ACIM_IR_ACIMPROGRAMOPS_TD

include "acim/Dialect/Acim/IR/AcimAttrs.td"
include "mlir/IR/BuiltinAttributes.td"
include "mlir/IR/RegionKindInterface.td"
include "mlir/IR/SymbolInterfaces.td"
include "mlir/Interfaces/SideEffectInterfaces.td"
include "mlir/Interfaces/ControlFlowInterfaces.td"

//===----------------------------------------------------------------------===//
// Resources
//===----------------------------------------------------------------------===//

def Acim_ProgramOp : Acim_Op<"program", [Symbol, SymbolTable, IsolatedFromAbove, NoTerminator, SingleBlock]> {
  let summary = "A self-contained tile program";
  let description = [{
    Crossbars, and one function that says what is executed. The hardware it was compiled for is part of it.

    ```mlir
    acim.program @main hardware #acim.hardware<"{}"> {
      func.func @main(%x: tensor<1x4xi8>) -> tensor<1x4xi8> {
        return %x : tensor<1x4xi8>
      }
    }
    ```
  }];
  let arguments = (ins SymbolNameAttr:$sym_name, Acim_HardwareAttr:$hardware);
  let regions = (region SizedRegion<1>:$body);
  let assemblyFormat = "$sym_name `hardware` qualified($hardware) attr-dict-with-keyword $body";
  let hasRegionVerifier = 1;
}

def Acim_CrossbarOp : Acim_Op<"crossbar", [Symbol, HasParent<"ProgramOp">, NoTerminator, SingleBlock]> {
  let summary = "A crossbar, or a (+,-) pair of crossbars, and what its cells hold";
  let description = [{
    `tile` is the tile whose buffers it shares. Its blocks do not overlap; cells outside every block hold level 0.

    ```mlir
    acim.crossbar @conv_0 tile 0 rows 128 columns 128 cell_bits 2 pair {
    }
    ```
  }];
  let arguments = (ins SymbolNameAttr:$sym_name, ConfinedAttr<I64Attr, [IntNonNegative]>:$tile,
      ConfinedAttr<I64Attr, [IntPositive]>:$rows, ConfinedAttr<I64Attr, [IntPositive]>:$columns,
      ConfinedAttr<I64Attr, [IntPositive, IntMaxValue<7>]>:$cell_bits, UnitAttr:$pair);
  let regions = (region SizedRegion<1>:$body);
  let assemblyFormat = [{
    $sym_name `tile` $tile `rows` $rows `columns` $columns `cell_bits` $cell_bits (`pair` $pair^)?
    attr-dict-with-keyword $body
  }];
  let hasRegionVerifier = 1;
}

def Acim_BlockOp : Acim_Op<"block", [HasParent<"CrossbarOp">]> {
  let summary = "A rectangle of a crossbar that holds digits of one group of a layer";
  let description = [{
    `origin` is its first word line and bit line. Row k of the block is driven by input `inputs[k]` of group `group`;
    `row_groups` are the numbers of consecutive rows that are driven together, `column_group` the number of bit lines that
    one activation reads. Bit line c adds `scales[c]` times its reading to output `outputs[c]` (-1: to every output of the
    block, the reference column of offset encoding). `cells` is rows x bit lines; a negative digit stands on the (-) array.

    `input_sums[c]` times the digital sum of the driven inputs of the block's rows, u = x + offset, is added to the output of
    bit line c, too: what offset-encoded weights, flipped columns or a common centre of the weights leave to take back.

    A row is one word line. With `planes_per_drive` n it is 2^n - 1: 2^k word lines for the k-th of up to n neighbouring planes
    whose scales double. These are driven at once, and one conversion reads all of them.

    `skipped_planes` has a set of planes for each bit line: bit i stands for driven plane i, of planes that are driven together for the
    first of them. The bit line is not converted there and reads 0, which is lossy.

    Each conversion (row group, bit line) has its own converter setting: code n stands for the sum `lo + n * 2^step_log2`. A
    setting of 0 bits leaves the conversion out and reads 0; all cells of the bit line in the row group must be 0.

    ```mlir
    acim.block at [0, 0] group 0 inputs [0, 1] row_groups [2] column_group 128 outputs [0, 0] scales [1, 4]
        cells dense<[[1, 0], [-3, 2]]> : tensor<2x2xi8>
        adc lo dense<-512> : tensor<1x2xi32> bits dense<10> : tensor<1x2xi8> step_log2 dense<0> : tensor<1x2xi8>
    acim.block at [2, 0] group 0 inputs [2, 3] row_groups [2] column_group 128 outputs [0, 0] scales [1, 4]
        input_sums [0, -8] planes_per_drive 2 skipped_planes [5, 1] cells dense<1> : tensor<2x2xi8>
        adc lo dense<0> : tensor<1x2xi32> bits dense<3> : tensor<1x2xi8> step_log2 dense<0> : tensor<1x2xi8>
    ```
  }];
  let arguments = (ins DenseI64ArrayAttr:$origin, ConfinedAttr<I64Attr, [IntNonNegative]>:$group,
      DenseI32ArrayAttr:$inputs, DenseI32ArrayAttr:$row_groups, ConfinedAttr<I64Attr, [IntPositive]>:$column_group,
      DenseI32ArrayAttr:$outputs, DenseI64ArrayAttr:$scales, ElementsAttr:$cells, ElementsAttr:$lo,
      ElementsAttr:$bits, ElementsAttr:$step_log2, OptionalAttr<DenseI64ArrayAttr>:$input_sums,
      OptionalAttr<ConfinedAttr<I64Attr, [IntMinValue<2>, IntMaxValue<3>]>>:$planes_per_drive,
      OptionalAttr<DenseI64ArrayAttr>:$skipped_planes);
  let assemblyFormat = [{
    `at` $origin `group` $group `inputs` $inputs `row_groups` $row_groups `column_group` $column_group
    `outputs` $outputs `scales` $scales (`input_sums` $input_sums^)? (`planes_per_drive` $planes_per_drive^)?
    (`skipped_planes` $skipped_planes^)? `cells` $cells `adc` `lo` $lo `bits` $bits `step_log2` $step_log2 attr-dict
  }];
  let hasVerifier = 1;
  let extraClassDeclaration = [{
    int64_t wordLinesPerRow() { return (int64_t(1) << getPlanesPerDrive().value_or(1)) - 1; }
  }];
}

//===----------------------------------------------------------------------===//
// Instructions
//===----------------------------------------------------------------------===//

def Acim_DigitalOp : Acim_Op<"digital", [SingleBlock, RecursiveMemoryEffects]> {
  let summary = "One instruction of the digital vector unit";
  let description = [{
    Its region holds TOSA operators with their exact semantics; `acim.yield` names the values that leave it.

    ```mlir
    %1 = acim.digital {
      %2 = tosa.abs %x : (tensor<1x4xi32>) -> tensor<1x4xi32>
      acim.yield %2 : tensor<1x4xi32>
    } : tensor<1x4xi32>
    ```
  }];
  let results = (outs Variadic<AnyStaticShapeTensor>:$values);
  let regions = (region SizedRegion<1>:$body);
  let assemblyFormat = "$body attr-dict `:` qualified(type($values))";
  let hasRegionVerifier = 1;
}

def Acim_YieldOp : Acim_Op<"yield", [Terminator, Pure, ReturnLike, HasParent<"DigitalOp">]> {
  let summary = "Values that leave a digital instruction";
  let description = [{ See `acim.digital`. }];
  let arguments = (ins Variadic<AnyStaticShapeTensor>:$values);
  let assemblyFormat = "$values attr-dict `:` qualified(type($values))";
}

def Acim_LayerOp : Acim_Op<"layer", [NoTerminator, SingleBlock, DeclareOpInterfaceMethods<SymbolUserOpInterface>]> {
  let summary = "The instructions of one mapped layer";
  let description = [{
    Executed for every position of the layer: fetch the window, then drive, convert and shift-add every crossbar, move partial
    sums between tiles, reduce, store. With a gate, low columns come in a second pass, where it lets them through. The result is positions x groups x outputs.

    `product` is a digest of the matrix product that the layer is meant to compute: y = bias + W x of the raw inputs x. It does not
    depend on how digits, planes and blocks compute it, so that `acim-verify-exact` finds what changed a program by mistake.

    ```mlir
    %1 = acim.layer "conv" (%x) product "d7837589e65f8833" {
      acim.fetch #acim.window<kernel = [1, 1], stride = [1, 1], pad = [0, 0, 0, 0], dilation = [1, 1], groups = 1,
          pad_value = 0>
      acim.drive @conv_0 inputs #acim.inputs<kind = binary, bits = 8, offset = 128>
      acim.convert @conv_0 readout difference
      acim.shift_add @conv_0
      acim.reduce initial dense<0> : tensor<1x4xi64>
      acim.store
    } : tensor<1x1x1x8xi8> -> tensor<1x1x4xi32>
    ```
  }];
  let arguments = (ins StrAttr:$name, AnyStaticShapeTensor:$input, OptionalAttr<StrAttr>:$product);
  let results = (outs AnyStaticShapeTensor:$result);
  let regions = (region SizedRegion<1>:$body);
  let assemblyFormat = [{
    $name `(` $input `)` (`product` $product^)? $body attr-dict `:` qualified(type($input)) `->` qualified(type($result))
  }];
  let hasRegionVerifier = 1;
}

class Acim_Instruction<string mnemonic, list<Trait> traits = []> :
    Acim_Op<mnemonic, !listconcat([HasParent<"LayerOp">], traits)>;

/// Instructions that address one crossbar.
class Acim_CrossbarInstruction<string mnemonic> :
    Acim_Instruction<mnemonic, [DeclareOpInterfaceMethods<SymbolUserOpInterface>]>;

def Acim_FetchOp : Acim_Instruction<"fetch"> {
  let summary = "Bring the window of a position from the buffer to the input registers";
  let description = [{ See `acim.layer` for an example. }];
  let arguments = (ins Acim_WindowAttr:$window);
  let assemblyFormat = "qualified($window) attr-dict";
}

def Acim_DriveOp : Acim_CrossbarInstruction<"drive"> {
  let summary = "Drive the word lines of a crossbar with the planes of the inputs, one row group and plane after the other";
  let description = [{ See `acim.layer` for an example. }];
  let arguments = (ins FlatSymbolRefAttr:$crossbar, Acim_InputsAttr:$inputs);
  let assemblyFormat = "$crossbar `inputs` qualified($inputs) attr-dict";
}

def Acim_ConvertOp : Acim_CrossbarInstruction<"convert"> {
  let summary = "Convert every bit line (pair) of a crossbar with its converter setting";
  let description = [{
    With `skip_idle`, the conversions of a row group are not performed in a plane in which none of its word lines is driven, and
    read 0. Every converter setting of the crossbar must read 0 as 0, so that this is exact. See `acim.layer` for an example.

    With `bounded`, the driven word lines of a row group are counted in every plane. So many of its cells give a sum between
    those of the lowest and of the highest of them, and a conversion takes only the bits that tell these sums apart. What it
    reads stays the same. Word lines must be driven with levels -1, 0 and 1, one plane after the other.

    `exact` says that every conversion reads every sum that any input can cause: steps are 1, each range holds the lowest and
    the highest sum of its cells, and nothing is left out. It is never a wish: the verifier derives it again.

    ```mlir
    acim.convert @conv_0 readout difference skip_idle bounded exact
    ```
  }];
  let arguments = (ins FlatSymbolRefAttr:$crossbar, Acim_ReadoutModeAttr:$readout, UnitAttr:$skip_idle,
      UnitAttr:$bounded, UnitAttr:$exact);
  let assemblyFormat = [{
    $crossbar `readout` $readout (`skip_idle` $skip_idle^)? (`bounded` $bounded^)? (`exact` $exact^)? attr-dict
  }];
}

def Acim_ShiftAddOp : Acim_CrossbarInstruction<"shift_add"> {
  let summary = "Scale every reading of a crossbar by its plane and its digit and add it to the output registers";
  let description = [{ See `acim.layer` for an example. }];
  let arguments = (ins FlatSymbolRefAttr:$crossbar);
  let assemblyFormat = "$crossbar attr-dict";
}

def Acim_TransferOp : Acim_Instruction<"transfer"> {
  let summary = "Send the partial sums of a tile to the tile that reduces them";
  let description = [{
    `values` partial sums of `bits` bits a position.

    ```mlir
    acim.transfer from 3 to 2 values 64 bits 32
    ```
  }];
  let arguments = (ins ConfinedAttr<I64Attr, [IntNonNegative]>:$source, ConfinedAttr<I64Attr, [IntNonNegative]>:$target,
      ConfinedAttr<I64Attr, [IntPositive]>:$values, ConfinedAttr<I64Attr, [IntPositive]>:$bits);
  let assemblyFormat = "`from` $source `to` $target `values` $values `bits` $bits attr-dict";
  let hasVerifier = 1;
}

def Acim_GateOp : Acim_Instruction<"gate"> {
  let summary = "Convert low columns only where what high columns gave says so";
  let description = [{
    Stands between what all crossbars of the layer add and the reduction. Reference columns belong to no output, so that a layer with a
    gate has none.

    ```mlir
    acim.gate #acim.split<low_bits = 4, thresholds = [250]>
    ```
  }];
  let arguments = (ins Acim_SplitAttr:$split);
  let assemblyFormat = "qualified($split) attr-dict";
}

def Acim_ReduceOp : Acim_Instruction<"reduce"> {
  let summary = "Add partial sums, the bias and the constant corrections of the encodings";
  let description = [{
    `initial` is groups x outputs. What the blocks of the crossbars say of summed inputs is added here, too. See `acim.layer`
    for an example.
  }];
  let arguments = (ins ElementsAttr:$initial);
  let assemblyFormat = "`initial` $initial attr-dict";
}

def Acim_StoreOp : Acim_Instruction<"store"> {
  let summary = "Write the outputs of a position to the buffer";
  let description = [{ See `acim.layer` for an example. }];
  let assemblyFormat = "attr-dict";
}

#endif // ACIM_DIALECT_ACIM_IR_ACIMPROGRAMOPS_TD
