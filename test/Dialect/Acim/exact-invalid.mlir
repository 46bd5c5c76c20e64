// RUN: acim-opt %s --split-input-file --verify-diagnostics

// Claims of exactness that are not true. Bit line 0 holds 2 and -3, which sum to -3 to 2.

// The highest sum is one too high.

acim.program @p hardware #acim.hardware<"{}"> {
  acim.crossbar @c tile 0 rows 4 columns 8 cell_bits 2 pair {
    // expected-note@+1 {{the block that holds the column}}
    acim.block at [0, 0] group 0 inputs [0, 1] row_groups [2] column_group 4 outputs [0, 0, 1, 1] scales [1, 4, 1, 4]
        cells dense<[[2, 1, 1, 0], [-3, -1, 0, 0]]> : tensor<2x4xi8> adc lo dense<[[-6, -1, 0, 0]]> : tensor<1x4xi32> bits dense<[[3, 2, 1, 0]]> : tensor<1x4xi8>
        step_log2 dense<0> : tensor<1x4xi8>
  }
  func.func @main(%x: tensor<1x1x1x2xi8>) -> tensor<1x1x2xi32> {
    %0 = acim.layer "w" (%x) product "5bb1dfeaf04f1ae0" {
      acim.fetch #acim.window<kernel = [1, 1], stride = [1, 1], pad = [0, 0, 0, 0], dilation = [1, 1], groups = 1, pad_value = 3>
      acim.drive @c inputs #acim.inputs<kind = binary, bits = 8, offset = 128>
      // expected-error@+1 {{is not exact: in row group 0, column 0 (output 0) sums reach from -3 to 2 but the converter reads from -6 to 1 in steps of 1; drop exact or change the setting}}
      acim.convert @c readout difference exact
      acim.shift_add @c
      acim.reduce initial dense<[[141, -111]]> : tensor<1x2xi64>
      acim.store
    } : tensor<1x1x1x2xi8> -> tensor<1x1x2xi32>
    return %0 : tensor<1x1x2xi32>
  }
}

// -----

// The lowest sum is one too low.

acim.program @p hardware #acim.hardware<"{}"> {
  acim.crossbar @c tile 0 rows 4 columns 8 cell_bits 2 pair {
    // expected-note@+1 {{the block that holds the column}}
    acim.block at [0, 0] group 0 inputs [0, 1] row_groups [2] column_group 4 outputs [0, 0, 1, 1] scales [1, 4, 1, 4]
        cells dense<[[2, 1, 1, 0], [-3, -1, 0, 0]]> : tensor<2x4xi8> adc lo dense<[[-2, -1, 0, 0]]> : tensor<1x4xi32> bits dense<[[3, 2, 1, 0]]> : tensor<1x4xi8>
        step_log2 dense<0> : tensor<1x4xi8>
  }
  func.func @main(%x: tensor<1x1x1x2xi8>) -> tensor<1x1x2xi32> {
    %0 = acim.layer "w" (%x) product "5bb1dfeaf04f1ae0" {
      acim.fetch #acim.window<kernel = [1, 1], stride = [1, 1], pad = [0, 0, 0, 0], dilation = [1, 1], groups = 1, pad_value = 3>
      acim.drive @c inputs #acim.inputs<kind = binary, bits = 8, offset = 128>
      // expected-error@+1 {{column 0 (output 0) sums reach from -3 to 2 but the converter reads from -2 to 5 in steps of 1}}
      acim.convert @c readout difference exact
      acim.shift_add @c
      acim.reduce initial dense<[[141, -111]]> : tensor<1x2xi64>
      acim.store
    } : tensor<1x1x1x2xi8> -> tensor<1x1x2xi32>
    return %0 : tensor<1x1x2xi32>
  }
}

// -----

// Rounded.

acim.program @p hardware #acim.hardware<"{}"> {
  acim.crossbar @c tile 0 rows 4 columns 8 cell_bits 2 pair {
    // expected-note@+1 {{the block that holds the column}}
    acim.block at [0, 0] group 0 inputs [0, 1] row_groups [2] column_group 4 outputs [0, 0, 1, 1] scales [1, 4, 1, 4]
        cells dense<[[2, 1, 1, 0], [-3, -1, 0, 0]]> : tensor<2x4xi8> adc lo dense<-4> : tensor<1x4xi32> bits dense<4> : tensor<1x4xi8>
        step_log2 dense<[[0, 1, 0, 0]]> : tensor<1x4xi8>
  }
  func.func @main(%x: tensor<1x1x1x2xi8>) -> tensor<1x1x2xi32> {
    %0 = acim.layer "w" (%x) product "5bb1dfeaf04f1ae0" {
      acim.fetch #acim.window<kernel = [1, 1], stride = [1, 1], pad = [0, 0, 0, 0], dilation = [1, 1], groups = 1, pad_value = 3>
      acim.drive @c inputs #acim.inputs<kind = binary, bits = 8, offset = 128>
      // expected-error@+1 {{column 1 (output 0) sums reach from -1 to 1 but the converter reads from -4 to 26 in steps of 2}}
      acim.convert @c readout difference exact
      acim.shift_add @c
      acim.reduce initial dense<[[141, -111]]> : tensor<1x2xi64>
      acim.store
    } : tensor<1x1x1x2xi8> -> tensor<1x1x2xi32>
    return %0 : tensor<1x1x2xi32>
  }
}

