// RUN: acim-opt %s --split-input-file --convert-tosa-to-acim --canonicalize | FileCheck %s

// Without a stride there is one phase: a convolution with the kernel reversed, over an input padded by the kernel.

// CHECK: acim.weights @transpose_conv2d_0 dense<{{\[\[\[}}3, 2, 1]]]> : tensor<1x1x3xi8>
// CHECK-LABEL: func.func @stride_1
func.func @stride_1(%x: tensor<1x1x4x1xi8>) -> tensor<1x1x6x1xi32> {
  %w = "tosa.const"() <{values = dense<[[[[1], [2], [3]]]]> : tensor<1x1x3x1xi8>}> : () -> tensor<1x1x3x1xi8>
  %b = "tosa.const"() <{values = dense<0> : tensor<1xi32>}> : () -> tensor<1xi32>
  %zp = "tosa.const"() <{values = dense<0> : tensor<1xi8>}> : () -> tensor<1xi8>
  // CHECK: acim.im2col %{{.*}} window(#acim.window<kernel = [1, 3], stride = [1, 1], pad = [0, 0, 2, 2], dilation = [1, 1], groups = 1, pad_value = 0>) : tensor<1x1x4x1xi8> -> tensor<6x1x3xi8>
  // CHECK: acim.mvm @transpose_conv2d_0
  // CHECK-NOT: tosa.slice
  %0 = tosa.transpose_conv2d %x, %w, %b, %zp, %zp {acc_type = i32, out_pad = array<i64: 0, 0, 0, 0>, stride = array<i64: 1, 1>} : (tensor<1x1x4x1xi8>, tensor<1x1x3x1xi8>, tensor<1xi32>, tensor<1xi8>, tensor<1xi8>) -> tensor<1x1x6x1xi32>
  return %0 : tensor<1x1x6x1xi32>
}

// -----

// With stride 2, output 2q reads kernel 0 at input q and kernel 2 at input q - 1, output 2q + 1 kernel 1 at input q: two
// outputs of one product at each of the 5 positions q, of which the last output is cropped.

// CHECK: acim.weights @transpose_conv2d_0 dense<{{\[\[\[}}3, 1], [0, 2]]]> : tensor<1x2x2xi8>
// CHECK-SAME: bias dense<7> : tensor<1x2xi64>
// CHECK-LABEL: func.func @stride_2
func.func @stride_2(%x: tensor<1x1x4x1xi8>) -> tensor<1x1x9x1xi32> {
  %w = "tosa.const"() <{values = dense<[[[[1], [2], [3]]]]> : tensor<1x1x3x1xi8>}> : () -> tensor<1x1x3x1xi8>
  %b = "tosa.const"() <{values = dense<7> : tensor<1xi32>}> : () -> tensor<1xi32>
  %zp = "tosa.const"() <{values = dense<0> : tensor<1xi8>}> : () -> tensor<1xi8>
  // CHECK: acim.im2col %{{.*}} window(#acim.window<kernel = [1, 2], stride = [1, 1], pad = [0, 0, 1, 1], dilation = [1, 1], groups = 1, pad_value = 0>) : tensor<1x1x4x1xi8> -> tensor<5x1x2xi8>
  // CHECK: %[[M:.*]] = acim.mvm @transpose_conv2d_0
  // CHECK: %[[R:.*]] = tosa.reshape %[[M]], %{{.*}} -> tensor<1x1x10x1xi32>
  // CHECK: tosa.slice %[[R]], {{.*}} -> tensor<1x1x9x1xi32>
  %0 = tosa.transpose_conv2d %x, %w, %b, %zp, %zp {acc_type = i32, out_pad = array<i64: 0, 0, 0, 0>, stride = array<i64: 1, 2>} : (tensor<1x1x4x1xi8>, tensor<1x1x3x1xi8>, tensor<1xi32>, tensor<1xi8>, tensor<1xi8>) -> tensor<1x1x9x1xi32>
  return %0 : tensor<1x1x9x1xi32>
}

// -----

// A kernel smaller than the stride: phases without a tap have zero weights and give the bias alone.

