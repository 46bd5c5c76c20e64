// RUN: acim-opt %s --split-input-file --convert-tosa-to-acim --canonicalize | FileCheck %s
// RUN: acim-opt %s --split-input-file --convert-tosa-to-acim --remarks-filter=acim-map 2>&1 | FileCheck %s --check-prefix=REMARK

// REMARK: Remark="mapped as @conv2d_0", groups=2, outputs=2, positions=3, rows=2
// REMARK: Remark="mapped with @conv2d_0", group=1

// Two groups of a grouped convolution, as importers write it: slices of the channels, of the weights and of the bias. They
// are one layer again; each result is a slice of the layer's. The second bias is one number for both outputs.

// CHECK: acim.weights @conv2d_0 dense<{{\[\[\[}}1, 2], [3, 4]], {{\[\[}}5, 6], [7, 8]]]> : tensor<2x2x2xi8>
// CHECK-SAME: bias dense<{{\[\[}}10, 20], [30, 30]]> : tensor<2x2xi64>
// CHECK-LABEL: func.func @two_groups
// CHECK-SAME: %[[X:.*]]: tensor<1x3x1x4xi8>
func.func @two_groups(%x: tensor<1x3x1x4xi8>) -> (tensor<1x3x1x2xi32>, tensor<1x3x1x2xi32>) {
  %w = "tosa.const"() <{values = dense<[[[[1, 2]]], [[[3, 4]]], [[[5, 6]]], [[[7, 8]]]]> : tensor<4x1x1x2xi8>}> : () -> tensor<4x1x1x2xi8>
  %b0 = "tosa.const"() <{values = dense<[10, 20]> : tensor<2xi32>}> : () -> tensor<2xi32>
  %b1 = "tosa.const"() <{values = dense<30> : tensor<1xi32>}> : () -> tensor<1xi32>
  %zp = "tosa.const"() <{values = dense<0> : tensor<1xi8>}> : () -> tensor<1xi8>
  %at0 = tosa.const_shape {values = dense<0> : tensor<4xindex>} : () -> !tosa.shape<4>
  %at2 = tosa.const_shape {values = dense<[0, 0, 0, 2]> : tensor<4xindex>} : () -> !tosa.shape<4>
  %half = tosa.const_shape {values = dense<[1, 3, 1, 2]> : tensor<4xindex>} : () -> !tosa.shape<4>
  %wat2 = tosa.const_shape {values = dense<[2, 0, 0, 0]> : tensor<4xindex>} : () -> !tosa.shape<4>
  %whalf = tosa.const_shape {values = dense<[2, 1, 1, 2]> : tensor<4xindex>} : () -> !tosa.shape<4>
  %w0 = tosa.slice %w, %at0, %whalf : (tensor<4x1x1x2xi8>, !tosa.shape<4>, !tosa.shape<4>) -> tensor<2x1x1x2xi8>
  %w1 = tosa.slice %w, %wat2, %whalf : (tensor<4x1x1x2xi8>, !tosa.shape<4>, !tosa.shape<4>) -> tensor<2x1x1x2xi8>
  // CHECK-DAG: %[[G0:.*]] = tosa.const_shape {values = dense<0> : tensor<3xindex>}
  // CHECK-DAG: %[[G1:.*]] = tosa.const_shape {values = dense<[0, 1, 0]> : tensor<3xindex>}
  // CHECK: %[[C:.*]] = acim.im2col %[[X]] window({{.*}} groups = 2, pad_value = 0>) : tensor<1x3x1x4xi8> -> tensor<3x2x2xi8>
  // CHECK: %[[M:.*]] = acim.mvm @conv2d_0, %[[C]] : tensor<3x2x2xi8> -> tensor<3x2x2xi32>
  // CHECK: %[[S0:.*]] = tosa.slice %[[M]], %[[G0]], %{{.*}} -> tensor<3x1x2xi32>
  // CHECK: %[[Y0:.*]] = tosa.reshape %[[S0]], %{{.*}} -> tensor<1x3x1x2xi32>
  // CHECK: %[[S1:.*]] = tosa.slice %[[M]], %[[G1]], %{{.*}} -> tensor<3x1x2xi32>
  // CHECK: %[[Y1:.*]] = tosa.reshape %[[S1]], %{{.*}} -> tensor<1x3x1x2xi32>
  // CHECK: return %[[Y0]], %[[Y1]]
  %x0 = tosa.slice %x, %at0, %half : (tensor<1x3x1x4xi8>, !tosa.shape<4>, !tosa.shape<4>) -> tensor<1x3x1x2xi8>
  %0 = tosa.conv2d %x0, %w0, %b0, %zp, %zp {acc_type = i32, dilation = array<i64: 1, 1>, pad = array<i64: 0, 0, 0, 0>, stride = array<i64: 1, 1>} : (tensor<1x3x1x2xi8>, tensor<2x1x1x2xi8>, tensor<2xi32>, tensor<1xi8>, tensor<1xi8>) -> tensor<1x3x1x2xi32>
  %x1 = tosa.slice %x, %at2, %half : (tensor<1x3x1x4xi8>, !tosa.shape<4>, !tosa.shape<4>) -> tensor<1x3x1x2xi8>
  %1 = tosa.conv2d %x1, %w1, %b1, %zp, %zp {acc_type = i32, dilation = array<i64: 1, 1>, pad = array<i64: 0, 0, 0, 0>, stride = array<i64: 1, 1>} : (tensor<1x3x1x2xi8>, tensor<2x1x1x2xi8>, tensor<1xi32>, tensor<1xi8>, tensor<1xi8>) -> tensor<1x3x1x2xi32>
  return %0, %1 : tensor<1x3x1x2xi32>, tensor<1x3x1x2xi32>
}

