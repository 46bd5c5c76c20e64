// RUN: acim-opt %s --split-input-file --verify-diagnostics

// Layers.

acim.program @p hardware #acim.hardware<"{}"> {
  acim.crossbar @c tile 0 rows 4 columns 4 cell_bits 2 pair {
  }
  func.func @main(%x: tensor<1x1x1x4xi8>) -> tensor<1x1x2xi32> {
    %0 = acim.layer "l" (%x) {
      // expected-error@+1 {{is out of order; expected fetch, then drive, convert and shift_add of each crossbar, transfers, gate, reduce, store}}
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
      // expected-error@+1 {{is out of order; expected fetch, then drive, convert and shift_add of each crossbar, transfers, gate, reduce, store}}
      acim.fetch #acim.window<kernel = [1, 1], stride = [1, 1], pad = [0, 0, 0, 0], dilation = [1, 1], groups = 1, pad_value = 0>
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
      // expected-error@+1 {{is out of order; expected fetch, then drive, convert and shift_add of each crossbar, transfers, gate, reduce, store}}
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
  acim.crossbar @d tile 0 rows 4 columns 4 cell_bits 2 pair {
  }
  func.func @main(%x: tensor<1x1x1x4xi8>) -> tensor<1x1x2xi32> {
    %0 = acim.layer "l" (%x) {
      acim.fetch #acim.window<kernel = [1, 1], stride = [1, 1], pad = [0, 0, 0, 0], dilation = [1, 1], groups = 1, pad_value = 0>
      acim.drive @c inputs #acim.inputs<kind = binary, bits = 8, offset = 128>
      // expected-error@+1 {{is out of order; expected fetch, then drive, convert and shift_add of each crossbar, transfers, gate, reduce, store}}
      acim.convert @d readout difference
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
      acim.drive @c inputs #acim.inputs<kind = binary, bits = 8, offset = 128>
      // expected-error@+1 {{is out of order; expected fetch, then drive, convert and shift_add of each crossbar, transfers, gate, reduce, store}}
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
  acim.crossbar @d tile 0 rows 4 columns 4 cell_bits 2 pair {
  }
  func.func @main(%x: tensor<1x1x1x4xi8>) -> tensor<1x1x2xi32> {
    %0 = acim.layer "l" (%x) {
      acim.fetch #acim.window<kernel = [1, 1], stride = [1, 1], pad = [0, 0, 0, 0], dilation = [1, 1], groups = 1, pad_value = 0>
      acim.drive @c inputs #acim.inputs<kind = binary, bits = 8, offset = 128>
      acim.convert @c readout difference
      // expected-error@+1 {{is out of order; expected fetch, then drive, convert and shift_add of each crossbar, transfers, gate, reduce, store}}
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
      // expected-error@+1 {{is out of order; expected fetch, then drive, convert and shift_add of each crossbar, transfers, gate, reduce, store}}
      acim.transfer from 1 to 0 values 2 bits 32
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
      // expected-error@+1 {{is out of order; expected fetch, then drive, convert and shift_add of each crossbar, transfers, gate, reduce, store}}
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
      acim.convert @c readout difference
      acim.shift_add @c
      // expected-error@+1 {{is out of order; expected fetch, then drive, convert and shift_add of each crossbar, transfers, gate, reduce, store}}
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
      acim.reduce initial dense<0> : tensor<1x2xi64>
      acim.store
      // expected-error@+1 {{is out of order; expected fetch, then drive, convert and shift_add of each crossbar, transfers, gate, reduce, store}}
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
      acim.reduce initial dense<0> : tensor<1x2xi64>
      // expected-error@+1 {{does not belong into an acim.layer}}
      %1 = tosa.abs %x : (tensor<1x1x1x4xi8>) -> tensor<1x1x1x4xi8>
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
    // expected-error@+1 {{expected its instructions to end with acim.store}}
    %0 = acim.layer "l" (%x) {
      acim.fetch #acim.window<kernel = [1, 1], stride = [1, 1], pad = [0, 0, 0, 0], dilation = [1, 1], groups = 1, pad_value = 0>
      acim.drive @c inputs #acim.inputs<kind = binary, bits = 8, offset = 128>
      acim.convert @c readout difference
      acim.shift_add @c
      acim.reduce initial dense<0> : tensor<1x2xi64>
    } : tensor<1x1x1x4xi8> -> tensor<1x1x2xi32>
    return %0 : tensor<1x1x2xi32>
  }
}

// -----

acim.program @p hardware #acim.hardware<"{}"> {
  acim.crossbar @c tile 0 rows 4 columns 4 cell_bits 2 pair {
  }
  func.func @main(%x: tensor<1x1x1x4xi8>) -> tensor<1x1x2xi32> {
    // expected-error@+1 {{expected its instructions to end with acim.store}}
    %0 = acim.layer "l" (%x) {
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
      // expected-error@+1 {{expected two different tiles, found 3 twice}}
      acim.transfer from 3 to 3 values 2 bits 32
      acim.reduce initial dense<0> : tensor<1x2xi64>
      acim.store
    } : tensor<1x1x1x4xi8> -> tensor<1x1x2xi32>
    return %0 : tensor<1x1x2xi32>
  }
}
