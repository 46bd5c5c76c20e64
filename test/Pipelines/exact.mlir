// RUN: acim-opt %s --acim-exact-pipeline | FileCheck %s
// RUN: acim-opt %s --acim-exact-pipeline --remarks-filter=acim-price 2>&1 | FileCheck %s --check-prefix=REMARK
// RUN: acim-opt %s --acim-exact-pipeline --dump-pass-pipeline 2>&1 | FileCheck %s --check-prefix=PASSES
// DEFINE: %{chosen} = hardware=isaac32 weight-encoding=flip segment-bits=0 input-encoding=twos-complement dac-bits=1 readout=single adc-granularity=layer adc-bits=9 ou-rows=16 ou-columns=32
// DEFINE: %{nothing} = search-unit=false order-rows=false weigh-columns=false stack-planes=false
// RUN: acim-opt %s --acim-exact-pipeline="%{chosen} %{nothing}" | FileCheck %s --check-prefix=OPTIONS
// RUN: acim-opt %s --acim-exact-pipeline="%{chosen} %{nothing}" --dump-pass-pipeline 2>&1 | FileCheck %s --check-prefix=PASS-OPTIONS --implicit-check-not=acim-
// RUN: acim-opt %s --acim-exact-pipeline="input-encoding=binary ou-rows=8 %{nothing}" --dump-pass-pipeline 2>&1 | FileCheck %s --check-prefix=WEIGHTS
// RUN: acim-opt %s --acim-exact-pipeline="ou-rows=8 bound-conversions=true" --dump-pass-pipeline 2>&1 | FileCheck %s --check-prefix=BOUND
// RUN: acim-opt %s --acim-exact-pipeline="bound-conversions=true stack-planes=false" | FileCheck %s --check-prefix=BOUNDED
// RUN: acim-opt %s --acim-exact-pipeline | acim-opt --acim-verify-program --acim-verify-exact -o /dev/null

// A complete mapping, its choices by energy, and the proof that they changed nothing.

// PASSES: acim-attach-hardware{hardware=chen_rram128}
// PASSES: canonicalize{
// PASSES: cse
// PASSES-NEXT: convert-tosa-to-acim
// PASSES: canonicalize{
// PASSES: acim-encode-weights{encoding= segment-bits=0}
// PASSES-NEXT: acim-encode-inputs{dac-bits=0 encoding=}
// PASSES-NEXT: acim-tile{ou-columns=0 ou-rows=0}
// PASSES-NEXT: acim-assign-adc{bits=0 correction=digital granularity= readout= semantics=proven}
// PASSES-NEXT: acim-skip-idle-planes
// PASSES-NEXT: acim-choose-encodings{inputs=true weights=true}
// PASSES-NEXT: acim-search-operation-unit{max-columns=0 max-rows=0}
// PASSES-NEXT: acim-order-rows
// PASSES-NEXT: acim-weigh-columns
// PASSES-NEXT: acim-stack-planes
// PASSES-NEXT: acim-verify-mapping
// PASSES-NEXT: acim-lower-to-program
// PASSES-NEXT: acim-verify-program
// PASSES-NEXT: acim-verify-exact

// What is chosen by name is not chosen by energy.

// PASS-OPTIONS: acim-attach-hardware{hardware=isaac32}
// PASS-OPTIONS: convert-tosa-to-acim
// PASS-OPTIONS: acim-encode-weights{encoding=flip segment-bits=0}
// PASS-OPTIONS: acim-encode-inputs{dac-bits=1 encoding=twos-complement}
// PASS-OPTIONS: acim-tile{ou-columns=32 ou-rows=16}
// PASS-OPTIONS: acim-assign-adc{bits=9 correction=digital granularity=layer readout=single semantics=proven}
// PASS-OPTIONS: acim-skip-idle-planes
// PASS-OPTIONS: acim-verify-mapping
// PASS-OPTIONS: acim-lower-to-program
// PASS-OPTIONS: acim-verify-program
// PASS-OPTIONS: acim-verify-exact

