// RUN: acim-opt %s --split-input-file --convert-tosa-to-acim --canonicalize | FileCheck %s

// CHECK: acim.weights @matmul_0 dense<{{\[\[\[}}1, 3, 5], [2, 4, 6]]]> : tensor<1x2x3xi8>
// CHECK-SAME: bias dense<{{\[\[}}-90, -120]]> : tensor<1x2xi64>
// CHECK-LABEL: func.func @right_constant
// CHECK-SAME: %[[X:.*]]: tensor<1x4x3xi8>
func.func @right_constant(%x: tensor<1x4x3xi8>) -> tensor<1x4x2xi32> {
  %w = "tosa.const"() <{values = dense<[[[1, 2], [3, 4], [5, 6]]]> : tensor<1x3x2xi8>}> : () -> tensor<1x3x2xi8>
  %xzp = "tosa.const"() <{values = dense<10> : tensor<1xi8>}> : () -> tensor<1xi8>
  %wzp = "tosa.const"() <{values = dense<0> : tensor<1xi8>}> : () -> tensor<1xi8>
  // CHECK: %[[ROWS:.*]] = tosa.reshape %[[X]], %{{.*}} -> tensor<4x1x1x3xi8>
  // CHECK: %[[C:.*]] = acim.im2col %[[ROWS]] {{.*}} pad_value = 10>) : tensor<4x1x1x3xi8> -> tensor<4x1x3xi8>
  // CHECK: %[[M:.*]] = acim.mvm @matmul_0, %[[C]] : tensor<4x1x3xi8> -> tensor<4x1x2xi32>
  // CHECK: tosa.reshape %[[M]], %{{.*}} -> tensor<1x4x2xi32>
  %0 = tosa.matmul %x, %w, %xzp, %wzp : (tensor<1x4x3xi8>, tensor<1x3x2xi8>, tensor<1xi8>, tensor<1xi8>) -> tensor<1x4x2xi32>
  return %0 : tensor<1x4x2xi32>
}

// -----

// The product of the transposes: inputs are the columns of the right operand.

// CHECK: acim.weights @matmul_0 dense<{{\[\[\[}}1, 2, 3], [4, 5, 6]]]> : tensor<1x2x3xi8>
// CHECK-LABEL: func.func @left_constant
// CHECK-SAME: %[[X:.*]]: tensor<1x3x4xi8>
func.func @left_constant(%x: tensor<1x3x4xi8>) -> tensor<1x2x4xi32> {
  %w = "tosa.const"() <{values = dense<[[[1, 2, 3], [4, 5, 6]]]> : tensor<1x2x3xi8>}> : () -> tensor<1x2x3xi8>
  %zp = "tosa.const"() <{values = dense<0> : tensor<1xi8>}> : () -> tensor<1xi8>
  // CHECK: %[[T:.*]] = tosa.transpose %[[X]] {perms = array<i32: 0, 2, 1>} : (tensor<1x3x4xi8>) -> tensor<1x4x3xi8>
  // CHECK: acim.mvm @matmul_0, %{{.*}} : tensor<4x1x3xi8> -> tensor<4x1x2xi32>
  // CHECK: tosa.transpose %{{.*}} {perms = array<i32: 0, 2, 1>} : (tensor<1x4x2xi32>) -> tensor<1x2x4xi32>
  %0 = tosa.matmul %w, %x, %zp, %zp : (tensor<1x2x3xi8>, tensor<1x3x4xi8>, tensor<1xi8>, tensor<1xi8>) -> tensor<1x2x4xi32>
  return %0 : tensor<1x2x4xi32>
}

// -----

// Every matrix of a batch is a group.

// CHECK: acim.weights @matmul_0 dense<{{\[\[\[}}1, 2]], {{\[\[}}3, 4]]]> : tensor<2x1x2xi8>
// CHECK-LABEL: func.func @batch
// CHECK-SAME: %[[X:.*]]: tensor<2x3x2xi8>
func.func @batch(%x: tensor<2x3x2xi8>) -> tensor<2x3x1xi32> {
  %w = "tosa.const"() <{values = dense<[[[1], [2]], [[3], [4]]]> : tensor<2x2x1xi8>}> : () -> tensor<2x2x1xi8>
  %zp = "tosa.const"() <{values = dense<0> : tensor<1xi8>}> : () -> tensor<1xi8>
  // CHECK: tosa.transpose %[[X]] {perms = array<i32: 1, 0, 2>} : (tensor<2x3x2xi8>) -> tensor<3x2x2xi8>
  // CHECK: acim.im2col %{{.*}} groups = 2, pad_value = 0>) : tensor<3x1x1x4xi8> -> tensor<3x2x2xi8>
  // CHECK: %[[M:.*]] = acim.mvm @matmul_0, %{{.*}} : tensor<3x2x2xi8> -> tensor<3x2x1xi32>
  // CHECK: return %{{.*}} : tensor<2x3x1xi32>
  %0 = tosa.matmul %x, %w, %zp, %zp : (tensor<2x3x2xi8>, tensor<2x2x1xi8>, tensor<1xi8>, tensor<1xi8>) -> tensor<2x3x1xi32>
  return %0 : tensor<2x3x1xi32>
}

// -----

// CHECK: acim.weights @matmul_0 dense<{{\[\[\[}}-32768, 32767]]]> : tensor<1x1x2xi16>
// CHECK-LABEL: func.func @sixteen_bits
func.func @sixteen_bits(%x: tensor<1x3x2xi16>) -> tensor<1x3x1xi48> {
  %w = "tosa.const"() <{values = dense<[[[-32768], [32767]]]> : tensor<1x2x1xi16>}> : () -> tensor<1x2x1xi16>
  %zp = "tosa.const"() <{values = dense<0> : tensor<1xi16>}> : () -> tensor<1xi16>
  // CHECK: acim.mvm @matmul_0, %{{.*}} : tensor<3x1x2xi16> -> tensor<3x1x1xi48>
  %0 = tosa.matmul %x, %w, %zp, %zp : (tensor<1x3x2xi16>, tensor<1x2x1xi16>, tensor<1xi16>, tensor<1xi16>) -> tensor<1x3x1xi48>
  return %0 : tensor<1x3x1xi48>
}
