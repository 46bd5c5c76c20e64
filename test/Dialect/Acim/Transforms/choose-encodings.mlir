// RUN: acim-opt %s --split-input-file --acim-attach-hardware --acim-choose-encodings | FileCheck %s
// RUN: acim-opt %s --split-input-file --acim-attach-hardware --acim-choose-encodings --remarks-filter=acim-price 2>&1 | FileCheck %s --check-prefix=REMARK
// RUN: acim-opt %s --split-input-file --acim-attach-hardware --acim-choose-encodings=inputs=false | FileCheck %s --check-prefix=WEIGHTS
// RUN: acim-opt %s --split-input-file --acim-attach-hardware --acim-choose-encodings=weights=false | FileCheck %s --check-prefix=INPUTS

// Equal weights are their centre, of which nothing is left for the cells.

// REMARK: ChooseWeightEncoding | Category:acim-price | Remark="@equal: centred; nJ an inference: min_cost {{[0-9.]+}}, sce {{[0-9.]+}}, naf {{[0-9.]+}}, sign_magnitude {{[0-9.]+}}, centred {{[0-9.]+}}"

// With cells that are never read it makes no difference how inputs are driven, and the first stays.

// REMARK: ChooseInputEncoding | Category:acim-price | Remark="@equal: binary; nJ an inference: binary {{[0-9.]+}}, twos_complement {{[0-9.]+}}, sign_magnitude {{[0-9.]+}}, csd {{[0-9.]+}}"

// CHECK: acim.weights @equal
// CHECK-SAME: encoding #acim.encoding<kind = centred, bits = 2, cell_bits = 2, level_costs = [0, 35000, 70000, 105000], centres = [15, 15]>
// CHECK-SAME: inputs #acim.inputs<kind = binary, bits = 8, offset = 128>
// WEIGHTS: acim.weights @equal
// WEIGHTS-SAME: kind = centred
// WEIGHTS-SAME: kind = binary

// Alone the inputs are driven from their zero point, at which they were seen: no row is active.

// INPUTS: acim.weights @equal
// INPUTS-SAME: encoding #acim.encoding<kind = sign_magnitude, bits = 7, cell_bits = 2>
// INPUTS-SAME: inputs #acim.inputs<kind = sign_magnitude, bits = 8, offset = 0>
acim.weights @equal dense<15> : tensor<1x2x8xi8> bias dense<0> : tensor<1x2xi64>
    encoding #acim.encoding<kind = sign_magnitude, bits = 7, cell_bits = 2>
    inputs #acim.inputs<kind = binary, bits = 8, offset = 128>
    array #acim.array<rows = 128, columns = 128, active_rows = 128, active_columns = 128>
    adc #acim.adc<bits = 12, semantics = proven, readout = difference, correction = digital> skip_idle
    statistics #acim.statistics<positions = 4, planes = #acim.inputs<kind = binary, bits = 8, offset = 128>,
        activity = dense<1> : tensor<1x8x8xi64>, columns = dense<0> : tensor<1x1x8xi8>>
func.func @f(%c: tensor<1x1x8xi8>) -> tensor<1x1x2xi32> {
  %0 = acim.mvm @equal, %c : tensor<1x1x8xi8> -> tensor<1x1x2xi32>
  return %0 : tensor<1x1x2xi32>
}

// -----

// 60 is 3 * 4 + 3 * 16 plainly, -4 + 64 recoded: half of the conversions on the same columns, and a third of the cells' levels. The
// signs differ, so that no centre helps.

// REMARK: ChooseWeightEncoding | Category:acim-price | Remark="@recoded: min_cost;
// CHECK: acim.weights @recoded
// CHECK-SAME: encoding #acim.encoding<kind = min_cost, bits = 8, cell_bits = 2, level_costs = [0, 35000, 70000, 105000]>
acim.weights @recoded dense<[[[60, -60, 60, -60, 60, -60, 60, -60]]]> : tensor<1x1x8xi8> bias dense<0> : tensor<1x1xi64>
    encoding #acim.encoding<kind = sign_magnitude, bits = 7, cell_bits = 2>
    inputs #acim.inputs<kind = binary, bits = 8, offset = 128>
    array #acim.array<rows = 128, columns = 128, active_rows = 128, active_columns = 128>
    adc #acim.adc<bits = 12, semantics = proven, readout = difference, correction = digital>
