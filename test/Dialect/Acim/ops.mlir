// Every operation and attribute prints as it is written, in text, in generic form and through bytecode.
// RUN: acim-opt %s | acim-opt | FileCheck %s
// RUN: acim-opt %s --mlir-print-op-generic | acim-opt | FileCheck %s
// RUN: acim-opt %s --emit-bytecode | acim-opt | FileCheck %s

// CHECK: module attributes {acim.hardware = #acim.hardware<"{\22name\22: \22mine\22}">}
module attributes {acim.hardware = #acim.hardware<"{\22name\22: \22mine\22}">} {

// CHECK-LABEL: acim.weights @plain dense<1> : tensor<2x3x4xi8> bias dense<0> : tensor<2x3xi64>
// CHECK-NOT:   encoding
acim.weights @plain dense<1> : tensor<2x3x4xi8> bias dense<0> : tensor<2x3xi64>

// CHECK-LABEL: acim.weights @decided dense<-300> : tensor<1x2x4xi16> bias dense<[{{\[}}5, -7]]> : tensor<1x2xi64>
// CHECK-SAME:  encoding #acim.encoding<kind = sign_magnitude, bits = 15, cell_bits = 2>
// CHECK-SAME:  inputs #acim.inputs<kind = binary, bits = 8, offset = 128>
// CHECK-SAME:  array #acim.array<rows = 128, columns = 64, active_rows = 16, active_columns = 8>
// CHECK-SAME:  adc #acim.adc<bits = 10, semantics = unit_step, readout = difference, correction = digital>
acim.weights @decided dense<-300> : tensor<1x2x4xi16> bias dense<[[5, -7]]> : tensor<1x2xi64>
    encoding #acim.encoding<kind = sign_magnitude, bits = 15, cell_bits = 2>
    inputs #acim.inputs<kind = binary, bits = 8, offset = 128>
    array #acim.array<rows = 128, columns = 64, active_rows = 16, active_columns = 8>
    adc #acim.adc<bits = 10, semantics = unit_step, readout = difference, correction = digital>

// Each choice can be made without the others.
// CHECK-LABEL: acim.weights @offset
// CHECK-SAME:  encoding #acim.encoding<kind = offset, bits = 8, cell_bits = 1>
// CHECK-SAME:  adc #acim.adc<bits = 6, semantics = full_range, readout = single, correction = reference_column>
acim.weights @offset dense<1> : tensor<1x1x1xi8> bias dense<0> : tensor<1x1xi64>
    encoding #acim.encoding<kind = offset, bits = 8, cell_bits = 1>
    adc #acim.adc<bits = 6, semantics = full_range, readout = single, correction = reference_column>

// CHECK-LABEL: acim.weights @twos_complement
// CHECK-SAME:  encoding #acim.encoding<kind = twos_complement, bits = 8, cell_bits = 3>
// CHECK-SAME:  adc #acim.adc<bits = 6, semantics = unit_step, readout = separate, correction = digital>
acim.weights @twos_complement dense<1> : tensor<1x1x1xi8> bias dense<0> : tensor<1x1xi64>
    encoding #acim.encoding<kind = twos_complement, bits = 8, cell_bits = 3>
    adc #acim.adc<bits = 6, semantics = unit_step, readout = separate, correction = digital>

// What has a default is printed only where it differs.
// CHECK-LABEL: acim.weights @ranges
// CHECK-SAME:  inputs #acim.inputs<kind = csd, bits = 8, offset = -3, lo = -3, hi = 100, dac_bits = 2>
// CHECK-SAME:  adc #acim.adc<bits = 6, semantics = sufficient, readout = separate, correction = digital, granularity = layer, zero = fixed>
acim.weights @ranges dense<1> : tensor<1x1x1xi8> bias dense<0> : tensor<1x1xi64>
    inputs #acim.inputs<kind = csd, bits = 8, offset = -3, lo = -3, hi = 100, dac_bits = 2>
    adc #acim.adc<bits = 6, semantics = sufficient, readout = separate, correction = digital, granularity = layer, zero = fixed>

// CHECK-LABEL: acim.weights @skipping
// CHECK-SAME:  : tensor<1x1xi64> skip_idle
acim.weights @skipping dense<1> : tensor<1x1x1xi8> bias dense<0> : tensor<1x1xi64> skip_idle

// CHECK-LABEL: acim.weights @truncated
// CHECK-SAME:  : tensor<1x1xi64> skip_idle bounded skip #acim.skip<threshold = 14>
acim.weights @truncated dense<1> : tensor<1x1x1xi8> bias dense<0> : tensor<1x1xi64> skip_idle bounded
    skip #acim.skip<threshold = 14>

// CHECK-LABEL: acim.weights @clipped
// CHECK-SAME:  clip #acim.clip<lo = dense<[0, -4]> : tensor<2xi32>, bits = dense<[3, 4]> : tensor<2xi8>, step_log2 = dense<0> : tensor<2xi8>>
acim.weights @clipped dense<1> : tensor<1x1x1xi8> bias dense<0> : tensor<1x1xi64>
    clip #acim.clip<lo = dense<[0, -4]> : tensor<2xi32>, bits = dense<[3, 4]> : tensor<2xi8>, step_log2 = dense<0> : tensor<2xi8>>

// CHECK-LABEL: acim.weights @by_digit
// CHECK-SAME:  skip #acim.skip<threshold = 0, planes = [255, 15, 0, 128]>
acim.weights @by_digit dense<1> : tensor<1x1x1xi8> bias dense<0> : tensor<1x1xi64>
    encoding #acim.encoding<kind = sign_magnitude, bits = 7, cell_bits = 2>
    inputs #acim.inputs<kind = binary, bits = 8, offset = 128>
    skip #acim.skip<threshold = 0, planes = [255, 15, 0, 128]>

// CHECK-LABEL: acim.weights @split
// CHECK-SAME:  skip #acim.skip<threshold = 1> split #acim.split<low_bits = 4, thresholds = [-9223372036854775808]>
acim.weights @split dense<1> : tensor<1x2x1xi8> bias dense<0> : tensor<1x2xi64>
    encoding #acim.encoding<kind = sce, bits = 8, cell_bits = 2, segment_bits = 4> skip #acim.skip<threshold = 1>
    split #acim.split<low_bits = 4, thresholds = [-9223372036854775808]>

// CHECK-LABEL: acim.weights @split_units
// CHECK-SAME:  split #acim.split<low_bits = 2, granularity = unit, importance = magnitude, thresholds = [7, 9223372036854775807]>
acim.weights @split_units dense<1> : tensor<1x2x1xi8> bias dense<0> : tensor<1x2xi64>
    encoding #acim.encoding<kind = sce, bits = 8, cell_bits = 2>
    split #acim.split<low_bits = 2, granularity = unit, importance = magnitude, thresholds = [7, 9223372036854775807]>

// CHECK-LABEL: acim.weights @calibrated
// CHECK-SAME:  : tensor<1x1xi64> statistics #acim.statistics<positions = 4,
// CHECK-SAME:  planes = #acim.inputs<kind = binary, bits = 1, offset = 1>,
// CHECK-SAME:  activity = dense_resource<calibrated_activity> : tensor<1x1x3xi64>,
// CHECK-SAME:  columns = dense<[{{\[\[}}0, -1, -1]], [{{\[}}-1, 0, -1]]]> : tensor<2x1x3xi8>>
acim.weights @calibrated dense<1> : tensor<1x1x3xi8> bias dense<0> : tensor<1x1xi64>
    statistics #acim.statistics<positions = 4, planes = #acim.inputs<kind = binary, bits = 1, offset = 1>,
        activity = dense_resource<calibrated_activity> : tensor<1x1x3xi64>,
        columns = dense<[[[0, -1, -1]], [[-1, 0, -1]]]> : tensor<2x1x3xi8>>

// CHECK-LABEL: acim.weights @measured
// CHECK-SAME:  columns = dense<0> : tensor<1x2x3xi8>,
// CHECK-SAME:  outputs = dense<{{.*}}> : tensor<2x1x2xf64>, sensitivity = dense_resource<measured_sensitivity> : tensor<2x1xf64>>
acim.weights @measured dense<1> : tensor<2x1x3xi8> bias dense<0> : tensor<2x1xi64>
    statistics #acim.statistics<positions = 4, planes = #acim.inputs<kind = binary, bits = 1, offset = 1>,
        activity = dense<0> : tensor<2x1x3xi64>, columns = dense<0> : tensor<1x2x3xi8>,
        outputs = dense<[[[3.5, 1.25]], [[-1.0, 0.0]]]> : tensor<2x1x2xf64>,
        sensitivity = dense_resource<measured_sensitivity> : tensor<2x1xf64>>

// CHECK-LABEL: acim.weights @only_sensitivity
// CHECK-SAME:  columns = dense<0> : tensor<1x1x3xi8>, sensitivity = dense<5.000000e-01> : tensor<1x1xf64>>
acim.weights @only_sensitivity dense<1> : tensor<1x1x3xi8> bias dense<0> : tensor<1x1xi64>
    statistics #acim.statistics<positions = 4, planes = #acim.inputs<kind = binary, bits = 1, offset = 1>,
        activity = dense<0> : tensor<1x1x3xi64>, columns = dense<0> : tensor<1x1x3xi8>, sensitivity = dense<0.5> : tensor<1x1xf64>>

// CHECK-LABEL: func.func @graph
func.func @graph(%x: tensor<1x5x6x4xi8> {acim.unsigned}) -> tensor<4x2x3xi32> {
  // CHECK: %[[C:.*]] = acim.im2col %{{.*}} window(#acim.window<kernel = [1, 2], stride = [3, 3], pad = [0, 1, 0, 1], dilation = [1, 2], groups = 2, pad_value = -128>) : tensor<1x5x6x4xi8> -> tensor<4x2x4xi8>
  %c = acim.im2col %x window(#acim.window<kernel = [1, 2], stride = [3, 3], pad = [0, 1, 0, 1], dilation = [1, 2],
      groups = 2, pad_value = -128>) : tensor<1x5x6x4xi8> -> tensor<4x2x4xi8>
  // CHECK: acim.mvm @plain, %[[C]] : tensor<4x2x4xi8> -> tensor<4x2x3xi32>
  %y = acim.mvm @plain, %c : tensor<4x2x4xi8> -> tensor<4x2x3xi32>
  return %y : tensor<4x2x3xi32>
}

// CHECK-LABEL: acim.program @program hardware #acim.hardware<"{}">
acim.program @program hardware #acim.hardware<"{}"> {
  // CHECK: acim.crossbar @pair tile 0 rows 128 columns 64 cell_bits 2 pair {
  acim.crossbar @pair tile 0 rows 128 columns 64 cell_bits 2 pair {
    // CHECK-NEXT: acim.block at [4, 60] group 0 inputs [0, 2, 1] row_groups [2, 1] column_group 8 outputs [0, 0] scales [1, -4]
    // CHECK-SAME: cells dense<{{\[\[}}1, 0], [-3, 2], [0, 0]]> : tensor<3x2xi8>
    // CHECK-SAME: adc lo dense<-512> : tensor<2x2xi32> bits dense<{{\[\[}}10, 9], [1, 0]]> : tensor<2x2xi8>
    // CHECK-SAME: step_log2 dense<0> : tensor<2x2xi8>
    acim.block at [4, 60] group 0 inputs [0, 2, 1] row_groups [2, 1] column_group 8 outputs [0, 0] scales [1, -4]
        cells dense<[[1, 0], [-3, 2], [0, 0]]> : tensor<3x2xi8>
        adc lo dense<-512> : tensor<2x2xi32> bits dense<[[10, 9], [1, 0]]> : tensor<2x2xi8>
        step_log2 dense<0> : tensor<2x2xi8>
  }
  // CHECK: acim.crossbar @single tile 3 rows 8 columns 8 cell_bits 7 {
  // CHECK: outputs [0, -1] scales [1, -128] input_sums [-128, 0] planes_per_drive 2 skipped_planes [5, 0] cells
  acim.crossbar @single tile 3 rows 8 columns 8 cell_bits 7 {
    acim.block at [0, 0] group 1 inputs [0, 1] row_groups [2] column_group 2 outputs [0, -1] scales [1, -128]
        input_sums [-128, 0] planes_per_drive 2 skipped_planes [5, 0] cells dense<[[127, 1], [0, 1]]> : tensor<2x2xi8>
        adc lo dense<0> : tensor<1x2xi32> bits dense<24> : tensor<1x2xi8> step_log2 dense<16> : tensor<1x2xi8>
  }
  // CHECK: acim.crossbar @empty tile 4 rows 1 columns 1 cell_bits 1 {
  acim.crossbar @empty tile 4 rows 1 columns 1 cell_bits 1 {
  }
  func.func @main(%x: tensor<1x1x3x6xi8>) -> tensor<3x2x1xi32> {
    // CHECK: %[[L:.*]] = acim.layer "conv"(%{{.*}}) {
    %0 = acim.layer "conv" (%x) {
      // CHECK-NEXT: acim.fetch #acim.window<kernel = [1, 1], stride = [1, 1], pad = [0, 0, 0, 0], dilation = [1, 1], groups = 2, pad_value = 7>
      acim.fetch #acim.window<kernel = [1, 1], stride = [1, 1], pad = [0, 0, 0, 0], dilation = [1, 1], groups = 2,
          pad_value = 7>
      // CHECK-NEXT: acim.drive @pair inputs #acim.inputs<kind = binary, bits = 8, offset = 128>
      // CHECK-NEXT: acim.convert @pair readout difference bounded
      // CHECK-NEXT: acim.shift_add @pair
      acim.drive @pair inputs #acim.inputs<kind = binary, bits = 8, offset = 128>
      acim.convert @pair readout difference bounded
      acim.shift_add @pair
      // CHECK-NEXT: acim.drive @single
      // CHECK-NEXT: acim.convert @single readout single skip_idle
      acim.drive @single inputs #acim.inputs<kind = binary, bits = 8, offset = 128>
      acim.convert @single readout single skip_idle
      acim.shift_add @single
      // CHECK: acim.transfer from 3 to 0 values 1 bits 32
      // CHECK-NEXT: acim.reduce initial dense<{{\[}}[-5], [9]]> : tensor<2x1xi64>
      // CHECK-NEXT: acim.store
      acim.transfer from 3 to 0 values 1 bits 32
      acim.reduce initial dense<[[-5], [9]]> : tensor<2x1xi64>
      acim.store
    // CHECK-NEXT: } : tensor<1x1x3x6xi8> -> tensor<3x2x1xi32>
    } : tensor<1x1x3x6xi8> -> tensor<3x2x1xi32>
    // CHECK: %[[D:.*]]:2 = acim.digital {
    // CHECK-NEXT: %[[A:.*]] = tosa.abs %[[L]]
    // CHECK-NEXT: acim.yield %[[A]], %[[L]] : tensor<3x2x1xi32>, tensor<3x2x1xi32>
    // CHECK-NEXT: } : tensor<3x2x1xi32>, tensor<3x2x1xi32>
    %1:2 = acim.digital {
      %2 = tosa.abs %0 : (tensor<3x2x1xi32>) -> tensor<3x2x1xi32>
      acim.yield %2, %0 : tensor<3x2x1xi32>, tensor<3x2x1xi32>
    } : tensor<3x2x1xi32>, tensor<3x2x1xi32>
    return %1#0 : tensor<3x2x1xi32>
  }
}

}

// CHECK: calibrated_activity: "0x08000000040000000000000001000000000000000000000000000000"
// CHECK: measured_sensitivity: "0x08000000000000000000F83F000000000000D03F"
{-#
  dialect_resources: {
    builtin: {
      calibrated_activity: "0x08000000040000000000000001000000000000000000000000000000",
      measured_sensitivity: "0x08000000000000000000F83F000000000000D03F"
    }
  }
#-}
