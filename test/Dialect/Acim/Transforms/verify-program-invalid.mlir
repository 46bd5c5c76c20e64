// RUN: %python %S/Inputs/with_hardware.py %s %acim_src/lib/Hardware/presets/chen_rram128.json | acim-opt --split-input-file --verify-diagnostics --acim-verify-program

// expected-error@+1 {{expected one acim.program and nothing else; run acim-lower-to-program}}
module {
}

// -----

// expected-error@+1 {{expected one acim.program and nothing else; run acim-lower-to-program}}
module {
acim.weights @w dense<1> : tensor<1x2x2xi8> bias dense<0> : tensor<1x2xi64>
acim.program @main hardware #acim.hardware<"HARDWARE"> {
  acim.crossbar @w_0 tile 0 rows 128 columns 128 cell_bits 2 pair {
    acim.block at [0, 0] group 0 inputs [0, 1] row_groups [2] column_group 4 outputs [0, 0, 1, 1] scales [1, 4, 1, 4] cells dense<0> : tensor<2x4xi8> adc lo dense<-512> : tensor<1x4xi32> bits dense<10> : tensor<1x4xi8> step_log2 dense<0> : tensor<1x4xi8>
  }
  func.func @main(%x: tensor<1x1x1x2xi8>) -> tensor<1x1x2xi32> {
    %0 = acim.layer "w"(%x) {
      acim.fetch #acim.window<kernel = [1, 1], stride = [1, 1], pad = [0, 0, 0, 0], dilation = [1, 1], groups = 1, pad_value = 0>
      acim.drive @w_0 inputs #acim.inputs<kind = binary, bits = 8, offset = 128>
      acim.convert @w_0 readout difference
      acim.shift_add @w_0
      acim.reduce initial dense<0> : tensor<1x2xi64>
      acim.store
    } : tensor<1x1x1x2xi8> -> tensor<1x1x2xi32>
    return %0 : tensor<1x1x2xi32>
  }
}
}

// -----

// expected-error@+1 {{invalid hardware description: acim.hardware:1:}}
acim.program @main hardware #acim.hardware<"{}"> {
  func.func @main() {
    return
  }
}

// -----

acim.program @main hardware #acim.hardware<"HARDWARE"> {
  // expected-error@+1 {{expected the hardware's 128 x 128 cells of 2 bits, found 64 x 128 cells of 2 bits}}
  acim.crossbar @w_0 tile 0 rows 64 columns 128 cell_bits 2 pair {
    acim.block at [0, 0] group 0 inputs [0, 1] row_groups [2] column_group 4 outputs [0, 0, 1, 1] scales [1, 4, 1, 4] cells dense<0> : tensor<2x4xi8> adc lo dense<-512> : tensor<1x4xi32> bits dense<10> : tensor<1x4xi8> step_log2 dense<0> : tensor<1x4xi8>
  }
  func.func @main(%x: tensor<1x1x1x2xi8>) -> tensor<1x1x2xi32> {
    %0 = acim.layer "w"(%x) {
      acim.fetch #acim.window<kernel = [1, 1], stride = [1, 1], pad = [0, 0, 0, 0], dilation = [1, 1], groups = 1, pad_value = 0>
      acim.drive @w_0 inputs #acim.inputs<kind = binary, bits = 8, offset = 128>
      acim.convert @w_0 readout difference
      acim.shift_add @w_0
      acim.reduce initial dense<0> : tensor<1x2xi64>
      acim.store
    } : tensor<1x1x1x2xi8> -> tensor<1x1x2xi32>
    return %0 : tensor<1x1x2xi32>
  }
}

// -----

acim.program @main hardware #acim.hardware<"HARDWARE"> {
  // expected-error@+1 {{expected the hardware's 128 x 128 cells of 2 bits, found 128 x 128 cells of 3 bits}}
  acim.crossbar @w_0 tile 0 rows 128 columns 128 cell_bits 3 pair {
    acim.block at [0, 0] group 0 inputs [0, 1] row_groups [2] column_group 4 outputs [0, 0, 1, 1] scales [1, 4, 1, 4] cells dense<0> : tensor<2x4xi8> adc lo dense<-512> : tensor<1x4xi32> bits dense<10> : tensor<1x4xi8> step_log2 dense<0> : tensor<1x4xi8>
  }
  func.func @main(%x: tensor<1x1x1x2xi8>) -> tensor<1x1x2xi32> {
    %0 = acim.layer "w"(%x) {
      acim.fetch #acim.window<kernel = [1, 1], stride = [1, 1], pad = [0, 0, 0, 0], dilation = [1, 1], groups = 1, pad_value = 0>
      acim.drive @w_0 inputs #acim.inputs<kind = binary, bits = 8, offset = 128>
      acim.convert @w_0 readout difference
      acim.shift_add @w_0
      acim.reduce initial dense<0> : tensor<1x2xi64>
      acim.store
    } : tensor<1x1x1x2xi8> -> tensor<1x1x2xi32>
    return %0 : tensor<1x1x2xi32>
  }
}

