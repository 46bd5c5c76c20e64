// RUN: acim-opt %s --split-input-file --acim-attach-hardware --acim-lower-to-program | FileCheck %s

// What stands between layers, gathered into digital instructions.

// The operators before, between and behind two layers are one instruction each. A constant is repeated in every instruction
// that uses it; what nothing uses is left out.

// CHECK-LABEL: acim.program @two_layers hardware
// CHECK: func.func @two_layers(%[[X:.*]]: tensor<1x1x1x2xi8>)
// CHECK-NEXT: %[[A:.*]] = acim.digital {
// CHECK-NEXT: %[[ZERO:.*]] = "tosa.const"
// CHECK-NEXT: %[[N:.*]] = tosa.negate %[[X]], %[[ZERO]], %[[ZERO]]
// CHECK-NEXT: acim.yield %[[N]]
// CHECK: %[[B:.*]] = acim.layer "w"(%[[A]])
// CHECK: %[[C:.*]] = acim.digital {
// CHECK-NEXT: %[[SHAPE:.*]] = tosa.const_shape
// CHECK-NEXT: %[[R:.*]] = tosa.reshape %[[B]], %[[SHAPE]]
// CHECK-NEXT: %[[K:.*]] = tosa.cast %[[R]]
// CHECK-NEXT: acim.yield %[[K]]
// CHECK: %[[D:.*]] = acim.layer "w"(%[[C]])
// CHECK: %[[E:.*]] = acim.digital {
// CHECK-NEXT: tosa.const_shape
// CHECK-NEXT: %[[F:.*]] = tosa.reshape %[[D]]
// CHECK-NEXT: acim.yield %[[F]]
// CHECK: return %[[E]]
acim.weights @w dense<1> : tensor<1x2x2xi8> bias dense<0> : tensor<1x2xi64>
    encoding #acim.encoding<kind = sign_magnitude, bits = 4, cell_bits = 2>
    inputs #acim.inputs<kind = binary, bits = 8, offset = 128>
    array #acim.array<rows = 128, columns = 128, active_rows = 128, active_columns = 128>
    adc #acim.adc<bits = 10, semantics = unit_step, readout = difference, correction = digital>
func.func @two_layers(%x: tensor<1x1x1x2xi8>) -> tensor<1x1x1x2xi32> {
  %zp = "tosa.const"() <{values = dense<0> : tensor<1xi8>}> : () -> tensor<1xi8>
  %shape = tosa.const_shape {values = dense<[1, 1, 1, 2]> : tensor<4xindex>} : () -> !tosa.shape<4>
  %n = tosa.negate %x, %zp, %zp : (tensor<1x1x1x2xi8>, tensor<1xi8>, tensor<1xi8>) -> tensor<1x1x1x2xi8>
  %c0 = acim.im2col %n window(#acim.window<kernel = [1, 1], stride = [1, 1], pad = [0, 0, 0, 0], dilation = [1, 1], groups = 1, pad_value = 0>) : tensor<1x1x1x2xi8> -> tensor<1x1x2xi8>
  %y0 = acim.mvm @w, %c0 : tensor<1x1x2xi8> -> tensor<1x1x2xi32>
  %r0 = tosa.reshape %y0, %shape : (tensor<1x1x2xi32>, !tosa.shape<4>) -> tensor<1x1x1x2xi32>
  %k0 = tosa.cast %r0 : (tensor<1x1x1x2xi32>) -> tensor<1x1x1x2xi8>
  %c1 = acim.im2col %k0 window(#acim.window<kernel = [1, 1], stride = [1, 1], pad = [0, 0, 0, 0], dilation = [1, 1], groups = 1, pad_value = 0>) : tensor<1x1x1x2xi8> -> tensor<1x1x2xi8>
  %y1 = acim.mvm @w, %c1 : tensor<1x1x2xi8> -> tensor<1x1x2xi32>
  %r1 = tosa.reshape %y1, %shape : (tensor<1x1x2xi32>, !tosa.shape<4>) -> tensor<1x1x1x2xi32>
  return %r1 : tensor<1x1x1x2xi32>
}

// -----

// Nothing for a crossbar: one digital instruction. Marks of unsigned values stay, everything else the importer wrote goes.

// CHECK: module {
// CHECK-LABEL: acim.program @no_layer hardware
// CHECK: func.func @no_layer(%[[X:.*]]: tensor<1x2xi8> {acim.unsigned}) -> (tensor<1x2xi8> {acim.unsigned}, tensor<1x2xi8>) {
// CHECK-NEXT: %[[Y:.*]] = acim.digital
// CHECK: return %[[Y]], %[[X]]
module attributes {tfl.schema_version = 3 : i32} {
  func.func @no_layer(%x: tensor<1x2xi8> {acim.unsigned, tf.name = "x"}) -> (tensor<1x2xi8> {acim.unsigned}, tensor<1x2xi8> {tf.name = "y"}) attributes {tf.entry_function = {}} {
    %0 = tosa.identity %x : (tensor<1x2xi8>) -> tensor<1x2xi8>
    return %0, %x : tensor<1x2xi8>, tensor<1x2xi8>
  }
}

// -----

// A constant that is returned, or that a layer reads, leaves a digital instruction like any other value.

// CHECK-LABEL: acim.program @constants hardware
// CHECK: %[[A:.*]] = acim.digital {
// CHECK-NEXT: %[[C:.*]] = "tosa.const"
// CHECK-NEXT: acim.yield %[[C]]
// CHECK: %[[B:.*]] = acim.layer "w"(%[[A]])
// CHECK: return %[[B]], %[[A]]
acim.weights @w dense<1> : tensor<1x2x2xi8> bias dense<0> : tensor<1x2xi64>
    encoding #acim.encoding<kind = sign_magnitude, bits = 4, cell_bits = 2>
    inputs #acim.inputs<kind = binary, bits = 8, offset = 128>
    array #acim.array<rows = 128, columns = 128, active_rows = 128, active_columns = 128>
    adc #acim.adc<bits = 10, semantics = unit_step, readout = difference, correction = digital>
func.func @constants() -> (tensor<1x1x2xi32>, tensor<1x1x1x2xi8>) {
  %x = "tosa.const"() <{values = dense<5> : tensor<1x1x1x2xi8>}> : () -> tensor<1x1x1x2xi8>
  %c = acim.im2col %x window(#acim.window<kernel = [1, 1], stride = [1, 1], pad = [0, 0, 0, 0], dilation = [1, 1], groups = 1, pad_value = 0>) : tensor<1x1x1x2xi8> -> tensor<1x1x2xi8>
  %y = acim.mvm @w, %c : tensor<1x1x2xi8> -> tensor<1x1x2xi32>
  return %y, %x : tensor<1x1x2xi32>, tensor<1x1x1x2xi8>
}

// -----

// Without weights, operators or anything to compute.

// CHECK-LABEL: acim.program @identity hardware
// CHECK: func.func @identity(%[[X:.*]]: tensor<1x2xi8>)
// CHECK-NEXT: return %[[X]]
acim.weights @unused dense<1> : tensor<1x2x2xi8> bias dense<0> : tensor<1x2xi64>
func.func @identity(%x: tensor<1x2xi8>) -> tensor<1x2xi8> {
  return %x : tensor<1x2xi8>
}
