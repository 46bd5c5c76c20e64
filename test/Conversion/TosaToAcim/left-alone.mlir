// RUN: acim-opt %s --split-input-file --verify-diagnostics --remarks-filter="acim-map" --convert-tosa-to-acim | FileCheck %s

// What runs on the digital unit, and the remark that says why.

// CHECK-NOT: acim.weights
// CHECK-LABEL: func.func @activations
func.func @activations(%x: tensor<1x4x3xi8>, %y: tensor<1x3x2xi8>) -> tensor<1x4x2xi32> {
  %zp = "tosa.const"() <{values = dense<0> : tensor<1xi8>}> : () -> tensor<1xi8>
  // CHECK: tosa.matmul
  // expected-remark@+1 {{both operands are activations: runs on the digital unit}}
  %0 = tosa.matmul %x, %y, %zp, %zp : (tensor<1x4x3xi8>, tensor<1x3x2xi8>, tensor<1xi8>, tensor<1xi8>) -> tensor<1x4x2xi32>
  return %0 : tensor<1x4x2xi32>
}

// -----

// CHECK-LABEL: func.func @weights_are_not_constant
func.func @weights_are_not_constant(%x: tensor<1x1x1x2xi8>, %w: tensor<1x1x1x2xi8>) -> tensor<1x1x1x1xi32> {
  %b = "tosa.const"() <{values = dense<0> : tensor<1xi32>}> : () -> tensor<1xi32>
  %zp = "tosa.const"() <{values = dense<0> : tensor<1xi8>}> : () -> tensor<1xi8>
  // CHECK: tosa.conv2d
  // expected-remark@+1 {{weights or bias are not constants of at most 2^28 numbers: runs on the digital unit}}
  %0 = tosa.conv2d %x, %w, %b, %zp, %zp {acc_type = i32, dilation = array<i64: 1, 1>, pad = array<i64: 0, 0, 0, 0>, stride = array<i64: 1, 1>} : (tensor<1x1x1x2xi8>, tensor<1x1x1x2xi8>, tensor<1xi32>, tensor<1xi8>, tensor<1xi8>) -> tensor<1x1x1x1xi32>
  return %0 : tensor<1x1x1x1xi32>
}

// -----

// CHECK-LABEL: func.func @bias_is_not_constant
func.func @bias_is_not_constant(%x: tensor<1x1x1x2xi8>, %b: tensor<1xi32>) -> tensor<1x1x1x1xi32> {
  %w = "tosa.const"() <{values = dense<0> : tensor<1x1x1x2xi8>}> : () -> tensor<1x1x1x2xi8>
  %zp = "tosa.const"() <{values = dense<0> : tensor<1xi8>}> : () -> tensor<1xi8>
  // CHECK: tosa.conv2d
  // expected-remark@+1 {{weights or bias are not constants of at most 2^28 numbers}}
  %0 = tosa.conv2d %x, %w, %b, %zp, %zp {acc_type = i32, dilation = array<i64: 1, 1>, pad = array<i64: 0, 0, 0, 0>, stride = array<i64: 1, 1>} : (tensor<1x1x1x2xi8>, tensor<1x1x1x2xi8>, tensor<1xi32>, tensor<1xi8>, tensor<1xi8>) -> tensor<1x1x1x1xi32>
  return %0 : tensor<1x1x1x1xi32>
}

// -----

// CHECK-LABEL: func.func @zero_point_is_not_constant
func.func @zero_point_is_not_constant(%x: tensor<1x1x1x2xi8>, %zp: tensor<1xi8>) -> tensor<1x1x1x2xi32> {
  %w = "tosa.const"() <{values = dense<0> : tensor<1x1x2x1xi8>}> : () -> tensor<1x1x2x1xi8>
  %b = "tosa.const"() <{values = dense<0> : tensor<1xi32>}> : () -> tensor<1xi32>
  // CHECK: tosa.depthwise_conv2d
  // expected-remark@+1 {{zero points are not constant: runs on the digital unit}}
  %0 = tosa.depthwise_conv2d %x, %w, %b, %zp, %zp {acc_type = i32, dilation = array<i64: 1, 1>, pad = array<i64: 0, 0, 0, 0>, stride = array<i64: 1, 1>} : (tensor<1x1x1x2xi8>, tensor<1x1x2x1xi8>, tensor<1xi32>, tensor<1xi8>, tensor<1xi8>) -> tensor<1x1x1x2xi32>
  return %0 : tensor<1x1x1x2xi32>
}

