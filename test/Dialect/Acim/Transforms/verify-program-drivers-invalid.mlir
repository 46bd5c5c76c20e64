// RUN: %python %S/Inputs/with_hardware.py %s %acim_src/lib/Hardware/presets/chen_rram128.json dac.bipolar=false dac.bits=2 | acim-opt --split-input-file --verify-diagnostics --acim-verify-program

// Drivers of one sign cannot give signed planes.

acim.program @main hardware #acim.hardware<"HARDWARE"> {
  acim.crossbar @w_0 tile 0 rows 128 columns 128 cell_bits 2 pair {
    acim.block at [0, 0] group 0 inputs [0, 1] row_groups [2] column_group 4 outputs [0, 0, 1, 1] scales [1, 4, 1, 4] cells dense<0> : tensor<2x4xi8> adc lo dense<-512> : tensor<1x4xi32> bits dense<10> : tensor<1x4xi8> step_log2 dense<0> : tensor<1x4xi8>
  }
  func.func @main(%x: tensor<1x1x1x2xi8>) -> tensor<1x1x2xi32> {
    %0 = acim.layer "w"(%x) {
      acim.fetch #acim.window<kernel = [1, 1], stride = [1, 1], pad = [0, 0, 0, 0], dilation = [1, 1], groups = 1, pad_value = 0>
      // expected-error@+1 {{drives levels from -1 to 1, but the hardware's drivers give one sign only; use input encoding binary or twos_complement}}
      acim.drive @w_0 inputs #acim.inputs<kind = csd, bits = 8, offset = 0>
      acim.convert @w_0 readout difference
      acim.shift_add @w_0
      acim.reduce initial dense<0> : tensor<1x2xi64>
      acim.store
    } : tensor<1x1x1x2xi8> -> tensor<1x1x2xi32>
    return %0 : tensor<1x1x2xi32>
  }
}

// -----

// Two of their bits are enough for planes of two bits, not of three.

acim.program @main hardware #acim.hardware<"HARDWARE"> {
  acim.crossbar @w_0 tile 0 rows 128 columns 128 cell_bits 2 pair {
    acim.block at [0, 0] group 0 inputs [0, 1] row_groups [2] column_group 4 outputs [0, 0, 1, 1] scales [1, 4, 1, 4] cells dense<0> : tensor<2x4xi8> adc lo dense<-512> : tensor<1x4xi32> bits dense<10> : tensor<1x4xi8> step_log2 dense<0> : tensor<1x4xi8>
  }
  func.func @main(%x: tensor<1x1x1x2xi8>) -> tensor<1x1x2xi32> {
    %0 = acim.layer "w"(%x) {
      acim.fetch #acim.window<kernel = [1, 1], stride = [1, 1], pad = [0, 0, 0, 0], dilation = [1, 1], groups = 1, pad_value = 0>
      // expected-error@+1 {{drives levels from 0 to 7, but the hardware's drivers reach level 3; use dac-bits of at most 2}}
      acim.drive @w_0 inputs #acim.inputs<kind = binary, bits = 8, offset = 128, dac_bits = 3>
      acim.convert @w_0 readout difference
      acim.shift_add @w_0
      acim.reduce initial dense<0> : tensor<1x2xi64>
      acim.store
    } : tensor<1x1x1x2xi8> -> tensor<1x1x2xi32>
    return %0 : tensor<1x1x2xi32>
  }
}

// -----

// The sign plane of two's complement counts negative, but is driven like any other.

acim.program @main hardware #acim.hardware<"HARDWARE"> {
  acim.crossbar @w_0 tile 0 rows 128 columns 128 cell_bits 2 pair {
    acim.block at [0, 0] group 0 inputs [0, 1] row_groups [2] column_group 4 outputs [0, 0, 1, 1] scales [1, 4, 1, 4] cells dense<0> : tensor<2x4xi8> adc lo dense<-512> : tensor<1x4xi32> bits dense<10> : tensor<1x4xi8> step_log2 dense<0> : tensor<1x4xi8>
  }
  func.func @main(%x: tensor<1x1x1x2xi8>) -> tensor<1x1x2xi32> {
    %0 = acim.layer "w"(%x) {
      acim.fetch #acim.window<kernel = [1, 1], stride = [1, 1], pad = [0, 0, 0, 0], dilation = [1, 1], groups = 1, pad_value = 0>
      acim.drive @w_0 inputs #acim.inputs<kind = twos_complement, bits = 8, offset = 0, dac_bits = 2>
      acim.convert @w_0 readout difference
      acim.shift_add @w_0
      acim.reduce initial dense<0> : tensor<1x2xi64>
      acim.store
    } : tensor<1x1x1x2xi8> -> tensor<1x1x2xi32>
    return %0 : tensor<1x1x2xi32>
  }
}
