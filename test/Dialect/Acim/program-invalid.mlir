// RUN: acim-opt %s --split-input-file --verify-diagnostics

// The program.

acim.program @p hardware #acim.hardware<"{}"> {
  // expected-error@+1 {{'builtin.module' op does not belong into an acim.program; expected acim.crossbar or func.func}}
  builtin.module {}
  func.func @main(%x: tensor<1x1x1x4xi8>) -> tensor<1x1x1x4xi8> {
    return %x : tensor<1x1x1x4xi8>
  }
}

// -----

// expected-error@+1 {{expected exactly one function, found 0}}
acim.program @p hardware #acim.hardware<"{}"> {
}

// -----

// expected-error@+1 {{expected exactly one function, found 2}}
acim.program @p hardware #acim.hardware<"{}"> {
  func.func @main(%x: tensor<1x1x1x4xi8>) -> tensor<1x1x1x4xi8> {
    return %x : tensor<1x1x1x4xi8>
  }
  func.func @other(%x: tensor<1x1x1x4xi8>) -> tensor<1x1x1x4xi8> {
    return %x : tensor<1x1x1x4xi8>
  }
}

// -----

acim.program @p hardware #acim.hardware<"{}"> {
  // expected-error@+1 {{expected a body of one block}}
  func.func private @main(tensor<1x4xi8>) -> tensor<1x4xi8>
}

// -----

acim.program @p hardware #acim.hardware<"{}"> {
  func.func @main(%x: tensor<1x4xi32>) -> tensor<1x4xi32> {
    // expected-error@+1 {{does not belong into the function of an acim.program; expected acim.digital, acim.layer or func.return}}
    %0 = tosa.abs %x : (tensor<1x4xi32>) -> tensor<1x4xi32>
    return %0 : tensor<1x4xi32>
  }
}

// -----

// Crossbars.

acim.program @p hardware #acim.hardware<"{}"> {
  acim.crossbar @c tile 0 rows 4 columns 4 cell_bits 2 pair {
    // expected-error@+1 {{does not belong into an acim.crossbar; expected acim.block}}
    builtin.module {}
  }
  func.func @main(%x: tensor<1x1x1x4xi8>) -> tensor<1x1x1x4xi8> {
    return %x : tensor<1x1x1x4xi8>
  }
}

// -----

acim.program @p hardware #acim.hardware<"{}"> {
  // expected-error@+1 {{attribute 'cell_bits' failed to satisfy constraint: 64-bit signless integer attribute whose value is positive whose maximum value is 7}}
  acim.crossbar @c tile 0 rows 4 columns 4 cell_bits 8 {
  }
  func.func @main(%x: tensor<1x1x1x4xi8>) -> tensor<1x1x1x4xi8> {
    return %x : tensor<1x1x1x4xi8>
  }
}

// -----

acim.program @p hardware #acim.hardware<"{}"> {
  acim.crossbar @c tile 0 rows 4 columns 4 cell_bits 2 pair {
    // expected-error@+1 {{does not fit into the crossbar: ends at word line 5, bit line 2 of 4 x 4}}
    acim.block at [3, 0] group 0 inputs [0, 1] row_groups [2] column_group 2 outputs [0, 1]
        scales [1, 1] cells dense<1> : tensor<2x2xi8> adc lo dense<0> : tensor<1x2xi32>
        bits dense<4> : tensor<1x2xi8> step_log2 dense<0> : tensor<1x2xi8>
  }
  func.func @main(%x: tensor<1x1x1x4xi8>) -> tensor<1x1x1x4xi8> {
    return %x : tensor<1x1x1x4xi8>
  }
}

// -----

