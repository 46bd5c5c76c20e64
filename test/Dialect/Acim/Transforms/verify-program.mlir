// RUN: %python %S/Inputs/with_hardware.py %s %acim_src/lib/Hardware/presets/chen_rram128.json | acim-opt --split-input-file --acim-verify-program | FileCheck %s

// Programs that pass, unchanged: one crossbar; the rows of a layer cut to two crossbars; a single crossbar on hardware with
// pairs; no layer at all;
// columns that differ in sign.

// CHECK-LABEL: acim.program @main
// CHECK: acim.layer "w"
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

// -----

// CHECK-LABEL: acim.program @main
// CHECK: acim.layer "w"
acim.program @main hardware #acim.hardware<"HARDWARE"> {
  acim.crossbar @w_0 tile 0 rows 128 columns 128 cell_bits 2 pair {
    acim.block at [0, 0] group 0 inputs [0] row_groups [1] column_group 4 outputs [0, 0, 1, 1] scales [1, 4, 1, 4] cells dense<0> : tensor<1x4xi8> adc lo dense<-512> : tensor<1x4xi32> bits dense<10> : tensor<1x4xi8> step_log2 dense<0> : tensor<1x4xi8>
  }
  acim.crossbar @w_1 tile 1 rows 128 columns 128 cell_bits 2 pair {
    acim.block at [0, 0] group 0 inputs [1] row_groups [1] column_group 4 outputs [0, 0, 1, 1] scales [1, 4, 1, 4] cells dense<0> : tensor<1x4xi8> adc lo dense<-512> : tensor<1x4xi32> bits dense<10> : tensor<1x4xi8> step_log2 dense<0> : tensor<1x4xi8>
  }
  func.func @main(%x: tensor<1x1x1x2xi8>) -> tensor<1x1x2xi32> {
    %0 = acim.layer "w"(%x) {
      acim.fetch #acim.window<kernel = [1, 1], stride = [1, 1], pad = [0, 0, 0, 0], dilation = [1, 1], groups = 1, pad_value = 0>
      acim.drive @w_0 inputs #acim.inputs<kind = binary, bits = 8, offset = 128>
      acim.convert @w_0 readout difference
      acim.shift_add @w_0
      acim.drive @w_1 inputs #acim.inputs<kind = binary, bits = 8, offset = 128>
      acim.convert @w_1 readout difference
      acim.shift_add @w_1
      acim.reduce initial dense<0> : tensor<1x2xi64>
      acim.store
    } : tensor<1x1x1x2xi8> -> tensor<1x1x2xi32>
    return %0 : tensor<1x1x2xi32>
  }
}

// -----

// CHECK-LABEL: acim.program @main
// CHECK: acim.layer "w"
acim.program @main hardware #acim.hardware<"HARDWARE"> {
  acim.crossbar @w_0 tile 0 rows 128 columns 128 cell_bits 2 {
    acim.block at [0, 0] group 0 inputs [0, 1] row_groups [2] column_group 4 outputs [0, 0, 1, 1] scales [1, 4, 1, 4] cells dense<0> : tensor<2x4xi8> adc lo dense<-512> : tensor<1x4xi32> bits dense<10> : tensor<1x4xi8> step_log2 dense<0> : tensor<1x4xi8>
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

// CHECK-LABEL: acim.program @main
// CHECK: acim.digital
acim.program @main hardware #acim.hardware<"HARDWARE"> {
  func.func @main(%x: tensor<1x2xi8>) -> tensor<1x2xi8> {
    %0 = acim.digital {
      %1 = tosa.identity %x : (tensor<1x2xi8>) -> tensor<1x2xi8>
      acim.yield %1 : tensor<1x2xi8>
    } : tensor<1x2xi8>
    return %0 : tensor<1x2xi8>
  }
}

// -----

// Columns may differ in sign; this hardware counts active rows.

// CHECK-LABEL: acim.program @main
// CHECK: acim.layer "w"
acim.program @main hardware #acim.hardware<"HARDWARE"> {
  acim.crossbar @w_0 tile 0 rows 128 columns 128 cell_bits 2 pair {
    acim.block at [0, 0] group 0 inputs [0, 1] row_groups [2] column_group 4 outputs [0, 0, 1, 1] scales [1, -4, -1, 4] input_sums [0, 12, 3, 0] cells dense<0> : tensor<2x4xi8> adc lo dense<-512> : tensor<1x4xi32> bits dense<10> : tensor<1x4xi8> step_log2 dense<0> : tensor<1x4xi8>
  }
  func.func @main(%x: tensor<1x1x1x2xi8>) -> tensor<1x1x2xi32> {
    %0 = acim.layer "w"(%x) {
      acim.fetch #acim.window<kernel = [1, 1], stride = [1, 1], pad = [0, 0, 0, 0], dilation = [1, 1], groups = 1, pad_value = 0>
      acim.drive @w_0 inputs #acim.inputs<kind = binary, bits = 8, offset = 128>
      acim.convert @w_0 readout difference bounded
      acim.shift_add @w_0
      acim.reduce initial dense<0> : tensor<1x2xi64>
      acim.store
    } : tensor<1x1x1x2xi8> -> tensor<1x1x2xi32>
    return %0 : tensor<1x1x2xi32>
  }
}
