// RUN: acim-opt %s --acim-attach-hardware --acim-lower-to-program --acim-verify-program --verify-exact-each | FileCheck %s
// RUN: acim-opt %s --acim-attach-hardware --acim-lower-to-program | acim-translate --program-to-acim - -o %t.acim
// RUN: acim-translate --acim-to-program %t.acim | FileCheck %s
// RUN: acim-opt %s --acim-attach-hardware --acim-lower-to-program --emit-bytecode | acim-opt | FileCheck %s

// A split is a gate before the reduction; cells and the product stay what they are. Only where it is open can conversions be exact.

// CHECK: acim.block at [0, 0] {{.*}} scales [1, 4, 16, 64, 1, 4, 16, 64] cells
// CHECK: acim.layer "gated"(%{{.*}}) product "[[PRODUCT:.*]]" {
// CHECK: acim.convert @gated_0 readout{{ +}}difference{{$}}
// CHECK-NEXT: acim.shift_add @gated_0
// CHECK-NEXT: acim.gate #acim.split<low_bits = 4, importance = magnitude, thresholds = [100, -9223372036854775808]>
// CHECK-NEXT: acim.reduce
// CHECK: acim.layer "open"(%{{.*}}) product "[[PRODUCT]]" {
// CHECK: acim.convert @[[C:.*]] readout{{ +}}difference exact
// CHECK: acim.gate #acim.split<low_bits = 4, granularity = unit, thresholds = [-9223372036854775808]>
acim.weights @gated dense<[[[36, -7], [1, 0]]]> : tensor<1x2x2xi8> bias dense<[[10, 20]]> : tensor<1x2xi64>
    encoding #acim.encoding<kind = sce, bits = 8, cell_bits = 2, segment_bits = 4>
    inputs #acim.inputs<kind = binary, bits = 8, offset = 128>
    array #acim.array<rows = 128, columns = 128, active_rows = 128, active_columns = 128>
    adc #acim.adc<bits = 10, semantics = unit_step, readout = difference, correction = digital>
    split #acim.split<low_bits = 4, importance = magnitude, thresholds = [100, -9223372036854775808]>
acim.weights @open dense<[[[36, -7], [1, 0]]]> : tensor<1x2x2xi8> bias dense<[[10, 20]]> : tensor<1x2xi64>
    encoding #acim.encoding<kind = sce, bits = 8, cell_bits = 2, segment_bits = 4>
    inputs #acim.inputs<kind = binary, bits = 8, offset = 128>
    array #acim.array<rows = 128, columns = 128, active_rows = 128, active_columns = 128>
    adc #acim.adc<bits = 10, semantics = unit_step, readout = difference, correction = digital>
    split #acim.split<low_bits = 4, granularity = unit, thresholds = [-9223372036854775808]>
func.func @main(%x: tensor<1x1x1x2xi8>) -> (tensor<1x1x2xi32>, tensor<1x1x2xi32>) {
  %c = acim.im2col %x window(#acim.window<kernel = [1, 1], stride = [1, 1], pad = [0, 0, 0, 0], dilation = [1, 1], groups = 1, pad_value = 0>) : tensor<1x1x1x2xi8> -> tensor<1x1x2xi8>
  %y = acim.mvm @gated, %c : tensor<1x1x2xi8> -> tensor<1x1x2xi32>
  %d = acim.im2col %x window(#acim.window<kernel = [1, 1], stride = [1, 1], pad = [0, 0, 0, 0], dilation = [1, 1], groups = 1, pad_value = 0>) : tensor<1x1x1x2xi8> -> tensor<1x1x2xi8>
  %z = acim.mvm @open, %d : tensor<1x1x2xi8> -> tensor<1x1x2xi32>
  return %y, %z : tensor<1x1x2xi32>, tensor<1x1x2xi32>
}