// -----

acim.program @main hardware #acim.hardware<"HARDWARE"> {
  acim.crossbar @w_0 tile 0 rows 128 columns 128 cell_bits 2 pair {
    // expected-error@+1 {{reads 129 bit lines at once; the hardware allows 128}}
    acim.block at [0, 0] group 0 inputs [0, 1] row_groups [2] column_group 129 outputs [0, 0, 1, 1] scales [1, 4, 1, 4] cells dense<0> : tensor<2x4xi8> adc lo dense<-512> : tensor<1x4xi32> bits dense<10> : tensor<1x4xi8> step_log2 dense<0> : tensor<1x4xi8>
  }
  func.func @main(%x: tensor<1x1x1x2xi8>) -> tensor<1x1x2xi32> {
    %0 = acim.layer "w"(%x) {
      acim.fetch #acim.window<kernel = [1, 1], stride = [1, 1], pad = [0, 0, 0, 0], dilation = [1, 1], groups = 1, pad_value = 0>
      acim.drive @w_0 inputs #acim.inputs<kind = binary, bits = 8, offset = 128>
      acim.convert @w_0 readout difference
      acim.shift_add @w_0
      acim.reduce initial dense<0> : tensor<1x2xi64>
      acim.store
    } : tensor<1x1x1x2xi8> -> tensor<1x1x2xi32>
    return %0 : tensor<1x1x2xi32>
  }
}

// -----

acim.program @main hardware #acim.hardware<"HARDWARE"> {
  acim.crossbar @w_0 tile 5 rows 128 columns 128 cell_bits 2 pair {
    acim.block at [0, 0] group 0 inputs [0, 1] row_groups [2] column_group 4 outputs [0, 0, 1, 1] scales [1, 4, 1, 4] cells dense<0> : tensor<2x4xi8> adc lo dense<-512> : tensor<1x4xi32> bits dense<10> : tensor<1x4xi8> step_log2 dense<0> : tensor<1x4xi8>
  }
  acim.crossbar @w_1 tile 5 rows 128 columns 128 cell_bits 2 pair {
  }
  acim.crossbar @w_2 tile 5 rows 128 columns 128 cell_bits 2 pair {
  }
  acim.crossbar @w_3 tile 5 rows 128 columns 128 cell_bits 2 pair {
  }
  acim.crossbar @w_4 tile 5 rows 128 columns 128 cell_bits 2 pair {
  }
  acim.crossbar @w_5 tile 5 rows 128 columns 128 cell_bits 2 pair {
  }
  acim.crossbar @w_6 tile 5 rows 128 columns 128 cell_bits 2 pair {
  }
  acim.crossbar @w_7 tile 5 rows 128 columns 128 cell_bits 2 pair {
  }
  acim.crossbar @w_8 tile 5 rows 128 columns 128 cell_bits 2 pair {
  }
  acim.crossbar @w_9 tile 5 rows 128 columns 128 cell_bits 2 pair {
  }
  acim.crossbar @w_10 tile 5 rows 128 columns 128 cell_bits 2 pair {
  }
  acim.crossbar @w_11 tile 5 rows 128 columns 128 cell_bits 2 pair {
  }
  acim.crossbar @w_12 tile 5 rows 128 columns 128 cell_bits 2 pair {
  }
  acim.crossbar @w_13 tile 5 rows 128 columns 128 cell_bits 2 pair {
  }
  acim.crossbar @w_14 tile 5 rows 128 columns 128 cell_bits 2 pair {
  }
  acim.crossbar @w_15 tile 5 rows 128 columns 128 cell_bits 2 pair {
  }
  acim.crossbar @w_16 tile 5 rows 128 columns 128 cell_bits 2 pair {
  }
  acim.crossbar @w_17 tile 5 rows 128 columns 128 cell_bits 2 pair {
  }
  acim.crossbar @w_18 tile 5 rows 128 columns 128 cell_bits 2 pair {
  }
  acim.crossbar @w_19 tile 5 rows 128 columns 128 cell_bits 2 pair {
  }
  acim.crossbar @w_20 tile 5 rows 128 columns 128 cell_bits 2 pair {
  }
  acim.crossbar @w_21 tile 5 rows 128 columns 128 cell_bits 2 pair {
  }
  acim.crossbar @w_22 tile 5 rows 128 columns 128 cell_bits 2 pair {
  }
  acim.crossbar @w_23 tile 5 rows 128 columns 128 cell_bits 2 pair {
  }
  // expected-error@+1 {{tile 5 has more than the hardware's 24 crossbars}}
  acim.crossbar @w_24 tile 5 rows 128 columns 128 cell_bits 2 pair {
  }
  func.func @main(%x: tensor<1x1x1x2xi8>) -> tensor<1x1x2xi32> {
    %0 = acim.layer "w"(%x) {
      acim.fetch #acim.window<kernel = [1, 1], stride = [1, 1], pad = [0, 0, 0, 0], dilation = [1, 1], groups = 1, pad_value = 0>
      acim.drive @w_0 inputs #acim.inputs<kind = binary, bits = 8, offset = 128>
      acim.convert @w_0 readout difference
      acim.shift_add @w_0
      acim.reduce initial dense<0> : tensor<1x2xi64>
      acim.store
    } : tensor<1x1x1x2xi8> -> tensor<1x1x2xi32>
    return %0 : tensor<1x1x2xi32>
  }
}

