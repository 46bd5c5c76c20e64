// RUN: acim-opt %s --acim-verify-mapping | FileCheck %s

// Complete decisions pass and stay as they are, in every encoding; undecided weights that nothing uses do not matter.

// CHECK: acim.weights @pair
acim.weights @pair dense<[[[-127, 127]]]> : tensor<1x1x2xi8> bias dense<0> : tensor<1x1xi64>
    encoding #acim.encoding<kind = sign_magnitude, bits = 7, cell_bits = 2>
    inputs #acim.inputs<kind = binary, bits = 8, offset = 128>
    array #acim.array<rows = 128, columns = 128, active_rows = 128, active_columns = 128>
    adc #acim.adc<bits = 10, semantics = unit_step, readout = separate, correction = digital>

// CHECK: acim.weights @offset
acim.weights @offset dense<[[[-128, 127]]]> : tensor<1x1x2xi8> bias dense<0> : tensor<1x1xi64>
    encoding #acim.encoding<kind = offset, bits = 8, cell_bits = 2>
    inputs #acim.inputs<kind = binary, bits = 8, offset = 128>
    array #acim.array<rows = 128, columns = 128, active_rows = 128, active_columns = 128>
    adc #acim.adc<bits = 10, semantics = unit_step, readout = single, correction = reference_column>

// The planes need not cover more than what a clamp lets through.
// CHECK: acim.weights @clamped
acim.weights @clamped dense<[[[-127, 127]]]> : tensor<1x1x2xi8> bias dense<0> : tensor<1x1xi64>
    encoding #acim.encoding<kind = sign_magnitude, bits = 7, cell_bits = 2>
    inputs #acim.inputs<kind = binary, bits = 8, offset = 20, lo = -20, hi = 43>
    array #acim.array<rows = 128, columns = 128, active_rows = 128, active_columns = 128>
    adc #acim.adc<bits = 10, semantics = unit_step, readout = separate, correction = digital>

// CHECK: acim.weights @unused dense<1> : tensor<1x1x2xi8> bias dense<0> : tensor<1x1xi64>{{$}}
acim.weights @unused dense<1> : tensor<1x1x2xi8> bias dense<0> : tensor<1x1xi64>

func.func @main(%x: tensor<3x1x2xi8>) {
  %0 = acim.mvm @pair, %x : tensor<3x1x2xi8> -> tensor<3x1x1xi32>
  %1 = acim.mvm @offset, %x : tensor<3x1x2xi8> -> tensor<3x1x1xi32>
  %2 = tosa.clamp %x {min_val = -20 : i8, max_val = 43 : i8} : (tensor<3x1x2xi8>) -> tensor<3x1x2xi8>
  %3 = acim.mvm @clamped, %2 : tensor<3x1x2xi8> -> tensor<3x1x1xi32>
  return
}
