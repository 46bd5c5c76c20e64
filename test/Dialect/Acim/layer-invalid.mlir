// RUN: acim-opt %s --split-input-file --verify-diagnostics

// Geometry.

acim.program @p hardware #acim.hardware<"{}"> {
  acim.crossbar @c tile 0 rows 4 columns 4 cell_bits 2 pair {
  }
  func.func @main(%x: tensor<1x1x4xi8>) -> tensor<1x1x2xi32> {
    // expected-error@+1 {{expected an NHWC input of integers of at most 16 bits, found 'tensor<1x1x4xi8>'}}
    %0 = acim.layer "l" (%x) {
      acim.fetch #acim.window<kernel = [1, 1], stride = [1, 1], pad = [0, 0, 0, 0], dilation = [1, 1], groups = 1, pad_value = 0>
      acim.drive @c inputs #acim.inputs<kind = binary, bits = 8, offset = 128>
      acim.convert @c readout difference
      acim.shift_add @c
      acim.reduce initial dense<0> : tensor<1x2xi64>
      acim.store
    } : tensor<1x1x4xi8> -> tensor<1x1x2xi32>
    return %0 : tensor<1x1x2xi32>
  }
}

// -----

acim.program @p hardware #acim.hardware<"{}"> {
  acim.crossbar @c tile 0 rows 4 columns 4 cell_bits 2 pair {
  }
  func.func @main(%x: tensor<1x1x1x4xi32>) -> tensor<1x1x2xi32> {
    // expected-error@+1 {{expected an NHWC input of integers of at most 16 bits, found 'tensor<1x1x1x4xi32>'}}
    %0 = acim.layer "l" (%x) {
      acim.fetch #acim.window<kernel = [1, 1], stride = [1, 1], pad = [0, 0, 0, 0], dilation = [1, 1], groups = 1, pad_value = 0>
      acim.drive @c inputs #acim.inputs<kind = binary, bits = 8, offset = 128>
      acim.convert @c readout difference
      acim.shift_add @c
      acim.reduce initial dense<0> : tensor<1x2xi64>
      acim.store
    } : tensor<1x1x1x4xi32> -> tensor<1x1x2xi32>
    return %0 : tensor<1x1x2xi32>
  }
}

// -----

acim.program @p hardware #acim.hardware<"{}"> {
  acim.crossbar @c tile 0 rows 4 columns 4 cell_bits 2 pair {
  }
  func.func @main(%x: tensor<1x1x1x4xf16>) -> tensor<1x1x2xi32> {
    // expected-error@+1 {{expected an NHWC input of integers of at most 16 bits, found 'tensor<1x1x1x4xf16>'}}
    %0 = acim.layer "l" (%x) {
      acim.fetch #acim.window<kernel = [1, 1], stride = [1, 1], pad = [0, 0, 0, 0], dilation = [1, 1], groups = 1, pad_value = 0>
      acim.drive @c inputs #acim.inputs<kind = binary, bits = 8, offset = 128>
      acim.convert @c readout difference
      acim.shift_add @c
      acim.reduce initial dense<0> : tensor<1x2xi64>
      acim.store
    } : tensor<1x1x1x4xf16> -> tensor<1x1x2xi32>
    return %0 : tensor<1x1x2xi32>
  }
}

// -----

acim.program @p hardware #acim.hardware<"{}"> {
  acim.crossbar @c tile 0 rows 4 columns 4 cell_bits 2 pair {
  }
  func.func @main(%x: tensor<1x1x1x4xindex>) -> tensor<1x1x2xi32> {
    // expected-error@+1 {{expected an NHWC input of integers of at most 16 bits, found 'tensor<1x1x1x4xindex>'}}
    %0 = acim.layer "l" (%x) {
      acim.fetch #acim.window<kernel = [1, 1], stride = [1, 1], pad = [0, 0, 0, 0], dilation = [1, 1], groups = 1, pad_value = 0>
      acim.drive @c inputs #acim.inputs<kind = binary, bits = 8, offset = 128>
      acim.convert @c readout difference
      acim.shift_add @c
      acim.reduce initial dense<0> : tensor<1x2xi64>
      acim.store
    } : tensor<1x1x1x4xindex> -> tensor<1x1x2xi32>
    return %0 : tensor<1x1x2xi32>
  }
}

