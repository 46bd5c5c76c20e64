// RUN: not acim-opt %s --acim-attach-hardware --acim-clip-conversions=lambda=0.1 2>&1 | FileCheck %s --check-prefix=UNCALIBRATED
// RUN: not acim-opt %s --acim-attach-hardware --acim-clip-conversions=lambda=-1 2>&1 | FileCheck %s --check-prefix=LAMBDA
// RUN: not acim-opt %s --acim-attach-hardware --acim-clip-conversions=bits=-1 2>&1 | FileCheck %s --check-prefix=BITS

// UNCALIBRATED: error: 'acim.weights' op expected statistics of real inputs; run acim calibrate
// LAMBDA: error: lambda must not be negative, found -1
// BITS: error: bits must not be negative, found -1
acim.weights @w dense<[[[100, -10], [37, 41]]]> : tensor<1x2x2xi8> bias dense<[[5, 6]]> : tensor<1x2xi64>
    encoding #acim.encoding<kind = sign_magnitude, bits = 7, cell_bits = 2>
    inputs #acim.inputs<kind = binary, bits = 8, offset = 128>
    array #acim.array<rows = 128, columns = 128, active_rows = 128, active_columns = 128>
    adc #acim.adc<bits = 10, semantics = proven, readout = difference, correction = digital>
func.func @f(%c: tensor<4x1x2xi8>) -> tensor<4x1x2xi32> {
  %0 = acim.mvm @w, %c : tensor<4x1x2xi8> -> tensor<4x1x2xi32>
  return %0 : tensor<4x1x2xi32>
}
