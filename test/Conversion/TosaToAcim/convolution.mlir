// RUN: acim-opt %s --split-input-file --convert-tosa-to-acim --canonicalize | FileCheck %s

// Stride, pads and dilation become the window; the input's zero point is what padding reads, and is folded into the bias:
// 100 - 3 * (1 + 2 + 3 + 4) and -1 - 3 * (-5).

// CHECK: acim.weights @conv2d_0 dense<{{\[\[\[}}1, 2, 3, 4], [0, -1, 2, -6]]]> : tensor<1x2x4xi8>
// CHECK-SAME: bias dense<{{\[\[}}70, 14]]> : tensor<1x2xi64>
// CHECK-LABEL: func.func @window
// CHECK-SAME: %[[X:.*]]: tensor<1x9x8x1xi8>
func.func @window(%x: tensor<1x9x8x1xi8>) -> tensor<1x4x9x2xi32> {
  %w = "tosa.const"() <{values = dense<[[[[1], [2]], [[3], [4]]], [[[0], [-1]], [[2], [-6]]]]> : tensor<2x2x2x1xi8>}> : () -> tensor<2x2x2x1xi8>
  %b = "tosa.const"() <{values = dense<[100, -1]> : tensor<2xi32>}> : () -> tensor<2xi32>
  %xzp = "tosa.const"() <{values = dense<3> : tensor<1xi8>}> : () -> tensor<1xi8>
  %wzp = "tosa.const"() <{values = dense<0> : tensor<1xi8>}> : () -> tensor<1xi8>
  // CHECK-DAG: %[[SHAPE:.*]] = tosa.const_shape {values = dense<[1, 4, 9, 2]>
  // CHECK-DAG: %[[C:.*]] = acim.im2col %[[X]] window(#acim.window<kernel = [2, 2], stride = [2, 1], pad = [0, 1, 1, 2], dilation = [3, 2], groups = 1, pad_value = 3>) : tensor<1x9x8x1xi8> -> tensor<36x1x4xi8>
  // CHECK: %[[M:.*]] = acim.mvm @conv2d_0, %[[C]] : tensor<36x1x4xi8> -> tensor<36x1x2xi32>
  // CHECK: %[[Y:.*]] = tosa.reshape %[[M]], %[[SHAPE]]
  // CHECK: return %[[Y]]
  %0 = tosa.conv2d %x, %w, %b, %xzp, %wzp {acc_type = i32, dilation = array<i64: 3, 2>, pad = array<i64: 0, 1, 1, 2>, stride = array<i64: 2, 1>} : (tensor<1x9x8x1xi8>, tensor<2x2x2x1xi8>, tensor<2xi32>, tensor<1xi8>, tensor<1xi8>) -> tensor<1x4x9x2xi32>
  return %0 : tensor<1x4x9x2xi32>
}

// -----

// Unsigned models: the weights' zero point is subtracted, which needs more than 8 bits.

// CHECK: acim.weights @conv2d_0 dense<{{\[\[\[}}255, 0, 128]]]> : tensor<1x1x3xi16>
// CHECK-SAME: bias dense<{{.*}}> : tensor<1x1xi64>
// CHECK-LABEL: func.func @weight_zero_point
func.func @weight_zero_point(%x: tensor<1x1x1x3xi8>) -> tensor<1x1x1x1xi32> {
  %w = "tosa.const"() <{values = dense<[[[[127, -128, 0]]]]> : tensor<1x1x1x3xi8>}> : () -> tensor<1x1x1x3xi8>
  %b = "tosa.const"() <{values = dense<0> : tensor<1xi32>}> : () -> tensor<1xi32>
  %zp = "tosa.const"() <{values = dense<-128> : tensor<1xi8>}> : () -> tensor<1xi8>
  // CHECK: acim.im2col {{.*}} pad_value = -128
  // CHECK: acim.mvm @conv2d_0
  %0 = tosa.conv2d %x, %w, %b, %zp, %zp {acc_type = i32, dilation = array<i64: 1, 1>, pad = array<i64: 0, 0, 0, 0>, stride = array<i64: 1, 1>} : (tensor<1x1x1x3xi8>, tensor<1x1x1x3xi8>, tensor<1xi32>, tensor<1xi8>, tensor<1xi8>) -> tensor<1x1x1x1xi32>
  return %0 : tensor<1x1x1x1xi32>
}