// -----

acim.program @p hardware #acim.hardware<"{}"> {
  acim.crossbar @c tile 0 rows 4 columns 4 cell_bits 2 pair {
  }
  func.func @main(%x: tensor<1x1x1x4xi8>) -> tensor<1x1x2xi32> {
    // expected-error@+1 {{expected channels that divide into 3 groups, found 4}}
    %0 = acim.layer "l" (%x) {
      acim.fetch #acim.window<kernel = [1, 1], stride = [1, 1], pad = [0, 0, 0, 0], dilation = [1, 1], groups = 3, pad_value = 0>
      acim.drive @c inputs #acim.inputs<kind = binary, bits = 8, offset = 128>
      acim.convert @c readout difference
      acim.shift_add @c
      acim.reduce initial dense<0> : tensor<1x2xi64>
      acim.store
    } : tensor<1x1x1x4xi8> -> tensor<1x1x2xi32>
    return %0 : tensor<1x1x2xi32>
  }
}

// -----

acim.program @p hardware #acim.hardware<"{}"> {
  acim.crossbar @c tile 0 rows 4 columns 4 cell_bits 2 pair {
  }
  func.func @main(%x: tensor<1x1x1x4xi8>) -> tensor<1x1x2xi32> {
    // expected-error@+1 {{window does not fit into 'tensor<1x1x1x4xi8>'}}
    %0 = acim.layer "l" (%x) {
      acim.fetch #acim.window<kernel = [2, 1], stride = [1, 1], pad = [0, 0, 0, 0], dilation = [1, 1], groups = 1, pad_value = 0>
      acim.drive @c inputs #acim.inputs<kind = binary, bits = 8, offset = 128>
      acim.convert @c readout difference
      acim.shift_add @c
      acim.reduce initial dense<0> : tensor<1x2xi64>
      acim.store
    } : tensor<1x1x1x4xi8> -> tensor<1x1x2xi32>
    return %0 : tensor<1x1x2xi32>
  }
}

// -----

acim.program @p hardware #acim.hardware<"{}"> {
  acim.crossbar @c tile 0 rows 4 columns 4 cell_bits 2 pair {
  }
  func.func @main(%x: tensor<1x1x1x4xi8>) -> tensor<2x1x2xi32> {
    // expected-error@+1 {{expected a result of 1 positions x 1 groups x outputs, integers, found 'tensor<2x1x2xi32>'}}
    %0 = acim.layer "l" (%x) {
      acim.fetch #acim.window<kernel = [1, 1], stride = [1, 1], pad = [0, 0, 0, 0], dilation = [1, 1], groups = 1, pad_value = 0>
      acim.drive @c inputs #acim.inputs<kind = binary, bits = 8, offset = 128>
      acim.convert @c readout difference
      acim.shift_add @c
      acim.reduce initial dense<0> : tensor<1x2xi64>
      acim.store
    } : tensor<1x1x1x4xi8> -> tensor<2x1x2xi32>
    return %0 : tensor<2x1x2xi32>
  }
}

// -----

