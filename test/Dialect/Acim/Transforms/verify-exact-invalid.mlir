// RUN: acim-opt %s --split-input-file --verify-diagnostics --acim-verify-exact

// The product y = (13 + 6 x0 - 7 x1, 17 + x0) with planted errors.

// A flipped digit: 5 instead of 6.

acim.program @p hardware #acim.hardware<"{}"> {
  acim.crossbar @c tile 0 rows 4 columns 8 cell_bits 2 pair {
    acim.block at [0, 0] group 0 inputs [0, 1] row_groups [2] column_group 4 outputs [0, 0, 1, 1] scales [1, 4, 1, 4]
        cells dense<[[1, 1, 1, 0], [-3, -1, 0, 0]]> : tensor<2x4xi8> adc lo dense<-4> : tensor<1x4xi32> bits dense<3> : tensor<1x4xi8>
        step_log2 dense<0> : tensor<1x4xi8>
  }
  func.func @main(%x: tensor<1x1x1x2xi8>) -> tensor<1x1x2xi32> {
    // expected-error@+1 {{expected the product 5bb1dfeaf04f1ae0, but its crossbars compute d14424968582f4c0; digits, scales, corrections or initial values were changed}}
    %0 = acim.layer "w" (%x) product "5bb1dfeaf04f1ae0" {
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

// A wrong scale.

acim.program @p hardware #acim.hardware<"{}"> {
  acim.crossbar @c tile 0 rows 4 columns 8 cell_bits 2 pair {
    acim.block at [0, 0] group 0 inputs [0, 1] row_groups [2] column_group 4 outputs [0, 0, 1, 1] scales [1, 8, 1, 4]
        cells dense<[[2, 1, 1, 0], [-3, -1, 0, 0]]> : tensor<2x4xi8> adc lo dense<-4> : tensor<1x4xi32> bits dense<3> : tensor<1x4xi8>
        step_log2 dense<0> : tensor<1x4xi8>
  }
  func.func @main(%x: tensor<1x1x1x2xi8>) -> tensor<1x1x2xi32> {
    // expected-error@+1 {{digits, scales, corrections or initial values were changed}}
    %0 = acim.layer "w" (%x) product "5bb1dfeaf04f1ae0" {
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

// An input on the word line of another.

acim.program @p hardware #acim.hardware<"{}"> {
  acim.crossbar @c tile 0 rows 4 columns 8 cell_bits 2 pair {
    acim.block at [0, 0] group 0 inputs [1, 0] row_groups [2] column_group 4 outputs [0, 0, 1, 1] scales [1, 4, 1, 4]
        cells dense<[[2, 1, 1, 0], [-3, -1, 0, 0]]> : tensor<2x4xi8> adc lo dense<-4> : tensor<1x4xi32> bits dense<3> : tensor<1x4xi8>
        step_log2 dense<0> : tensor<1x4xi8>
  }
  func.func @main(%x: tensor<1x1x1x2xi8>) -> tensor<1x1x2xi32> {
    // expected-error@+1 {{digits, scales, corrections or initial values were changed}}
    %0 = acim.layer "w" (%x) product "5bb1dfeaf04f1ae0" {
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

// A wrong initial value.

acim.program @p hardware #acim.hardware<"{}"> {
  acim.crossbar @c tile 0 rows 4 columns 8 cell_bits 2 pair {
    acim.block at [0, 0] group 0 inputs [0, 1] row_groups [2] column_group 4 outputs [0, 0, 1, 1] scales [1, 4, 1, 4]
        cells dense<[[2, 1, 1, 0], [-3, -1, 0, 0]]> : tensor<2x4xi8> adc lo dense<-4> : tensor<1x4xi32> bits dense<3> : tensor<1x4xi8>
        step_log2 dense<0> : tensor<1x4xi8>
  }
  func.func @main(%x: tensor<1x1x1x2xi8>) -> tensor<1x1x2xi32> {
    // expected-error@+1 {{digits, scales, corrections or initial values were changed}}
    %0 = acim.layer "w" (%x) product "5bb1dfeaf04f1ae0" {
      acim.fetch #acim.window<kernel = [1, 1], stride = [1, 1], pad = [0, 0, 0, 0], dilation = [1, 1], groups = 1, pad_value = 3>
      acim.drive @c inputs #acim.inputs<kind = binary, bits = 8, offset = 128>
      acim.convert @c readout difference
      acim.shift_add @c
      acim.reduce initial dense<[[142, -111]]> : tensor<1x2xi64>
      acim.store
    } : tensor<1x1x1x2xi8> -> tensor<1x1x2xi32>
    return %0 : tensor<1x1x2xi32>
  }
}

// -----

// Planes of another offset: the initial values take 128 back.

acim.program @p hardware #acim.hardware<"{}"> {
  acim.crossbar @c tile 0 rows 4 columns 8 cell_bits 2 pair {
    acim.block at [0, 0] group 0 inputs [0, 1] row_groups [2] column_group 4 outputs [0, 0, 1, 1] scales [1, 4, 1, 4]
        cells dense<[[2, 1, 1, 0], [-3, -1, 0, 0]]> : tensor<2x4xi8> adc lo dense<-4> : tensor<1x4xi32> bits dense<3> : tensor<1x4xi8>
        step_log2 dense<0> : tensor<1x4xi8>
  }
  func.func @main(%x: tensor<1x1x1x2xi8>) -> tensor<1x1x2xi32> {
    // expected-error@+1 {{digits, scales, corrections or initial values were changed}}
    %0 = acim.layer "w" (%x) product "5bb1dfeaf04f1ae0" {
      acim.fetch #acim.window<kernel = [1, 1], stride = [1, 1], pad = [0, 0, 0, 0], dilation = [1, 1], groups = 1, pad_value = 3>
      acim.drive @c inputs #acim.inputs<kind = twos_complement, bits = 8, offset = 0>
      acim.convert @c readout difference
      acim.shift_add @c
      acim.reduce initial dense<[[141, -111]]> : tensor<1x2xi64>
      acim.store
    } : tensor<1x1x1x2xi8> -> tensor<1x1x2xi32>
    return %0 : tensor<1x1x2xi32>
  }
}

// -----

// The reference column of offset-encoded weights is missing.

acim.program @p hardware #acim.hardware<"{}"> {
  acim.crossbar @c tile 0 rows 4 columns 8 cell_bits 2 {
    acim.block at [0, 0] group 0 inputs [0, 1] row_groups [2] column_group 4 outputs [0, 0, 1, 1] scales [1, 4, 1, 4]
        cells dense<[[2, 3, 1, 2], [1, 0, 0, 2]]> : tensor<2x4xi8> adc lo dense<0> : tensor<1x4xi32> bits dense<[[2, 2, 1, 3]]> : tensor<1x4xi8>
        step_log2 dense<0> : tensor<1x4xi8>
  }
  func.func @main(%x: tensor<1x1x1x2xi8>) -> tensor<1x1x2xi32> {
    // expected-error@+1 {{they lack -8 times the sum of the driven inputs: reference columns or input sums}}
    %0 = acim.layer "w" (%x) product "5bb1dfeaf04f1ae0" {
      acim.fetch #acim.window<kernel = [1, 1], stride = [1, 1], pad = [0, 0, 0, 0], dilation = [1, 1], groups = 1, pad_value = 3>
      acim.drive @c inputs #acim.inputs<kind = binary, bits = 8, offset = 128>
      acim.convert @c readout single
      acim.shift_add @c
      acim.reduce initial dense<[[141, -111]]> : tensor<1x2xi64>
      acim.store
    } : tensor<1x1x1x2xi8> -> tensor<1x1x2xi32>
    return %0 : tensor<1x1x2xi32>
  }
}

// -----

// There are two of them.

acim.program @p hardware #acim.hardware<"{}"> {
  acim.crossbar @c tile 0 rows 4 columns 8 cell_bits 2 {
    acim.block at [0, 0] group 0 inputs [0, 1] row_groups [2] column_group 4 outputs [0, 0, 1, 1, -1] scales [1, 4, 1, 4, -4]
        input_sums [0, -8, 0, -8, 0] cells dense<[[2, 3, 1, 2, 2], [1, 0, 0, 2, 2]]> : tensor<2x5xi8> adc lo dense<0> : tensor<1x5xi32> bits dense<3> : tensor<1x5xi8>
        step_log2 dense<0> : tensor<1x5xi8>
  }
  func.func @main(%x: tensor<1x1x1x2xi8>) -> tensor<1x1x2xi32> {
    // expected-error@+1 {{they lack 8 times the sum of the driven inputs: reference columns or input sums}}
    %0 = acim.layer "w" (%x) product "5bb1dfeaf04f1ae0" {
      acim.fetch #acim.window<kernel = [1, 1], stride = [1, 1], pad = [0, 0, 0, 0], dilation = [1, 1], groups = 1, pad_value = 3>
      acim.drive @c inputs #acim.inputs<kind = binary, bits = 8, offset = 128>
      acim.convert @c readout single
      acim.shift_add @c
      acim.reduce initial dense<[[141, -111]]> : tensor<1x2xi64>
      acim.store
    } : tensor<1x1x1x2xi8> -> tensor<1x1x2xi32>
    return %0 : tensor<1x1x2xi32>
  }
}

// -----

// One of two is missing.

acim.program @p hardware #acim.hardware<"{}"> {
  acim.crossbar @c tile 0 rows 4 columns 8 cell_bits 2 {
    acim.block at [0, 0] group 0 inputs [0] row_groups [1] column_group 5 outputs [0, 0, 1, 1, -1] scales [1, 4, 1, 4, -4]
        cells dense<[[2, 3, 1, 2, 2]]> : tensor<1x5xi8> adc lo dense<0> : tensor<1x5xi32> bits dense<3> : tensor<1x5xi8>
        step_log2 dense<0> : tensor<1x5xi8>
    acim.block at [1, 0] group 0 inputs [1] row_groups [1] column_group 5 outputs [0, 0, 1, 1] scales [1, 4, 1, 4]
        cells dense<[[1, 0, 0, 2]]> : tensor<1x4xi8> adc lo dense<0> : tensor<1x4xi32> bits dense<3> : tensor<1x4xi8>
        step_log2 dense<0> : tensor<1x4xi8>
  }
  func.func @main(%x: tensor<1x1x1x2xi8>) -> tensor<1x1x2xi32> {
    // expected-error@+1 {{block 1 lacks -8 times the sum of its driven inputs: its reference column or input sums}}
    %0 = acim.layer "w" (%x) product "5bb1dfeaf04f1ae0" {
      acim.fetch #acim.window<kernel = [1, 1], stride = [1, 1], pad = [0, 0, 0, 0], dilation = [1, 1], groups = 1, pad_value = 3>
      acim.drive @c inputs #acim.inputs<kind = binary, bits = 8, offset = 128>
      acim.convert @c readout single
      acim.shift_add @c
      acim.reduce initial dense<[[141, -111]]> : tensor<1x2xi64>
      acim.store
    } : tensor<1x1x1x2xi8> -> tensor<1x1x2xi32>
    return %0 : tensor<1x1x2xi32>
  }
}

// -----

// A range that is off by one, which no pass vouches for.

acim.program @p hardware #acim.hardware<"{}"> {
  acim.crossbar @c tile 0 rows 4 columns 8 cell_bits 2 pair {
    acim.block at [0, 0] group 0 inputs [0, 1] row_groups [2] column_group 4 outputs [0, 0, 1, 1] scales [1, 4, 1, 4]
        cells dense<[[2, 1, 1, 0], [-3, -1, 0, 0]]> : tensor<2x4xi8> adc lo dense<[[-2, -1, 0, 0]]> : tensor<1x4xi32> bits dense<3> : tensor<1x4xi8>
        step_log2 dense<0> : tensor<1x4xi8>
  }
  func.func @main(%x: tensor<1x1x1x2xi8>) -> tensor<1x1x2xi32> {
    %0 = acim.layer "w" (%x) product "5bb1dfeaf04f1ae0" {
      acim.fetch #acim.window<kernel = [1, 1], stride = [1, 1], pad = [0, 0, 0, 0], dilation = [1, 1], groups = 1, pad_value = 3>
      acim.drive @c inputs #acim.inputs<kind = binary, bits = 8, offset = 128>
      // expected-error@+1 {{is not exact, so that the program is lossy: in row group 0, column 0 (output 0) sums reach from -3 to 2 but the converter reads from -2 to 5 in steps of 1}}
      acim.convert @c readout difference
      acim.shift_add @c
      acim.reduce initial dense<[[141, -111]]> : tensor<1x2xi64>
      acim.store
    } : tensor<1x1x1x2xi8> -> tensor<1x1x2xi32>
    return %0 : tensor<1x1x2xi32>
  }
}

