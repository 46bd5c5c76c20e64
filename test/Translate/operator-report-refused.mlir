// RUN: acim-translate --operator-report %s | FileCheck %s

// The reason is what the evaluators themselves object to.
// CHECK:      "name": "tosa.conv3d",
// CHECK-NEXT: "count": 1,
// CHECK-NEXT: "where": "unsupported",
// CHECK:      "reason": "split the kernel's depth into conv2d operators whose results are added"
// CHECK:      "name": "tosa.identity",
// CHECK-NEXT: "count": 1,
// CHECK-NEXT: "where": "unsupported",
// CHECK:      "reason": "has a value of type tensor<4xf8E4M3FN>, expected elements i1, i4, i8, i16, i32, i48, i64, f16, bf16 or f32"

// Before the importer pins the batch and makes types signless, only the kind of an operator counts.
// CHECK:      "name": "tosa.max_pool2d",
// CHECK-NEXT: "count": 2,
// CHECK-NEXT: "where": "digital",
// CHECK:      "reason": "executed by the digital unit"

func.func @main(%x: tensor<1x4x4x4x2xi8>, %f: tensor<4xf8E4M3FN>, %d: tensor<?x4x4x2xi8>, %u: tensor<1x4x4x2xui8>) {
  %w = "tosa.const"() <{values = dense<1> : tensor<2x1x1x1x2xi8>}> : () -> tensor<2x1x1x1x2xi8>
  %b = "tosa.const"() <{values = dense<0> : tensor<2xi32>}> : () -> tensor<2xi32>
  %zp = "tosa.const"() <{values = dense<0> : tensor<1xi8>}> : () -> tensor<1xi8>
  %0 = tosa.conv3d %x, %w, %b, %zp, %zp {acc_type = i32, dilation = array<i64: 1, 1, 1>, pad = array<i64: 0, 0, 0, 0, 0, 0>, stride = array<i64: 1, 1, 1>} : (tensor<1x4x4x4x2xi8>, tensor<2x1x1x1x2xi8>, tensor<2xi32>, tensor<1xi8>, tensor<1xi8>) -> tensor<1x4x4x4x2xi32>
  %1 = tosa.identity %f : (tensor<4xf8E4M3FN>) -> tensor<4xf8E4M3FN>
  %2 = tosa.max_pool2d %d {kernel = array<i64: 2, 2>, pad = array<i64: 0, 0, 0, 0>, stride = array<i64: 2, 2>} : (tensor<?x4x4x2xi8>) -> tensor<?x2x2x2xi8>
  %3 = tosa.max_pool2d %u {kernel = array<i64: 2, 2>, pad = array<i64: 0, 0, 0, 0>, stride = array<i64: 2, 2>} : (tensor<1x4x4x2xui8>) -> tensor<1x2x2x2xui8>
  return
}
