// RUN: acim-opt %s --split-input-file --acim-verify-exact

// The product y = (13 + 6 x0 - 7 x1, 17 + x0), in all ways to compute it.

acim.program @p hardware #acim.hardware<"{}"> {
  acim.crossbar @c tile 0 rows 4 columns 8 cell_bits 2 pair {
    acim.block at [0, 0] group 0 inputs [0, 1] row_groups [2] column_group 4 outputs [0, 0, 1, 1] scales [1, 4, 1, 4]
        cells dense<[[2, 1, 1, 0], [-3, -1, 0, 0]]> : tensor<2x4xi8> adc lo dense<-4> : tensor<1x4xi32> bits dense<3> : tensor<1x4xi8>
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

// Converters that no pass vouches for may be exact all the same.

acim.program @p hardware #acim.hardware<"{}"> {
  acim.crossbar @c tile 0 rows 4 columns 8 cell_bits 2 pair {
    acim.block at [0, 0] group 0 inputs [0, 1] row_groups [2] column_group 4 outputs [0, 0, 1, 1] scales [1, 4, 1, 4]
        cells dense<[[2, 1, 1, 0], [-3, -1, 0, 0]]> : tensor<2x4xi8> adc lo dense<-512> : tensor<1x4xi32> bits dense<10> : tensor<1x4xi8>
        step_log2 dense<0> : tensor<1x4xi8>
  }
  func.func @main(%x: tensor<1x1x1x2xi8>) -> tensor<1x1x2xi32> {
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

// Of w + 8; 8 times the summed inputs are taken back.

acim.program @p hardware #acim.hardware<"{}"> {
  acim.crossbar @c tile 0 rows 4 columns 8 cell_bits 2 {
    acim.block at [0, 0] group 0 inputs [0, 1] row_groups [2] column_group 4 outputs [0, 0, 1, 1] scales [1, 4, 1, 4]
        input_sums [0, -8, 0, -8] cells dense<[[2, 3, 1, 2], [1, 0, 0, 2]]> : tensor<2x4xi8> adc lo dense<0> : tensor<1x4xi32> bits dense<[[2, 2, 1, 3]]> : tensor<1x4xi8>
        step_log2 dense<0> : tensor<1x4xi8>
  }
  func.func @main(%x: tensor<1x1x1x2xi8>) -> tensor<1x1x2xi32> {
    %0 = acim.layer "w" (%x) product "5bb1dfeaf04f1ae0" {
      acim.fetch #acim.window<kernel = [1, 1], stride = [1, 1], pad = [0, 0, 0, 0], dilation = [1, 1], groups = 1, pad_value = 3>
      acim.drive @c inputs #acim.inputs<kind = binary, bits = 8, offset = 128>
      acim.convert @c readout single exact
      acim.shift_add @c
      acim.reduce initial dense<[[141, -111]]> : tensor<1x2xi64>
      acim.store
    } : tensor<1x1x1x2xi8> -> tensor<1x1x2xi32>
    return %0 : tensor<1x1x2xi32>
  }
}

// -----

// The same by a reference column.

acim.program @p hardware #acim.hardware<"{}"> {
  acim.crossbar @c tile 0 rows 4 columns 8 cell_bits 2 {
    acim.block at [0, 0] group 0 inputs [0, 1] row_groups [2] column_group 4 outputs [0, 0, 1, 1, -1] scales [1, 4, 1, 4, -4]
        cells dense<[[2, 3, 1, 2, 2], [1, 0, 0, 2, 2]]> : tensor<2x5xi8> adc lo dense<0> : tensor<1x5xi32> bits dense<3> : tensor<1x5xi8>
        step_log2 dense<0> : tensor<1x5xi8>
  }
  func.func @main(%x: tensor<1x1x1x2xi8>) -> tensor<1x1x2xi32> {
    %0 = acim.layer "w" (%x) product "5bb1dfeaf04f1ae0" {
      acim.fetch #acim.window<kernel = [1, 1], stride = [1, 1], pad = [0, 0, 0, 0], dilation = [1, 1], groups = 1, pad_value = 3>
      acim.drive @c inputs #acim.inputs<kind = binary, bits = 8, offset = 128>
      acim.convert @c readout single exact
      acim.shift_add @c
      acim.reduce initial dense<[[141, -111]]> : tensor<1x2xi64>
      acim.store
    } : tensor<1x1x1x2xi8> -> tensor<1x1x2xi32>
    return %0 : tensor<1x1x2xi32>
  }
}

