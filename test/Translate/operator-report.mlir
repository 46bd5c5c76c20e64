// RUN: acim-translate --operator-report %s | FileCheck %s

// Sorted by name; constants and what only shapes them are not operators.
// CHECK-NOT:  tosa.const
// CHECK:      "name": "tfl.lstm",
// CHECK-NEXT: "count": 2,
// CHECK-NEXT: "where": "unsupported",
// CHECK-NEXT: "locations": [
// CHECK-NEXT:   "{{.*}}operator-report.mlir:[[#]]:[[#]]",
// CHECK-NEXT:   "{{.*}}operator-report.mlir:[[#]]:[[#]]"
// CHECK-NEXT: ],
// CHECK-NEXT: "reason": "not a TOSA operator: the converter could not translate it; replace it in the model"
// CHECK:      "name": "tosa.abs",
// CHECK-NEXT: "count": 6,
// CHECK-NEXT: "where": "digital",
// CHECK-NEXT: "locations": [
// CHECK-COUNT-4: operator-report.mlir:{{[0-9:]+}}",
// CHECK-NEXT: operator-report.mlir:{{[0-9:]+}}"
// CHECK-NEXT: ],
// CHECK-NEXT: "reason": "executed by the digital unit"
// CHECK:      "name": "tosa.conv2d",
// CHECK-NEXT: "count": 1,
// CHECK-NEXT: "where": "crossbar",
// CHECK:      "reason": "constant integer weights"
// CHECK:      "name": "tosa.conv2d",
// CHECK-NEXT: "count": 1,
// CHECK-NEXT: "where": "digital",
// CHECK:      "reason": "not a product of integers of 4 to 16 bits"
// CHECK:      "name": "tosa.conv2d",
// CHECK-NEXT: "count": 1,
// CHECK-NEXT: "where": "digital",
// CHECK:      "reason": "the weights are not constant"
// CHECK:      "name": "tosa.custom (magic)",
// CHECK-NEXT: "count": 1,
// CHECK-NEXT: "where": "unsupported",
// CHECK:      "reason": "acim has no evaluator for this TOSA operator"
// CHECK:      "name": "tosa.matmul",
// CHECK-NEXT: "count": 1,
// CHECK-NEXT: "where": "crossbar",
// CHECK:      "name": "tosa.matmul",
// CHECK-NEXT: "count": 1,
// CHECK-NEXT: "where": "digital",
// CHECK:      "reason": "the weights are not constant"
// CHECK:      "name": "tosa.transpose",
// CHECK-NOT:  "name"

// CHECK:      "inputs": [
// CHECK-NEXT:   {
// CHECK-NEXT:     "type": "tensor<1x4x4x8xi8>",
// CHECK-NEXT:     "unsigned": true
// CHECK:          "type": "tensor<1x1x8xi8>",
// CHECK-NEXT:     "unsigned": false
// CHECK:      "outputs": [
// CHECK-NEXT:   {
// CHECK-NEXT:     "type": "tensor<1x4x4x2xui8>",
// CHECK-NEXT:     "unsigned": true

