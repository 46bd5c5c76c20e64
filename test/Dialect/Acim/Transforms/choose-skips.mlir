// RUN: acim-opt %s --acim-attach-hardware --acim-choose-skips=lambda=0 | FileCheck %s --check-prefix=SAME
// RUN: acim-opt %s --acim-attach-hardware --acim-choose-skips=lambda=1e-3 --remarks-filter=acim-skip 2>&1 | FileCheck %s --check-prefix=SOME
// RUN: acim-opt %s --acim-attach-hardware --acim-choose-skips=lambda=1e9 --remarks-filter=acim-skip 2>&1 | FileCheck %s --check-prefix=ALL
// RUN: acim-opt %s --acim-attach-hardware --acim-choose-skips=lambda=1e9 | acim-opt | FileCheck %s --check-prefix=ALL-IR
// RUN: acim-opt %s --acim-attach-hardware --acim-choose-skips=share=0.5 --remarks-filter=acim-skip 2>&1 | FileCheck %s --check-prefix=HALF
// RUN: acim-opt %s --acim-attach-hardware --acim-choose-skips=share=1 --remarks-filter=acim-skip 2>&1 | FileCheck %s --check-prefix=WHOLE

// At a price of 0 nothing changes. At a small one pairs of low digits, and planes that are the same in all columns, go first, and what is
// left is scaled by the rescale behind, a multiplier for each output. At an enormous one no conversion is worth its energy: all pairs that hold cells are left out,
// and the mean of what they gave is in the bias. Errors of outputs that were scaled weigh as much more.

// A share is one of the pairs that are converted: of two or three digit columns in planes that are driven. The quietest go first.

// HALF: [Passed] Skip | Category:acim-skip | Remark=@w, of=32, skipped={{[1-9][0-9]?$}}
// HALF: tosa.rescale {{.*}}per_channel = true
// WHOLE: [Passed] Skip | Category:acim-skip | Remark=@w, of=32, skipped={{[1-9][0-9]?$}}

// SAME: acim.weights @w
// SAME-NOT: skip
// SAME: per_channel = false
// SOME: [Passed] Skip | Category:acim-skip | Remark=@w, of=32, skipped={{[1-9][0-9]?$}}
// SOME: skip #acim.skip<planes = [255, 255, 135, 131]>
// SOME: tosa.rescale {{.*}}per_channel = true
// ALL: [Passed] Skip | Category:acim-skip | Remark=@w, of=32, skipped=32
// ALL-IR: acim.weights @w dense<{{\[\[\[}}100, -10], [37, 41]]]>
// ALL-IR-SAME: bias dense<{{\[\[}}17375, 15060]]>
// ALL-IR-SAME: skip #acim.skip<planes = [255, 255, 255, 255]>
acim.weights @w dense<[[[100, -10], [37, 41]]]> : tensor<1x2x2xi8> bias dense<[[5, 6]]> : tensor<1x2xi64>
    encoding #acim.encoding<kind = min_cost, bits = 8, cell_bits = 2, level_costs = [0, 35000, 70000, 105000]>
    inputs #acim.inputs<kind = binary, bits = 8, offset = 128>
    array #acim.array<rows = 128, columns = 128, active_rows = 128, active_columns = 128>
    adc #acim.adc<bits = 10, semantics = proven, readout = difference, correction = digital>
    statistics #acim.statistics<positions = 4, planes = #acim.inputs<kind = binary, bits = 8, offset = 128>,
        activity = dense<1> : tensor<1x8x2xi64>,
        columns = dense<[[[50, 51]], [[70, 69]], [[60, 62]], [[80, 78]]]> : tensor<4x1x2xi8>,
        outputs = dense<[[[5855.0, 1000000.0], [5076.0, 800000.0]]]> : tensor<1x2x2xf64>,
        sensitivity = dense<1.0e-9> : tensor<1x2xf64>>
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