// -----

acim.program @main hardware #acim.hardware<"HARDWARE"> {
  acim.crossbar @w_0 tile 0 rows 128 columns 128 cell_bits 2 pair {
    acim.block at [0, 0] group 0 inputs [0, 1] row_groups [2] column_group 4 outputs [0, 0, 1, 1] scales [1, 4, 1, 4] cells dense<0> : tensor<2x4xi8> adc lo dense<-512> : tensor<1x4xi32> bits dense<10> : tensor<1x4xi8> step_log2 dense<0> : tensor<1x4xi8>
    acim.block at [2, 4] group 0 inputs [1] row_groups [1] column_group 4 outputs [0, 0, 1, 1] scales [1, 4, 1, 4] cells dense<0> : tensor<1x4xi8> adc lo dense<-512> : tensor<1x4xi32> bits dense<10> : tensor<1x4xi8> step_log2 dense<0> : tensor<1x4xi8>
  }
  func.func @main(%x: tensor<1x1x1x2xi8>) -> tensor<1x1x2xi32> {
    // expected-error@+1 {{input 1 meets output 0 of group 0 twice with scale 1}}
    %0 = acim.layer "w"(%x) {
      acim.fetch #acim.window<kernel = [1, 1], stride = [1, 1], pad = [0, 0, 0, 0], dilation = [1, 1], groups = 1, pad_value = 0>
      acim.drive @w_0 inputs #acim.inputs<kind = binary, bits = 8, offset = 128>
      acim.convert @w_0 readout difference
      acim.shift_add @w_0
      acim.reduce initial dense<0> : tensor<1x2xi64>
      acim.store
    } : tensor<1x1x1x2xi8> -> tensor<1x1x2xi32>
    return %0 : tensor<1x1x2xi32>
  }
}

// -----

acim.program @main hardware #acim.hardware<"HARDWARE"> {
  acim.crossbar @w_0 tile 0 rows 128 columns 128 cell_bits 2 pair {
    acim.block at [0, 0] group 0 inputs [0] row_groups [1] column_group 4 outputs [0, 0, 1, 1] scales [1, 4, 1, 4] cells dense<0> : tensor<1x4xi8> adc lo dense<-512> : tensor<1x4xi32> bits dense<10> : tensor<1x4xi8> step_log2 dense<0> : tensor<1x4xi8>
  }
  func.func @main(%x: tensor<1x1x1x2xi8>) -> tensor<1x1x2xi32> {
    // expected-error@+1 {{expected digits of scale 1 for all 4 weights, found 2}}
    %0 = acim.layer "w"(%x) {
      acim.fetch #acim.window<kernel = [1, 1], stride = [1, 1], pad = [0, 0, 0, 0], dilation = [1, 1], groups = 1, pad_value = 0>
      acim.drive @w_0 inputs #acim.inputs<kind = binary, bits = 8, offset = 128>
      acim.convert @w_0 readout difference
      acim.shift_add @w_0
      acim.reduce initial dense<0> : tensor<1x2xi64>
      acim.store
    } : tensor<1x1x1x2xi8> -> tensor<1x1x2xi32>
    return %0 : tensor<1x1x2xi32>
  }
}

// -----