// -----

// One array of the pair reaches 3.

acim.program @p hardware #acim.hardware<"{}"> {
  acim.crossbar @c tile 0 rows 4 columns 8 cell_bits 2 pair {
    // expected-note@+1 {{the block that holds the column}}
    acim.block at [0, 0] group 0 inputs [0, 1] row_groups [2] column_group 4 outputs [0, 0, 1, 1] scales [1, 4, 1, 4]
        cells dense<[[2, 1, 1, 0], [-3, -1, 0, 0]]> : tensor<2x4xi8> adc lo dense<0> : tensor<1x4xi32> bits dense<[[1, 1, 1, 0]]> : tensor<1x4xi8>
        step_log2 dense<0> : tensor<1x4xi8>
  }
  func.func @main(%x: tensor<1x1x1x2xi8>) -> tensor<1x1x2xi32> {
    %0 = acim.layer "w" (%x) product "5bb1dfeaf04f1ae0" {
      acim.fetch #acim.window<kernel = [1, 1], stride = [1, 1], pad = [0, 0, 0, 0], dilation = [1, 1], groups = 1, pad_value = 3>
      acim.drive @c inputs #acim.inputs<kind = binary, bits = 8, offset = 128>
      // expected-error@+1 {{column 0 (output 0) sums reach from 0 to 3 but the converter reads from 0 to 1 in steps of 1}}
      acim.convert @c readout separate exact
      acim.shift_add @c
      acim.reduce initial dense<[[141, -111]]> : tensor<1x2xi64>
      acim.store
    } : tensor<1x1x1x2xi8> -> tensor<1x1x2xi32>
    return %0 : tensor<1x1x2xi32>
  }
}

// -----

// Enough for binary planes, not for planes of both signs.

acim.program @p hardware #acim.hardware<"{}"> {
  acim.crossbar @c tile 0 rows 4 columns 8 cell_bits 2 pair {
    // expected-note@+1 {{the block that holds the column}}
    acim.block at [0, 0] group 0 inputs [0, 1] row_groups [2] column_group 4 outputs [0, 0, 1, 1] scales [1, 4, 1, 4]
        cells dense<[[2, 1, 1, 0], [-3, -1, 0, 0]]> : tensor<2x4xi8> adc lo dense<-4> : tensor<1x4xi32> bits dense<3> : tensor<1x4xi8>
        step_log2 dense<0> : tensor<1x4xi8>
  }
  func.func @main(%x: tensor<1x1x1x2xi8>) -> tensor<1x1x2xi32> {
    %0 = acim.layer "w" (%x) product "5bb1dfeaf04f1ae0" {
      acim.fetch #acim.window<kernel = [1, 1], stride = [1, 1], pad = [0, 0, 0, 0], dilation = [1, 1], groups = 1, pad_value = 3>
      acim.drive @c inputs #acim.inputs<kind = sign_magnitude, bits = 8, offset = -3>
      // expected-error@+1 {{column 0 (output 0) sums reach from -5 to 5 but the converter reads from -4 to 3 in steps of 1}}
      acim.convert @c readout difference exact
      acim.shift_add @c
      acim.reduce initial dense<[[141, -111]]> : tensor<1x2xi64>
      acim.store
    } : tensor<1x1x1x2xi8> -> tensor<1x1x2xi32>
    return %0 : tensor<1x1x2xi32>
  }
}

// -----

// Enough for one plane, not for two that are driven at once.

acim.program @p hardware #acim.hardware<"{}"> {
  acim.crossbar @c tile 0 rows 8 columns 8 cell_bits 2 pair {
    // expected-note@+1 {{the block that holds the column}}
    acim.block at [0, 0] group 0 inputs [0, 1] row_groups [2] column_group 4 outputs [0, 0, 1, 1] scales [1, 4, 1, 4]
        planes_per_drive 2 cells dense<[[2, 1, 1, 0], [-3, -1, 0, 0]]> : tensor<2x4xi8> adc lo dense<-4> : tensor<1x4xi32> bits dense<3> : tensor<1x4xi8>
        step_log2 dense<0> : tensor<1x4xi8>
  }
  func.func @main(%x: tensor<1x1x1x2xi8>) -> tensor<1x1x2xi32> {
    %0 = acim.layer "w" (%x) product "5bb1dfeaf04f1ae0" {
      acim.fetch #acim.window<kernel = [1, 1], stride = [1, 1], pad = [0, 0, 0, 0], dilation = [1, 1], groups = 1, pad_value = 3>
      acim.drive @c inputs #acim.inputs<kind = binary, bits = 8, offset = 128>
      // expected-error@+1 {{column 0 (output 0) sums reach from -9 to 6 but the converter reads from -4 to 3 in steps of 1}}
      acim.convert @c readout difference exact
      acim.shift_add @c
      acim.reduce initial dense<[[141, -111]]> : tensor<1x2xi64>
      acim.store
    } : tensor<1x1x1x2xi8> -> tensor<1x1x2xi32>
    return %0 : tensor<1x1x2xi32>
  }
}

