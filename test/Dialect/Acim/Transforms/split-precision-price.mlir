// RUN: acim-opt %s --acim-attach-hardware --acim-split-precision=lambda=1e-12 | FileCheck %s --check-prefix=FREE
// RUN: acim-opt %s --acim-attach-hardware --acim-split-precision=lambda=1e-12 --remarks-filter=acim-split -o /dev/null 2>&1 | FileCheck %s --check-prefix=ALONE
// RUN: acim-opt %s --acim-attach-hardware --acim-split-precision=lambda=1e9 --remarks-filter=acim-split -o /dev/null 2>&1 | FileCheck %s --check-prefix=DEAR
// RUN: not acim-opt %s --acim-attach-hardware --acim-split-precision=lambda=-1 2>&1 | FileCheck %s --check-prefix=NEGATIVE

// Energy that is worth nothing is not saved; energy that is worth everything leaves the fewest digits, and no second pass.

// FREE: acim.weights @w dense<{{\[\[\[}}100, -10], [37, 41]]]>
// FREE-SAME: encoding #acim.encoding<kind = min_cost,
// FREE-NOT: acim.split
// ALONE: [Missed] Split | Category:acim-split | {{.*}}@w is left alone: no split is worth its loss
// DEAR: [Passed] Split | Category:acim-split | Remark=@w, low_bits=6, refined=0.000
// NEGATIVE: error: lambda must not be negative, found -1
acim.weights @w dense<[[[100, -10], [37, 41]]]> : tensor<1x2x2xi8> bias dense<[[5, 6]]> : tensor<1x2xi64>
    encoding #acim.encoding<kind = min_cost, bits = 8, cell_bits = 2, level_costs = [0, 35000, 70000, 105000]>
    inputs #acim.inputs<kind = binary, bits = 8, offset = 128>
    array #acim.array<rows = 128, columns = 128, active_rows = 128, active_columns = 128>
    adc #acim.adc<bits = 10, semantics = proven, readout = difference, correction = digital>
    statistics #acim.statistics<positions = 4, planes = #acim.inputs<kind = binary, bits = 8, offset = 128>,
        activity = dense<1> : tensor<1x8x2xi64>,
        columns = dense<[[[50, 51]], [[70, 69]], [[60, 62]], [[80, 78]]]> : tensor<4x1x2xi8>>
func.func @f(%c: tensor<4x1x2xi8>) -> tensor<4x2xi8> {
  %m = "tosa.const"() <{values = dense<1073741824> : tensor<1xi32>}> : () -> tensor<1xi32>
  %s = "tosa.const"() <{values = dense<38> : tensor<1xi8>}> : () -> tensor<1xi8>
  %z32 = "tosa.const"() <{values = dense<0> : tensor<1xi32>}> : () -> tensor<1xi32>
  %z8 = "tosa.const"() <{values = dense<0> : tensor<1xi8>}> : () -> tensor<1xi8>
  %shape = tosa.const_shape {values = dense<[4, 2]> : tensor<2xindex>} : () -> !tosa.shape<2>
  %0 = acim.mvm @w, %c : tensor<4x1x2xi8> -> tensor<4x1x2xi32>
  %1 = tosa.reshape %0, %shape : (tensor<4x1x2xi32>, !tosa.shape<2>) -> tensor<4x2xi32>
  %2 = tosa.rescale %1, %m, %s, %z32, %z8 {input_unsigned = false, output_unsigned = false, per_channel = false, rounding_mode = DOUBLE_ROUND, scale32 = true} : (tensor<4x2xi32>, tensor<1xi32>, tensor<1xi8>, tensor<1xi32>, tensor<1xi8>) -> tensor<4x2xi8>
  return %2 : tensor<4x2xi8>
}