acim.program @p hardware #acim.hardware<"{}"> {
  acim.crossbar @c tile 0 rows 4 columns 4 cell_bits 2 pair {
    // expected-error@+1 {{does not fit into the crossbar: ends at word line 2, bit line 1 of 4 x 4}}
    acim.block at [0, -1] group 0 inputs [0, 1] row_groups [2] column_group 2 outputs [0, 1]
        scales [1, 1] cells dense<1> : tensor<2x2xi8> adc lo dense<0> : tensor<1x2xi32>
        bits dense<4> : tensor<1x2xi8> step_log2 dense<0> : tensor<1x2xi8>
  }
  func.func @main(%x: tensor<1x1x1x4xi8>) -> tensor<1x1x1x4xi8> {
    return %x : tensor<1x1x1x4xi8>
  }
}

// -----

acim.program @p hardware #acim.hardware<"{}"> {
  acim.crossbar @c tile 0 rows 4 columns 4 cell_bits 2 pair {
    // expected-note@+1 {{the other block}}
    acim.block at [0, 0] group 0 inputs [0, 1] row_groups [2] column_group 2 outputs [0, 1]
        scales [1, 1] cells dense<1> : tensor<2x2xi8> adc lo dense<0> : tensor<1x2xi32>
        bits dense<4> : tensor<1x2xi8> step_log2 dense<0> : tensor<1x2xi8>
    acim.block at [2, 2] group 0 inputs [0, 1] row_groups [2] column_group 2 outputs [0, 1]
        scales [1, 1] cells dense<1> : tensor<2x2xi8> adc lo dense<0> : tensor<1x2xi32>
        bits dense<4> : tensor<1x2xi8> step_log2 dense<0> : tensor<1x2xi8>
    // expected-error@+1 {{overlaps another block of the crossbar}}
    acim.block at [1, 1] group 0 inputs [0, 1] row_groups [2] column_group 2 outputs [0, 1]
        scales [1, 1] cells dense<1> : tensor<2x2xi8> adc lo dense<0> : tensor<1x2xi32>
        bits dense<4> : tensor<1x2xi8> step_log2 dense<0> : tensor<1x2xi8>
  }
  func.func @main(%x: tensor<1x1x1x4xi8>) -> tensor<1x1x1x4xi8> {
    return %x : tensor<1x1x1x4xi8>
  }
}

// -----

acim.program @p hardware #acim.hardware<"{}"> {
  acim.crossbar @c tile 0 rows 4 columns 4 cell_bits 2 pair {
    // expected-error@+1 {{expected cell levels from -3 to 3, found 4}}
    acim.block at [0, 0] group 0 inputs [0, 1] row_groups [2] column_group 2 outputs [0, 1]
        scales [1, 1] cells dense<[[0, 4], [0, 0]]> : tensor<2x2xi8> adc lo dense<0> : tensor<1x2xi32>
        bits dense<4> : tensor<1x2xi8> step_log2 dense<0> : tensor<1x2xi8>
  }
  func.func @main(%x: tensor<1x1x1x4xi8>) -> tensor<1x1x1x4xi8> {
    return %x : tensor<1x1x1x4xi8>
  }
}

// -----

acim.program @p hardware #acim.hardware<"{}"> {
  acim.crossbar @c tile 0 rows 4 columns 4 cell_bits 2 {
    // expected-error@+1 {{expected cell levels from 0 to 3, found -1}}
    acim.block at [0, 0] group 0 inputs [0, 1] row_groups [2] column_group 2 outputs [0, 1]
        scales [1, 1] cells dense<-1> : tensor<2x2xi8> adc lo dense<0> : tensor<1x2xi32>
        bits dense<4> : tensor<1x2xi8> step_log2 dense<0> : tensor<1x2xi8>
  }
  func.func @main(%x: tensor<1x1x1x4xi8>) -> tensor<1x1x1x4xi8> {
    return %x : tensor<1x1x1x4xi8>
  }
}

// -----

// Blocks.

