// RUN: acim-opt %s --split-input-file --acim-attach-hardware --acim-stack-planes | FileCheck %s
// RUN: acim-opt %s --split-input-file --acim-attach-hardware --acim-stack-planes --remarks-filter=acim-price 2>&1 | FileCheck %s --check-prefix=REMARK

// Nine rows fit seven times: eight planes in three conversions of more bits.

// REMARK: StackPlanes | Category:acim-price | Remark="@short: 3 planes; nJ an inference: 1 plane {{[0-9.]+}}, 2 planes {{[0-9.]+}}, 3 planes {{[0-9.]+}}"
// CHECK: acim.weights @short
// CHECK-SAME: array #acim.array<rows = 128, columns = 128, active_rows = 128, active_columns = 128, planes_per_drive = [3]>
acim.weights @short dense<60> : tensor<1x2x9xi8> bias dense<0> : tensor<1x2xi64>
    encoding #acim.encoding<kind = sign_magnitude, bits = 7, cell_bits = 2>
    inputs #acim.inputs<kind = binary, bits = 8, offset = 128>
    array #acim.array<rows = 128, columns = 128, active_rows = 128, active_columns = 128>
    adc #acim.adc<bits = 12, semantics = proven, readout = difference, correction = digital>
func.func @f(%c: tensor<1x1x9xi8>) -> tensor<1x1x2xi32> {
  %0 = acim.mvm @short, %c : tensor<1x1x9xi8> -> tensor<1x1x2xi32>
  return %0 : tensor<1x1x2xi32>
}

// -----

// 137 rows are a full crossbar, which stays as it is, and nine rows that are stacked.

// REMARK: StackPlanes | Category:acim-price | Remark="@tail: 3 planes;
// CHECK: acim.weights @tail
// CHECK-SAME: planes_per_drive = [1, 3]>
acim.weights @tail dense<60> : tensor<1x2x137xi8> bias dense<0> : tensor<1x2xi64>
    encoding #acim.encoding<kind = sign_magnitude, bits = 7, cell_bits = 2>
    inputs #acim.inputs<kind = binary, bits = 8, offset = 128>
    array #acim.array<rows = 128, columns = 128, active_rows = 128, active_columns = 128>
    adc #acim.adc<bits = 12, semantics = proven, readout = difference, correction = digital>
func.func @f(%c: tensor<1x1x137xi8>) -> tensor<1x1x2xi32> {
  %0 = acim.mvm @tail, %c : tensor<1x1x137xi8> -> tensor<1x1x2xi32>
  return %0 : tensor<1x1x2xi32>
}

// -----

// 43 rows of three word lines are one word line too many: what does not fit is no candidate, and a stack that was decided before goes.

// REMARK: StackPlanes | Category:acim-price | Remark="@full: 1 plane; nJ an inference: 1 plane {{[0-9.]+}}"
// CHECK: acim.weights @full
// CHECK-SAME: active_columns = 128> adc
acim.weights @full dense<60> : tensor<1x2x43xi8> bias dense<0> : tensor<1x2xi64>
    encoding #acim.encoding<kind = sign_magnitude, bits = 7, cell_bits = 2>
    inputs #acim.inputs<kind = binary, bits = 8, offset = 128>
    array #acim.array<rows = 128, columns = 128, active_rows = 128, active_columns = 128, planes_per_drive = [2]>
    adc #acim.adc<bits = 12, semantics = proven, readout = difference, correction = digital>
func.func @f(%c: tensor<1x1x43xi8>) -> tensor<1x1x2xi32> {
  %0 = acim.mvm @full, %c : tensor<1x1x43xi8> -> tensor<1x1x2xi32>
  return %0 : tensor<1x1x2xi32>
}
