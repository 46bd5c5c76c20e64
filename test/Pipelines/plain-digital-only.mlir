// RUN: acim-opt %s --acim-plain-pipeline | FileCheck %s

// Nothing that crossbars take: the program has one digital instruction and no crossbar.

// CHECK-LABEL: acim.program @main
// CHECK-NOT: acim.crossbar
// CHECK: acim.digital
// CHECK: tosa.matmul
// CHECK-NOT: acim.layer
func.func @main(%x: tensor<1x4x3xi8>, %y: tensor<1x3x2xi8>) -> tensor<1x4x2xi32> {
  %zp = "tosa.const"() <{values = dense<0> : tensor<1xi8>}> : () -> tensor<1xi8>
  %0 = tosa.matmul %x, %y, %zp, %zp : (tensor<1x4x3xi8>, tensor<1x3x2xi8>, tensor<1xi8>, tensor<1xi8>) -> tensor<1x4x2xi32>
  return %0 : tensor<1x4x2xi32>
}