acim.program @p hardware #acim.hardware<"{}"> {
  acim.crossbar @c tile 0 rows 4 columns 4 cell_bits 2 pair {
    // expected-error@+1 {{expected an origin of word line and bit line, found 3 numbers}}
    acim.block at [0, 0, 0] group 0 inputs [0, 1] row_groups [2] column_group 2 outputs [0, 1]
        scales [1, 1] cells dense<1> : tensor<2x2xi8> adc lo dense<0> : tensor<1x2xi32>
        bits dense<4> : tensor<1x2xi8> step_log2 dense<0> : tensor<1x2xi8>
  }
  func.func @main(%x: tensor<1x1x1x4xi8>) -> tensor<1x1x1x4xi8> {
    return %x : tensor<1x1x1x4xi8>
  }
}

// -----

acim.program @p hardware #acim.hardware<"{}"> {
  acim.crossbar @c tile 0 rows 4 columns 4 cell_bits 2 pair {
    // expected-error@+1 {{expected one scale an output, found 1 scales and 2 outputs}}
    acim.block at [0, 0] group 0 inputs [0, 1] row_groups [2] column_group 2 outputs [0, 1]
        scales [1] cells dense<1> : tensor<2x2xi8> adc lo dense<0> : tensor<1x2xi32>
        bits dense<4> : tensor<1x2xi8> step_log2 dense<0> : tensor<1x2xi8>
  }
  func.func @main(%x: tensor<1x1x1x4xi8>) -> tensor<1x1x1x4xi8> {
    return %x : tensor<1x1x1x4xi8>
  }
}

// -----

acim.program @p hardware #acim.hardware<"{}"> {
  acim.crossbar @c tile 0 rows 4 columns 4 cell_bits 2 pair {
    // expected-error@+1 {{inputs must not be negative}}
    acim.block at [0, 0] group 0 inputs [0, -1] row_groups [2] column_group 2 outputs [0, 1]
        scales [1, 1] cells dense<1> : tensor<2x2xi8> adc lo dense<0> : tensor<1x2xi32>
        bits dense<4> : tensor<1x2xi8> step_log2 dense<0> : tensor<1x2xi8>
  }
  func.func @main(%x: tensor<1x1x1x4xi8>) -> tensor<1x1x1x4xi8> {
    return %x : tensor<1x1x1x4xi8>
  }
}

// -----

acim.program @p hardware #acim.hardware<"{}"> {
  acim.crossbar @c tile 0 rows 4 columns 4 cell_bits 2 pair {
    // expected-error@+1 {{expected row groups that add up to 2 rows}}
    acim.block at [0, 0] group 0 inputs [0, 1] row_groups [1] column_group 2 outputs [0, 1]
        scales [1, 1] cells dense<1> : tensor<2x2xi8> adc lo dense<0> : tensor<1x2xi32>
        bits dense<4> : tensor<1x2xi8> step_log2 dense<0> : tensor<1x2xi8>
  }
  func.func @main(%x: tensor<1x1x1x4xi8>) -> tensor<1x1x1x4xi8> {
    return %x : tensor<1x1x1x4xi8>
  }
}

// -----

acim.program @p hardware #acim.hardware<"{}"> {
  acim.crossbar @c tile 0 rows 4 columns 4 cell_bits 2 pair {
    // expected-error@+1 {{expected row groups that add up to 2 rows}}
    acim.block at [0, 0] group 0 inputs [0, 1] row_groups [2, 0] column_group 2 outputs [0, 1]
        scales [1, 1] cells dense<1> : tensor<2x2xi8> adc lo dense<0> : tensor<1x2xi32>
        bits dense<4> : tensor<1x2xi8> step_log2 dense<0> : tensor<1x2xi8>
  }
  func.func @main(%x: tensor<1x1x1x4xi8>) -> tensor<1x1x1x4xi8> {
    return %x : tensor<1x1x1x4xi8>
  }
}

// -----