func.func @main(%x: tensor<1x4x4x8xi8> {acim.unsigned}, %w: tensor<2x1x1x8xi8>, %v: tensor<1x1x8xi8>,
                %f: tensor<1x4x4x8xf32>, %u: tensor<1x4x4x2xui8>) -> tensor<1x4x4x2xui8> {
  %weights = "tosa.const"() <{values = dense<1> : tensor<2x8xi8>}> : () -> tensor<2x8xi8>
  %shape = tosa.const_shape {values = dense<[2, 1, 1, 8]> : tensor<4xindex>} : () -> !tosa.shape<4>
  %shaped = tosa.reshape %weights, %shape : (tensor<2x8xi8>, !tosa.shape<4>) -> tensor<2x1x1x8xi8>
  %bias = "tosa.const"() <{values = dense<0> : tensor<2xi32>}> : () -> tensor<2xi32>
  %zp = "tosa.const"() <{values = dense<0> : tensor<1xi8>}> : () -> tensor<1xi8>
  %0 = tosa.conv2d %x, %shaped, %bias, %zp, %zp {acc_type = i32, dilation = array<i64: 1, 1>, pad = array<i64: 0, 0, 0, 0>, stride = array<i64: 1, 1>} : (tensor<1x4x4x8xi8>, tensor<2x1x1x8xi8>, tensor<2xi32>, tensor<1xi8>, tensor<1xi8>) -> tensor<1x4x4x2xi32>
  %1 = tosa.conv2d %x, %w, %bias, %zp, %zp {acc_type = i32, dilation = array<i64: 1, 1>, pad = array<i64: 0, 0, 0, 0>, stride = array<i64: 1, 1>} : (tensor<1x4x4x8xi8>, tensor<2x1x1x8xi8>, tensor<2xi32>, tensor<1xi8>, tensor<1xi8>) -> tensor<1x4x4x2xi32>

  %fw = "tosa.const"() <{values = dense<1.0> : tensor<2x1x1x8xf32>}> : () -> tensor<2x1x1x8xf32>
  %fb = "tosa.const"() <{values = dense<0.0> : tensor<2xf32>}> : () -> tensor<2xf32>
  %fz = "tosa.const"() <{values = dense<0.0> : tensor<1xf32>}> : () -> tensor<1xf32>
  %2 = tosa.conv2d %f, %fw, %fb, %fz, %fz {acc_type = f32, dilation = array<i64: 1, 1>, pad = array<i64: 0, 0, 0, 0>, stride = array<i64: 1, 1>} : (tensor<1x4x4x8xf32>, tensor<2x1x1x8xf32>, tensor<2xf32>, tensor<1xf32>, tensor<1xf32>) -> tensor<1x4x4x2xf32>

  %m = "tosa.const"() <{values = dense<1> : tensor<1x8x8xi8>}> : () -> tensor<1x8x8xi8>
  %3 = tosa.matmul %v, %m, %zp, %zp : (tensor<1x1x8xi8>, tensor<1x8x8xi8>, tensor<1xi8>, tensor<1xi8>) -> tensor<1x1x8xi32>
  %vt = tosa.transpose %v {perms = array<i32: 0, 2, 1>} : (tensor<1x1x8xi8>) -> tensor<1x8x1xi8>
  %4 = tosa.matmul %v, %vt, %zp, %zp : (tensor<1x1x8xi8>, tensor<1x8x1xi8>, tensor<1xi8>, tensor<1xi8>) -> tensor<1x1x1xi32>

  %a0 = tosa.abs %0 : (tensor<1x4x4x2xi32>) -> tensor<1x4x4x2xi32>
  %a1 = tosa.abs %a0 : (tensor<1x4x4x2xi32>) -> tensor<1x4x4x2xi32>
  %a2 = tosa.abs %a1 : (tensor<1x4x4x2xi32>) -> tensor<1x4x4x2xi32>
  %a3 = tosa.abs %a2 : (tensor<1x4x4x2xi32>) -> tensor<1x4x4x2xi32>
  %a4 = tosa.abs %a3 : (tensor<1x4x4x2xi32>) -> tensor<1x4x4x2xi32>
  %a5 = tosa.abs %a4 : (tensor<1x4x4x2xi32>) -> tensor<1x4x4x2xi32>

  %5 = tosa.custom %x {operator_name = "magic", domain_name = "test", implementation_attrs = ""} : (tensor<1x4x4x8xi8>) -> tensor<1x4x4x8xi8>
  %6 = "tfl.lstm"(%x) : (tensor<1x4x4x8xi8>) -> tensor<1x4x4x8xi8>
  %7 = "tfl.lstm"(%6) : (tensor<1x4x4x8xi8>) -> tensor<1x4x4x8xi8>
  return %u : tensor<1x4x4x2xui8>
}
