// RUN: acim-opt %s --split-input-file | acim-opt --split-input-file | FileCheck %s

// What may claim to be exact: ranges that hold the lowest and the highest sum of their cells, and no more than that.

// CHECK: acim.layer "w"(%{{.*}}) product "5bb1dfeaf04f1ae0" {
// CHECK: acim.convert @c readout{{ +}}difference exact
acim.program @p hardware #acim.hardware<"{}"> {
  acim.crossbar @c tile 0 rows 4 columns 8 cell_bits 2 pair {
    acim.block at [0, 0] group 0 inputs [0, 1] row_groups [2] column_group 4 outputs [0, 0, 1, 1] scales [1, 4, 1, 4]
        cells dense<[[2, 1, 1, 0], [-3, -1, 0, 0]]> : tensor<2x4xi8> adc lo dense<[[-3, -1, 0, 0]]> : tensor<1x4xi32> bits dense<[[3, 2, 1, 0]]> : tensor<1x4xi8>
        step_log2 dense<0> : tensor<1x4xi8>
  }
  func.func @main(%x: tensor<1x1x1x2xi8>) -> tensor<1x1x2xi32> {
    %0 = acim.layer "w" (%x) product "5bb1dfeaf04f1ae0" {
      acim.fetch #acim.window<kernel = [1, 1], stride = [1, 1], pad = [0, 0, 0, 0], dilation = [1, 1], groups = 1, pad_value = 3>
      acim.drive @c inputs #acim.inputs<kind = binary, bits = 8, offset = 128>
      acim.convert @c readout difference exact
      acim.shift_add @c
      acim.reduce initial dense<[[141, -111]]> : tensor<1x2xi64>
      acim.store
    } : tensor<1x1x1x2xi8> -> tensor<1x1x2xi32>
    return %0 : tensor<1x1x2xi32>
  }
}

// -----

// Both arrays of a pair are read for themselves: from 0 to 3, and to 1.

// CHECK: acim.convert @c readout{{ +}}separate skip_idle exact
acim.program @p hardware #acim.hardware<"{}"> {
  acim.crossbar @c tile 0 rows 4 columns 8 cell_bits 2 pair {
    acim.block at [0, 0] group 0 inputs [0, 1] row_groups [2] column_group 4 outputs [0, 0, 1, 1] scales [1, 4, 1, 4]
        cells dense<[[2, 1, 1, 0], [-3, -1, 0, 0]]> : tensor<2x4xi8> adc lo dense<0> : tensor<1x4xi32> bits dense<[[2, 1, 1, 0]]> : tensor<1x4xi8>
        step_log2 dense<0> : tensor<1x4xi8>
  }
  func.func @main(%x: tensor<1x1x1x2xi8>) -> tensor<1x1x2xi32> {
    %0 = acim.layer "w" (%x) product "5bb1dfeaf04f1ae0" {
      acim.fetch #acim.window<kernel = [1, 1], stride = [1, 1], pad = [0, 0, 0, 0], dilation = [1, 1], groups = 1, pad_value = 3>
      acim.drive @c inputs #acim.inputs<kind = binary, bits = 8, offset = 128>
      acim.convert @c readout separate skip_idle exact
      acim.shift_add @c
      acim.reduce initial dense<[[141, -111]]> : tensor<1x2xi64>
      acim.store
    } : tensor<1x1x1x2xi8> -> tensor<1x1x2xi32>
    return %0 : tensor<1x1x2xi32>
  }
}

// -----

// Planes of both signs: 2 and -3 sum to -5 to 5.

// CHECK: acim.convert @c readout{{ +}}difference exact
acim.program @p hardware #acim.hardware<"{}"> {
  acim.crossbar @c tile 0 rows 4 columns 8 cell_bits 2 pair {
    acim.block at [0, 0] group 0 inputs [0, 1] row_groups [2] column_group 4 outputs [0, 0, 1, 1] scales [1, 4, 1, 4]
        cells dense<[[2, 1, 1, 0], [-3, -1, 0, 0]]> : tensor<2x4xi8> adc lo dense<[[-5, -2, -1, 0]]> : tensor<1x4xi32> bits dense<[[4, 3, 2, 0]]> : tensor<1x4xi8>
        step_log2 dense<0> : tensor<1x4xi8>
  }
  func.func @main(%x: tensor<1x1x1x2xi8>) -> tensor<1x1x2xi32> {
    %0 = acim.layer "w" (%x) product "5bb1dfeaf04f1ae0" {
      acim.fetch #acim.window<kernel = [1, 1], stride = [1, 1], pad = [0, 0, 0, 0], dilation = [1, 1], groups = 1, pad_value = 3>
      acim.drive @c inputs #acim.inputs<kind = sign_magnitude, bits = 8, offset = -3>
      acim.convert @c readout difference exact
      acim.shift_add @c
      acim.reduce initial dense<[[141, -111]]> : tensor<1x2xi64>
      acim.store
    } : tensor<1x1x1x2xi8> -> tensor<1x1x2xi32>
    return %0 : tensor<1x1x2xi32>
  }
}