// -----

// Signed planes: nothing is added to the inputs but their zero point, 13 - (-3) * (6 - 7) = 10, 17 + 3 = 20.

acim.program @p hardware #acim.hardware<"{}"> {
  acim.crossbar @c tile 0 rows 4 columns 8 cell_bits 2 pair {
    acim.block at [0, 0] group 0 inputs [0, 1] row_groups [2] column_group 4 outputs [0, 0, 1, 1] scales [1, 4, 1, 4]
        cells dense<[[2, 1, 1, 0], [-3, -1, 0, 0]]> : tensor<2x4xi8> adc lo dense<-8> : tensor<1x4xi32> bits dense<4> : tensor<1x4xi8>
        step_log2 dense<0> : tensor<1x4xi8>
  }
  func.func @main(%x: tensor<1x1x1x2xi8>) -> tensor<1x1x2xi32> {
    %0 = acim.layer "w" (%x) product "5bb1dfeaf04f1ae0" {
      acim.fetch #acim.window<kernel = [1, 1], stride = [1, 1], pad = [0, 0, 0, 0], dilation = [1, 1], groups = 1, pad_value = 3>
      acim.drive @c inputs #acim.inputs<kind = csd, bits = 8, offset = -3>
      acim.convert @c readout difference
      acim.shift_add @c
      acim.reduce initial dense<[[10, 20]]> : tensor<1x2xi64>
      acim.store
    } : tensor<1x1x1x2xi8> -> tensor<1x1x2xi32>
    return %0 : tensor<1x1x2xi32>
  }
}

// -----

// Outputs reach from 13 - 6 * 128 - 7 * 127 to 13 + 6 * 127 + 7 * 128: 12 bits.

acim.program @p hardware #acim.hardware<"{}"> {
  acim.crossbar @c tile 0 rows 4 columns 8 cell_bits 2 pair {
    acim.block at [0, 0] group 0 inputs [0, 1] row_groups [2] column_group 4 outputs [0, 0, 1, 1] scales [1, 4, 1, 4]
        cells dense<[[2, 1, 1, 0], [-3, -1, 0, 0]]> : tensor<2x4xi8> adc lo dense<-4> : tensor<1x4xi32> bits dense<3> : tensor<1x4xi8>
        step_log2 dense<0> : tensor<1x4xi8>
  }
  func.func @main(%x: tensor<1x1x1x2xi8>) -> tensor<1x1x2xi12> {
    %0 = acim.layer "w" (%x) product "5bb1dfeaf04f1ae0" {
      acim.fetch #acim.window<kernel = [1, 1], stride = [1, 1], pad = [0, 0, 0, 0], dilation = [1, 1], groups = 1, pad_value = 3>
      acim.drive @c inputs #acim.inputs<kind = binary, bits = 8, offset = 128>
      acim.convert @c readout difference
      acim.shift_add @c
      acim.reduce initial dense<[[141, -111]]> : tensor<1x2xi64>
      acim.store
    } : tensor<1x1x1x2xi8> -> tensor<1x1x2xi12>
    return %0 : tensor<1x1x2xi12>
  }
}

// -----

// The graph layer, as far as it is decided; results reach both ends of their type.

