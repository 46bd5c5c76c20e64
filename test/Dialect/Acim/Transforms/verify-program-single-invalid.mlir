// RUN: %python %S/Inputs/with_hardware.py %s %acim_src/lib/Hardware/presets/isaac32.json max_active_rows=1 max_active_columns=64 | acim-opt --split-input-file --verify-diagnostics --acim-verify-program

// Hardware of single crossbars, whose operation units are smaller than they.

acim.program @main hardware #acim.hardware<"HARDWARE"> {
  // expected-error@+1 {{is a pair, but the hardware has single crossbars; choose an encoding for single arrays (offset or twos_complement)}}
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

// -----

acim.program @main hardware #acim.hardware<"HARDWARE"> {
  acim.crossbar @w_0 tile 0 rows 128 columns 128 cell_bits 2 {
    // expected-error@+1 {{drives 2 word lines at once; the hardware allows 1}}
    acim.block at [0, 0] group 0 inputs [0, 1] row_groups [2] column_group 4 outputs [0, 0, 1, 1] scales [1, 4, 1, 4] cells dense<0> : tensor<2x4xi8> adc lo dense<0> : tensor<1x4xi32> bits dense<10> : tensor<1x4xi8> step_log2 dense<0> : tensor<1x4xi8>
  }
  func.func @main(%x: tensor<1x1x1x2xi8>) -> tensor<1x1x2xi32> {
    %0 = acim.layer "w"(%x) {
      acim.fetch #acim.window<kernel = [1, 1], stride = [1, 1], pad = [0, 0, 0, 0], dilation = [1, 1], groups = 1, pad_value = 0>
      acim.drive @w_0 inputs #acim.inputs<kind = binary, bits = 8, offset = 128>
      acim.convert @w_0 readout single
      acim.shift_add @w_0
      acim.reduce initial dense<0> : tensor<1x2xi64>
      acim.store
    } : tensor<1x1x1x2xi8> -> tensor<1x1x2xi32>
    return %0 : tensor<1x1x2xi32>
  }
}

// -----

acim.program @main hardware #acim.hardware<"HARDWARE"> {
  acim.crossbar @w_0 tile 0 rows 128 columns 128 cell_bits 2 {
    // expected-error@+1 {{reads 128 bit lines at once; the hardware allows 64}}
    acim.block at [0, 0] group 0 inputs [0, 1] row_groups [1, 1] column_group 128 outputs [0, 0, 1, 1] scales [1, 4, 1, 4] cells dense<0> : tensor<2x4xi8> adc lo dense<0> : tensor<2x4xi32> bits dense<10> : tensor<2x4xi8> step_log2 dense<0> : tensor<2x4xi8>
  }
  func.func @main(%x: tensor<1x1x1x2xi8>) -> tensor<1x1x2xi32> {
    %0 = acim.layer "w"(%x) {
      acim.fetch #acim.window<kernel = [1, 1], stride = [1, 1], pad = [0, 0, 0, 0], dilation = [1, 1], groups = 1, pad_value = 0>
      acim.drive @w_0 inputs #acim.inputs<kind = binary, bits = 8, offset = 128>
      acim.convert @w_0 readout single
      acim.shift_add @w_0
      acim.reduce initial dense<0> : tensor<1x2xi64>
      acim.store
    } : tensor<1x1x1x2xi8> -> tensor<1x1x2xi32>
    return %0 : tensor<1x1x2xi32>
  }
}

// -----

acim.program @main hardware #acim.hardware<"HARDWARE"> {
  acim.crossbar @w_0 tile 0 rows 128 columns 128 cell_bits 2 {
    // expected-error@+1 {{drives 3 word lines at once; the hardware allows 1}}
    acim.block at [0, 0] group 0 inputs [0, 1] row_groups [1, 1] column_group 4 outputs [0, 0, 1, 1] scales [1, 4, 1, 4] planes_per_drive 2 cells dense<0> : tensor<2x4xi8> adc lo dense<0> : tensor<2x4xi32> bits dense<10> : tensor<2x4xi8> step_log2 dense<0> : tensor<2x4xi8>
  }
  func.func @main(%x: tensor<1x1x1x2xi8>) -> tensor<1x1x2xi32> {
    %0 = acim.layer "w"(%x) {
      acim.fetch #acim.window<kernel = [1, 1], stride = [1, 1], pad = [0, 0, 0, 0], dilation = [1, 1], groups = 1, pad_value = 0>
      acim.drive @w_0 inputs #acim.inputs<kind = binary, bits = 8, offset = 128>
      acim.convert @w_0 readout single
      acim.shift_add @w_0
      acim.reduce initial dense<0> : tensor<1x2xi64>
      acim.store
    } : tensor<1x1x1x2xi8> -> tensor<1x1x2xi32>
    return %0 : tensor<1x1x2xi32>
  }
}

// -----

acim.program @main hardware #acim.hardware<"HARDWARE"> {
  acim.crossbar @w_0 tile 0 rows 128 columns 128 cell_bits 2 {
    acim.block at [0, 0] group 0 inputs [0, 1] row_groups [1, 1] column_group 4 outputs [0, 0, 1, 1] scales [1, 4, 1, 4] cells dense<0> : tensor<2x4xi8> adc lo dense<0> : tensor<2x4xi32> bits dense<10> : tensor<2x4xi8> step_log2 dense<0> : tensor<2x4xi8>
  }
  func.func @main(%x: tensor<1x1x1x2xi8>) -> tensor<1x1x2xi32> {
    %0 = acim.layer "w"(%x) {
      acim.fetch #acim.window<kernel = [1, 1], stride = [1, 1], pad = [0, 0, 0, 0], dilation = [1, 1], groups = 1, pad_value = 0>
      acim.drive @w_0 inputs #acim.inputs<kind = binary, bits = 8, offset = 128>
      // expected-error@+1 {{is bounded by the number of active rows, which the hardware does not count; drop bounded, or describe what counting costs in its /adc/active_row_count}}
      acim.convert @w_0 readout single bounded
      acim.shift_add @w_0
      acim.reduce initial dense<0> : tensor<1x2xi64>
      acim.store
    } : tensor<1x1x1x2xi8> -> tensor<1x1x2xi32>
    return %0 : tensor<1x1x2xi32>
  }
}