acim.program @p hardware #acim.hardware<"{}"> {
  acim.crossbar @c tile 0 rows 4 columns 4 cell_bits 2 pair {
  }
  func.func @main(%x: tensor<1x1x1x4xi8>) -> tensor<1x2x2xi32> {
    // expected-error@+1 {{expected a result of 1 positions x 1 groups x outputs, integers, found 'tensor<1x2x2xi32>'}}
    %0 = acim.layer "l" (%x) {
      acim.fetch #acim.window<kernel = [1, 1], stride = [1, 1], pad = [0, 0, 0, 0], dilation = [1, 1], groups = 1, pad_value = 0>
      acim.drive @c inputs #acim.inputs<kind = binary, bits = 8, offset = 128>
      acim.convert @c readout difference
      acim.shift_add @c
      acim.reduce initial dense<0> : tensor<1x2xi64>
      acim.store
    } : tensor<1x1x1x4xi8> -> tensor<1x2x2xi32>
    return %0 : tensor<1x2x2xi32>
  }
}

// -----

acim.program @p hardware #acim.hardware<"{}"> {
  acim.crossbar @c tile 0 rows 4 columns 4 cell_bits 2 pair {
  }
  func.func @main(%x: tensor<1x1x1x4xi8>) -> tensor<1x2xi32> {
    // expected-error@+1 {{expected a result of 1 positions x 1 groups x outputs, integers, found 'tensor<1x2xi32>'}}
    %0 = acim.layer "l" (%x) {
      acim.fetch #acim.window<kernel = [1, 1], stride = [1, 1], pad = [0, 0, 0, 0], dilation = [1, 1], groups = 1, pad_value = 0>
      acim.drive @c inputs #acim.inputs<kind = binary, bits = 8, offset = 128>
      acim.convert @c readout difference
      acim.shift_add @c
      acim.reduce initial dense<0> : tensor<1x2xi64>
      acim.store
    } : tensor<1x1x1x4xi8> -> tensor<1x2xi32>
    return %0 : tensor<1x2xi32>
  }
}

// -----

acim.program @p hardware #acim.hardware<"{}"> {
  acim.crossbar @c tile 0 rows 4 columns 4 cell_bits 2 pair {
  }
  func.func @main(%x: tensor<1x1x1x4xi8>) -> tensor<1x1x2xf32> {
    // expected-error@+1 {{expected a result of 1 positions x 1 groups x outputs, integers, found 'tensor<1x1x2xf32>'}}
    %0 = acim.layer "l" (%x) {
      acim.fetch #acim.window<kernel = [1, 1], stride = [1, 1], pad = [0, 0, 0, 0], dilation = [1, 1], groups = 1, pad_value = 0>
      acim.drive @c inputs #acim.inputs<kind = binary, bits = 8, offset = 128>
      acim.convert @c readout difference
      acim.shift_add @c
      acim.reduce initial dense<0> : tensor<1x2xi64>
      acim.store
    } : tensor<1x1x1x4xi8> -> tensor<1x1x2xf32>
    return %0 : tensor<1x1x2xf32>
  }
}

// -----

acim.program @p hardware #acim.hardware<"{}"> {
  acim.crossbar @c tile 0 rows 4 columns 4 cell_bits 2 pair {
  }
  func.func @main(%x: tensor<1x1x1x4xi8>) -> tensor<1x1x2xi32> {
    %0 = acim.layer "l" (%x) {
      acim.fetch #acim.window<kernel = [1, 1], stride = [1, 1], pad = [0, 0, 0, 0], dilation = [1, 1], groups = 1, pad_value = 0>
      acim.drive @c inputs #acim.inputs<kind = binary, bits = 8, offset = 128>
      acim.convert @c readout difference
      acim.shift_add @c
      // expected-error@+1 {{expected initial values of 'tensor<1x2xi64>', found 'tensor<2xi64>'}}
      acim.reduce initial dense<0> : tensor<2xi64>
      acim.store
    } : tensor<1x1x1x4xi8> -> tensor<1x1x2xi32>
    return %0 : tensor<1x1x2xi32>
  }
}

// -----