// -----

// The reference column is converted, too.

acim.program @p hardware #acim.hardware<"{}"> {
  acim.crossbar @c tile 0 rows 4 columns 8 cell_bits 2 {
    // expected-note@+1 {{the block that holds the column}}
    acim.block at [0, 0] group 0 inputs [0, 1] row_groups [2] column_group 4 outputs [0, 0, 1, 1, -1] scales [1, 4, 1, 4, -4]
        cells dense<[[2, 3, 1, 2, 2], [1, 0, 0, 2, 2]]> : tensor<2x5xi8> adc lo dense<0> : tensor<1x5xi32> bits dense<[[2, 2, 1, 3, 2]]> : tensor<1x5xi8>
        step_log2 dense<0> : tensor<1x5xi8>
  }
  func.func @main(%x: tensor<1x1x1x2xi8>) -> tensor<1x1x2xi32> {
    %0 = acim.layer "w" (%x) product "5bb1dfeaf04f1ae0" {
      acim.fetch #acim.window<kernel = [1, 1], stride = [1, 1], pad = [0, 0, 0, 0], dilation = [1, 1], groups = 1, pad_value = 3>
      acim.drive @c inputs #acim.inputs<kind = binary, bits = 8, offset = 128>
      // expected-error@+1 {{column 4 (reference column) sums reach from 0 to 4 but the converter reads from 0 to 3 in steps of 1}}
      acim.convert @c readout single exact
      acim.shift_add @c
      acim.reduce initial dense<[[141, -111]]> : tensor<1x2xi64>
      acim.store
    } : tensor<1x1x1x2xi8> -> tensor<1x1x2xi32>
    return %0 : tensor<1x1x2xi32>
  }
}

// -----

// Digests.

acim.program @p hardware #acim.hardware<"{}"> {
  acim.crossbar @c tile 0 rows 4 columns 8 cell_bits 2 pair {
    acim.block at [0, 0] group 0 inputs [0, 1] row_groups [2] column_group 4 outputs [0, 0, 1, 1] scales [1, 4, 1, 4]
        cells dense<[[2, 1, 1, 0], [-3, -1, 0, 0]]> : tensor<2x4xi8> adc lo dense<-4> : tensor<1x4xi32> bits dense<3> : tensor<1x4xi8>
        step_log2 dense<0> : tensor<1x4xi8>
  }
  func.func @main(%x: tensor<1x1x1x2xi8>) -> tensor<1x1x2xi32> {
    // expected-error@+1 {{expected a product of 16 lower-case hexadecimal digits, found "5bb1dfeaf04f1ae"}}
    %0 = acim.layer "w" (%x) product "5bb1dfeaf04f1ae" {
      acim.fetch #acim.window<kernel = [1, 1], stride = [1, 1], pad = [0, 0, 0, 0], dilation = [1, 1], groups = 1, pad_value = 3>
      acim.drive @c inputs #acim.inputs<kind = binary, bits = 8, offset = 128>
      acim.convert @c readout difference
      acim.shift_add @c
      acim.reduce initial dense<[[141, -111]]> : tensor<1x2xi64>
      acim.store
    } : tensor<1x1x1x2xi8> -> tensor<1x1x2xi32>
    return %0 : tensor<1x1x2xi32>
  }
}

// -----

acim.program @p hardware #acim.hardware<"{}"> {
  acim.crossbar @c tile 0 rows 4 columns 8 cell_bits 2 pair {
    acim.block at [0, 0] group 0 inputs [0, 1] row_groups [2] column_group 4 outputs [0, 0, 1, 1] scales [1, 4, 1, 4]
        cells dense<[[2, 1, 1, 0], [-3, -1, 0, 0]]> : tensor<2x4xi8> adc lo dense<-4> : tensor<1x4xi32> bits dense<3> : tensor<1x4xi8>
        step_log2 dense<0> : tensor<1x4xi8>
  }
  func.func @main(%x: tensor<1x1x1x2xi8>) -> tensor<1x1x2xi32> {
    // expected-error@+1 {{expected a product of 16 lower-case hexadecimal digits, found "5BB1DFEAF04F1AE0"}}
    %0 = acim.layer "w" (%x) product "5BB1DFEAF04F1AE0" {
      acim.fetch #acim.window<kernel = [1, 1], stride = [1, 1], pad = [0, 0, 0, 0], dilation = [1, 1], groups = 1, pad_value = 3>
      acim.drive @c inputs #acim.inputs<kind = binary, bits = 8, offset = 128>
      acim.convert @c readout difference
      acim.shift_add @c
      acim.reduce initial dense<[[141, -111]]> : tensor<1x2xi64>
      acim.store
    } : tensor<1x1x1x2xi8> -> tensor<1x1x2xi32>
    return %0 : tensor<1x1x2xi32>
  }
}