acim.program @p hardware #acim.hardware<"{}"> {
  acim.crossbar @c tile 0 rows 4 columns 4 cell_bits 2 pair {
    // expected-error@+1 {{expected cells of 'tensor<2x2xi8>', found 'tensor<2x3xi8>'}}
    acim.block at [0, 0] group 0 inputs [0, 1] row_groups [2] column_group 2 outputs [0, 1]
        scales [1, 1] cells dense<1> : tensor<2x3xi8> adc lo dense<0> : tensor<1x2xi32>
        bits dense<4> : tensor<1x2xi8> step_log2 dense<0> : tensor<1x2xi8>
  }
  func.func @main(%x: tensor<1x1x1x4xi8>) -> tensor<1x1x1x4xi8> {
    return %x : tensor<1x1x1x4xi8>
  }
}

// -----

acim.program @p hardware #acim.hardware<"{}"> {
  acim.crossbar @c tile 0 rows 4 columns 4 cell_bits 2 pair {
    // expected-error@+1 {{expected cells of 'tensor<2x2xi8>', found 'tensor<2x2xi4>'}}
    acim.block at [0, 0] group 0 inputs [0, 1] row_groups [2] column_group 2 outputs [0, 1]
        scales [1, 1] cells dense<1> : tensor<2x2xi4> adc lo dense<0> : tensor<1x2xi32>
        bits dense<4> : tensor<1x2xi8> step_log2 dense<0> : tensor<1x2xi8>
  }
  func.func @main(%x: tensor<1x1x1x4xi8>) -> tensor<1x1x1x4xi8> {
    return %x : tensor<1x1x1x4xi8>
  }
}

// -----

acim.program @p hardware #acim.hardware<"{}"> {
  acim.crossbar @c tile 0 rows 4 columns 4 cell_bits 2 pair {
    // expected-error@+1 {{expected cells as dense elements, found dense_resource<cells> : tensor<2x2xi8>}}
    acim.block at [0, 0] group 0 inputs [0, 1] row_groups [2] column_group 2 outputs [0, 1]
        scales [1, 1] cells dense_resource<cells> : tensor<2x2xi8> adc lo dense<0> : tensor<1x2xi32>
        bits dense<4> : tensor<1x2xi8> step_log2 dense<0> : tensor<1x2xi8>
  }
  func.func @main(%x: tensor<1x1x1x4xi8>) -> tensor<1x1x1x4xi8> {
    return %x : tensor<1x1x1x4xi8>
  }
}
{-# dialect_resources: { builtin: { cells: "0x0100000001020301" } } #-}

// -----

acim.program @p hardware #acim.hardware<"{}"> {
  acim.crossbar @c tile 0 rows 4 columns 4 cell_bits 2 pair {
    // expected-error@+1 {{expected lo of 'tensor<1x2xi32>', found 'tensor<2x2xi32>'}}
    acim.block at [0, 0] group 0 inputs [0, 1] row_groups [2] column_group 2 outputs [0, 1]
        scales [1, 1] cells dense<1> : tensor<2x2xi8> adc lo dense<0> : tensor<2x2xi32>
        bits dense<4> : tensor<1x2xi8> step_log2 dense<0> : tensor<1x2xi8>
  }
  func.func @main(%x: tensor<1x1x1x4xi8>) -> tensor<1x1x1x4xi8> {
    return %x : tensor<1x1x1x4xi8>
  }
}

// -----

acim.program @p hardware #acim.hardware<"{}"> {
  acim.crossbar @c tile 0 rows 4 columns 4 cell_bits 2 pair {
    // expected-error@+1 {{expected bits of 'tensor<1x2xi8>', found 'tensor<1x2xi32>'}}
    acim.block at [0, 0] group 0 inputs [0, 1] row_groups [2] column_group 2 outputs [0, 1]
        scales [1, 1] cells dense<1> : tensor<2x2xi8> adc lo dense<0> : tensor<1x2xi32>
        bits dense<4> : tensor<1x2xi32> step_log2 dense<0> : tensor<1x2xi8>
  }
  func.func @main(%x: tensor<1x1x1x4xi8>) -> tensor<1x1x1x4xi8> {
    return %x : tensor<1x1x1x4xi8>
  }
}

