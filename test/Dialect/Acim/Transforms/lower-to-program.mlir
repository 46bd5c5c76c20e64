// RUN: acim-opt %s --split-input-file --acim-attach-hardware --acim-lower-to-program | FileCheck %s

// The cells of [[6, -7], [1, 0]] in every encoding. Rows are inputs: the first holds 6 and 1, the second -7 and 0. Whatever
// the encoding, the accumulators start with the bias minus 128 times the sum of the weights: the offset of the inputs. The digest of
// the product depends on the product alone.

// 6 = 2 + 4 * 1, -7 = -(3 + 4 * 1), 1 = 1 + 4 * 0.

// CHECK-LABEL: acim.program @sign_magnitude hardware
// CHECK: acim.crossbar @w_0 tile 0 rows 128 columns 128 cell_bits 2 pair {
// CHECK-NEXT: acim.block at [0, 0] group 0 inputs [0, 1] row_groups [2] column_group 4 outputs [0, 0, 1, 1] scales [1, 4, 1, 4]
// CHECK-SAME: cells dense<{{\[\[}}2, 1, 1, 0], [-3, -1, 0, 0]]> : tensor<2x4xi8>
// CHECK-SAME: adc lo dense<-512> : tensor<1x4xi32> bits dense<10> : tensor<1x4xi8> step_log2 dense<0> : tensor<1x4xi8>
// CHECK: func.func @sign_magnitude(%[[X:.*]]: tensor<1x1x1x2xi8>) -> tensor<1x1x2xi32> {
// CHECK-NEXT: %[[Y:.*]] = acim.layer "w"(%[[X]]) product "7f608a5dba2ea58e" {
// CHECK-NEXT: acim.fetch #acim.window<kernel = [1, 1],
// CHECK-NEXT: acim.drive @w_0 inputs #acim.inputs<kind = binary, bits = 8, offset = 128>
// CHECK-NEXT: acim.convert @w_0 readout{{ +}}difference exact
// CHECK-NEXT: acim.shift_add @w_0
// CHECK-NEXT: acim.reduce initial dense<{{\[\[}}138, -108]]> : tensor<1x2xi64>
// CHECK-NEXT: acim.store
// CHECK-NEXT: } : tensor<1x1x1x2xi8> -> tensor<1x1x2xi32>
// CHECK-NEXT: return %[[Y]]
// CHECK-NOT: acim.weights
acim.weights @w dense<[[[6, -7], [1, 0]]]> : tensor<1x2x2xi8> bias dense<[[10, 20]]> : tensor<1x2xi64>
    encoding #acim.encoding<kind = sign_magnitude, bits = 4, cell_bits = 2>
    inputs #acim.inputs<kind = binary, bits = 8, offset = 128>
    array #acim.array<rows = 128, columns = 128, active_rows = 128, active_columns = 128>
    adc #acim.adc<bits = 10, semantics = unit_step, readout = difference, correction = digital>