// -----

// CHECK-LABEL: func.func @matmul_zero_point_is_not_constant
func.func @matmul_zero_point_is_not_constant(%x: tensor<1x4x3xi8>, %zp: tensor<1xi8>) -> tensor<1x4x2xi32> {
  %w = "tosa.const"() <{values = dense<0> : tensor<1x3x2xi8>}> : () -> tensor<1x3x2xi8>
  // CHECK: tosa.matmul
  // expected-remark@+1 {{zero points are not constant: runs on the digital unit}}
  %0 = tosa.matmul %x, %w, %zp, %zp : (tensor<1x4x3xi8>, tensor<1x3x2xi8>, tensor<1xi8>, tensor<1xi8>) -> tensor<1x4x2xi32>
  return %0 : tensor<1x4x2xi32>
}

// -----

// CHECK-LABEL: func.func @float
func.func @float(%x: tensor<1x1x1x2xf32>, %a: tensor<1x4x3xf32>) -> (tensor<1x1x1x1xf32>, tensor<1x4x2xf32>) {
  %w = "tosa.const"() <{values = dense<0.0> : tensor<1x1x1x2xf32>}> : () -> tensor<1x1x1x2xf32>
  %m = "tosa.const"() <{values = dense<0.0> : tensor<1x3x2xf32>}> : () -> tensor<1x3x2xf32>
  %b = "tosa.const"() <{values = dense<0.0> : tensor<1xf32>}> : () -> tensor<1xf32>
  // CHECK: tosa.conv2d
  // expected-remark@+1 {{not a product of integers of 4 to 16 bits with static shapes: runs on the digital unit}}
  %0 = tosa.conv2d %x, %w, %b, %b, %b {acc_type = f32, dilation = array<i64: 1, 1>, pad = array<i64: 0, 0, 0, 0>, stride = array<i64: 1, 1>} : (tensor<1x1x1x2xf32>, tensor<1x1x1x2xf32>, tensor<1xf32>, tensor<1xf32>, tensor<1xf32>) -> tensor<1x1x1x1xf32>
  // CHECK: tosa.matmul
  // expected-remark@+1 {{not a product of integers of 4 to 16 bits with static shapes: runs on the digital unit}}
  %1 = tosa.matmul %a, %m, %b, %b : (tensor<1x4x3xf32>, tensor<1x3x2xf32>, tensor<1xf32>, tensor<1xf32>) -> tensor<1x4x2xf32>
  return %0, %1 : tensor<1x1x1x1xf32>, tensor<1x4x2xf32>
}

// -----

// CHECK-LABEL: func.func @dynamic_batch
func.func @dynamic_batch(%x: tensor<?x1x1x2xi8>) -> tensor<?x1x1x1xi32> {
  %w = "tosa.const"() <{values = dense<0> : tensor<1x1x1x2xi8>}> : () -> tensor<1x1x1x2xi8>
  %b = "tosa.const"() <{values = dense<0> : tensor<1xi32>}> : () -> tensor<1xi32>
  %zp = "tosa.const"() <{values = dense<0> : tensor<1xi8>}> : () -> tensor<1xi8>
  // CHECK: tosa.conv2d
  // expected-remark@+1 {{not a product of integers of 4 to 16 bits with static shapes: runs on the digital unit}}
  %0 = tosa.conv2d %x, %w, %b, %zp, %zp {acc_type = i32, dilation = array<i64: 1, 1>, pad = array<i64: 0, 0, 0, 0>, stride = array<i64: 1, 1>} : (tensor<?x1x1x2xi8>, tensor<1x1x1x2xi8>, tensor<1xi32>, tensor<1xi8>, tensor<1xi8>) -> tensor<?x1x1x1xi32>
  return %0 : tensor<?x1x1x1xi32>
}

// -----

// A constant whose shape the type no longer says is not read.

