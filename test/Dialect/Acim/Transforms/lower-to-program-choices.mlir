// RUN: acim-opt %s --split-input-file --acim-attach-hardware --acim-lower-to-program --acim-verify-program --acim-verify-exact | FileCheck %s

// What the choices by energy make of cells, scales and corrections. The digest of a product does not depend on them.

// Rows stand in their order, three in groups of two, each with its own cells.

// CHECK-LABEL: acim.program @row_order hardware
// CHECK: acim.block at [0, 0] group 0 inputs [2, 0, 1] row_groups [2, 1] column_group 4 outputs [0, 0, 1, 1] scales [1, 4, 1, 4]
// CHECK-SAME: cells dense<{{\[\[}}1, 1, 2, 0], [2, 1, 1, 0], [3, 1, 0, 0]]> : tensor<3x4xi8>
// CHECK-SAME: bits dense<{{\[\[}}2, 2, 2, 0], [2, 1, 0, 0]]> : tensor<2x4xi8>
// CHECK: acim.layer "w"(%{{.*}}) product "[[PRODUCT:[0-9a-f]+]]"
acim.weights @w dense<[[[6, 7, 5], [1, 0, 2]]]> : tensor<1x2x3xi8> bias dense<[[10, 20]]> : tensor<1x2xi64>
    encoding #acim.encoding<kind = sign_magnitude, bits = 4, cell_bits = 2>
    inputs #acim.inputs<kind = binary, bits = 8, offset = 128>
    array #acim.array<rows = 128, columns = 128, active_rows = 2, active_columns = 128>
    adc #acim.adc<bits = 10, semantics = proven, readout = difference, correction = digital> row_order [2, 0, 1]
