// RUN: acim-opt %s --canonicalize --cse --split-input-file | FileCheck %s

// Constants stay in the digital instruction that uses them.
// CHECK-LABEL: acim.program @constants
acim.program @constants hardware #acim.hardware<"{}"> {
  func.func @main(%x: tensor<1x4xi32>) -> tensor<4xi32> {
    // CHECK:      func.func @main
    // CHECK-NEXT: acim.digital {
    // CHECK-NEXT:   %[[S:.*]] = tosa.const_shape
    // CHECK-NEXT:   %[[R:.*]] = tosa.reshape %{{.*}}, %[[S]]
    // CHECK-NEXT:   acim.yield %[[R]]
    %0 = acim.digital {
      %s = tosa.const_shape {values = dense<4> : tensor<1xindex>} : () -> !tosa.shape<1>
      %1 = tosa.reshape %x, %s : (tensor<1x4xi32>, !tosa.shape<1>) -> tensor<4xi32>
      acim.yield %1 : tensor<4xi32>
    } : tensor<4xi32>
    return %0 : tensor<4xi32>
  }
}

// -----

// Two layers over equal columns gather them once; unused products disappear.
acim.weights @w dense<1> : tensor<1x2x4xi8> bias dense<0> : tensor<1x2xi64>
// CHECK-LABEL: func.func @graph
// CHECK-COUNT-1: acim.im2col
// CHECK-NOT: acim.im2col
// CHECK-COUNT-1: acim.mvm
// CHECK-NOT: acim.mvm
func.func @graph(%x: tensor<1x1x3x4xi8>) -> tensor<3x1x2xi32> {
  %c = acim.im2col %x window(#acim.window<kernel = [1, 1], stride = [1, 1], pad = [0, 0, 0, 0], dilation = [1, 1],
      groups = 1, pad_value = 0>) : tensor<1x1x3x4xi8> -> tensor<3x1x4xi8>
  %d = acim.im2col %x window(#acim.window<kernel = [1, 1], stride = [1, 1], pad = [0, 0, 0, 0], dilation = [1, 1],
      groups = 1, pad_value = 0>) : tensor<1x1x3x4xi8> -> tensor<3x1x4xi8>
  %unused = acim.mvm @w, %d : tensor<3x1x4xi8> -> tensor<3x1x2xi32>
  %y = acim.mvm @w, %c : tensor<3x1x4xi8> -> tensor<3x1x2xi32>
  return %y : tensor<3x1x2xi32>
}