// CHECK-LABEL: func.func @weights_of_unknown_shape
func.func @weights_of_unknown_shape(%x: tensor<1x1x1x2xi8>) -> (tensor<1x1x1x1xi32>, tensor<1x1x1x1xi32>) {
  %w = "tosa.const"() <{values = dense<0> : tensor<2xi8>}> : () -> tensor<2xi8>
  %b = "tosa.const"() <{values = dense<0> : tensor<1xi32>}> : () -> tensor<1xi32>
  %zp = "tosa.const"() <{values = dense<0> : tensor<1xi8>}> : () -> tensor<1xi8>
  %shape = tosa.const_shape {values = dense<[1, 1, 1, 2]> : tensor<4xindex>} : () -> !tosa.shape<4>
  %zeros = tosa.const_shape {values = dense<0> : tensor<4xindex>} : () -> !tosa.shape<4>
  %w1 = tosa.reshape %w, %shape : (tensor<2xi8>, !tosa.shape<4>) -> tensor<*xi8>
  %w2 = tosa.reshape %w, %shape : (tensor<2xi8>, !tosa.shape<4>) -> tensor<1x1x1x2xi8>
  %w3 = tosa.slice %w2, %zeros, %shape : (tensor<1x1x1x2xi8>, !tosa.shape<4>, !tosa.shape<4>) -> tensor<?x1x1x2xi8>
  // CHECK-COUNT-2: tosa.conv2d
  // expected-remark@+1 {{weights or bias are not constants of at most 2^28 numbers}}
  %0 = tosa.conv2d %x, %w1, %b, %zp, %zp {acc_type = i32, dilation = array<i64: 1, 1>, pad = array<i64: 0, 0, 0, 0>, stride = array<i64: 1, 1>} : (tensor<1x1x1x2xi8>, tensor<*xi8>, tensor<1xi32>, tensor<1xi8>, tensor<1xi8>) -> tensor<1x1x1x1xi32>
  // expected-remark@+1 {{weights or bias are not constants of at most 2^28 numbers}}
  %1 = tosa.conv2d %x, %w3, %b, %zp, %zp {acc_type = i32, dilation = array<i64: 1, 1>, pad = array<i64: 0, 0, 0, 0>, stride = array<i64: 1, 1>} : (tensor<1x1x1x2xi8>, tensor<?x1x1x2xi8>, tensor<1xi32>, tensor<1xi8>, tensor<1xi8>) -> tensor<1x1x1x1xi32>
  return %0, %1 : tensor<1x1x1x1xi32>, tensor<1x1x1x1xi32>
}

// -----

// A splat can be larger than any memory.

// CHECK-LABEL: func.func @huge_splat
func.func @huge_splat(%x: tensor<1x60000x60000x64xi8>) -> tensor<1x30000x30000x2xi32> {
  %w = "tosa.const"() <{values = dense<1> : tensor<2x30001x30001x64xi8>}> : () -> tensor<2x30001x30001x64xi8>
  %b = "tosa.const"() <{values = dense<0> : tensor<1xi32>}> : () -> tensor<1xi32>
  %zp = "tosa.const"() <{values = dense<0> : tensor<1xi8>}> : () -> tensor<1xi8>
  // CHECK: tosa.conv2d
  // expected-remark@+1 {{weights or bias are not constants of at most 2^28 numbers}}
  %0 = tosa.conv2d %x, %w, %b, %zp, %zp {acc_type = i32, dilation = array<i64: 1, 1>, pad = array<i64: 0, 0, 0, 0>, stride = array<i64: 1, 1>} : (tensor<1x60000x60000x64xi8>, tensor<2x30001x30001x64xi8>, tensor<1xi32>, tensor<1xi8>, tensor<1xi8>) -> tensor<1x30000x30000x2xi32>
  return %0 : tensor<1x30000x30000x2xi32>
}

// -----

// A mapped operator says what it became.

// CHECK-LABEL: func.func @mapped
func.func @mapped(%x: tensor<1x1x1x2xi8>) -> tensor<1x1x1x1xi32> {
  %w = "tosa.const"() <{values = dense<0> : tensor<1x1x1x2xi8>}> : () -> tensor<1x1x1x2xi8>
  %b = "tosa.const"() <{values = dense<0> : tensor<1xi32>}> : () -> tensor<1xi32>
  %zp = "tosa.const"() <{values = dense<0> : tensor<1xi8>}> : () -> tensor<1xi8>
  // CHECK-NOT: tosa.conv2d
  // expected-remark@+1 {{Remark="mapped as @conv2d_0", groups=1, outputs=1, positions=1, rows=2}}
  %0 = tosa.conv2d %x, %w, %b, %zp, %zp {acc_type = i32, dilation = array<i64: 1, 1>, pad = array<i64: 0, 0, 0, 0>, stride = array<i64: 1, 1>} : (tensor<1x1x1x2xi8>, tensor<1x1x1x2xi8>, tensor<1xi32>, tensor<1xi8>, tensor<1xi8>) -> tensor<1x1x1x1xi32>
  return %0 : tensor<1x1x1x1xi32>
}