func.func @row_order(%x: tensor<1x1x1x3xi8>) -> tensor<1x1x2xi32> {
  %c = acim.im2col %x window(#acim.window<kernel = [1, 1], stride = [1, 1], pad = [0, 0, 0, 0], dilation = [1, 1], groups = 1, pad_value = 0>) : tensor<1x1x1x3xi8> -> tensor<1x1x3xi8>
  %y = acim.mvm @w, %c : tensor<1x1x3xi8> -> tensor<1x1x2xi32>
  return %y : tensor<1x1x2xi32>
}

// -----

// Three planes a conversion: cells are written once, and stand on seven word lines; sums of 6 rise to 7 * 6.

// CHECK-LABEL: acim.program @stacked hardware
// CHECK: inputs [0, 1, 2] row_groups [3] column_group 4 outputs [0, 0, 1, 1] scales [1, 4, 1, 4] planes_per_drive 3 cells dense<{{\[\[}}2, 1, 1, 0], [3, 1, 0, 0], [1, 1, 2, 0]]> : tensor<3x4xi8>
// CHECK-SAME: adc lo dense<0> : tensor<1x4xi32> bits dense<{{\[\[}}6, 5, 5, 0]]> : tensor<1x4xi8>
// CHECK: acim.layer "w"(%{{.*}}) product "[[PRODUCT]]"
acim.weights @w dense<[[[6, 7, 5], [1, 0, 2]]]> : tensor<1x2x3xi8> bias dense<[[10, 20]]> : tensor<1x2xi64>
    encoding #acim.encoding<kind = sign_magnitude, bits = 4, cell_bits = 2>
    inputs #acim.inputs<kind = binary, bits = 8, offset = 128>
    array #acim.array<rows = 128, columns = 128, active_rows = 128, active_columns = 128, planes_per_drive = [3]>
    adc #acim.adc<bits = 10, semantics = proven, readout = difference, correction = digital>
func.func @stacked(%x: tensor<1x1x1x3xi8>) -> tensor<1x1x2xi32> {
  %c = acim.im2col %x window(#acim.window<kernel = [1, 1], stride = [1, 1], pad = [0, 0, 0, 0], dilation = [1, 1], groups = 1, pad_value = 0>) : tensor<1x1x1x3xi8> -> tensor<1x1x3xi8>
  %y = acim.mvm @w, %c : tensor<1x1x3xi8> -> tensor<1x1x2xi32>
  return %y : tensor<1x1x2xi32>
}

// -----

// Of w + 8: 14, 15, 13 = 2, 3, 1 + 4 * 3 and 9, 8, 10 = 1, 0, 2 + 4 * 2. Columns that hold more than half of their levels store what is
// left of 3, count negative, and get 3 times the summed inputs, times their scale, back; the top ones also lose the offset of 8.

// CHECK-LABEL: acim.program @flip hardware
// CHECK: outputs [0, 0, 1, 1] scales [-1, -4, 1, -4] input_sums [3, 4, 0, 4] cells dense<{{\[\[}}1, 0, 1, 1], [0, 0, 0, 1], [2, 0, 2, 1]]> : tensor<3x4xi8>
// CHECK: acim.layer "w"(%{{.*}}) product "[[PRODUCT]]"
// CHECK: acim.convert @w_0 readout{{ +}}single exact
acim.weights @w dense<[[[6, 7, 5], [1, 0, 2]]]> : tensor<1x2x3xi8> bias dense<[[10, 20]]> : tensor<1x2xi64>
    encoding #acim.encoding<kind = flip, bits = 4, cell_bits = 2>
    inputs #acim.inputs<kind = binary, bits = 8, offset = 128>
    array #acim.array<rows = 128, columns = 128, active_rows = 128, active_columns = 128>
    adc #acim.adc<bits = 10, semantics = proven, readout = single, correction = digital>
func.func @flip(%x: tensor<1x1x1x3xi8>) -> tensor<1x1x2xi32> {
  %c = acim.im2col %x window(#acim.window<kernel = [1, 1], stride = [1, 1], pad = [0, 0, 0, 0], dilation = [1, 1], groups = 1, pad_value = 0>) : tensor<1x1x1x3xi8> -> tensor<1x1x3xi8>
  %y = acim.mvm @w, %c : tensor<1x1x3xi8> -> tensor<1x1x2xi32>
  return %y : tensor<1x1x2xi32>
}

// -----

// What is left of 6 and 1 when the weights' centres are taken away; the centres times the summed inputs are added digitally.

// CHECK-LABEL: acim.program @centred hardware
// CHECK: outputs [0, 1] scales [1, 1] input_sums [6, 1] cells dense<{{\[\[}}0, 0], [1, -1], [-1, 1]]> : tensor<3x2xi8>
// CHECK-SAME: adc lo dense<-1> : tensor<1x2xi32> bits dense<2> : tensor<1x2xi8>
// CHECK: acim.layer "w"(%{{.*}}) product "[[PRODUCT]]"
acim.weights @w dense<[[[6, 7, 5], [1, 0, 2]]]> : tensor<1x2x3xi8> bias dense<[[10, 20]]> : tensor<1x2xi64>
    encoding #acim.encoding<kind = centred, bits = 2, cell_bits = 2, level_costs = [0, 1, 2, 3], centres = [6, 1]>
    inputs #acim.inputs<kind = binary, bits = 8, offset = 128>
    array #acim.array<rows = 128, columns = 128, active_rows = 128, active_columns = 128>
    adc #acim.adc<bits = 10, semantics = proven, readout = difference, correction = digital>
func.func @centred(%x: tensor<1x1x1x3xi8>) -> tensor<1x1x2xi32> {
  %c = acim.im2col %x window(#acim.window<kernel = [1, 1], stride = [1, 1], pad = [0, 0, 0, 0], dilation = [1, 1], groups = 1, pad_value = 0>) : tensor<1x1x1x3xi8> -> tensor<1x1x3xi8>
  %y = acim.mvm @w, %c : tensor<1x1x3xi8> -> tensor<1x1x2xi32>
  return %y : tensor<1x1x2xi32>
}

// -----

// 15 and 12 are -1 + 16 and -4 + 16 in the cheapest cells. Conversions that cost a hundred times as much are worth 3 + 4 * 3 and
// 4 * 3: the third column is empty and not converted.

// CHECK-LABEL: acim.program @weighed hardware
// CHECK: scales [1, 4, 16, 1, 4, 16] cells dense<{{\[\[}}3, 3, 0, 1, 0, 0], [0, 3, 0, 0, 0, 0], [0, 2, 0, 2, 0, 0]]> : tensor<3x6xi8>
// CHECK-SAME: bits dense<{{\[\[}}2, 4, 0, 2, 0, 0]]> : tensor<1x6xi8>
acim.weights @w dense<[[[15, 12, 8], [1, 0, 2]]]> : tensor<1x2x3xi8> bias dense<[[10, 20]]> : tensor<1x2xi64>
    encoding #acim.encoding<kind = min_cost, bits = 6, cell_bits = 2, level_costs = [0, 1, 2, 3], conversion_costs = [0, 100, 110, 120, 130, 140, 150]>
    inputs #acim.inputs<kind = binary, bits = 8, offset = 128>
    array #acim.array<rows = 128, columns = 128, active_rows = 128, active_columns = 128>
    adc #acim.adc<bits = 10, semantics = proven, readout = difference, correction = digital>
func.func @weighed(%x: tensor<1x1x1x3xi8>) -> tensor<1x1x2xi32> {
  %c = acim.im2col %x window(#acim.window<kernel = [1, 1], stride = [1, 1], pad = [0, 0, 0, 0], dilation = [1, 1], groups = 1, pad_value = 0>) : tensor<1x1x1x3xi8> -> tensor<1x1x3xi8>
  %y = acim.mvm @w, %c : tensor<1x1x3xi8> -> tensor<1x1x2xi32>
  return %y : tensor<1x1x2xi32>
}

// -----

// A converter that knows the number of active rows.

// CHECK-LABEL: acim.program @bounded hardware
// CHECK: acim.layer "w"(%{{.*}}) product "[[PRODUCT]]"
// CHECK: acim.convert @w_0 readout{{ +}}difference bounded exact
acim.weights @w dense<[[[6, 7, 5], [1, 0, 2]]]> : tensor<1x2x3xi8> bias dense<[[10, 20]]> : tensor<1x2xi64>
    encoding #acim.encoding<kind = sign_magnitude, bits = 4, cell_bits = 2>
    inputs #acim.inputs<kind = binary, bits = 8, offset = 128>
    array #acim.array<rows = 128, columns = 128, active_rows = 128, active_columns = 128>
    adc #acim.adc<bits = 10, semantics = proven, readout = difference, correction = digital> bounded
func.func @bounded(%x: tensor<1x1x1x3xi8>) -> tensor<1x1x2xi32> {
  %c = acim.im2col %x window(#acim.window<kernel = [1, 1], stride = [1, 1], pad = [0, 0, 0, 0], dilation = [1, 1], groups = 1, pad_value = 0>) : tensor<1x1x1x3xi8> -> tensor<1x1x3xi8>
  %y = acim.mvm @w, %c : tensor<1x1x3xi8> -> tensor<1x1x2xi32>
  return %y : tensor<1x1x2xi32>
}
