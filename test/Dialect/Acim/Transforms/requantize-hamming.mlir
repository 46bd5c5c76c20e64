// RUN: acim-opt %s --split-input-file --acim-attach-hardware --acim-requantize-hamming=lambda=0 | FileCheck %s --check-prefix=SAME
// RUN: acim-opt %s --split-input-file --acim-attach-hardware --acim-requantize-hamming=lambda=100 | FileCheck %s --check-prefix=CHEAP
// RUN: acim-opt %s --split-input-file --acim-attach-hardware --acim-requantize-hamming="lambda=100 scales=false" | FileCheck %s --check-prefix=UNSCALED
// RUN: acim-opt %s --split-input-file --acim-attach-hardware --acim-requantize-hamming="lambda=1e-9 levels=bitsnet2 scales=false" | FileCheck %s --check-prefix=LEVELS
// RUN: acim-opt %s --split-input-file --acim-attach-hardware --acim-requantize-hamming="lambda=100 price=hamq" | FileCheck %s --check-prefix=HAMQ
// RUN: acim-opt %s --split-input-file --acim-attach-hardware --acim-requantize-hamming=lambda=100 --remarks-filter=acim-quantize -o /dev/null 2>&1 | FileCheck %s --check-prefix=REMARK

// Both outputs see inputs that vary together. At a price of 0 nothing changes, not a bit. At an enormous price no cell is worth
// its energy: the weights are 0, and the mean of what they gave, 100 * 65 - 10 * 65 on average, is in the bias.

// SAME: acim.weights @w dense<{{\[\[\[}}100, -10], [37, 41]]]>
// SAME-SAME: bias dense<{{\[\[}}5, 6]]>
// SAME: tosa.rescale {{.*}}per_channel = false
// CHEAP: acim.weights @w dense<0> : tensor<1x2x2xi8>
// CHEAP: tosa.rescale
// UNSCALED: acim.weights @w dense<0> : tensor<1x2x2xi8>
// UNSCALED-SAME: bias dense<{{\[\[}}5855, 5076]]>
// UNSCALED: tosa.rescale {{.*}}per_channel = false
// LEVELS: acim.weights @w dense<{{\[\[\[}}{{-?(0|24|32|40|64)}}, {{-?(0|24|32|40|64)}}], [{{-?(0|24|32|40|64)}}, {{-?(0|24|32|40|64)}}]]]>
// HAMQ: acim.weights @w dense<0> : tensor<1x2x2xi8>
// REMARK: [Passed] Requantize | Category:acim-quantize | Remark=@w, energy=0.000, loss={{.*}}, outputs=2
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