// -----

acim.program @p hardware #acim.hardware<"{}"> {
  acim.crossbar @c tile 0 rows 4 columns 4 cell_bits 2 pair {
    // expected-error@+1 {{expected step_log2 of 'tensor<1x2xi8>', found 'tensor<1x1xi8>'}}
    acim.block at [0, 0] group 0 inputs [0, 1] row_groups [2] column_group 2 outputs [0, 1]
        scales [1, 1] cells dense<1> : tensor<2x2xi8> adc lo dense<0> : tensor<1x2xi32>
        bits dense<4> : tensor<1x2xi8> step_log2 dense<0> : tensor<1x1xi8>
  }
  func.func @main(%x: tensor<1x1x1x4xi8>) -> tensor<1x1x1x4xi8> {
    return %x : tensor<1x1x1x4xi8>
  }
}

// -----

acim.program @p hardware #acim.hardware<"{}"> {
  acim.crossbar @c tile 0 rows 4 columns 4 cell_bits 2 pair {
    // expected-error@+1 {{expected conversions of 0 to 24 bits and steps of 2^0 to 2^16, found 25 bits and step 2^0}}
    acim.block at [0, 0] group 0 inputs [0, 1] row_groups [2] column_group 2 outputs [0, 1]
        scales [1, 1] cells dense<1> : tensor<2x2xi8> adc lo dense<0> : tensor<1x2xi32>
        bits dense<25> : tensor<1x2xi8> step_log2 dense<0> : tensor<1x2xi8>
  }
  func.func @main(%x: tensor<1x1x1x4xi8>) -> tensor<1x1x1x4xi8> {
    return %x : tensor<1x1x1x4xi8>
  }
}

// -----

acim.program @p hardware #acim.hardware<"{}"> {
  acim.crossbar @c tile 0 rows 4 columns 4 cell_bits 2 pair {
    // expected-error@+1 {{expected conversions of 0 to 24 bits and steps of 2^0 to 2^16, found 4 bits and step 2^17}}
    acim.block at [0, 0] group 0 inputs [0, 1] row_groups [2] column_group 2 outputs [0, 1]
        scales [1, 1] cells dense<1> : tensor<2x2xi8> adc lo dense<0> : tensor<1x2xi32>
        bits dense<4> : tensor<1x2xi8> step_log2 dense<[[0, 17]]> : tensor<1x2xi8>
  }
  func.func @main(%x: tensor<1x1x1x4xi8>) -> tensor<1x1x1x4xi8> {
    return %x : tensor<1x1x1x4xi8>
  }
}

// -----

acim.program @p hardware #acim.hardware<"{}"> {
  acim.crossbar @c tile 0 rows 4 columns 4 cell_bits 2 pair {
    // expected-error@+1 {{expected conversions of 0 to 24 bits and steps of 2^0 to 2^16, found -1 bits and step 2^0}}
    acim.block at [0, 0] group 0 inputs [0, 1] row_groups [2] column_group 2 outputs [0, 1]
        scales [1, 1] cells dense<1> : tensor<2x2xi8> adc lo dense<0> : tensor<1x2xi32>
        bits dense<-1> : tensor<1x2xi8> step_log2 dense<0> : tensor<1x2xi8>
  }
  func.func @main(%x: tensor<1x1x1x4xi8>) -> tensor<1x1x1x4xi8> {
    return %x : tensor<1x1x1x4xi8>
  }
}

// -----

// Bit line 1 is empty in row group 0, but not in row group 1.

