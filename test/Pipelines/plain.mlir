// RUN: acim-opt %s --acim-plain-pipeline | FileCheck %s
// RUN: acim-opt %s --acim-plain-pipeline --dump-pass-pipeline 2>&1 | FileCheck %s --check-prefix=PASSES
// RUN: acim-opt %s --acim-plain-pipeline="hardware=isaac32 weight-encoding=twos-complement readout=single correction=digital adc-bits=8 adc-semantics=full-range ou-rows=16 ou-columns=32" | FileCheck %s --check-prefix=OPTIONS
// RUN: acim-opt %s --acim-plain-pipeline="hardware=isaac32 weight-encoding=twos-complement readout=single correction=digital adc-bits=8 adc-semantics=full-range ou-rows=16 ou-columns=32" --dump-pass-pipeline 2>&1 | FileCheck %s --check-prefix=PASS-OPTIONS
// RUN: acim-opt %s --acim-plain-pipeline=skip-idle=true | FileCheck %s --check-prefix=SKIP
// RUN: acim-opt %s --acim-plain-pipeline=skip-threshold=6 | FileCheck %s --check-prefix=THRESHOLD

// PASSES: acim-attach-hardware{hardware=chen_rram128}
// PASSES: canonicalize{
// PASSES: cse
// PASSES-NEXT: convert-tosa-to-acim
// PASSES: canonicalize{
// PASSES: acim-encode-weights{
// PASSES: acim-encode-inputs
// PASSES: acim-tile{
// PASSES: acim-assign-adc{bits=0
// PASSES: acim-verify-mapping
// PASSES-NEXT: acim-lower-to-program
// PASSES-NEXT: acim-verify-program

// SKIP: acim.convert @conv2d_0_0 readout{{ +}}difference skip_idle exact

// THRESHOLD: skipped_planes [127, 31, 7, 1, 127, 31, 7, 1] cells

// PASS-OPTIONS: acim-attach-hardware{hardware=isaac32}
// PASS-OPTIONS: acim-encode-weights{encoding=twos-complement segment-bits=0}
// PASS-OPTIONS: acim-tile{ou-columns=32 ou-rows=16}
// PASS-OPTIONS: acim-assign-adc{bits=8 correction=digital {{.*}}readout=single semantics=full-range}

// A convolution whose padding stands in front of it, its rescale, and a pooling.

// CHECK-LABEL: acim.program @main hardware #acim.hardware<"{{.*}}chen_rram128
// CHECK: acim.crossbar @conv2d_0_0 tile 0 rows 128 columns 128 cell_bits 2 pair {
// CHECK-NEXT: acim.block at [0, 0] group 0 inputs [0, 1, 2, 3, 4, 5, 6, 7, 8] row_groups [9] column_group 8
// CHECK: func.func @main(%[[X:.*]]: tensor<1x4x4x1xi8>) -> tensor<1x1x1x2xi8> {
// CHECK-NEXT: %[[Y:.*]] = acim.layer "conv2d_0"(%[[X]]) product "{{[0-9a-f]+}}" {
// CHECK-NEXT: acim.fetch #acim.window<kernel = [3, 3], stride = [1, 1], pad = [1, 1, 1, 1], dilation = [1, 1], groups = 1, pad_value = -5>
// CHECK: } : tensor<1x4x4x1xi8> -> tensor<16x1x2xi32>
// CHECK-NEXT: %[[Z:.*]] = acim.digital {
// CHECK: tosa.reshape %[[Y]]
// CHECK: tosa.rescale
// CHECK: tosa.max_pool2d
// CHECK: return %[[Z]] : tensor<1x1x1x2xi8>

// OPTIONS: acim.crossbar @conv2d_0_0 tile 0 rows 128 columns 128 cell_bits 2 {
// OPTIONS: row_groups [9] column_group 10
// OPTIONS-SAME: bits dense<8>
// OPTIONS: acim.convert @conv2d_0_0 readout{{ +}}single

func.func @main(%x: tensor<1x4x4x1xi8>) -> tensor<1x1x1x2xi8> {
  %w = "tosa.const"() <{values = dense<3> : tensor<2x3x3x1xi8>}> : () -> tensor<2x3x3x1xi8>
  %b = "tosa.const"() <{values = dense<[1, 2]> : tensor<2xi32>}> : () -> tensor<2xi32>
  %xzp = "tosa.const"() <{values = dense<-5> : tensor<1xi8>}> : () -> tensor<1xi8>
  %zero = "tosa.const"() <{values = dense<0> : tensor<1xi8>}> : () -> tensor<1xi8>
  %izp = "tosa.const"() <{values = dense<0> : tensor<1xi32>}> : () -> tensor<1xi32>
  %multiplier = "tosa.const"() <{values = dense<1073741824> : tensor<1xi32>}> : () -> tensor<1xi32>
  %shift = "tosa.const"() <{values = dense<33> : tensor<1xi8>}> : () -> tensor<1xi8>
  %padding = tosa.const_shape {values = dense<[0, 0, 1, 1, 1, 1, 0, 0]> : tensor<8xindex>} : () -> !tosa.shape<8>
  %p = tosa.pad %x, %padding, %xzp : (tensor<1x4x4x1xi8>, !tosa.shape<8>, tensor<1xi8>) -> tensor<1x6x6x1xi8>
  %0 = tosa.conv2d %p, %w, %b, %xzp, %zero {acc_type = i32, dilation = array<i64: 1, 1>, pad = array<i64: 0, 0, 0, 0>, stride = array<i64: 1, 1>} : (tensor<1x6x6x1xi8>, tensor<2x3x3x1xi8>, tensor<2xi32>, tensor<1xi8>, tensor<1xi8>) -> tensor<1x4x4x2xi32>
  %1 = tosa.rescale %0, %multiplier, %shift, %izp, %zero {input_unsigned = false, output_unsigned = false, per_channel = false, rounding_mode = DOUBLE_ROUND, scale32 = true} : (tensor<1x4x4x2xi32>, tensor<1xi32>, tensor<1xi8>, tensor<1xi32>, tensor<1xi8>) -> tensor<1x4x4x2xi8>
  %2 = tosa.max_pool2d %1 {kernel = array<i64: 4, 4>, pad = array<i64: 0, 0, 0, 0>, stride = array<i64: 1, 1>} : (tensor<1x4x4x2xi8>) -> tensor<1x1x1x2xi8>
  return %2 : tensor<1x1x1x2xi8>
}