// -----

// A zero point whose differences still fit keeps 8 bits.

// CHECK: acim.weights @conv2d_0 dense<{{\[\[\[}}-10, -20, -9]]]> : tensor<1x1x3xi8>
// CHECK-LABEL: func.func @small_weight_zero_point
func.func @small_weight_zero_point(%x: tensor<1x1x1x3xi8>) -> tensor<1x1x1x1xi32> {
  %w = "tosa.const"() <{values = dense<[[[[0, -10, 1]]]]> : tensor<1x1x1x3xi8>}> : () -> tensor<1x1x1x3xi8>
  %b = "tosa.const"() <{values = dense<0> : tensor<1xi32>}> : () -> tensor<1xi32>
  %xzp = "tosa.const"() <{values = dense<0> : tensor<1xi8>}> : () -> tensor<1xi8>
  %wzp = "tosa.const"() <{values = dense<10> : tensor<1xi8>}> : () -> tensor<1xi8>
  %0 = tosa.conv2d %x, %w, %b, %xzp, %wzp {acc_type = i32, dilation = array<i64: 1, 1>, pad = array<i64: 0, 0, 0, 0>, stride = array<i64: 1, 1>} : (tensor<1x1x1x3xi8>, tensor<1x1x1x3xi8>, tensor<1xi32>, tensor<1xi8>, tensor<1xi8>) -> tensor<1x1x1x1xi32>
  return %0 : tensor<1x1x1x1xi32>
}

// -----

// Weights and bias may stand behind reshapes, transposes and slices.

// CHECK: acim.weights @conv2d_0 dense<{{\[\[\[}}2, 5], [3, 6]]]> : tensor<1x2x2xi8>
// CHECK-SAME: bias dense<{{\[\[}}20, 30]]> : tensor<1x2xi64>
// CHECK-LABEL: func.func @weights_behind_shape_operators
func.func @weights_behind_shape_operators(%x: tensor<1x1x1x2xi8>) -> tensor<1x1x1x2xi32> {
  %w = "tosa.const"() <{values = dense<[[1, 2, 3], [4, 5, 6]]> : tensor<2x3xi8>}> : () -> tensor<2x3xi8>
  %b = "tosa.const"() <{values = dense<[10, 20, 30]> : tensor<3xi32>}> : () -> tensor<3xi32>
  %zp = "tosa.const"() <{values = dense<0> : tensor<1xi8>}> : () -> tensor<1xi8>
  %wstart = tosa.const_shape {values = dense<[0, 1]> : tensor<2xindex>} : () -> !tosa.shape<2>
  %wsize = tosa.const_shape {values = dense<[2, 2]> : tensor<2xindex>} : () -> !tosa.shape<2>
  %wshape = tosa.const_shape {values = dense<[2, 1, 1, 2]> : tensor<4xindex>} : () -> !tosa.shape<4>
  %bstart = tosa.const_shape {values = dense<1> : tensor<1xindex>} : () -> !tosa.shape<1>
  %bsize = tosa.const_shape {values = dense<2> : tensor<1xindex>} : () -> !tosa.shape<1>
  %w1 = tosa.slice %w, %wstart, %wsize : (tensor<2x3xi8>, !tosa.shape<2>, !tosa.shape<2>) -> tensor<2x2xi8>
  %w2 = tosa.transpose %w1 {perms = array<i32: 1, 0>} : (tensor<2x2xi8>) -> tensor<2x2xi8>
  %w3 = tosa.reshape %w2, %wshape : (tensor<2x2xi8>, !tosa.shape<4>) -> tensor<2x1x1x2xi8>
  %b1 = tosa.slice %b, %bstart, %bsize : (tensor<3xi32>, !tosa.shape<1>, !tosa.shape<1>) -> tensor<2xi32>
  // CHECK: acim.mvm @conv2d_0
  // CHECK-NOT: tosa.conv2d
  %0 = tosa.conv2d %x, %w3, %b1, %zp, %zp {acc_type = i32, dilation = array<i64: 1, 1>, pad = array<i64: 0, 0, 0, 0>, stride = array<i64: 1, 1>} : (tensor<1x1x1x2xi8>, tensor<2x1x1x2xi8>, tensor<2xi32>, tensor<1xi8>, tensor<1xi8>) -> tensor<1x1x1x2xi32>
  return %0 : tensor<1x1x1x2xi32>
}