// -----

// Outputs reach from -1644 to 1671.

acim.program @p hardware #acim.hardware<"{}"> {
  acim.crossbar @c tile 0 rows 4 columns 8 cell_bits 2 pair {
    acim.block at [0, 0] group 0 inputs [0, 1] row_groups [2] column_group 4 outputs [0, 0, 1, 1] scales [1, 4, 1, 4]
        cells dense<[[2, 1, 1, 0], [-3, -1, 0, 0]]> : tensor<2x4xi8> adc lo dense<-4> : tensor<1x4xi32> bits dense<3> : tensor<1x4xi8>
        step_log2 dense<0> : tensor<1x4xi8>
  }
  func.func @main(%x: tensor<1x1x1x2xi8>) -> tensor<1x1x2xi11> {
    // expected-error@+1 {{output 0 of group 0 may reach 1671, more than its type 'tensor<1x1x2xi11>' holds}}
    %0 = acim.layer "w" (%x) product "5bb1dfeaf04f1ae0" {
      acim.fetch #acim.window<kernel = [1, 1], stride = [1, 1], pad = [0, 0, 0, 0], dilation = [1, 1], groups = 1, pad_value = 3>
      acim.drive @c inputs #acim.inputs<kind = binary, bits = 8, offset = 128>
      acim.convert @c readout difference
      acim.shift_add @c
      acim.reduce initial dense<[[141, -111]]> : tensor<1x2xi64>
      acim.store
    } : tensor<1x1x1x2xi8> -> tensor<1x1x2xi11>
    return %0 : tensor<1x1x2xi11>
  }
}

