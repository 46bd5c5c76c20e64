// RUN: acim-opt %s --split-input-file --acim-attach-hardware --acim-weigh-columns | FileCheck %s
// RUN: acim-opt %s --split-input-file --acim-attach-hardware --acim-weigh-columns --remarks-filter=acim-price 2>&1 | FileCheck %s --check-prefix=REMARK

// 15 and 12 are cheapest as 16 - 1 and 16 - 4, whose third digit no other weight needs: its column is converted for two weights. With
// conversions weighed they are 3 + 4 * 3 and 4 * 3.

// REMARK: WeighColumns | Category:acim-price | Remark="@few: cells and conversions; nJ an inference: cells only {{[0-9.]+}}, cells and conversions {{[0-9.]+}}"
// CHECK: acim.weights @few
// CHECK-SAME: encoding #acim.encoding<kind = min_cost, bits = 8, cell_bits = 2, level_costs = [0, 1, 2, 3], conversion_costs = [0, {{[0-9, ]+}}]>
acim.weights @few dense<[[[1, 2, 15, 4, 12, 8]]]> : tensor<1x1x6xi8> bias dense<0> : tensor<1x1xi64>
    encoding #acim.encoding<kind = min_cost, bits = 8, cell_bits = 2, level_costs = [0, 1, 2, 3]>
    inputs #acim.inputs<kind = binary, bits = 8, offset = 128>
    array #acim.array<rows = 128, columns = 128, active_rows = 128, active_columns = 128>
    adc #acim.adc<bits = 12, semantics = proven, readout = difference, correction = digital>
func.func @f(%c: tensor<1x1x6xi8>) -> tensor<1x1x1xi32> {
  %0 = acim.mvm @few, %c : tensor<1x1x6xi8> -> tensor<1x1x1xi32>
  return %0 : tensor<1x1x1xi32>
}

// -----

// 85 needs every digit: nothing can be saved, and the encoding stays.

// REMARK: WeighColumns | Category:acim-price | Remark="@all: cells only; nJ an inference: cells only {{[0-9.]+}}, cells and conversions {{[0-9.]+}}"
// CHECK: acim.weights @all
// CHECK-SAME: level_costs = [0, 1, 2, 3]> inputs
acim.weights @all dense<85> : tensor<1x1x6xi8> bias dense<0> : tensor<1x1xi64>
    encoding #acim.encoding<kind = min_cost, bits = 8, cell_bits = 2, level_costs = [0, 1, 2, 3]>
    inputs #acim.inputs<kind = binary, bits = 8, offset = 128>
    array #acim.array<rows = 128, columns = 128, active_rows = 128, active_columns = 128>
    adc #acim.adc<bits = 12, semantics = proven, readout = difference, correction = digital>
func.func @f(%c: tensor<1x1x6xi8>) -> tensor<1x1x1xi32> {
  %0 = acim.mvm @all, %c : tensor<1x1x6xi8> -> tensor<1x1x1xi32>
  return %0 : tensor<1x1x1xi32>
}

// -----

// What has one way of writing a weight, what converts every column anyway, and what is never driven says nothing.

// REMARK-NOT: WeighColumns
// CHECK: acim.weights @plain
// CHECK-SAME: kind = sign_magnitude, bits = 7, cell_bits = 2>
// CHECK: acim.weights @unproven
// CHECK-SAME: level_costs = [0, 1, 2, 3]> inputs
// CHECK: acim.weights @undriven
// CHECK-SAME: level_costs = [0, 1, 2, 3]> inputs
acim.weights @plain dense<[[[1, 2, 15, 4, 12, 8]]]> : tensor<1x1x6xi8> bias dense<0> : tensor<1x1xi64>
    encoding #acim.encoding<kind = sign_magnitude, bits = 7, cell_bits = 2>
    inputs #acim.inputs<kind = binary, bits = 8, offset = 128>
    array #acim.array<rows = 128, columns = 128, active_rows = 128, active_columns = 128>
    adc #acim.adc<bits = 12, semantics = proven, readout = difference, correction = digital>
acim.weights @unproven dense<[[[1, 2, 15, 4, 12, 8]]]> : tensor<1x1x6xi8> bias dense<0> : tensor<1x1xi64>
    encoding #acim.encoding<kind = min_cost, bits = 8, cell_bits = 2, level_costs = [0, 1, 2, 3]>
    inputs #acim.inputs<kind = binary, bits = 8, offset = 128>
    array #acim.array<rows = 128, columns = 128, active_rows = 128, active_columns = 128>
    adc #acim.adc<bits = 12, semantics = unit_step, readout = difference, correction = digital>
acim.weights @undriven dense<[[[1, 2, 15, 4, 12, 8]]]> : tensor<1x1x6xi8> bias dense<0> : tensor<1x1xi64>
    encoding #acim.encoding<kind = min_cost, bits = 8, cell_bits = 2, level_costs = [0, 1, 2, 3]>
    inputs #acim.inputs<kind = binary, bits = 8, offset = 128>
    array #acim.array<rows = 128, columns = 128, active_rows = 128, active_columns = 128>
    adc #acim.adc<bits = 12, semantics = proven, readout = difference, correction = digital>
    statistics #acim.statistics<positions = 4, planes = #acim.inputs<kind = binary, bits = 8, offset = 128>, activity = dense<0> : tensor<1x8x6xi64>,
        columns = dense<-128> : tensor<1x1x6xi8>>
func.func @f(%c: tensor<1x1x6xi8>) -> (tensor<1x1x1xi32>, tensor<1x1x1xi32>, tensor<1x1x1xi32>) {
  %0 = acim.mvm @plain, %c : tensor<1x1x6xi8> -> tensor<1x1x1xi32>
  %1 = acim.mvm @unproven, %c : tensor<1x1x6xi8> -> tensor<1x1x1xi32>
  %2 = acim.mvm @undriven, %c : tensor<1x1x6xi8> -> tensor<1x1x1xi32>
  return %0, %1, %2 : tensor<1x1x1xi32>, tensor<1x1x1xi32>, tensor<1x1x1xi32>
}
