// RUN: acim-opt %s --verify-diagnostics --convert-tosa-to-acim

func.func @conv3d(%x: tensor<1x4x4x4x1xi8>) -> tensor<1x4x4x4x2xi32> {
  %w = "tosa.const"() <{values = dense<1> : tensor<2x1x1x1x1xi8>}> : () -> tensor<2x1x1x1x1xi8>
  %b = "tosa.const"() <{values = dense<0> : tensor<2xi32>}> : () -> tensor<2xi32>
  %zp = "tosa.const"() <{values = dense<0> : tensor<1xi8>}> : () -> tensor<1xi8>
  // expected-error@+1 {{is not mapped to crossbars; expected two-dimensional convolutions: split the kernel's depth into conv2d operators whose results are added}}
  %0 = tosa.conv3d %x, %w, %b, %zp, %zp {acc_type = i32, dilation = array<i64: 1, 1, 1>, pad = array<i64: 0, 0, 0, 0, 0, 0>, stride = array<i64: 1, 1, 1>} : (tensor<1x4x4x4x1xi8>, tensor<2x1x1x1x1xi8>, tensor<2xi32>, tensor<1xi8>, tensor<1xi8>) -> tensor<1x4x4x4x2xi32>
  // expected-error@+1 {{is not mapped to crossbars}}
  %1 = tosa.conv3d %x, %w, %b, %zp, %zp {acc_type = i32, dilation = array<i64: 1, 1, 1>, pad = array<i64: 0, 0, 0, 0, 0, 0>, stride = array<i64: 1, 1, 1>} : (tensor<1x4x4x4x1xi8>, tensor<2x1x1x1x1xi8>, tensor<2xi32>, tensor<1xi8>, tensor<1xi8>) -> tensor<1x4x4x4x2xi32>
  return %0 : tensor<1x4x4x4x2xi32>
}