// -----

// CHECK: acim.weights @conv2d_0 dense<{{\[\[\[}}-8, 7, 0]]]> : tensor<1x1x3xi4>
// CHECK-LABEL: func.func @four_bit_weights
func.func @four_bit_weights(%x: tensor<1x1x1x3xi8>) -> tensor<1x1x1x1xi32> {
  %w = "tosa.const"() <{values = dense<[[[[-8, 7, 0]]]]> : tensor<1x1x1x3xi4>}> : () -> tensor<1x1x1x3xi4>
  %b = "tosa.const"() <{values = dense<0> : tensor<1xi32>}> : () -> tensor<1xi32>
  %xzp = "tosa.const"() <{values = dense<0> : tensor<1xi8>}> : () -> tensor<1xi8>
  %wzp = "tosa.const"() <{values = dense<0> : tensor<1xi4>}> : () -> tensor<1xi4>
  // CHECK: acim.mvm @conv2d_0
  %0 = tosa.conv2d %x, %w, %b, %xzp, %wzp {acc_type = i32, dilation = array<i64: 1, 1>, pad = array<i64: 0, 0, 0, 0>, stride = array<i64: 1, 1>} : (tensor<1x1x1x3xi8>, tensor<1x1x1x3xi4>, tensor<1xi32>, tensor<1xi8>, tensor<1xi4>) -> tensor<1x1x1x1xi32>
  return %0 : tensor<1x1x1x1xi32>
}

// -----

// CHECK: acim.weights @conv2d_0
// CHECK-SAME: bias dense<{{\[\[}}140737488355327, -7]]> : tensor<1x2xi64>
// CHECK-LABEL: func.func @sixteen_bit_activations
func.func @sixteen_bit_activations(%x: tensor<1x2x2x3xi16>) -> tensor<1x2x2x2xi48> {
  %w = "tosa.const"() <{values = dense<1> : tensor<2x1x1x3xi8>}> : () -> tensor<2x1x1x3xi8>
  %b = "tosa.const"() <{values = dense<[140737488355327, -7]> : tensor<2xi48>}> : () -> tensor<2xi48>
  %xzp = "tosa.const"() <{values = dense<0> : tensor<1xi16>}> : () -> tensor<1xi16>
  %wzp = "tosa.const"() <{values = dense<0> : tensor<1xi8>}> : () -> tensor<1xi8>
  // CHECK: acim.mvm @conv2d_0, %{{.*}} : tensor<4x1x3xi16> -> tensor<4x1x2xi48>
  %0 = tosa.conv2d %x, %w, %b, %xzp, %wzp {acc_type = i48, dilation = array<i64: 1, 1>, pad = array<i64: 0, 0, 0, 0>, stride = array<i64: 1, 1>} : (tensor<1x2x2x3xi16>, tensor<2x1x1x3xi8>, tensor<2xi48>, tensor<1xi16>, tensor<1xi8>) -> tensor<1x2x2x2xi48>
  return %0 : tensor<1x2x2x2xi48>
}

// -----

// One bias for all outputs, several images: the batch is part of the positions.

// CHECK: acim.weights @conv2d_0
// CHECK-SAME: bias dense<9> : tensor<1x2xi64>
// CHECK-LABEL: func.func @one_bias_and_a_batch
func.func @one_bias_and_a_batch(%x: tensor<3x2x2x1xi8>) -> tensor<3x2x2x2xi32> {
  %w = "tosa.const"() <{values = dense<1> : tensor<2x1x1x1xi8>}> : () -> tensor<2x1x1x1xi8>
  %b = "tosa.const"() <{values = dense<9> : tensor<1xi32>}> : () -> tensor<1xi32>
  %zp = "tosa.const"() <{values = dense<0> : tensor<1xi8>}> : () -> tensor<1xi8>
  // CHECK: acim.mvm @conv2d_0, %{{.*}} : tensor<12x1x1xi8> -> tensor<12x1x2xi32>
  %0 = tosa.conv2d %x, %w, %b, %zp, %zp {acc_type = i32, dilation = array<i64: 1, 1>, pad = array<i64: 0, 0, 0, 0>, stride = array<i64: 1, 1>} : (tensor<3x2x2x1xi8>, tensor<2x1x1x1xi8>, tensor<1xi32>, tensor<1xi8>, tensor<1xi8>) -> tensor<3x2x2x2xi32>
  return %0 : tensor<3x2x2x2xi32>
}