// WEIGHTS: acim-choose-encodings{inputs=false weights=true}
// BOUND: acim-skip-idle-planes
// BOUND-NEXT: acim-bound-conversions
// BOUND-NEXT: acim-choose-encodings{inputs=true weights=true}
// BOUND-NEXT: acim-search-operation-unit{max-columns=0 max-rows=8}

// The hardware asks for sign_magnitude and binary; 60 and -60 are cheaper as 64 - 4, around no centre, and nine rows are stacked.

// REMARK: ChooseWeightEncoding | Category:acim-price | Remark="@conv2d_0: min_cost;
// REMARK: ChooseInputEncoding | Category:acim-price | Remark="@conv2d_0: [[INPUTS:[a-z_]+]];
// REMARK: SearchOperationUnit | Category:acim-price | Remark="@conv2d_0: 128 x 128;
// REMARK: OrderRows | Category:acim-price | Remark="@conv2d_0: as they are;
// REMARK: WeighColumns | Category:acim-price | Remark="@conv2d_0: cells
// REMARK: StackPlanes | Category:acim-price | Remark="@conv2d_0: 3 planes;
// REMARK: acim.drive @conv2d_0_0 inputs #acim.inputs<kind = [[INPUTS]],

// CHECK-LABEL: acim.program @main hardware #acim.hardware<"{{.*}}chen_rram128
// CHECK: acim.crossbar @conv2d_0_0 tile 0 rows 128 columns 128 cell_bits 2 pair {
// CHECK-NEXT: acim.block at [0, 0] group 0 inputs [0, 1, 2, 3, 4, 5, 6, 7, 8] row_groups [9]
// CHECK-SAME: planes_per_drive 3 cells dense<{{.*}}0, -1, 0, 1
// CHECK: acim.convert @conv2d_0_0 readout{{ +}}difference skip_idle exact
// CHECK-NOT: acim.weights

// OPTIONS: acim.crossbar @conv2d_0_0 tile 0 rows 128 columns 128 cell_bits 2 {
// OPTIONS: row_groups [9] column_group
// OPTIONS-SAME: input_sums
// OPTIONS: acim.drive @conv2d_0_0 inputs #acim.inputs<kind = twos_complement, bits = 8, offset = 5>
// OPTIONS-NEXT: acim.convert @conv2d_0_0 readout{{ +}}single skip_idle exact

// BOUNDED: acim.convert @conv2d_0_0 readout{{ +}}difference skip_idle bounded exact

func.func @main(%x: tensor<1x4x4x1xi8>) -> tensor<1x4x4x2xi32> {
  %w = "tosa.const"() <{values = dense<[[[[60], [-60], [60]], [[-60], [60], [-60]], [[60], [-60], [60]]],
                                        [[[-60], [60], [-60]], [[60], [-60], [60]], [[-60], [60], [-60]]]]> : tensor<2x3x3x1xi8>}> : () -> tensor<2x3x3x1xi8>
  %b = "tosa.const"() <{values = dense<[1, 2]> : tensor<2xi32>}> : () -> tensor<2xi32>
  %xzp = "tosa.const"() <{values = dense<-5> : tensor<1xi8>}> : () -> tensor<1xi8>
  %zero = "tosa.const"() <{values = dense<0> : tensor<1xi8>}> : () -> tensor<1xi8>
  %0 = tosa.conv2d %x, %w, %b, %xzp, %zero {acc_type = i32, dilation = array<i64: 1, 1>, pad = array<i64: 1, 1, 1, 1>, stride = array<i64: 1, 1>} : (tensor<1x4x4x1xi8>, tensor<2x3x3x1xi8>, tensor<2xi32>, tensor<1xi8>, tensor<1xi8>) -> tensor<1x4x4x2xi32>
  return %0 : tensor<1x4x4x2xi32>
}
