// RUN: acim-opt %s --split-input-file --acim-attach-hardware --acim-lower-to-program --verify-diagnostics | FileCheck %s

// Signed digits and proven ranges of [[14, 3], [0, 0]]: input 0 meets 14 and 0, input 1 meets 3 and 0.

// Segmented: 14 = 2 - 4 + 16, 3 = -1 + 4. A bit line is converted with the fewest bits that hold what its cells can sum
// to, from that sum's lowest value on; an empty one is not converted.

// CHECK-LABEL: acim.program @segmented hardware
// CHECK: outputs [0, 0, 0, 1, 1, 1] scales [1, 4, 16, 1, 4, 16]
// CHECK-SAME: cells dense<{{\[\[}}2, -1, 1, 0, 0, 0], [-1, 1, 0, 0, 0, 0]]> : tensor<2x6xi8>
// CHECK-SAME: adc lo dense<{{\[\[}}-1, -1, 0, 0, 0, 0]]> : tensor<1x6xi32> bits dense<{{\[\[}}2, 2, 1, 0, 0, 0]]> : tensor<1x6xi8>
// CHECK: acim.convert @w_0 readout{{ +}}difference exact
acim.weights @w dense<[[[14, 3], [0, 0]]]> : tensor<1x2x2xi8> bias dense<0> : tensor<1x2xi64>
    encoding #acim.encoding<kind = sce, bits = 6, cell_bits = 2>
    inputs #acim.inputs<kind = binary, bits = 8, offset = 128>
    array #acim.array<rows = 128, columns = 128, active_rows = 128, active_columns = 128>
    adc #acim.adc<bits = 10, semantics = proven, readout = difference, correction = digital>