func.func @sign_magnitude(%x: tensor<1x1x1x2xi8>) -> tensor<1x1x2xi32> {
  %c = acim.im2col %x window(#acim.window<kernel = [1, 1], stride = [1, 1], pad = [0, 0, 0, 0], dilation = [1, 1], groups = 1, pad_value = 0>) : tensor<1x1x1x2xi8> -> tensor<1x1x2xi8>
  %y = acim.mvm @w, %c : tensor<1x1x2xi8> -> tensor<1x1x2xi32>
  return %y : tensor<1x1x2xi32>
}

// -----

// Of w + 8: 14 = 2 + 4 * 3, 1 = 1 + 4 * 0, 9 = 1 + 4 * 2, 8 = 0 + 4 * 2; 8 times the summed inputs are taken back.

// CHECK-LABEL: acim.program @offset_digital hardware
// CHECK: acim.crossbar @w_0 tile 0 rows 128 columns 128 cell_bits 2 {
// CHECK: outputs [0, 0, 1, 1] scales [1, 4, 1, 4] input_sums [0, -8, 0, -8] cells dense<{{\[\[}}2, 3, 1, 2], [1, 0, 0, 2]]> : tensor<2x4xi8>
// CHECK-SAME: lo dense<0>
// CHECK: acim.layer "w"(%{{.*}}) product "7f608a5dba2ea58e" {
// CHECK: acim.convert @w_0 readout{{ +}}single
// CHECK: acim.reduce initial dense<{{\[\[}}138, -108]]> : tensor<1x2xi64>{{$}}
acim.weights @w dense<[[[6, -7], [1, 0]]]> : tensor<1x2x2xi8> bias dense<[[10, 20]]> : tensor<1x2xi64>
    encoding #acim.encoding<kind = offset, bits = 4, cell_bits = 2>
    inputs #acim.inputs<kind = binary, bits = 8, offset = 128>
    array #acim.array<rows = 128, columns = 128, active_rows = 128, active_columns = 128>
    adc #acim.adc<bits = 10, semantics = unit_step, readout = single, correction = digital>
func.func @offset_digital(%x: tensor<1x1x1x2xi8>) -> tensor<1x1x2xi32> {
  %c = acim.im2col %x window(#acim.window<kernel = [1, 1], stride = [1, 1], pad = [0, 0, 0, 0], dilation = [1, 1], groups = 1, pad_value = 0>) : tensor<1x1x1x2xi8> -> tensor<1x1x2xi8>
  %y = acim.mvm @w, %c : tensor<1x1x2xi8> -> tensor<1x1x2xi32>
  return %y : tensor<1x1x2xi32>
}

// -----

// The same, but a column that holds the offset (2 * 4) at every input takes it back from both outputs.

// CHECK-LABEL: acim.program @offset_reference hardware
// CHECK: outputs [0, 0, 1, 1, -1] scales [1, 4, 1, 4, -4] cells dense<{{\[\[}}2, 3, 1, 2, 2], [1, 0, 0, 2, 2]]> : tensor<2x5xi8>
// CHECK: acim.layer "w"(%{{.*}}) product "7f608a5dba2ea58e" {
// CHECK: acim.reduce initial dense<{{\[\[}}138, -108]]> : tensor<1x2xi64>
acim.weights @w dense<[[[6, -7], [1, 0]]]> : tensor<1x2x2xi8> bias dense<[[10, 20]]> : tensor<1x2xi64>
    encoding #acim.encoding<kind = offset, bits = 4, cell_bits = 2>
    inputs #acim.inputs<kind = binary, bits = 8, offset = 128>
    array #acim.array<rows = 128, columns = 128, active_rows = 128, active_columns = 128>
    adc #acim.adc<bits = 10, semantics = unit_step, readout = single, correction = reference_column>
func.func @offset_reference(%x: tensor<1x1x1x2xi8>) -> tensor<1x1x2xi32> {
  %c = acim.im2col %x window(#acim.window<kernel = [1, 1], stride = [1, 1], pad = [0, 0, 0, 0], dilation = [1, 1], groups = 1, pad_value = 0>) : tensor<1x1x1x2xi8> -> tensor<1x1x2xi8>
  %y = acim.mvm @w, %c : tensor<1x1x2xi8> -> tensor<1x1x2xi32>
  return %y : tensor<1x1x2xi32>
}

// -----

// 6 = 0110: 2 + 4 * 1 - 8 * 0; -7 = 1001: 1 + 4 * 0 - 8 * 1.

// CHECK-LABEL: acim.program @twos_complement hardware
// CHECK: outputs [0, 0, 0, 1, 1, 1] scales [1, 4, -8, 1, 4, -8] cells dense<{{\[\[}}2, 1, 0, 1, 0, 0], [1, 0, 1, 0, 0, 0]]> : tensor<2x6xi8>
// CHECK: acim.layer "w"(%{{.*}}) product "7f608a5dba2ea58e" {
// CHECK: acim.reduce initial dense<{{\[\[}}138, -108]]> : tensor<1x2xi64>
acim.weights @w dense<[[[6, -7], [1, 0]]]> : tensor<1x2x2xi8> bias dense<[[10, 20]]> : tensor<1x2xi64>
    encoding #acim.encoding<kind = twos_complement, bits = 4, cell_bits = 2>
    inputs #acim.inputs<kind = binary, bits = 8, offset = 128>
    array #acim.array<rows = 128, columns = 128, active_rows = 128, active_columns = 128>
    adc #acim.adc<bits = 10, semantics = unit_step, readout = single, correction = digital>
func.func @twos_complement(%x: tensor<1x1x1x2xi8>) -> tensor<1x1x2xi32> {
  %c = acim.im2col %x window(#acim.window<kernel = [1, 1], stride = [1, 1], pad = [0, 0, 0, 0], dilation = [1, 1], groups = 1, pad_value = 0>) : tensor<1x1x1x2xi8> -> tensor<1x1x2xi8>
  %y = acim.mvm @w, %c : tensor<1x1x2xi8> -> tensor<1x1x2xi32>
  return %y : tensor<1x1x2xi32>
}

// -----

// Operation units of 2 word lines and 3 bit lines; 5 inputs are driven in three steps. In full range, 2 rows of levels up to
// 3 need steps of 2 for codes of 3 bits (-8 to 6), the last single row does not (-4 to 3). Rounding conversions are not exact.

// CHECK-LABEL: acim.program @operation_units hardware
// CHECK: inputs [0, 1, 2, 3, 4] row_groups [2, 2, 1] column_group 2
// CHECK-SAME: adc lo dense<{{\[\[}}-8, -8], [-8, -8], [-4, -4]]> : tensor<3x2xi32> bits dense<3> : tensor<3x2xi8> step_log2 dense<{{\[\[}}1, 1], [1, 1], [0, 0]]> : tensor<3x2xi8>
// CHECK: acim.convert @w_0 readout{{ +}}difference{{$}}
acim.weights @w dense<1> : tensor<1x1x5xi8> bias dense<0> : tensor<1x1xi64>
    encoding #acim.encoding<kind = sign_magnitude, bits = 4, cell_bits = 2>
    inputs #acim.inputs<kind = binary, bits = 8, offset = 128>
    array #acim.array<rows = 128, columns = 128, active_rows = 2, active_columns = 3>
    adc #acim.adc<bits = 3, semantics = full_range, readout = difference, correction = digital>
func.func @operation_units(%x: tensor<1x1x1x5xi8>) -> tensor<1x1x1xi32> {
  %c = acim.im2col %x window(#acim.window<kernel = [1, 1], stride = [1, 1], pad = [0, 0, 0, 0], dilation = [1, 1], groups = 1, pad_value = 0>) : tensor<1x1x1x5xi8> -> tensor<1x1x5xi8>
  %y = acim.mvm @w, %c : tensor<1x1x5xi8> -> tensor<1x1x1xi32>
  return %y : tensor<1x1x1xi32>
}

// -----

// Weights with equal values and settings share their crossbars; each layer keeps its own bias. One other value, or another
// setting, and they do not.

// CHECK-LABEL: acim.program @shared_crossbars hardware
// CHECK: acim.crossbar @a_0
// CHECK: acim.crossbar @c_0
// CHECK-NOT: acim.crossbar
// CHECK: acim.layer "a"
// CHECK: acim.drive @a_0
// CHECK: acim.reduce initial dense<-255>
// CHECK: acim.layer "b"
// CHECK: acim.drive @a_0
// CHECK: acim.reduce initial dense<-254>
// CHECK: acim.layer "c"
// CHECK: acim.drive @c_0
acim.weights @a dense<1> : tensor<1x1x2xi8> bias dense<1> : tensor<1x1xi64>
    encoding #acim.encoding<kind = sign_magnitude, bits = 4, cell_bits = 2>
    inputs #acim.inputs<kind = binary, bits = 8, offset = 128>
    array #acim.array<rows = 128, columns = 128, active_rows = 128, active_columns = 128>
    adc #acim.adc<bits = 10, semantics = unit_step, readout = difference, correction = digital>
acim.weights @b dense<1> : tensor<1x1x2xi8> bias dense<2> : tensor<1x1xi64>
    encoding #acim.encoding<kind = sign_magnitude, bits = 4, cell_bits = 2>
    inputs #acim.inputs<kind = binary, bits = 8, offset = 128>
    array #acim.array<rows = 128, columns = 128, active_rows = 128, active_columns = 128>
    adc #acim.adc<bits = 10, semantics = unit_step, readout = difference, correction = digital>
acim.weights @c dense<1> : tensor<1x1x2xi8> bias dense<1> : tensor<1x1xi64>
    encoding #acim.encoding<kind = sign_magnitude, bits = 4, cell_bits = 2>
    inputs #acim.inputs<kind = binary, bits = 8, offset = 128>
    array #acim.array<rows = 128, columns = 128, active_rows = 128, active_columns = 128>
    adc #acim.adc<bits = 9, semantics = unit_step, readout = difference, correction = digital>
func.func @shared_crossbars(%x: tensor<1x1x1x2xi8>) -> (tensor<1x1x1xi32>, tensor<1x1x1xi32>, tensor<1x1x1xi32>) {
  %c = acim.im2col %x window(#acim.window<kernel = [1, 1], stride = [1, 1], pad = [0, 0, 0, 0], dilation = [1, 1], groups = 1, pad_value = 0>) : tensor<1x1x1x2xi8> -> tensor<1x1x2xi8>
  %0 = acim.mvm @a, %c : tensor<1x1x2xi8> -> tensor<1x1x1xi32>
  %1 = acim.mvm @b, %c : tensor<1x1x2xi8> -> tensor<1x1x1xi32>
  %2 = acim.mvm @c, %c : tensor<1x1x2xi8> -> tensor<1x1x1xi32>
  return %0, %1, %2 : tensor<1x1x1xi32>, tensor<1x1x1xi32>, tensor<1x1x1xi32>
}

// -----

// Crossbars 0 to 23 stand on tile 0 and the last on tile 1, which sends the partial sums of its one output to tile 0. Names
// keep out of each other's way.

// CHECK-LABEL: acim.program @w_24 hardware
// CHECK: acim.crossbar @w_23 tile 0
// CHECK: acim.crossbar @w_24_0 tile 1
// CHECK: func.func @w_24
// CHECK: acim.shift_add @w_24_0
// CHECK-NEXT: acim.transfer from 1 to 0 values 1 bits 32
// CHECK-NEXT: acim.reduce
acim.weights @w dense<1> : tensor<1x1x50xi8> bias dense<0> : tensor<1x1xi64>
    encoding #acim.encoding<kind = sign_magnitude, bits = 4, cell_bits = 2>
    inputs #acim.inputs<kind = binary, bits = 8, offset = 128>
    array #acim.array<rows = 2, columns = 2, active_rows = 2, active_columns = 2>
    adc #acim.adc<bits = 10, semantics = unit_step, readout = difference, correction = digital>
func.func @w_24(%x: tensor<1x1x1x50xi8>) -> tensor<1x1x1xi32> {
  %c = acim.im2col %x window(#acim.window<kernel = [1, 1], stride = [1, 1], pad = [0, 0, 0, 0], dilation = [1, 1], groups = 1, pad_value = 0>) : tensor<1x1x1x50xi8> -> tensor<1x1x50xi8>
  %0 = acim.mvm @w, %c : tensor<1x1x50xi8> -> tensor<1x1x1xi32>
  return %0 : tensor<1x1x1xi32>
}