acim.program @p hardware #acim.hardware<"{}"> {
  acim.crossbar @c tile 0 rows 4 columns 4 cell_bits 2 pair {
  }
  func.func @main(%x: tensor<1x1x1x4xi8>) -> tensor<1x1x2xi32> {
    %0 = acim.layer "l" (%x) {
      acim.fetch #acim.window<kernel = [1, 1], stride = [1, 1], pad = [0, 0, 0, 0], dilation = [1, 1], groups = 1, pad_value = 0>
      acim.drive @c inputs #acim.inputs<kind = binary, bits = 8, offset = 128>
      acim.convert @c readout difference
      acim.shift_add @c
      // expected-error@+1 {{expected the inputs of the layer's other crossbars, #acim.inputs<kind = binary, bits = 8, offset = 128>}}
      acim.drive @c inputs #acim.inputs<kind = binary, bits = 8, offset = 0>
      acim.convert @c readout difference
      acim.shift_add @c
      acim.reduce initial dense<0> : tensor<1x2xi64>
      acim.store
    } : tensor<1x1x1x4xi8> -> tensor<1x1x2xi32>
    return %0 : tensor<1x1x2xi32>
  }
}

// -----

// Crossbars that instructions address.

acim.program @p hardware #acim.hardware<"{}"> {
  acim.crossbar @c tile 0 rows 4 columns 4 cell_bits 2 pair {
  }
  func.func @main(%x: tensor<1x1x1x4xi8>) -> tensor<1x1x2xi32> {
    %0 = acim.layer "l" (%x) {
      acim.fetch #acim.window<kernel = [1, 1], stride = [1, 1], pad = [0, 0, 0, 0], dilation = [1, 1], groups = 1, pad_value = 0>
      // expected-error@+1 {{expected @d to be an acim.crossbar of the program}}
      acim.drive @d inputs #acim.inputs<kind = binary, bits = 8, offset = 128>
      acim.convert @d readout difference
      acim.shift_add @d
      acim.reduce initial dense<0> : tensor<1x2xi64>
      acim.store
    } : tensor<1x1x1x4xi8> -> tensor<1x1x2xi32>
    return %0 : tensor<1x1x2xi32>
  }
}

// -----

acim.program @p hardware #acim.hardware<"{}"> {
  acim.crossbar @c tile 0 rows 4 columns 4 cell_bits 2 pair {
  }
  func.func @main(%x: tensor<1x1x1x4xi8>) -> tensor<1x1x2xi32> {
    %0 = acim.layer "l" (%x) {
      acim.fetch #acim.window<kernel = [1, 1], stride = [1, 1], pad = [0, 0, 0, 0], dilation = [1, 1], groups = 1, pad_value = 0>
      // expected-error@+1 {{expected @main to be an acim.crossbar of the program}}
      acim.drive @main inputs #acim.inputs<kind = binary, bits = 8, offset = 128>
      acim.convert @main readout difference
      acim.shift_add @main
      acim.reduce initial dense<0> : tensor<1x2xi64>
      acim.store
    } : tensor<1x1x1x4xi8> -> tensor<1x1x2xi32>
    return %0 : tensor<1x1x2xi32>
  }
}

// -----

acim.program @p hardware #acim.hardware<"{}"> {
  acim.crossbar @c tile 0 rows 4 columns 4 cell_bits 2 pair {
  }
  func.func @main(%x: tensor<1x1x1x4xi8>) -> tensor<1x1x2xi32> {
    %0 = acim.layer "l" (%x) {
      acim.fetch #acim.window<kernel = [1, 1], stride = [1, 1], pad = [0, 0, 0, 0], dilation = [1, 1], groups = 1, pad_value = 0>
      acim.drive @c inputs #acim.inputs<kind = binary, bits = 8, offset = 128>
      // expected-error@+1 {{readout single expects a single crossbar, found a pair}}
      acim.convert @c readout single
      acim.shift_add @c
      acim.reduce initial dense<0> : tensor<1x2xi64>
      acim.store
    } : tensor<1x1x1x4xi8> -> tensor<1x1x2xi32>
    return %0 : tensor<1x1x2xi32>
  }
}