func.func @f(%c: tensor<1x1x8xi8>) -> tensor<1x1x1xi32> {
  %0 = acim.mvm @recoded, %c : tensor<1x1x8xi8> -> tensor<1x1x1xi32>
  return %0 : tensor<1x1x1xi32>
}

// -----

// Single arrays take what needs no pair. Weights near the top of their range fill their cells, unless they are flipped.

// REMARK: ChooseWeightEncoding | Category:acim-price | Remark="@single: flip; nJ an inference: flip {{[0-9.]+}}, offset {{[0-9.]+}}, twos_complement {{[0-9.]+}}"
// CHECK: acim.weights @single
// CHECK-SAME: encoding #acim.encoding<kind = flip, bits = 8, cell_bits = 2>
acim.weights @single dense<126> : tensor<1x1x8xi8> bias dense<0> : tensor<1x1xi64>
    encoding #acim.encoding<kind = twos_complement, bits = 8, cell_bits = 2>
    inputs #acim.inputs<kind = binary, bits = 8, offset = 128>
    array #acim.array<rows = 128, columns = 128, active_rows = 128, active_columns = 128>
    adc #acim.adc<bits = 12, semantics = proven, readout = single, correction = digital>
func.func @f(%c: tensor<1x1x8xi8>) -> tensor<1x1x1xi32> {
  %0 = acim.mvm @single, %c : tensor<1x1x8xi8> -> tensor<1x1x1xi32>
  return %0 : tensor<1x1x1xi32>
}

// -----

// A reference column is the offset's, whatever it costs; and weights that nobody multiplies are no one's choice.

// REMARK: ChooseWeightEncoding | Category:acim-price | Remark="@reference: offset; nJ an inference: offset {{[0-9.]+}}"
// REMARK-NOT: @unused
// CHECK: acim.weights @reference
// CHECK-SAME: encoding #acim.encoding<kind = offset, bits = 8, cell_bits = 2>
// CHECK: acim.weights @unused
// CHECK-SAME: encoding #acim.encoding<kind = sign_magnitude, bits = 7, cell_bits = 2>{{$}}
acim.weights @reference dense<126> : tensor<1x1x8xi8> bias dense<0> : tensor<1x1xi64>
    encoding #acim.encoding<kind = offset, bits = 8, cell_bits = 2>
    inputs #acim.inputs<kind = binary, bits = 8, offset = 128>
    array #acim.array<rows = 128, columns = 128, active_rows = 128, active_columns = 128>
    adc #acim.adc<bits = 12, semantics = proven, readout = single, correction = reference_column>
acim.weights @unused dense<15> : tensor<1x2x8xi8> bias dense<0> : tensor<1x2xi64>
    encoding #acim.encoding<kind = sign_magnitude, bits = 7, cell_bits = 2>
func.func @f(%c: tensor<1x1x8xi8>) -> tensor<1x1x1xi32> {
  %0 = acim.mvm @reference, %c : tensor<1x1x8xi8> -> tensor<1x1x1xi32>
  return %0 : tensor<1x1x1xi32>
}

// -----

// Inputs of 16 bits are not driven as canonical signed digits: the table has 15 bits.

// REMARK: ChooseInputEncoding | Category:acim-price | Remark="@wide: {{[a-z_]+}}; nJ an inference: binary {{[0-9.]+}}, twos_complement {{[0-9.]+}}, sign_magnitude {{[0-9.]+}}"
acim.weights @wide dense<1> : tensor<1x1x8xi8> bias dense<0> : tensor<1x1xi64>
    encoding #acim.encoding<kind = sign_magnitude, bits = 7, cell_bits = 2>
    inputs #acim.inputs<kind = binary, bits = 16, offset = 32768>
    array #acim.array<rows = 128, columns = 128, active_rows = 128, active_columns = 128>
    adc #acim.adc<bits = 12, semantics = proven, readout = difference, correction = digital>
func.func @f(%c: tensor<1x1x8xi16>) -> tensor<1x1x1xi48> {
  %0 = acim.mvm @wide, %c : tensor<1x1x8xi16> -> tensor<1x1x1xi48>
  return %0 : tensor<1x1x1xi48>
}
