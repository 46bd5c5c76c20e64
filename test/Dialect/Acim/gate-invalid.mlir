// RUN: acim-opt %s --split-input-file --verify-diagnostics

// A threshold for each output, or one for all.

acim.program @p hardware #acim.hardware<"{}"> {
  acim.crossbar @c tile 0 rows 4 columns 8 cell_bits 2 pair {
    acim.block at [0, 0] group 0 inputs [0, 1] row_groups [2] column_group 4 outputs [0, 0, 1, 1] scales [1, 4, 1, 4]
        cells dense<[[2, 1, 1, 0], [-3, -1, 0, 0]]> : tensor<2x4xi8> adc lo dense<-8> : tensor<1x4xi32> bits dense<4> : tensor<1x4xi8>
        step_log2 dense<0> : tensor<1x4xi8>
  }
  func.func @main(%x: tensor<1x1x1x2xi8>) -> tensor<1x1x2xi32> {
    %0 = acim.layer "w" (%x) {
      acim.fetch #acim.window<kernel = [1, 1], stride = [1, 1], pad = [0, 0, 0, 0], dilation = [1, 1], groups = 1, pad_value = 3>
      acim.drive @c inputs #acim.inputs<kind = binary, bits = 8, offset = 128>
      acim.convert @c readout difference
      acim.shift_add @c
      // expected-error@+1 {{expected one threshold, or one for each of the 2 outputs of the layer, found 3}}
      acim.gate #acim.split<low_bits = 2, thresholds = [1, 2, 3]>
      acim.reduce initial dense<[[141, -111]]> : tensor<1x2xi64>
      acim.store
    } : tensor<1x1x1x2xi8> -> tensor<1x1x2xi32>
    return %0 : tensor<1x1x2xi32>
  }
}

// -----

// Columns on both sides.

acim.program @p hardware #acim.hardware<"{}"> {
  acim.crossbar @c tile 0 rows 4 columns 8 cell_bits 2 pair {
    acim.block at [0, 0] group 0 inputs [0, 1] row_groups [2] column_group 4 outputs [0, 0, 1, 1] scales [1, 4, 1, 4]
        cells dense<[[2, 1, 1, 0], [-3, -1, 0, 0]]> : tensor<2x4xi8> adc lo dense<-8> : tensor<1x4xi32> bits dense<4> : tensor<1x4xi8>
        step_log2 dense<0> : tensor<1x4xi8>
  }
  func.func @main(%x: tensor<1x1x1x2xi8>) -> tensor<1x1x2xi32> {
    %0 = acim.layer "w" (%x) {
      acim.fetch #acim.window<kernel = [1, 1], stride = [1, 1], pad = [0, 0, 0, 0], dilation = [1, 1], groups = 1, pad_value = 3>
      acim.drive @c inputs #acim.inputs<kind = binary, bits = 8, offset = 128>
      acim.convert @c readout difference
      acim.shift_add @c
      // expected-error@+1 {{expected columns on both sides of scale 16, found only lower ones}}
      acim.gate #acim.split<low_bits = 4, thresholds = [1]>
      acim.reduce initial dense<[[141, -111]]> : tensor<1x2xi64>
      acim.store
    } : tensor<1x1x1x2xi8> -> tensor<1x1x2xi32>
    return %0 : tensor<1x1x2xi32>
  }
}

// -----

// No reference columns.

acim.program @p hardware #acim.hardware<"{}"> {
  acim.crossbar @c tile 0 rows 4 columns 8 cell_bits 2 pair {
    // expected-note@+1 {{a block has a reference column}}
    acim.block at [0, 0] group 0 inputs [0, 1] row_groups [2] column_group 4 outputs [0, 0, 1, -1] scales [1, 4, 1, 4]
        cells dense<[[2, 1, 1, 0], [-3, -1, 0, 0]]> : tensor<2x4xi8> adc lo dense<-8> : tensor<1x4xi32> bits dense<4> : tensor<1x4xi8>
        step_log2 dense<0> : tensor<1x4xi8>
  }
  func.func @main(%x: tensor<1x1x1x2xi8>) -> tensor<1x1x2xi32> {
    %0 = acim.layer "w" (%x) {
      acim.fetch #acim.window<kernel = [1, 1], stride = [1, 1], pad = [0, 0, 0, 0], dilation = [1, 1], groups = 1, pad_value = 3>
      acim.drive @c inputs #acim.inputs<kind = binary, bits = 8, offset = 128>
      acim.convert @c readout difference
      acim.shift_add @c
      // expected-error@+1 {{expected columns that belong to one output each}}
      acim.gate #acim.split<low_bits = 2, thresholds = [1]>
      acim.reduce initial dense<[[141, -111]]> : tensor<1x2xi64>
      acim.store
    } : tensor<1x1x1x2xi8> -> tensor<1x1x2xi32>
    return %0 : tensor<1x1x2xi32>
  }
}

// -----

// After all that crossbars add, once.