// -----

acim.program @p hardware #acim.hardware<"{}"> {
  acim.crossbar @c tile 0 rows 4 columns 4 cell_bits 2 {
  }
  func.func @main(%x: tensor<1x1x1x4xi8>) -> tensor<1x1x2xi32> {
    %0 = acim.layer "l" (%x) {
      acim.fetch #acim.window<kernel = [1, 1], stride = [1, 1], pad = [0, 0, 0, 0], dilation = [1, 1], groups = 1, pad_value = 0>
      acim.drive @c inputs #acim.inputs<kind = binary, bits = 8, offset = 128>
      // expected-error@+1 {{readout difference expects a pair of crossbars, found a single one}}
      acim.convert @c readout difference
      acim.shift_add @c
      acim.reduce initial dense<0> : tensor<1x2xi64>
      acim.store
    } : tensor<1x1x1x4xi8> -> tensor<1x1x2xi32>
    return %0 : tensor<1x1x2xi32>
  }
}

// -----

acim.program @p hardware #acim.hardware<"{}"> {
  acim.crossbar @c tile 0 rows 4 columns 4 cell_bits 2 pair {
    // expected-note@+1 {{a block of the crossbar addresses others}}
    acim.block at [0, 0] group 0 inputs [0, 4] row_groups [2] column_group 2 outputs [0, 1]
        scales [1, 1] cells dense<1> : tensor<2x2xi8> adc lo dense<0> : tensor<1x2xi32>
        bits dense<4> : tensor<1x2xi8> step_log2 dense<0> : tensor<1x2xi8>
  }
  func.func @main(%x: tensor<1x1x1x4xi8>) -> tensor<1x1x2xi32> {
    %0 = acim.layer "l" (%x) {
      acim.fetch #acim.window<kernel = [1, 1], stride = [1, 1], pad = [0, 0, 0, 0], dilation = [1, 1], groups = 1, pad_value = 0>
      // expected-error@+1 {{layer has 1 groups of 4 inputs and 2 outputs}}
      acim.drive @c inputs #acim.inputs<kind = binary, bits = 8, offset = 128>
      acim.convert @c readout difference
      acim.shift_add @c
      acim.reduce initial dense<0> : tensor<1x2xi64>
      acim.store
    } : tensor<1x1x1x4xi8> -> tensor<1x1x2xi32>
    return %0 : tensor<1x1x2xi32>
  }
}

// -----

acim.program @p hardware #acim.hardware<"{}"> {
  acim.crossbar @c tile 0 rows 4 columns 4 cell_bits 2 pair {
    // expected-note@+1 {{a block of the crossbar addresses others}}
    acim.block at [0, 0] group 0 inputs [0, 1] row_groups [2] column_group 2 outputs [0, 2]
        scales [1, 1] cells dense<1> : tensor<2x2xi8> adc lo dense<0> : tensor<1x2xi32>
        bits dense<4> : tensor<1x2xi8> step_log2 dense<0> : tensor<1x2xi8>
  }
  func.func @main(%x: tensor<1x1x1x4xi8>) -> tensor<1x1x2xi32> {
    %0 = acim.layer "l" (%x) {
      acim.fetch #acim.window<kernel = [1, 1], stride = [1, 1], pad = [0, 0, 0, 0], dilation = [1, 1], groups = 1, pad_value = 0>
      // expected-error@+1 {{layer has 1 groups of 4 inputs and 2 outputs}}
      acim.drive @c inputs #acim.inputs<kind = binary, bits = 8, offset = 128>
      acim.convert @c readout difference
      acim.shift_add @c
      acim.reduce initial dense<0> : tensor<1x2xi64>
      acim.store
    } : tensor<1x1x1x4xi8> -> tensor<1x1x2xi32>
    return %0 : tensor<1x1x2xi32>
  }
}

