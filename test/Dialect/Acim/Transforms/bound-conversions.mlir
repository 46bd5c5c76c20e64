// RUN: acim-opt %s --acim-bound-conversions | FileCheck %s
// RUN: acim-opt %s --acim-bound-conversions --acim-attach-hardware --acim-lower-to-program --acim-verify-program | FileCheck %s --check-prefix=PROGRAM
// RUN: acim-opt %s --acim-attach-hardware --acim-lower-to-program | FileCheck %s --check-prefix=WITHOUT

// CHECK: acim.weights @w
// CHECK-SAME: correction = digital> bounded{{$}}

// The crossbars stay as they are; their conversions are marked.

// PROGRAM: acim.crossbar @w_0
// PROGRAM-NOT: bounded
// PROGRAM: acim.convert @w_0 readout{{ +}}difference bounded
// PROGRAM-NOT: bounded

// WITHOUT-NOT: bounded
acim.weights @w dense<[[[6, -7], [1, 0]]]> : tensor<1x2x2xi8> bias dense<[[10, 20]]> : tensor<1x2xi64>
    encoding #acim.encoding<kind = sign_magnitude, bits = 4, cell_bits = 2>
    inputs #acim.inputs<kind = binary, bits = 8, offset = 128>
    array #acim.array<rows = 128, columns = 128, active_rows = 128, active_columns = 128>
    adc #acim.adc<bits = 10, semantics = unit_step, readout = difference, correction = digital>
func.func @main(%x: tensor<1x1x1x2xi8>) -> tensor<1x1x2xi32> {
  %c = acim.im2col %x window(#acim.window<kernel = [1, 1], stride = [1, 1], pad = [0, 0, 0, 0], dilation = [1, 1], groups = 1, pad_value = 0>) : tensor<1x1x1x2xi8> -> tensor<1x1x2xi8>
  %y = acim.mvm @w, %c : tensor<1x1x2xi8> -> tensor<1x1x2xi32>
  return %y : tensor<1x1x2xi32>
}