acim.program @p hardware #acim.hardware<"{}"> {
  acim.crossbar @c tile 0 rows 4 columns 8 cell_bits 2 pair {
    acim.block at [0, 0] group 0 inputs [0, 1] row_groups [2] column_group 4 outputs [0, 0, 1, 1] scales [1, 4, 1, 4]
        cells dense<[[2, 1, 1, 0], [-3, -1, 0, 0]]> : tensor<2x4xi8> adc lo dense<-8> : tensor<1x4xi32> bits dense<4> : tensor<1x4xi8>
        step_log2 dense<0> : tensor<1x4xi8>
  }
  func.func @main(%x: tensor<1x1x1x2xi8>) -> tensor<1x1x2xi32> {
    %0 = acim.layer "w" (%x) {
      acim.fetch #acim.window<kernel = [1, 1], stride = [1, 1], pad = [0, 0, 0, 0], dilation = [1, 1], groups = 1, pad_value = 3>
      acim.drive @c inputs #acim.inputs<kind = binary, bits = 8, offset = 128>
      acim.convert @c readout difference
      acim.shift_add @c
      acim.reduce initial dense<[[141, -111]]> : tensor<1x2xi64>
      // expected-error@+1 {{is out of order; expected fetch, then drive, convert and shift_add of each crossbar, transfers, gate, reduce, store}}
      acim.gate #acim.split<low_bits = 2, thresholds = [1]>
      acim.store
    } : tensor<1x1x1x2xi8> -> tensor<1x1x2xi32>
    return %0 : tensor<1x1x2xi32>
  }
}

// -----

acim.program @p hardware #acim.hardware<"{}"> {
  acim.crossbar @c tile 0 rows 4 columns 8 cell_bits 2 pair {
    acim.block at [0, 0] group 0 inputs [0, 1] row_groups [2] column_group 4 outputs [0, 0, 1, 1] scales [1, 4, 1, 4]
        cells dense<[[2, 1, 1, 0], [-3, -1, 0, 0]]> : tensor<2x4xi8> adc lo dense<-8> : tensor<1x4xi32> bits dense<4> : tensor<1x4xi8>
        step_log2 dense<0> : tensor<1x4xi8>
  }
  func.func @main(%x: tensor<1x1x1x2xi8>) -> tensor<1x1x2xi32> {
    %0 = acim.layer "w" (%x) {
      acim.fetch #acim.window<kernel = [1, 1], stride = [1, 1], pad = [0, 0, 0, 0], dilation = [1, 1], groups = 1, pad_value = 3>
      acim.drive @c inputs #acim.inputs<kind = binary, bits = 8, offset = 128>
      acim.convert @c readout difference
      acim.shift_add @c
      acim.gate #acim.split<low_bits = 2, thresholds = [1]>
      // expected-error@+1 {{is out of order; expected fetch, then drive, convert and shift_add of each crossbar, transfers, gate, reduce, store}}
      acim.gate #acim.split<low_bits = 2, thresholds = [1]>
      acim.reduce initial dense<[[141, -111]]> : tensor<1x2xi64>
      acim.store
    } : tensor<1x1x1x2xi8> -> tensor<1x1x2xi32>
    return %0 : tensor<1x1x2xi32>
  }
}

// -----

// What may be left out is not exact.

acim.program @p hardware #acim.hardware<"{}"> {
  acim.crossbar @c tile 0 rows 4 columns 8 cell_bits 2 pair {
    acim.block at [0, 0] group 0 inputs [0, 1] row_groups [2] column_group 4 outputs [0, 0, 1, 1] scales [1, 4, 1, 4]
        cells dense<[[2, 1, 1, 0], [-3, -1, 0, 0]]> : tensor<2x4xi8> adc lo dense<-8> : tensor<1x4xi32> bits dense<4> : tensor<1x4xi8>
        step_log2 dense<0> : tensor<1x4xi8>
  }
  func.func @main(%x: tensor<1x1x1x2xi8>) -> tensor<1x1x2xi32> {
    %0 = acim.layer "w" (%x) {
      acim.fetch #acim.window<kernel = [1, 1], stride = [1, 1], pad = [0, 0, 0, 0], dilation = [1, 1], groups = 1, pad_value = 3>
      acim.drive @c inputs #acim.inputs<kind = binary, bits = 8, offset = 128>
      // expected-error@+1 {{is not exact: the layer's gate leaves conversions out; drop exact or the gate}}
      acim.convert @c readout difference exact
      acim.shift_add @c
      acim.gate #acim.split<low_bits = 2, thresholds = [-9223372036854775808, 0]>
      acim.reduce initial dense<[[141, -111]]> : tensor<1x2xi64>
      acim.store
    } : tensor<1x1x1x2xi8> -> tensor<1x1x2xi32>
    return %0 : tensor<1x1x2xi32>
  }
}

// -----

acim.program @p hardware #acim.hardware<"{}"> {
  acim.crossbar @c tile 0 rows 4 columns 8 cell_bits 2 pair {
    acim.block at [0, 0] group 0 inputs [0, 1] row_groups [2] column_group 4 outputs [0, 0, 1, 1] scales [2, 4, 2, 4]
        cells dense<[[2, 1, 1, 0], [-3, -1, 0, 0]]> : tensor<2x4xi8> adc lo dense<-8> : tensor<1x4xi32> bits dense<4> : tensor<1x4xi8>
        step_log2 dense<0> : tensor<1x4xi8>
  }
  func.func @main(%x: tensor<1x1x1x2xi8>) -> tensor<1x1x2xi32> {
    %0 = acim.layer "w" (%x) {
      acim.fetch #acim.window<kernel = [1, 1], stride = [1, 1], pad = [0, 0, 0, 0], dilation = [1, 1], groups = 1, pad_value = 3>
      acim.drive @c inputs #acim.inputs<kind = binary, bits = 8, offset = 128>
      acim.convert @c readout difference
      acim.shift_add @c
      // expected-error@+1 {{expected columns on both sides of scale 2, found only higher ones}}
      acim.gate #acim.split<low_bits = 1, thresholds = [1]>
      acim.reduce initial dense<[[141, -111]]> : tensor<1x2xi64>
      acim.store
    } : tensor<1x1x1x2xi8> -> tensor<1x1x2xi32>
    return %0 : tensor<1x1x2xi32>
  }
}