acim.weights @undecided dense<[[[1, 1], [-1, -1]]]> : tensor<1x2x2xi8> bias dense<[[2147483393, 2147483391]]> : tensor<1x2xi64>
acim.weights @digits dense<1> : tensor<1x2x2xi8> bias dense<-2147483392> : tensor<1x2xi64>
    encoding #acim.encoding<kind = sce, bits = 6, cell_bits = 2>
acim.weights @planes dense<1> : tensor<1x2x2xi8> bias dense<0> : tensor<1x2xi64> inputs #acim.inputs<kind = csd, bits = 8, offset = 5>
func.func @main(%x: tensor<3x1x2xi8>) {
  %0 = acim.mvm @undecided, %x : tensor<3x1x2xi8> -> tensor<3x1x2xi32>
  %1 = acim.mvm @digits, %x : tensor<3x1x2xi8> -> tensor<3x1x2xi32>
  %2 = acim.mvm @planes, %x : tensor<3x1x2xi8> -> tensor<3x1x2xi10>
  return
}

// -----

// Decided layers, by what the lowering will write. Proven ranges hold every sum; so do 10 bits.

acim.weights @flip dense<[[[6, -7, 5], [-1, -8, 7]]]> : tensor<1x2x3xi8> bias dense<[[13, 17]]> : tensor<1x2xi64>
    encoding #acim.encoding<kind = flip, bits = 4, cell_bits = 2>
    inputs #acim.inputs<kind = binary, bits = 8, offset = 128>
    array #acim.array<rows = 2, columns = 4, active_rows = 2, active_columns = 4>
    adc #acim.adc<bits = 10, semantics = proven, readout = single, correction = digital>
acim.weights @centred dense<[[[6, -7, 5], [-1, -8, 7]]]> : tensor<1x2x3xi8> bias dense<[[13, 17]]> : tensor<1x2xi64>
    encoding #acim.encoding<kind = centred, bits = 8, cell_bits = 2, level_costs = [0, 1, 2, 3], centres = [3, -2]>
    inputs #acim.inputs<kind = csd, bits = 8, offset = -3>
    array #acim.array<rows = 128, columns = 128, active_rows = 2, active_columns = 128>
    adc #acim.adc<bits = 10, semantics = unit_step, readout = difference, correction = digital>
    row_order [2, 0, 1] skip_idle
acim.weights @stacked dense<[[[6, -7, 5], [-1, -8, 7]]]> : tensor<1x2x3xi8> bias dense<[[13, 17]]> : tensor<1x2xi64>
    encoding #acim.encoding<kind = sce, bits = 6, cell_bits = 2>
    inputs #acim.inputs<kind = binary, bits = 8, offset = 128>
    array #acim.array<rows = 128, columns = 128, active_rows = 128, active_columns = 128, planes_per_drive = [3]>
    adc #acim.adc<bits = 10, semantics = proven, readout = separate, correction = digital, granularity = layer>
func.func @decided(%x: tensor<3x1x3xi8>) {
  %0 = acim.mvm @flip, %x : tensor<3x1x3xi8> -> tensor<3x1x2xi32>
  %1 = acim.mvm @centred, %x : tensor<3x1x3xi8> -> tensor<3x1x2xi32>
  %2 = acim.mvm @stacked, %x : tensor<3x1x3xi8> -> tensor<3x1x2xi32>
  return
}

// -----

// Accumulators hold what can occur: a clamp leaves 13 + 6 * 3 + 7 * 4 = 59 and 13 - 6 * 4 - 7 * 3 = -32.

acim.weights @w dense<[[[6, -7]]]> : tensor<1x1x2xi8> bias dense<13> : tensor<1x1xi64>
func.func @clamped(%x: tensor<3x1x2xi8>) {
  %0 = tosa.clamp %x {min_val = -4 : i8, max_val = 3 : i8} : (tensor<3x1x2xi8>) -> tensor<3x1x2xi8>
  %1 = acim.mvm @w, %0 : tensor<3x1x2xi8> -> tensor<3x1x1xi7>
  return
}