acim.program @p hardware #acim.hardware<"{}"> {
  acim.crossbar @c tile 0 rows 4 columns 4 cell_bits 2 pair {
    // expected-error@+1 {{bit line 1 is not converted in row group 1 but holds level -2 there}}
    acim.block at [0, 0] group 0 inputs [0, 1, 2] row_groups [1, 2] column_group 2 outputs [0, 1]
        scales [1, 1] cells dense<[[1, 0], [1, 0], [1, -2]]> : tensor<3x2xi8> adc lo dense<0> : tensor<2x2xi32>
        bits dense<[[4, 0], [4, 0]]> : tensor<2x2xi8> step_log2 dense<0> : tensor<2x2xi8>
  }
  func.func @main(%x: tensor<1x1x1x4xi8>) -> tensor<1x1x1x4xi8> {
    return %x : tensor<1x1x1x4xi8>
  }
}

// -----

// Digital instructions.

acim.program @p hardware #acim.hardware<"{}"> {
  func.func @main(%x: tensor<1x4xi32>) -> tensor<1x4xi32> {
    // expected-error@+1 {{expected its region to end with acim.yield}}
    %0 = acim.digital {
      tosa.yield %x : tensor<1x4xi32>
    } : tensor<1x4xi32>
    return %0 : tensor<1x4xi32>
  }
}

// -----

acim.program @p hardware #acim.hardware<"{}"> {
  func.func @main(%x: tensor<1x4xi32>) -> tensor<1x4xi32> {
    // expected-error@+1 {{expected acim.yield of the types of its results}}
    %0 = acim.digital {
      acim.yield %x, %x : tensor<1x4xi32>, tensor<1x4xi32>
    } : tensor<1x4xi32>
    return %0 : tensor<1x4xi32>
  }
}

// -----

acim.program @p hardware #acim.hardware<"{}"> {
  func.func @main(%x: tensor<1x4xi32>) -> tensor<1x4xi32> {
    %0 = acim.digital {
      // expected-error@+1 {{does not belong into an acim.digital; expected TOSA operators}}
      %1 = arith.addi %x, %x : tensor<1x4xi32>
      acim.yield %1 : tensor<1x4xi32>
    } : tensor<1x4xi32>
    return %0 : tensor<1x4xi32>
  }
}

// -----

// Idle planes: no code for 0 below, above and between the codes.

acim.program @p hardware #acim.hardware<"{}"> {
  acim.crossbar @c tile 0 rows 4 columns 4 cell_bits 2 pair {
    // expected-note@+1 {{a block of the crossbar has others}}
    acim.block at [0, 0] group 0 inputs [0, 1] row_groups [2] column_group 2 outputs [0, 1]
        scales [1, 1] cells dense<1> : tensor<2x2xi8> adc lo dense<[[-8, 1]]> : tensor<1x2xi32>
        bits dense<4> : tensor<1x2xi8> step_log2 dense<0> : tensor<1x2xi8>
  }
  func.func @main(%x: tensor<1x1x1x2xi8>) -> tensor<1x1x2xi32> {
    %0 = acim.layer "conv" (%x) {
      acim.fetch #acim.window<kernel = [1, 1], stride = [1, 1], pad = [0, 0, 0, 0], dilation = [1, 1], groups = 1, pad_value = 0>
      acim.drive @c inputs #acim.inputs<kind = binary, bits = 8, offset = 128>
      // expected-error@+1 {{skip_idle expects converter settings that read 0 as 0; drop it or change the settings}}
      acim.convert @c readout difference skip_idle
      acim.shift_add @c
      acim.reduce initial dense<0> : tensor<1x2xi64>
      acim.store
    } : tensor<1x1x1x2xi8> -> tensor<1x1x2xi32>
    return %0 : tensor<1x1x2xi32>
  }
}

// -----