// -----

// Every channel is a group; its rows are the taps of the kernel, its outputs the channel multiplier. Kernel (kw, c, m) =
// 1..8 with c and m of two: group 0 has outputs 1 5 and 2 6, group 1 has 3 7 and 4 8.

// CHECK: acim.weights @depthwise_conv2d_0 dense<{{\[\[\[}}1, 5], [2, 6]], {{\[\[}}3, 7], [4, 8]]]> : tensor<2x2x2xi8>
// CHECK-SAME: bias dense<{{\[\[}}1, 2], [3, 4]]> : tensor<2x2xi64>
// CHECK-LABEL: func.func @depthwise_with_multiplier
func.func @depthwise_with_multiplier(%x: tensor<1x1x3x2xi8>) -> tensor<1x1x2x4xi32> {
  %w = "tosa.const"() <{values = dense<[[[[1, 2], [3, 4]], [[5, 6], [7, 8]]]]> : tensor<1x2x2x2xi8>}> : () -> tensor<1x2x2x2xi8>
  %b = "tosa.const"() <{values = dense<[1, 2, 3, 4]> : tensor<4xi32>}> : () -> tensor<4xi32>
  %zp = "tosa.const"() <{values = dense<0> : tensor<1xi8>}> : () -> tensor<1xi8>
  // CHECK: acim.im2col %{{.*}} window(#acim.window<kernel = [1, 2], stride = [1, 1], pad = [0, 0, 0, 0], dilation = [1, 1], groups = 2, pad_value = 0>) : tensor<1x1x3x2xi8> -> tensor<2x2x2xi8>
  // CHECK: acim.mvm @depthwise_conv2d_0, %{{.*}} : tensor<2x2x2xi8> -> tensor<2x2x2xi32>
  %0 = tosa.depthwise_conv2d %x, %w, %b, %zp, %zp {acc_type = i32, dilation = array<i64: 1, 1>, pad = array<i64: 0, 0, 0, 0>, stride = array<i64: 1, 1>} : (tensor<1x1x3x2xi8>, tensor<1x2x2x2xi8>, tensor<4xi32>, tensor<1xi8>, tensor<1xi8>) -> tensor<1x1x2x4xi32>
  return %0 : tensor<1x1x2x4xi32>
}

// -----

// Symbols number the layers of the module and keep out of the way of names that exist.

// CHECK: acim.weights @conv2d_0_0
// CHECK: acim.weights @conv2d_1
// CHECK-LABEL: func.func @conv2d_0
func.func @conv2d_0(%x: tensor<1x1x1x1xi8>) -> (tensor<1x1x1x1xi32>, tensor<1x1x1x1xi32>) {
  %w = "tosa.const"() <{values = dense<1> : tensor<1x1x1x1xi8>}> : () -> tensor<1x1x1x1xi8>
  %b = "tosa.const"() <{values = dense<9> : tensor<1xi32>}> : () -> tensor<1xi32>
  %zp = "tosa.const"() <{values = dense<0> : tensor<1xi8>}> : () -> tensor<1xi8>
  %one = "tosa.const"() <{values = dense<1> : tensor<1xi8>}> : () -> tensor<1xi8>
  // CHECK: acim.mvm @conv2d_0_0,
  // CHECK: acim.mvm @conv2d_1,
  %0 = tosa.conv2d %x, %w, %b, %zp, %zp {acc_type = i32, dilation = array<i64: 1, 1>, pad = array<i64: 0, 0, 0, 0>, stride = array<i64: 1, 1>} : (tensor<1x1x1x1xi8>, tensor<1x1x1x1xi8>, tensor<1xi32>, tensor<1xi8>, tensor<1xi8>) -> tensor<1x1x1x1xi32>
  %1 = tosa.conv2d %x, %w, %b, %one, %zp {acc_type = i32, dilation = array<i64: 1, 1>, pad = array<i64: 0, 0, 0, 0>, stride = array<i64: 1, 1>} : (tensor<1x1x1x1xi8>, tensor<1x1x1x1xi8>, tensor<1xi32>, tensor<1xi8>, tensor<1xi8>) -> tensor<1x1x1x1xi32>
  return %0, %1 : tensor<1x1x1x1xi32>, tensor<1x1x1x1xi32>
}