// -----

// Planes that leave values out: 127 can occur.

acim.program @p hardware #acim.hardware<"{}"> {
  acim.crossbar @c tile 0 rows 4 columns 8 cell_bits 2 pair {
    acim.block at [0, 0] group 0 inputs [0, 1] row_groups [2] column_group 4 outputs [0, 0, 1, 1] scales [1, 4, 1, 4]
        cells dense<[[2, 1, 1, 0], [-3, -1, 0, 0]]> : tensor<2x4xi8> adc lo dense<-4> : tensor<1x4xi32> bits dense<3> : tensor<1x4xi8>
        step_log2 dense<0> : tensor<1x4xi8>
  }
  func.func @main(%x: tensor<1x1x1x2xi8>) -> tensor<1x1x2xi32> {
    // expected-error@+1 {{inputs lie between -128 and 127, but the driven planes cover -128 to 126}}
    %0 = acim.layer "w" (%x) product "5bb1dfeaf04f1ae0" {
      acim.fetch #acim.window<kernel = [1, 1], stride = [1, 1], pad = [0, 0, 0, 0], dilation = [1, 1], groups = 1, pad_value = 3>
      acim.drive @c inputs #acim.inputs<kind = binary, bits = 8, offset = 128, lo = -128, hi = 126>
      acim.convert @c readout difference
      acim.shift_add @c
      acim.reduce initial dense<[[141, -111]]> : tensor<1x2xi64>
      acim.store
    } : tensor<1x1x1x2xi8> -> tensor<1x1x2xi32>
    return %0 : tensor<1x1x2xi32>
  }
}

