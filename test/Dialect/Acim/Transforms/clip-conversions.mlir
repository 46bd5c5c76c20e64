// RUN: acim-opt %s --acim-attach-hardware --acim-clip-conversions=lambda=0 | FileCheck %s --check-prefix=SAME
// RUN: acim-opt %s --acim-attach-hardware --acim-clip-conversions=lambda=1e-2 --remarks-filter=acim-adc 2>&1 | FileCheck %s --check-prefix=SOME
// RUN: acim-opt %s --acim-attach-hardware --acim-clip-conversions=bits=1 | FileCheck %s --check-prefix=BITS
// RUN: acim-opt %s --acim-attach-hardware --acim-assign-adc=semantics=unit_step --acim-clip-conversions=bits=1 --remarks-filter=acim-adc 2>&1 | FileCheck %s --check-prefix=ALONE
// RUN: acim-opt %s --acim-attach-hardware --acim-assign-adc="semantics=proven granularity=layer" --acim-clip-conversions=lambda=1e-2 | FileCheck %s --check-prefix=SHARED

// At a price of 0 and with all bits nothing changes. At a price some settings become narrower, and what is left is scaled by the rescale
// behind. With one bit allowed every bit line that is converted has one. Settings
// that a layer shares become narrower together. Settings that do not follow from what bit lines hold are left alone.

// SAME: acim.weights @w
// SAME-NOT: clip
// SAME: per_channel = false
// SOME: [Passed] Clip | Category:acim-adc | Remark=@w, narrowed={{[1-7]}}, of=7
// SOME: clip #acim.clip<lo = dense<{{.*}}> : tensor<8xi32>, bits = dense<{{.*}}> : tensor<8xi8>, step_log2 = dense<{{.*}}> : tensor<8xi8>>
// SOME: tosa.rescale {{.*}}per_channel = true
// BITS: clip #acim.clip<lo = dense<{{.*}}> : tensor<8xi32>, bits = dense<[1, 1, 1, 1, 1, 1, 1, 0]> : tensor<8xi8>
// SHARED: clip #acim.clip<lo = dense<{{-?[0-9]+}}> : tensor<8xi32>, bits = dense<{{[1-9]}}> : tensor<8xi8>, step_log2 = dense<{{[0-9]}}> : tensor<8xi8>>
// ALONE: [Missed] Clip | Category:acim-adc | Remark="@w: only settings that hold every sum are clipped
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
