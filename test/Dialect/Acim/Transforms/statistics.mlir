// Statistics survive every pass on the graph layer, and no part of them reaches the program.
// RUN: acim-opt %s --acim-attach-hardware --canonicalize --cse --acim-encode-weights --acim-encode-inputs --acim-tile --acim-assign-adc \
// RUN:   --acim-skip-idle-planes --acim-verify-mapping | FileCheck %s
// RUN: acim-opt %s --acim-plain-pipeline | FileCheck %s --check-prefix=PROGRAM

// CHECK: acim.weights @w
// CHECK-SAME: skip_idle statistics #acim.statistics<positions = 9,
// CHECK-SAME: activity = dense<5> : tensor<1x8x2xi64>, columns = dense<-3> : tensor<4x1x2xi8>>

// PROGRAM: acim.program
// PROGRAM-NOT: statistics
acim.weights @w dense<[[[6, -7], [1, 0]]]> : tensor<1x2x2xi8> bias dense<[[10, 20]]> : tensor<1x2xi64>
    statistics #acim.statistics<positions = 9, planes = #acim.inputs<kind = binary, bits = 8, offset = 128>,
        activity = dense<5> : tensor<1x8x2xi64>, columns = dense<-3> : tensor<4x1x2xi8>>
func.func @main(%x: tensor<1x1x1x2xi8>) -> tensor<1x1x2xi32> {
  %c = acim.im2col %x window(#acim.window<kernel = [1, 1], stride = [1, 1], pad = [0, 0, 0, 0], dilation = [1, 1], groups = 1, pad_value = 0>) : tensor<1x1x1x2xi8> -> tensor<1x1x2xi8>
  %y = acim.mvm @w, %c : tensor<1x1x2xi8> -> tensor<1x1x2xi32>
  return %y : tensor<1x1x2xi32>
}
