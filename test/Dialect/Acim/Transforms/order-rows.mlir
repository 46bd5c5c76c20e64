// RUN: acim-opt %s --split-input-file --acim-attach-hardware --acim-order-rows | FileCheck %s
// RUN: acim-opt %s --split-input-file --acim-attach-hardware --acim-order-rows --remarks-filter=acim-price 2>&1 | FileCheck %s --check-prefix=REMARK

// Two loud rows and two quiet ones, in groups of two: quiet rows together leave seven planes of eight idle. Equals stay in their order,
// and of orders that cost the same the first is taken.

// REMARK: OrderRows | Category:acim-price | Remark="@calibrated: by magnitude; nJ an inference: as they are {{[0-9.]+}}, by magnitude {{[0-9.]+}}, by active planes {{[0-9.]+}}, by bit length {{[0-9.]+}}"
// CHECK: acim.weights @calibrated
// CHECK-SAME: row_order [1, 3, 2, 0] skip_idle
acim.weights @calibrated dense<1> : tensor<1x2x4xi8> bias dense<0> : tensor<1x2xi64>
    encoding #acim.encoding<kind = sign_magnitude, bits = 7, cell_bits = 2>
    inputs #acim.inputs<kind = binary, bits = 8, offset = 128>
    array #acim.array<rows = 128, columns = 128, active_rows = 2, active_columns = 128>
    adc #acim.adc<bits = 12, semantics = proven, readout = difference, correction = digital> skip_idle
    statistics #acim.statistics<positions = 4, planes = #acim.inputs<kind = binary, bits = 8, offset = 128>,
        activity = dense<1> : tensor<1x8x4xi64>, columns = dense<[[[-128, 127, -127, 126]]]> : tensor<1x1x4xi8>>
func.func @f(%c: tensor<4x1x4xi8>) -> tensor<4x1x2xi32> {
  %0 = acim.mvm @calibrated, %c : tensor<4x1x4xi8> -> tensor<4x1x2xi32>
  return %0 : tensor<4x1x2xi32>
}

// -----

// The same inputs, but every group is converted whatever it is driven with: no order is better, and an old one goes.

// REMARK: OrderRows | Category:acim-price | Remark="@converted: as they are;
// CHECK: acim.weights @converted
// CHECK-NOT: row_order
acim.weights @converted dense<1> : tensor<1x2x4xi8> bias dense<0> : tensor<1x2xi64>
    encoding #acim.encoding<kind = sign_magnitude, bits = 7, cell_bits = 2>
    inputs #acim.inputs<kind = binary, bits = 8, offset = 128>
    array #acim.array<rows = 128, columns = 128, active_rows = 2, active_columns = 128>
    adc #acim.adc<bits = 12, semantics = proven, readout = difference, correction = digital> row_order [3, 2, 1, 0]
    statistics #acim.statistics<positions = 4, planes = #acim.inputs<kind = binary, bits = 8, offset = 128>,
        activity = dense<1> : tensor<1x8x4xi64>, columns = dense<[[[-128, 127, -127, 126]]]> : tensor<1x1x4xi8>>
func.func @f(%c: tensor<4x1x4xi8>) -> tensor<4x1x2xi32> {
  %0 = acim.mvm @converted, %c : tensor<4x1x4xi8> -> tensor<4x1x2xi32>
  return %0 : tensor<4x1x2xi32>
}

// -----

// Nobody calibrated: small weights together need one digit, not four, in their group.

// REMARK: OrderRows | Category:acim-price | Remark="@weights: by weights; nJ an inference: as they are {{[0-9.]+}}, by weights {{[0-9.]+}}"
// CHECK: acim.weights @weights
// CHECK-SAME: row_order [1, 3, 0, 2]
acim.weights @weights dense<[[[1, 100, 1, 100], [1, 100, 1, 100]]]> : tensor<1x2x4xi8> bias dense<0> : tensor<1x2xi64>
    encoding #acim.encoding<kind = sign_magnitude, bits = 7, cell_bits = 2>
    inputs #acim.inputs<kind = binary, bits = 8, offset = 128>
    array #acim.array<rows = 128, columns = 128, active_rows = 2, active_columns = 128>
    adc #acim.adc<bits = 12, semantics = proven, readout = difference, correction = digital>
func.func @f(%c: tensor<4x1x4xi8>) -> tensor<4x1x2xi32> {
  %0 = acim.mvm @weights, %c : tensor<4x1x4xi8> -> tensor<4x1x2xi32>
  return %0 : tensor<4x1x2xi32>
}

// -----

// One group holds all rows: there is nothing to try.

// REMARK: OrderRows | Category:acim-price | Remark="@one_group: as they are; nJ an inference: as they are {{[0-9.]+}}"
// CHECK: acim.weights @one_group
// CHECK-NOT: row_order
acim.weights @one_group dense<[[[1, 100, 1, 100], [1, 100, 1, 100]]]> : tensor<1x2x4xi8> bias dense<0> : tensor<1x2xi64>
    encoding #acim.encoding<kind = sign_magnitude, bits = 7, cell_bits = 2>
    inputs #acim.inputs<kind = binary, bits = 8, offset = 128>
    array #acim.array<rows = 128, columns = 128, active_rows = 4, active_columns = 128>
    adc #acim.adc<bits = 12, semantics = proven, readout = difference, correction = digital> row_order [3, 2, 1, 0]
func.func @f(%c: tensor<4x1x4xi8>) -> tensor<4x1x2xi32> {
  %0 = acim.mvm @one_group, %c : tensor<4x1x4xi8> -> tensor<4x1x2xi32>
  return %0 : tensor<4x1x2xi32>
}