acim.program @main hardware #acim.hardware<"HARDWARE"> {
  acim.crossbar @w_0 tile 0 rows 128 columns 128 cell_bits 2 pair {
    acim.block at [0, 0] group 0 inputs [0, 1] row_groups [2] column_group 4 outputs [0, 0, 1] scales [1, 4, 1] cells dense<0> : tensor<2x3xi8> adc lo dense<-512> : tensor<1x3xi32> bits dense<10> : tensor<1x3xi8> step_log2 dense<0> : tensor<1x3xi8>
  }
  func.func @main(%x: tensor<1x1x1x2xi8>) -> tensor<1x1x2xi32> {
    // expected-error@+1 {{expected digits of scale 4 for all 4 weights, found 2}}
    %0 = acim.layer "w"(%x) {
      acim.fetch #acim.window<kernel = [1, 1], stride = [1, 1], pad = [0, 0, 0, 0], dilation = [1, 1], groups = 1, pad_value = 0>
      acim.drive @w_0 inputs #acim.inputs<kind = binary, bits = 8, offset = 128>
      acim.convert @w_0 readout difference
      acim.shift_add @w_0
      acim.reduce initial dense<0> : tensor<1x2xi64>
      acim.store
    } : tensor<1x1x1x2xi8> -> tensor<1x1x2xi32>
    return %0 : tensor<1x1x2xi32>
  }
}

// -----

// The clamp within the digital instruction is what the planes are proven from.

acim.program @main hardware #acim.hardware<"HARDWARE"> {
  acim.crossbar @w_0 tile 0 rows 128 columns 128 cell_bits 2 pair {
    acim.block at [0, 0] group 0 inputs [0, 1] row_groups [2] column_group 4 outputs [0, 0, 1, 1] scales [1, 4, 1, 4] cells dense<0> : tensor<2x4xi8> adc lo dense<-512> : tensor<1x4xi32> bits dense<10> : tensor<1x4xi8> step_log2 dense<0> : tensor<1x4xi8>
  }
  func.func @main(%x: tensor<1x1x1x2xi8>) -> tensor<1x1x2xi32> {
    %c = acim.digital {
      %d = tosa.clamp %x {min_val = -21 : i8, max_val = 43 : i8} : (tensor<1x1x1x2xi8>) -> tensor<1x1x1x2xi8>
      acim.yield %d : tensor<1x1x1x2xi8>
    } : tensor<1x1x1x2xi8>
    // expected-error@+1 {{inputs lie between -21 and 43, but the driven planes cover -20 to 43}}
    %0 = acim.layer "w"(%c) {
      acim.fetch #acim.window<kernel = [1, 1], stride = [1, 1], pad = [0, 0, 0, 0], dilation = [1, 1], groups = 1, pad_value = 0>
      acim.drive @w_0 inputs #acim.inputs<kind = binary, bits = 8, offset = 20, lo = -20, hi = 43>
      acim.convert @w_0 readout difference
      acim.shift_add @w_0
      acim.reduce initial dense<0> : tensor<1x2xi64>
      acim.store
    } : tensor<1x1x1x2xi8> -> tensor<1x1x2xi32>
    return %0 : tensor<1x1x2xi32>
  }
}

// -----

acim.program @main hardware #acim.hardware<"HARDWARE"> {
  acim.crossbar @w_0 tile 0 rows 128 columns 128 cell_bits 2 pair {
    acim.block at [0, 0] group 0 inputs [0, 1] row_groups [2] column_group 4 outputs [0, 0, 1, 1] scales [1, 4, 1, 4] cells dense<0> : tensor<2x4xi8> adc lo dense<-512> : tensor<1x4xi32> bits dense<10> : tensor<1x4xi8> step_log2 dense<0> : tensor<1x4xi8>
  }
  func.func @main(%x: tensor<1x1x1x2xi8>) -> tensor<1x1x2xi32> {
    %0 = acim.layer "w"(%x) {
      acim.fetch #acim.window<kernel = [1, 1], stride = [1, 1], pad = [0, 0, 0, 0], dilation = [1, 1], groups = 1, pad_value = 0>
      // expected-error@+1 {{drives levels from 0 to 3, but the hardware's drivers reach level 1; use dac-bits of at most 1}}
      acim.drive @w_0 inputs #acim.inputs<kind = binary, bits = 8, offset = 128, dac_bits = 2>
      acim.convert @w_0 readout difference
      acim.shift_add @w_0
      acim.reduce initial dense<0> : tensor<1x2xi64>
      acim.store
    } : tensor<1x1x1x2xi8> -> tensor<1x1x2xi32>
    return %0 : tensor<1x1x2xi32>
  }
}
