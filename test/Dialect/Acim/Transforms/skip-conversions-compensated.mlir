// RUN: acim-opt %s --acim-attach-hardware --acim-skip-conversions="threshold=4 compensate" | FileCheck %s
// RUN: acim-opt %s --acim-attach-hardware --acim-skip-conversions="threshold=-1 compensate" | FileCheck %s --check-prefix=SAME

// What a threshold leaves of an output fits the whole by a gain, which the rescale takes, and an offset in the bias. Where nothing is
// left out, nothing is made up for.

// CHECK: acim.weights @w
// CHECK-NOT: bias dense<{{\[\[}}5, 6]]>
// CHECK: skip #acim.skip<threshold = 4>
// CHECK: tosa.rescale {{.*}}per_channel = true
// SAME: acim.weights @w
// SAME-SAME: bias dense<{{\[\[}}5, 6]]>
// SAME: tosa.rescale {{.*}}per_channel = false
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