// CHECK: acim.weights @transpose_conv2d_0 dense<{{\[\[\[}}5], [0], [0]]]> : tensor<1x3x1xi8>
// CHECK-SAME: bias dense<{{\[\[}}-8, 2, 2]]> : tensor<1x3xi64>
// CHECK-LABEL: func.func @kernel_smaller_than_stride
func.func @kernel_smaller_than_stride(%x: tensor<1x1x4x1xi8>) -> tensor<1x1x10x1xi32> {
  %w = "tosa.const"() <{values = dense<5> : tensor<1x1x1x1xi8>}> : () -> tensor<1x1x1x1xi8>
  %b = "tosa.const"() <{values = dense<2> : tensor<1xi32>}> : () -> tensor<1xi32>
  %xzp = "tosa.const"() <{values = dense<2> : tensor<1xi8>}> : () -> tensor<1xi8>
  %wzp = "tosa.const"() <{values = dense<0> : tensor<1xi8>}> : () -> tensor<1xi8>
  // CHECK: acim.im2col %{{.*}} window(#acim.window<kernel = [1, 1], {{.*}}pad_value = 2>) : tensor<1x1x4x1xi8> -> tensor<4x1x1xi8>
  // CHECK: tosa.slice {{.*}} -> tensor<1x1x10x1xi32>
  %0 = tosa.transpose_conv2d %x, %w, %b, %xzp, %wzp {acc_type = i32, out_pad = array<i64: 0, 0, 0, 0>, stride = array<i64: 1, 3>} : (tensor<1x1x4x1xi8>, tensor<1x1x1x1xi8>, tensor<1xi32>, tensor<1xi8>, tensor<1xi8>) -> tensor<1x1x10x1xi32>
  return %0 : tensor<1x1x10x1xi32>
}

// -----

// Negative pads crop the output: nothing is computed for positions in front of the first output, and the phase it starts
// with is cropped by the slice.

// CHECK-LABEL: func.func @negative_out_pad
func.func @negative_out_pad(%x: tensor<1x1x4x1xi8>) -> tensor<1x1x6x1xi32> {
  %w = "tosa.const"() <{values = dense<[[[[1], [2], [3]]]]> : tensor<1x1x3x1xi8>}> : () -> tensor<1x1x3x1xi8>
  %b = "tosa.const"() <{values = dense<0> : tensor<1xi32>}> : () -> tensor<1xi32>
  %zp = "tosa.const"() <{values = dense<0> : tensor<1xi8>}> : () -> tensor<1xi8>
  // CHECK-DAG: %[[START:.*]] = tosa.const_shape {values = dense<[0, 0, 1, 0]>
  // CHECK: acim.im2col %{{.*}} window(#acim.window<kernel = [1, 2], stride = [1, 1], pad = [0, 0, 1, 0], {{.*}}) : tensor<1x1x4x1xi8> -> tensor<4x1x2xi8>
  // CHECK: tosa.slice %{{.*}}, %[[START]], %{{.*}} -> tensor<1x1x6x1xi32>
  %0 = tosa.transpose_conv2d %x, %w, %b, %zp, %zp {acc_type = i32, out_pad = array<i64: 0, 0, -1, -2>, stride = array<i64: 1, 2>} : (tensor<1x1x4x1xi8>, tensor<1x1x3x1xi8>, tensor<1xi32>, tensor<1xi8>, tensor<1xi8>) -> tensor<1x1x6x1xi32>
  return %0 : tensor<1x1x6x1xi32>
}

// -----

// CHECK-LABEL: func.func @weights_not_constant
func.func @weights_not_constant(%x: tensor<1x1x4x1xi8>, %w: tensor<1x1x3x1xi8>) -> tensor<1x1x6x1xi32> {
  %b = "tosa.const"() <{values = dense<0> : tensor<1xi32>}> : () -> tensor<1xi32>
  %zp = "tosa.const"() <{values = dense<0> : tensor<1xi8>}> : () -> tensor<1xi8>
  // CHECK: tosa.transpose_conv2d
  %0 = tosa.transpose_conv2d %x, %w, %b, %zp, %zp {acc_type = i32, out_pad = array<i64: 0, 0, 0, 0>, stride = array<i64: 1, 1>} : (tensor<1x1x4x1xi8>, tensor<1x1x3x1xi8>, tensor<1xi32>, tensor<1xi8>, tensor<1xi8>) -> tensor<1x1x6x1xi32>
  return %0 : tensor<1x1x6x1xi32>
}
