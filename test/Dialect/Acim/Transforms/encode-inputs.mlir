// RUN: acim-opt %s --acim-encode-inputs | FileCheck %s

// CHECK: acim.weights @bytes {{.*}} inputs #acim.inputs<kind = binary, bits = 8, offset = 128>
acim.weights @bytes dense<1> : tensor<1x2x4xi8> bias dense<0> : tensor<1x2xi64>
// CHECK: acim.weights @words {{.*}} inputs #acim.inputs<kind = binary, bits = 16, offset = 32768>
acim.weights @words dense<1> : tensor<1x2x4xi8> bias dense<0> : tensor<1x2xi64>
// CHECK: acim.weights @nibbles {{.*}} inputs #acim.inputs<kind = binary, bits = 4, offset = 8>
acim.weights @nibbles dense<1> : tensor<1x2x4xi8> bias dense<0> : tensor<1x2xi64>

// No product uses these: left alone.

// CHECK: acim.weights @unused
// CHECK-NOT: #acim.inputs
acim.weights @unused dense<1> : tensor<1x2x4xi8> bias dense<0> : tensor<1x2xi64>

// CHECK-LABEL: func.func @main
func.func @main(%a: tensor<3x1x4xi8>, %b: tensor<3x1x4xi16>, %c: tensor<3x1x4xi4>) {
  %0 = acim.mvm @bytes, %a : tensor<3x1x4xi8> -> tensor<3x1x2xi32>
  %1 = acim.mvm @bytes, %a : tensor<3x1x4xi8> -> tensor<3x1x2xi32>
  %2 = acim.mvm @words, %b : tensor<3x1x4xi16> -> tensor<3x1x2xi48>
  %3 = acim.mvm @nibbles, %c : tensor<3x1x4xi4> -> tensor<3x1x2xi32>
  return
}