acim.program @p hardware #acim.hardware<"{}"> {
  acim.crossbar @c tile 0 rows 4 columns 4 cell_bits 2 pair {
    // expected-note@+1 {{a block of the crossbar has others}}
    acim.block at [0, 0] group 0 inputs [0, 1] row_groups [2] column_group 2 outputs [0, 1]
        scales [1, 1] cells dense<1> : tensor<2x2xi8> adc lo dense<[[-8, -16]]> : tensor<1x2xi32>
        bits dense<4> : tensor<1x2xi8> step_log2 dense<0> : tensor<1x2xi8>
  }
  func.func @main(%x: tensor<1x1x1x2xi8>) -> tensor<1x1x2xi32> {
    %0 = acim.layer "conv" (%x) {
      acim.fetch #acim.window<kernel = [1, 1], stride = [1, 1], pad = [0, 0, 0, 0], dilation = [1, 1], groups = 1, pad_value = 0>
      acim.drive @c inputs #acim.inputs<kind = binary, bits = 8, offset = 128>
      // expected-error@+1 {{skip_idle expects converter settings that read 0 as 0; drop it or change the settings}}
      acim.convert @c readout difference skip_idle
      acim.shift_add @c
      acim.reduce initial dense<0> : tensor<1x2xi64>
      acim.store
    } : tensor<1x1x1x2xi8> -> tensor<1x1x2xi32>
    return %0 : tensor<1x1x2xi32>
  }
}

// -----

acim.program @p hardware #acim.hardware<"{}"> {
  acim.crossbar @c tile 0 rows 4 columns 4 cell_bits 2 pair {
    // expected-note@+1 {{a block of the crossbar has others}}
    acim.block at [0, 0] group 0 inputs [0, 1] row_groups [2] column_group 2 outputs [0, 1]
        scales [1, 1] cells dense<1> : tensor<2x2xi8> adc lo dense<[[-8, -6]]> : tensor<1x2xi32>
        bits dense<4> : tensor<1x2xi8> step_log2 dense<2> : tensor<1x2xi8>
  }
  func.func @main(%x: tensor<1x1x1x2xi8>) -> tensor<1x1x2xi32> {
    %0 = acim.layer "conv" (%x) {
      acim.fetch #acim.window<kernel = [1, 1], stride = [1, 1], pad = [0, 0, 0, 0], dilation = [1, 1], groups = 1, pad_value = 0>
      acim.drive @c inputs #acim.inputs<kind = binary, bits = 8, offset = 128>
      // expected-error@+1 {{skip_idle expects converter settings that read 0 as 0; drop it or change the settings}}
      acim.convert @c readout difference skip_idle
      acim.shift_add @c
      acim.reduce initial dense<0> : tensor<1x2xi64>
      acim.store
    } : tensor<1x1x1x2xi8> -> tensor<1x1x2xi32>
    return %0 : tensor<1x1x2xi32>
  }
}

// -----

// Summed inputs and several planes at once.

acim.program @p hardware #acim.hardware<"{}"> {
  acim.crossbar @c tile 0 rows 4 columns 4 cell_bits 2 pair {
    // expected-error@+1 {{expected one factor of the summed inputs an output, found 1 factors and 2 outputs}}
    acim.block at [0, 0] group 0 inputs [0, 1] row_groups [2] column_group 2 outputs [0, 1]
        scales [1, 1] input_sums [-8] cells dense<1> : tensor<2x2xi8> adc lo dense<-8> : tensor<1x2xi32>
        bits dense<5> : tensor<1x2xi8> step_log2 dense<0> : tensor<1x2xi8>
  }
  func.func @main() {
    return
  }
}

// -----

acim.program @p hardware #acim.hardware<"{}"> {
  acim.crossbar @c tile 0 rows 4 columns 4 cell_bits 2 pair {
    // expected-error@+1 {{attribute 'planes_per_drive' failed to satisfy constraint: 64-bit signless integer attribute whose minimum value is 2 whose maximum value is 3}}
    acim.block at [0, 0] group 0 inputs [0, 1] row_groups [2] column_group 2 outputs [0, 1]
        scales [1, 1] planes_per_drive 1 cells dense<1> : tensor<2x2xi8> adc lo dense<-8> : tensor<1x2xi32>
        bits dense<5> : tensor<1x2xi8> step_log2 dense<0> : tensor<1x2xi8>
  }
  func.func @main() {
    return
  }
}