func.func @segmented(%x: tensor<1x1x1x2xi8>) -> tensor<1x1x2xi32> {
  %c = acim.im2col %x window(#acim.window<kernel = [1, 1], stride = [1, 1], pad = [0, 0, 0, 0], dilation = [1, 1], groups = 1, pad_value = 0>) : tensor<1x1x1x2xi8> -> tensor<1x1x2xi8>
  %y = acim.mvm @w, %c : tensor<1x1x2xi8> -> tensor<1x1x2xi32>
  return %y : tensor<1x1x2xi32>
}

// -----

// The cheapest digits of 14 are -2 + 16, those of 3 are -1 + 4. Inputs of both signs double the ranges; one range serves the whole layer.

// CHECK-LABEL: acim.program @cheapest hardware
// CHECK: cells dense<{{\[\[}}-2, 0, 1, 0, 0, 0], [-1, 1, 0, 0, 0, 0]]> : tensor<2x6xi8>
// CHECK-SAME: adc lo dense<-3> : tensor<1x6xi32> bits dense<3> : tensor<1x6xi8>
// CHECK: acim.drive @w_0 inputs #acim.inputs<kind = sign_magnitude, bits = 8, offset = 0>
// CHECK: acim.reduce initial dense<0>
acim.weights @w dense<[[[14, 3], [0, 0]]]> : tensor<1x2x2xi8> bias dense<0> : tensor<1x2xi64>
    encoding #acim.encoding<kind = min_cost, bits = 6, cell_bits = 2, level_costs = [0, 1, 2, 3]>
    inputs #acim.inputs<kind = sign_magnitude, bits = 8, offset = 0>
    array #acim.array<rows = 128, columns = 128, active_rows = 128, active_columns = 128>
    adc #acim.adc<bits = 10, semantics = proven, readout = difference, correction = digital, granularity = layer>
func.func @cheapest(%x: tensor<1x1x1x2xi8>) -> tensor<1x1x2xi32> {
  %c = acim.im2col %x window(#acim.window<kernel = [1, 1], stride = [1, 1], pad = [0, 0, 0, 0], dilation = [1, 1], groups = 1, pad_value = 0>) : tensor<1x1x1x2xi8> -> tensor<1x1x2xi8>
  %y = acim.mvm @w, %c : tensor<1x1x2xi8> -> tensor<1x1x2xi32>
  return %y : tensor<1x1x2xi32>
}

// -----

// Converters whose zero is fixed: two's complement where sums can be negative, counting from 0 where not.

// CHECK-LABEL: acim.program @fixed_zero hardware
// CHECK: cells dense<{{\[\[}}2, -1, 1, 0, 0, 0], [-1, 1, 0, 0, 0, 0]]> : tensor<2x6xi8>
// CHECK-SAME: adc lo dense<{{\[\[}}-4, -2, 0, 0, 0, 0]]> : tensor<1x6xi32> bits dense<{{\[\[}}3, 2, 1, 0, 0, 0]]> : tensor<1x6xi8>
acim.weights @w dense<[[[14, 3], [0, 0]]]> : tensor<1x2x2xi8> bias dense<0> : tensor<1x2xi64>
    encoding #acim.encoding<kind = sce, bits = 6, cell_bits = 2>
    inputs #acim.inputs<kind = binary, bits = 8, offset = 128>
    array #acim.array<rows = 128, columns = 128, active_rows = 128, active_columns = 128>
    adc #acim.adc<bits = 10, semantics = proven, readout = difference, correction = digital, zero = fixed>
func.func @fixed_zero(%x: tensor<1x1x1x2xi8>) -> tensor<1x1x2xi32> {
  %c = acim.im2col %x window(#acim.window<kernel = [1, 1], stride = [1, 1], pad = [0, 0, 0, 0], dilation = [1, 1], groups = 1, pad_value = 0>) : tensor<1x1x1x2xi8> -> tensor<1x1x2xi8>
  %y = acim.mvm @w, %c : tensor<1x1x2xi8> -> tensor<1x1x2xi32>
  return %y : tensor<1x1x2xi32>
}

// -----

// Enough for any cells: two rows of digits from -2 to 2 sum to -4 to 4, whatever the weights; empty bit lines are converted too.

// CHECK-LABEL: acim.program @sufficient hardware
// CHECK: adc lo dense<-4> : tensor<1x6xi32> bits dense<4> : tensor<1x6xi8>
acim.weights @w dense<[[[14, 3], [0, 0]]]> : tensor<1x2x2xi8> bias dense<0> : tensor<1x2xi64>
    encoding #acim.encoding<kind = sce, bits = 6, cell_bits = 2>
    inputs #acim.inputs<kind = binary, bits = 8, offset = 128>
    array #acim.array<rows = 128, columns = 128, active_rows = 128, active_columns = 128>
    adc #acim.adc<bits = 10, semantics = sufficient, readout = difference, correction = digital>
func.func @sufficient(%x: tensor<1x1x1x2xi8>) -> tensor<1x1x2xi32> {
  %c = acim.im2col %x window(#acim.window<kernel = [1, 1], stride = [1, 1], pad = [0, 0, 0, 0], dilation = [1, 1], groups = 1, pad_value = 0>) : tensor<1x1x1x2xi8> -> tensor<1x1x2xi8>
  %y = acim.mvm @w, %c : tensor<1x1x2xi8> -> tensor<1x1x2xi32>
  return %y : tensor<1x1x2xi32>
}

// -----

// Drivers of two bits: levels 0 to 3, and with them the sums.

// CHECK-LABEL: acim.program @levels hardware
// CHECK: adc lo dense<{{\[\[}}-3, -3, 0, 0, 0, 0]]> : tensor<1x6xi32> bits dense<{{\[\[}}4, 3, 2, 0, 0, 0]]> : tensor<1x6xi8>
// CHECK: acim.drive @w_0 inputs #acim.inputs<kind = binary, bits = 8, offset = 128, dac_bits = 2>
acim.weights @w dense<[[[14, 3], [0, 0]]]> : tensor<1x2x2xi8> bias dense<0> : tensor<1x2xi64>
    encoding #acim.encoding<kind = sce, bits = 6, cell_bits = 2>
    inputs #acim.inputs<kind = binary, bits = 8, offset = 128, dac_bits = 2>
    array #acim.array<rows = 128, columns = 128, active_rows = 128, active_columns = 128>
    adc #acim.adc<bits = 10, semantics = proven, readout = difference, correction = digital>
func.func @levels(%x: tensor<1x1x1x2xi8>) -> tensor<1x1x2xi32> {
  %c = acim.im2col %x window(#acim.window<kernel = [1, 1], stride = [1, 1], pad = [0, 0, 0, 0], dilation = [1, 1], groups = 1, pad_value = 0>) : tensor<1x1x1x2xi8> -> tensor<1x1x2xi8>
  %y = acim.mvm @w, %c : tensor<1x1x2xi8> -> tensor<1x1x2xi32>
  return %y : tensor<1x1x2xi32>
}

// -----

// Proven means exact: a converter that cannot be is refused.

// expected-error@+1 {{has sums from -1 to 2, which need 2 bits, but its converters have 1; use more bits, smaller row groups or unit_step}}
acim.weights @w dense<[[[14, 3], [0, 0]]]> : tensor<1x2x2xi8> bias dense<0> : tensor<1x2xi64>
    encoding #acim.encoding<kind = sce, bits = 6, cell_bits = 2>
    inputs #acim.inputs<kind = binary, bits = 8, offset = 128>
    array #acim.array<rows = 128, columns = 128, active_rows = 128, active_columns = 128>
    adc #acim.adc<bits = 1, semantics = proven, readout = difference, correction = digital>
func.func @coarse(%x: tensor<1x1x1x2xi8>) -> tensor<1x1x2xi32> {
  %c = acim.im2col %x window(#acim.window<kernel = [1, 1], stride = [1, 1], pad = [0, 0, 0, 0], dilation = [1, 1], groups = 1, pad_value = 0>) : tensor<1x1x1x2xi8> -> tensor<1x1x2xi8>
  %y = acim.mvm @w, %c : tensor<1x1x2xi8> -> tensor<1x1x2xi32>
  return %y : tensor<1x1x2xi32>
}