// -----

acim.program @p hardware #acim.hardware<"{}"> {
  acim.crossbar @c tile 0 rows 4 columns 4 cell_bits 2 pair {
    // expected-note@+1 {{a block of the crossbar addresses others}}
    acim.block at [0, 0] group 0 inputs [0, 1] row_groups [2] column_group 2 outputs [-2, 0]
        scales [1, 1] cells dense<1> : tensor<2x2xi8> adc lo dense<0> : tensor<1x2xi32>
        bits dense<4> : tensor<1x2xi8> step_log2 dense<0> : tensor<1x2xi8>
  }
  func.func @main(%x: tensor<1x1x1x4xi8>) -> tensor<1x1x2xi32> {
    %0 = acim.layer "l" (%x) {
      acim.fetch #acim.window<kernel = [1, 1], stride = [1, 1], pad = [0, 0, 0, 0], dilation = [1, 1], groups = 1, pad_value = 0>
      // expected-error@+1 {{layer has 1 groups of 4 inputs and 2 outputs}}
      acim.drive @c inputs #acim.inputs<kind = binary, bits = 8, offset = 128>
      acim.convert @c readout difference
      acim.shift_add @c
      acim.reduce initial dense<0> : tensor<1x2xi64>
      acim.store
    } : tensor<1x1x1x4xi8> -> tensor<1x1x2xi32>
    return %0 : tensor<1x1x2xi32>
  }
}

// -----

acim.program @p hardware #acim.hardware<"{}"> {
  acim.crossbar @c tile 0 rows 4 columns 4 cell_bits 2 pair {
    // expected-note@+1 {{a block of the crossbar addresses others}}
    acim.block at [0, 0] group 1 inputs [0, 1] row_groups [2] column_group 2 outputs [0, 1]
        scales [1, 1] cells dense<1> : tensor<2x2xi8> adc lo dense<0> : tensor<1x2xi32>
        bits dense<4> : tensor<1x2xi8> step_log2 dense<0> : tensor<1x2xi8>
  }
  func.func @main(%x: tensor<1x1x1x4xi8>) -> tensor<1x1x2xi32> {
    %0 = acim.layer "l" (%x) {
      acim.fetch #acim.window<kernel = [1, 1], stride = [1, 1], pad = [0, 0, 0, 0], dilation = [1, 1], groups = 1, pad_value = 0>
      // expected-error@+1 {{layer has 1 groups of 4 inputs and 2 outputs}}
      acim.drive @c inputs #acim.inputs<kind = binary, bits = 8, offset = 128>
      acim.convert @c readout difference
      acim.shift_add @c
      acim.reduce initial dense<0> : tensor<1x2xi64>
      acim.store
    } : tensor<1x1x1x4xi8> -> tensor<1x1x2xi32>
    return %0 : tensor<1x1x2xi32>
  }
}

// -----

acim.program @p hardware #acim.hardware<"{}"> {
  acim.crossbar @c tile 0 rows 4 columns 4 cell_bits 2 pair {
  }
  func.func @main(%x: tensor<1x1x1x4xi8>) -> tensor<1x1x2xi32> {
    %0 = acim.layer "l" (%x) {
      acim.fetch #acim.window<kernel = [1, 1], stride = [1, 1], pad = [0, 0, 0, 0], dilation = [1, 1], groups = 1, pad_value = 0>
      acim.drive @c inputs #acim.inputs<kind = binary, bits = 8, offset = 128, dac_bits = 2>
      // expected-error@+1 {{bounded expects word lines to be driven with levels from -1 to 1, found levels from 0 to 3}}
      acim.convert @c readout difference bounded
      acim.shift_add @c
      acim.reduce initial dense<0> : tensor<1x2xi64>
      acim.store
    } : tensor<1x1x1x4xi8> -> tensor<1x1x2xi32>
    return %0 : tensor<1x1x2xi32>
  }
}