// -----

// Two rows on three word lines each.

acim.program @p hardware #acim.hardware<"{}"> {
  acim.crossbar @c tile 0 rows 4 columns 4 cell_bits 2 pair {
    // expected-error@+1 {{does not fit into the crossbar: ends at word line 6, bit line 2 of 4 x 4}}
    acim.block at [0, 0] group 0 inputs [0, 1] row_groups [2] column_group 2 outputs [0, 1]
        scales [1, 1] planes_per_drive 2 cells dense<1> : tensor<2x2xi8> adc lo dense<-8> : tensor<1x2xi32>
        bits dense<5> : tensor<1x2xi8> step_log2 dense<0> : tensor<1x2xi8>
  }
  func.func @main() {
    return
  }
}

// -----

acim.program @p hardware #acim.hardware<"{}"> {
  acim.crossbar @c tile 0 rows 6 columns 6 cell_bits 2 pair {
    // expected-note@+1 {{the block}}
    acim.block at [0, 0] group 0 inputs [0, 1] row_groups [2] column_group 2 outputs [0, 1]
        scales [1, 1] planes_per_drive 2 cells dense<1> : tensor<2x2xi8> adc lo dense<-8> : tensor<1x2xi32>
        bits dense<5> : tensor<1x2xi8> step_log2 dense<0> : tensor<1x2xi8>
  }
  func.func @main(%x: tensor<1x1x1x2xi1>) -> tensor<1x1x2xi32> {
    %0 = acim.layer "conv" (%x) {
      acim.fetch #acim.window<kernel = [1, 1], stride = [1, 1], pad = [0, 0, 0, 0], dilation = [1, 1], groups = 1, pad_value = 0>
      // expected-error@+1 {{expected neighbouring planes whose scales double, as a block drives several planes at once}}
      acim.drive @c inputs #acim.inputs<kind = binary, bits = 1, offset = 1>
      acim.convert @c readout difference 
      acim.shift_add @c
      acim.reduce initial dense<0> : tensor<1x2xi64>
      acim.store
    } : tensor<1x1x1x2xi1> -> tensor<1x1x2xi32>
    return %0 : tensor<1x1x2xi32>
  }
}

// -----

acim.program @p hardware #acim.hardware<"{}"> {
  acim.crossbar @c tile 0 rows 6 columns 6 cell_bits 2 pair {
    // expected-note@+1 {{a block of the crossbar drives several}}
    acim.block at [0, 0] group 0 inputs [0, 1] row_groups [2] column_group 2 outputs [0, 1]
        scales [1, 1] planes_per_drive 2 cells dense<1> : tensor<2x2xi8> adc lo dense<-8> : tensor<1x2xi32>
        bits dense<5> : tensor<1x2xi8> step_log2 dense<0> : tensor<1x2xi8>
  }
  func.func @main(%x: tensor<1x1x1x2xi8>) -> tensor<1x1x2xi32> {
    %0 = acim.layer "conv" (%x) {
      acim.fetch #acim.window<kernel = [1, 1], stride = [1, 1], pad = [0, 0, 0, 0], dilation = [1, 1], groups = 1, pad_value = 0>
      acim.drive @c inputs #acim.inputs<kind = binary, bits = 8, offset = 128>
      // expected-error@+1 {{bounded expects one plane to be driven at a time; drop it or planes_per_drive}}
      acim.convert @c readout difference bounded
      acim.shift_add @c
      acim.reduce initial dense<0> : tensor<1x2xi64>
      acim.store
    } : tensor<1x1x1x2xi8> -> tensor<1x1x2xi32>
    return %0 : tensor<1x1x2xi32>
  }
}