// -----

// Slices of slices, in the reverse order of the channels: the layer reads the part of the tensor that the groups cover.

// CHECK: acim.weights @conv2d_0 dense<{{\[\[\[}}2]], {{\[\[}}1]]]> : tensor<2x1x1xi8>
// CHECK-LABEL: func.func @slices_of_slices
// CHECK-SAME: %[[X:.*]]: tensor<1x4x1x3xi8>
func.func @slices_of_slices(%x: tensor<1x4x1x3xi8>) -> (tensor<1x3x1x1xi32>, tensor<1x3x1x1xi32>) {
  %w0 = "tosa.const"() <{values = dense<1> : tensor<1x1x1x1xi8>}> : () -> tensor<1x1x1x1xi8>
  %w1 = "tosa.const"() <{values = dense<2> : tensor<1x1x1x1xi8>}> : () -> tensor<1x1x1x1xi8>
  %b = "tosa.const"() <{values = dense<0> : tensor<1xi32>}> : () -> tensor<1xi32>
  %zp = "tosa.const"() <{values = dense<0> : tensor<1xi8>}> : () -> tensor<1xi8>
  %at1 = tosa.const_shape {values = dense<[0, 0, 0, 1]> : tensor<4xindex>} : () -> !tosa.shape<4>
  %at2 = tosa.const_shape {values = dense<[0, 0, 0, 2]> : tensor<4xindex>} : () -> !tosa.shape<4>
  %row1 = tosa.const_shape {values = dense<[0, 1, 0, 0]> : tensor<4xindex>} : () -> !tosa.shape<4>
  %four = tosa.const_shape {values = dense<[1, 4, 1, 1]> : tensor<4xindex>} : () -> !tosa.shape<4>
  %three = tosa.const_shape {values = dense<[1, 3, 1, 1]> : tensor<4xindex>} : () -> !tosa.shape<4>
  // CHECK-DAG: %[[AT:.*]] = tosa.const_shape {values = dense<[0, 1, 0, 1]>
  // CHECK-DAG: %[[SIZE:.*]] = tosa.const_shape {values = dense<[1, 3, 1, 2]>
  // CHECK: %[[PART:.*]] = tosa.slice %[[X]], %[[AT]], %[[SIZE]] {{.*}} -> tensor<1x3x1x2xi8>
  // CHECK: acim.im2col %[[PART]] {{.*}} -> tensor<3x2x1xi8>
  %a0 = tosa.slice %x, %at2, %four : (tensor<1x4x1x3xi8>, !tosa.shape<4>, !tosa.shape<4>) -> tensor<1x4x1x1xi8>
  %a1 = tosa.slice %a0, %row1, %three : (tensor<1x4x1x1xi8>, !tosa.shape<4>, !tosa.shape<4>) -> tensor<1x3x1x1xi8>
  %0 = tosa.conv2d %a1, %w0, %b, %zp, %zp {acc_type = i32, dilation = array<i64: 1, 1>, pad = array<i64: 0, 0, 0, 0>, stride = array<i64: 1, 1>} : (tensor<1x3x1x1xi8>, tensor<1x1x1x1xi8>, tensor<1xi32>, tensor<1xi8>, tensor<1xi8>) -> tensor<1x3x1x1xi32>
  %c0 = tosa.slice %x, %at1, %four : (tensor<1x4x1x3xi8>, !tosa.shape<4>, !tosa.shape<4>) -> tensor<1x4x1x1xi8>
  %c1 = tosa.slice %c0, %row1, %three : (tensor<1x4x1x1xi8>, !tosa.shape<4>, !tosa.shape<4>) -> tensor<1x3x1x1xi8>
  %1 = tosa.conv2d %c1, %w1, %b, %zp, %zp {acc_type = i32, dilation = array<i64: 1, 1>, pad = array<i64: 0, 0, 0, 0>, stride = array<i64: 1, 1>} : (tensor<1x3x1x1xi8>, tensor<1x1x1x1xi8>, tensor<1xi32>, tensor<1xi8>, tensor<1xi8>) -> tensor<1x3x1x1xi32>
  return %0, %1 : tensor<1x3x1x1xi32>, tensor<1x3x1x1xi32>
}