// -----

// Nothing to compare with.

acim.program @p hardware #acim.hardware<"{}"> {
  acim.crossbar @c tile 0 rows 4 columns 8 cell_bits 2 pair {
    acim.block at [0, 0] group 0 inputs [0, 1] row_groups [2] column_group 4 outputs [0, 0, 1, 1] scales [1, 4, 1, 4]
        cells dense<[[2, 1, 1, 0], [-3, -1, 0, 0]]> : tensor<2x4xi8> adc lo dense<-4> : tensor<1x4xi32> bits dense<3> : tensor<1x4xi8>
        step_log2 dense<0> : tensor<1x4xi8>
  }
  func.func @main(%x: tensor<1x1x1x2xi8>) -> tensor<1x1x2xi32> {
    // expected-error@+1 {{expected the digest of its product, which acim-lower-to-program gives a layer}}
    %0 = acim.layer "w" (%x) {
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

// The graph layer: digits,

// expected-error@+1 {{weight 64 does not fit its encoding, which holds -63 to 63}}
acim.weights @w dense<[[[1, 64]]]> : tensor<1x1x2xi8> bias dense<0> : tensor<1x1xi64>
    encoding #acim.encoding<kind = sign_magnitude, bits = 6, cell_bits = 2>
func.func @main(%x: tensor<3x1x2xi8>) {
  %0 = acim.mvm @w, %x : tensor<3x1x2xi8> -> tensor<3x1x1xi32>
  return
}

// -----

// planes that leave inputs out,

acim.weights @w dense<1> : tensor<1x1x2xi8> bias dense<0> : tensor<1x1xi64>
    inputs #acim.inputs<kind = csd, bits = 7, offset = 0>
func.func @main(%x: tensor<3x1x2xi8>) {
  // expected-error@+1 {{inputs lie between -128 and 127, but the driven planes cover -64 to 63}}
  %0 = acim.mvm @w, %x : tensor<3x1x2xi8> -> tensor<3x1x1xi32>
  return
}

// -----

// results that are one too high,

acim.weights @w dense<[[[1, 1]]]> : tensor<1x1x2xi8> bias dense<2147483394> : tensor<1x1xi64>
func.func @main(%x: tensor<3x1x2xi8>) {
  // expected-error@+1 {{output 0 of group 0 may reach 2147483648, more than its type 'tensor<3x1x1xi32>' holds}}
  %0 = acim.mvm @w, %x : tensor<3x1x2xi8> -> tensor<3x1x1xi32>
  return
}

// -----

// and one too low.

acim.weights @w dense<[[[1, 1]]]> : tensor<1x1x2xi8> bias dense<-2147483393> : tensor<1x1xi64>
func.func @main(%x: tensor<3x1x2xi8>) {
  // expected-error@+1 {{output 0 of group 0 may reach -2147483649, more than its type 'tensor<3x1x1xi32>' holds}}
  %0 = acim.mvm @w, %x : tensor<3x1x2xi8> -> tensor<3x1x1xi32>
  return
}

// -----

// A decided layer whose converters have one bit too few: two levels of 3 sum to 6.

// expected-error@+1 {{is not read exactly, so that the program is lossy: in row group 0, column 0 (output 0) sums reach from 0 to 6 but the converter reads from -4 to 3 in steps of 1}}
acim.weights @w dense<3> : tensor<1x1x2xi8> bias dense<0> : tensor<1x1xi64>
    encoding #acim.encoding<kind = sign_magnitude, bits = 2, cell_bits = 2>
    inputs #acim.inputs<kind = binary, bits = 8, offset = 128>
    array #acim.array<rows = 128, columns = 128, active_rows = 128, active_columns = 128>
    adc #acim.adc<bits = 3, semantics = unit_step, readout = difference, correction = digital>
func.func @main(%x: tensor<3x1x2xi8>) {
  %0 = acim.mvm @w, %x : tensor<3x1x2xi8> -> tensor<3x1x1xi32>
  return
}

// -----

// A decided layer that leaves out conversions of little weight.

// expected-error@+1 {{is not read exactly, so that the program is lossy: in row group 0, column 0 (output 0) sums reach from -3 to 2 but are not converted in plane 0}}
acim.weights @w dense<[[[6, -7], [1, 0]]]> : tensor<1x2x2xi8> bias dense<[[13, 17]]> : tensor<1x2xi64>
    encoding #acim.encoding<kind = sign_magnitude, bits = 4, cell_bits = 2>
    inputs #acim.inputs<kind = binary, bits = 8, offset = 128>
    array #acim.array<rows = 4, columns = 8, active_rows = 4, active_columns = 8>
    adc #acim.adc<bits = 5, semantics = unit_step, readout = difference, correction = digital>
    skip #acim.skip<threshold = 0>

// -----

// The same program; its product is that of the weights.

acim.program @p hardware #acim.hardware<"{}"> {
  acim.crossbar @c tile 0 rows 4 columns 8 cell_bits 2 pair {
    acim.block at [0, 0] group 0 inputs [0, 1] row_groups [2] column_group 4 outputs [0, 0, 1, 1] scales [1, 4, 1, 4]
        skipped_planes [1, 0, 1, 0] cells dense<[[2, 1, 1, 0], [-3, -1, 0, 0]]> : tensor<2x4xi8>
        adc lo dense<[[-3, -1, 0, 0]]> : tensor<1x4xi32> bits dense<3> : tensor<1x4xi8> step_log2 dense<0> : tensor<1x4xi8>
  }
  func.func @main(%x: tensor<1x1x1x2xi8>) -> tensor<1x1x2xi32> {
    %0 = acim.layer "w" (%x) product "5bb1dfeaf04f1ae0" {
      acim.fetch #acim.window<kernel = [1, 1], stride = [1, 1], pad = [0, 0, 0, 0], dilation = [1, 1], groups = 1, pad_value = 3>
      acim.drive @c inputs #acim.inputs<kind = binary, bits = 8, offset = 128>
      // expected-error@+1 {{is not exact, so that the program is lossy: in row group 0, column 0 (output 0) sums reach from -3 to 2 but are not converted in plane 0}}
      acim.convert @c readout difference
      acim.shift_add @c
      acim.reduce initial dense<[[141, -111]]> : tensor<1x2xi64>
      acim.store
    } : tensor<1x1x1x2xi8> -> tensor<1x1x2xi32>
    return %0 : tensor<1x1x2xi32>
  }
}

// -----

// A decided layer whose masks may leave out conversions, and such a program.

// expected-error@+1 {{is split so that masks leave conversions out, which makes the program lossy}}
acim.weights @w dense<[[[6, -7], [1, 0]]]> : tensor<1x2x2xi8> bias dense<[[13, 17]]> : tensor<1x2xi64>
    encoding #acim.encoding<kind = sce, bits = 4, cell_bits = 2>
    inputs #acim.inputs<kind = binary, bits = 8, offset = 128>
    array #acim.array<rows = 4, columns = 8, active_rows = 4, active_columns = 8>
    adc #acim.adc<bits = 5, semantics = unit_step, readout = difference, correction = digital>
    split #acim.split<low_bits = 2, thresholds = [0]>

// -----

acim.program @p hardware #acim.hardware<"{}"> {
  acim.crossbar @c tile 0 rows 4 columns 8 cell_bits 2 pair {
    acim.block at [0, 0] group 0 inputs [0, 1] row_groups [2] column_group 4 outputs [0, 0, 1, 1] scales [1, 4, 1, 4]
        cells dense<[[2, 1, 1, 0], [-3, -1, 0, 0]]> : tensor<2x4xi8>
        adc lo dense<[[-3, -1, 0, 0]]> : tensor<1x4xi32> bits dense<3> : tensor<1x4xi8> step_log2 dense<0> : tensor<1x4xi8>
  }
  func.func @main(%x: tensor<1x1x1x2xi8>) -> tensor<1x1x2xi32> {
    // expected-error@+1 {{has a gate that leaves conversions out, so that the program is lossy}}
    %0 = acim.layer "w" (%x) product "5bb1dfeaf04f1ae0" {
      acim.fetch #acim.window<kernel = [1, 1], stride = [1, 1], pad = [0, 0, 0, 0], dilation = [1, 1], groups = 1, pad_value = 3>
      acim.drive @c inputs #acim.inputs<kind = binary, bits = 8, offset = 128>
      acim.convert @c readout difference
      acim.shift_add @c
      acim.gate #acim.split<low_bits = 2, thresholds = [0]>
      acim.reduce initial dense<[[141, -111]]> : tensor<1x2xi64>
      acim.store
    } : tensor<1x1x1x2xi8> -> tensor<1x1x2xi32>
    return %0 : tensor<1x1x2xi32>
  }
}
