// RUN: acim-opt %s --split-input-file --acim-attach-hardware --acim-search-operation-unit | FileCheck %s
// RUN: acim-opt %s --split-input-file --acim-attach-hardware --acim-search-operation-unit --remarks-filter=acim-price 2>&1 | FileCheck %s --check-prefix=REMARK
// RUN: acim-opt %s --split-input-file --acim-attach-hardware --acim-search-operation-unit=max-rows=4 | FileCheck %s --check-prefix=LIMIT

// Every other row is quiet. Eight rows a unit, the loud ones together: the planes of the quiet group are idle, and the loud ones are read with
// a bit less. Widths follow.

// REMARK: SearchOperationUnit | Category:acim-price | Remark="@quiet: 8 x 128 by magnitude; nJ an inference: 128 x 128 {{[0-9.]+}}, 8 x 128 {{[0-9.]+}}, 8 x 128 by magnitude {{[0-9.]+}}, 8 x 128 by active planes {{[0-9.]+}}, 8 x 128 by bit length {{[0-9.]+}}, 8 x 64 {{[0-9.]+}}, 8 x 32 {{[0-9.]+}}"
// CHECK: acim.weights @quiet
// CHECK-SAME: array #acim.array<rows = 128, columns = 128, active_rows = 8, active_columns = 128>
// CHECK-SAME: row_order [1, 3, 5, 7, 9, 11, 13, 15, 0, 2, 4, 6, 8, 10, 12, 14]

// Devices that bear less are given less.

// LIMIT: acim.weights @quiet
// LIMIT-SAME: active_rows = 4, active_columns = 128>
// LIMIT-SAME: row_order [1, 3, 5, 7, 9, 11, 13, 15, 0, 2, 4, 6, 8, 10, 12, 14]
acim.weights @quiet dense<127> : tensor<1x128x16xi8> bias dense<0> : tensor<1x128xi64>
    encoding #acim.encoding<kind = sign_magnitude, bits = 7, cell_bits = 2>
    inputs #acim.inputs<kind = binary, bits = 8, offset = 128>
    array #acim.array<rows = 128, columns = 128, active_rows = 64, active_columns = 64>
    adc #acim.adc<bits = 12, semantics = proven, readout = difference, correction = digital> skip_idle
    statistics #acim.statistics<positions = 4, planes = #acim.inputs<kind = binary, bits = 8, offset = 128>, activity = dense<1> : tensor<1x8x16xi64>,
        columns = dense<[[[-128, 127, -128, 127, -128, 127, -128, 127, -128, 127, -128, 127, -128, 127, -128, 127]]]> : tensor<1x1x16xi8>>
func.func @f(%c: tensor<4x1x16xi8>) -> tensor<4x1x128xi32> {
  %0 = acim.mvm @quiet, %c : tensor<4x1x16xi8> -> tensor<4x1x128xi32>
  return %0 : tensor<4x1x128xi32>
}

// -----

// Rows that are all alike are driven together: what there was of an order and of stacked planes goes, as the units they were chosen for.

// REMARK: SearchOperationUnit | Category:acim-price | Remark="@alike: 128 x 128; nJ an inference: 128 x 128 {{[0-9.]+}}, 8 x 128 {{[0-9.]+}}, 8 x 128 by weights {{[0-9.]+}}, 128 x 64 {{[0-9.]+}}, 128 x 32 {{[0-9.]+}}"
// CHECK: acim.weights @alike
// CHECK-SAME: array #acim.array<rows = 128, columns = 128, active_rows = 128, active_columns = 128> adc
// CHECK-NOT: row_order
acim.weights @alike dense<1> : tensor<1x2x10xi8> bias dense<0> : tensor<1x2xi64>
    encoding #acim.encoding<kind = sign_magnitude, bits = 7, cell_bits = 2>
    inputs #acim.inputs<kind = binary, bits = 8, offset = 128>
    array #acim.array<rows = 128, columns = 128, active_rows = 8, active_columns = 128, planes_per_drive = [2]>
    adc #acim.adc<bits = 12, semantics = proven, readout = difference, correction = digital>
    row_order [9, 8, 7, 6, 5, 4, 3, 2, 1, 0]
func.func @f(%c: tensor<4x1x10xi8>) -> tensor<4x1x2xi32> {
  %0 = acim.mvm @alike, %c : tensor<4x1x10xi8> -> tensor<4x1x2xi32>
  return %0 : tensor<4x1x2xi32>
}
