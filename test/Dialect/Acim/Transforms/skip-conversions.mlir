// RUN: acim-opt %s --acim-skip-conversions=threshold=6 | FileCheck %s
// RUN: acim-opt %s --acim-skip-conversions="threshold=6 layers=b:-1" | FileCheck %s --check-prefix=OWN
// RUN: acim-opt %s --acim-skip-conversions=threshold=6 --acim-skip-conversions | FileCheck %s --check-prefix=NONE
// RUN: acim-opt %s --acim-skip-conversions=threshold=6 --remarks-filter=acim-skip 2>&1 | FileCheck %s --check-prefix=REMARK
// RUN: acim-opt %s --acim-skip-conversions="threshold=6 layers=b:-1" --acim-attach-hardware --acim-lower-to-program --acim-verify-program --verify-exact-each | FileCheck %s --check-prefix=PROGRAM
// RUN: acim-opt %s --acim-attach-hardware --acim-lower-to-program > %t.without
// RUN: acim-opt %s --acim-skip-conversions=threshold=-1 --acim-attach-hardware --acim-lower-to-program | diff %t.without -
// RUN: acim-opt %s --acim-skip-conversions="threshold=6 layers=b:-1" --acim-attach-hardware --acim-lower-to-program | acim-translate --program-to-acim - -o %t.acim
// RUN: acim-translate --acim-to-program %t.acim | FileCheck %s --check-prefix=PROGRAM
// RUN: acim-opt %s --acim-skip-conversions="threshold=6" --emit-bytecode | acim-opt | FileCheck %s

// CHECK: acim.weights @a
// CHECK-SAME: correction = digital> skip #acim.skip<threshold = 6>{{$}}
// CHECK: acim.weights @b
// CHECK-SAME: correction = digital> skip #acim.skip<threshold = 6>{{$}}

// OWN: acim.weights @a
// OWN-SAME: skip #acim.skip<threshold = 6>{{$}}
// OWN: acim.weights @b
// OWN-SAME: correction = digital>{{$}}

// A threshold of -1 takes decisions back and is the identity.

// NONE-NOT: skip

// REMARK: Category:acim-skip | Remark=@a, of=32, skipped=16

// Layers that leave out different conversions share no crossbars, though their weights are equal. What a program computes where
// nothing is left out stays the product of the weights.

// PROGRAM: acim.crossbar @a_0
// PROGRAM: scales [1, 4, 16, 64, 1, 4, 16, 64] skipped_planes [127, 31, 7, 1, 127, 31, 7, 1] cells
// PROGRAM: acim.crossbar @b_0
// PROGRAM: scales [1, 4, 16, 64, 1, 4, 16, 64] cells
// PROGRAM: acim.layer "a"(%{{.*}}) product "[[PRODUCT:.*]]" {
// PROGRAM: acim.convert @a_0 readout{{ +}}difference{{$}}
// PROGRAM: acim.layer "b"(%{{.*}}) product "[[PRODUCT]]" {
// PROGRAM: acim.convert @b_0 readout{{ +}}difference exact
acim.weights @a dense<[[[6, -7], [1, 0]]]> : tensor<1x2x2xi8> bias dense<[[10, 20]]> : tensor<1x2xi64>
    encoding #acim.encoding<kind = sign_magnitude, bits = 7, cell_bits = 2>
    inputs #acim.inputs<kind = binary, bits = 8, offset = 128>
    array #acim.array<rows = 128, columns = 128, active_rows = 128, active_columns = 128>
    adc #acim.adc<bits = 10, semantics = unit_step, readout = difference, correction = digital>
acim.weights @b dense<[[[6, -7], [1, 0]]]> : tensor<1x2x2xi8> bias dense<[[10, 20]]> : tensor<1x2xi64>
    encoding #acim.encoding<kind = sign_magnitude, bits = 7, cell_bits = 2>
    inputs #acim.inputs<kind = binary, bits = 8, offset = 128>
    array #acim.array<rows = 128, columns = 128, active_rows = 128, active_columns = 128>
    adc #acim.adc<bits = 10, semantics = unit_step, readout = difference, correction = digital>
func.func @main(%x: tensor<1x1x1x2xi8>) -> (tensor<1x1x2xi32>, tensor<1x1x2xi32>) {
  %c = acim.im2col %x window(#acim.window<kernel = [1, 1], stride = [1, 1], pad = [0, 0, 0, 0], dilation = [1, 1], groups = 1, pad_value = 0>) : tensor<1x1x1x2xi8> -> tensor<1x1x2xi8>
  %y = acim.mvm @a, %c : tensor<1x1x2xi8> -> tensor<1x1x2xi32>
  %z = acim.mvm @b, %c : tensor<1x1x2xi8> -> tensor<1x1x2xi32>
  return %y, %z : tensor<1x1x2xi32>, tensor<1x1x2xi32>
}