// -----

// Left alone: neighbouring channels, but other pads; and one convolution without a neighbour. Each is a layer of its own.

// CHECK-DAG: acim.weights @conv2d_0 dense<1> : tensor<1x1x1xi8>
// CHECK-DAG: acim.weights @conv2d_1 dense<2> : tensor<1x1x1xi8>
// CHECK-DAG: acim.weights @conv2d_2 dense<2> : tensor<1x1x1xi8>
// CHECK-LABEL: func.func @no_siblings
func.func @no_siblings(%x: tensor<1x3x1x4xi8>) -> (tensor<1x3x1x1xi32>, tensor<1x4x1x1xi32>, tensor<1x3x1x1xi32>) {
  %w0 = "tosa.const"() <{values = dense<1> : tensor<1x1x1x1xi8>}> : () -> tensor<1x1x1x1xi8>
  %w1 = "tosa.const"() <{values = dense<2> : tensor<1x1x1x1xi8>}> : () -> tensor<1x1x1x1xi8>
  %b = "tosa.const"() <{values = dense<0> : tensor<1xi32>}> : () -> tensor<1xi32>
  %zp = "tosa.const"() <{values = dense<0> : tensor<1xi8>}> : () -> tensor<1xi8>
  %at0 = tosa.const_shape {values = dense<0> : tensor<4xindex>} : () -> !tosa.shape<4>
  %at1 = tosa.const_shape {values = dense<[0, 0, 0, 1]> : tensor<4xindex>} : () -> !tosa.shape<4>
  %at3 = tosa.const_shape {values = dense<[0, 0, 0, 3]> : tensor<4xindex>} : () -> !tosa.shape<4>
  %one = tosa.const_shape {values = dense<[1, 3, 1, 1]> : tensor<4xindex>} : () -> !tosa.shape<4>
  // CHECK-COUNT-3: acim.mvm
  %a = tosa.slice %x, %at0, %one : (tensor<1x3x1x4xi8>, !tosa.shape<4>, !tosa.shape<4>) -> tensor<1x3x1x1xi8>
  %0 = tosa.conv2d %a, %w0, %b, %zp, %zp {acc_type = i32, dilation = array<i64: 1, 1>, pad = array<i64: 0, 0, 0, 0>, stride = array<i64: 1, 1>} : (tensor<1x3x1x1xi8>, tensor<1x1x1x1xi8>, tensor<1xi32>, tensor<1xi8>, tensor<1xi8>) -> tensor<1x3x1x1xi32>
  %c = tosa.slice %x, %at1, %one : (tensor<1x3x1x4xi8>, !tosa.shape<4>, !tosa.shape<4>) -> tensor<1x3x1x1xi8>
  %1 = tosa.conv2d %c, %w1, %b, %zp, %zp {acc_type = i32, dilation = array<i64: 1, 1>, pad = array<i64: 1, 0, 0, 0>, stride = array<i64: 1, 1>} : (tensor<1x3x1x1xi8>, tensor<1x1x1x1xi8>, tensor<1xi32>, tensor<1xi8>, tensor<1xi8>) -> tensor<1x4x1x1xi32>
  %d = tosa.slice %x, %at3, %one : (tensor<1x3x1x4xi8>, !tosa.shape<4>, !tosa.shape<4>) -> tensor<1x3x1x1xi8>
  %2 = tosa.conv2d %d, %w1, %b, %zp, %zp {acc_type = i32, dilation = array<i64: 1, 1>, pad = array<i64: 0, 0, 0, 0>, stride = array<i64: 1, 1>} : (tensor<1x3x1x1xi8>, tensor<1x1x1x1xi8>, tensor<1xi32>, tensor<1xi8>, tensor<1xi8>) -> tensor<1x3x1x1xi32>
  return %0, %1, %2 : tensor<1x3x1x1xi32>, tensor<1x4x1x1xi32>, tensor<1x3x1x1xi32>
}
