// RUN: acim-opt %s --split-input-file --verify-diagnostics --acim-attach-hardware --acim-lower-to-program
// RUN: not acim-opt %s --split-input-file --acim-lower-to-program 2>&1 | FileCheck %s

// CHECK: error: expected the module attribute 'acim.hardware'; run acim-attach-hardware first
// expected-error@+1 {{expected one function, found 0}}
module {
}

// -----

// expected-error@+1 {{expected one function, found 2}}
module {
  func.func @a() {
    return
  }
  func.func @b() {
    return
  }
}

// -----

// expected-error@+1 {{expected a body of one block, found 0}}
func.func private @declaration(tensor<1x2xi8>) -> tensor<1x2xi8>

// -----

// expected-error@+1 {{expected a body of one block, found 2}}
func.func @branches(%x: tensor<1x2xi8>) -> tensor<1x2xi8> {
  return %x : tensor<1x2xi8>
^bb1:
  return %x : tensor<1x2xi8>
}

// -----

// expected-error@+1 {{cannot be part of a tile program; expected one function and its acim.weights}}
module @nested {
}
func.func @main(%x: tensor<1x2xi8>) -> tensor<1x2xi8> {
  return %x : tensor<1x2xi8>
}

// -----

// expected-error@+1 {{expected arguments and results that are tensors of static shape, found 'tensor<?x2xi8>'; fix the shapes when the model is imported}}
func.func @dynamic(%x: tensor<?x2xi8>) -> tensor<?x2xi8> {
  return %x : tensor<?x2xi8>
}

// -----

// expected-error@+1 {{expected arguments and results that are tensors of static shape, found 'i8'}}
func.func @scalar(%x: tensor<1xi8>, %y: i8) -> tensor<1xi8> {
  return %x : tensor<1xi8>
}

// -----

func.func @dynamic_inside(%x: tensor<1x2xi8>) -> tensor<1x2xi8> {
  %shape = tosa.const_shape {values = dense<[1, 2]> : tensor<2xindex>} : () -> !tosa.shape<2>
  // expected-error@+1 {{expected results of static shape, found 'tensor<?x2xi8>'; run tosa-infer-shapes, and fix the shapes of the model's inputs}}
  %0 = tosa.reshape %x, %shape : (tensor<1x2xi8>, !tosa.shape<2>) -> tensor<?x2xi8>
  %1 = tosa.reshape %0, %shape : (tensor<?x2xi8>, !tosa.shape<2>) -> tensor<1x2xi8>
  return %1 : tensor<1x2xi8>
}

// -----

func.func @other_dialect(%x: tensor<1x2xi8>) -> tensor<1x2xi8> {
  // expected-error@+1 {{cannot be part of a tile program; expected TOSA operators and mapped layers}}
  %0 = arith.addi %x, %x : tensor<1x2xi8>
  return %0 : tensor<1x2xi8>
}

// -----

func.func @control_flow(%x: tensor<1x2xi8>, %c: tensor<i1>) -> tensor<1x2xi8> {
  // expected-error@+1 {{it has control flow; expected straight-line TOSA}}
  %0 = tosa.cond_if %c : tensor<i1> -> tensor<1x2xi8> {
    tosa.yield %x : tensor<1x2xi8>
  } else {
    tosa.yield %x : tensor<1x2xi8>
  }
  return %0 : tensor<1x2xi8>
}

// -----

func.func @elided() -> tensor<1x2xi8> {
  // expected-error@+1 {{expected a constant whose values are present; print the model without eliding them}}
  %0 = "tosa.const"() <{values = dense_resource<__elided__> : tensor<1x2xi8>}> : () -> tensor<1x2xi8>
  return %0 : tensor<1x2xi8>
}

// -----

func.func @columns_returned(%x: tensor<1x1x1x2xi8>) -> tensor<1x1x2xi8> {
  // expected-error@+1 {{expected only acim.mvm to use its columns, found func.return}}
  %c = acim.im2col %x window(#acim.window<kernel = [1, 1], stride = [1, 1], pad = [0, 0, 0, 0], dilation = [1, 1], groups = 1, pad_value = 0>) : tensor<1x1x1x2xi8> -> tensor<1x1x2xi8>
  return %c : tensor<1x1x2xi8>
}

// -----

acim.weights @w dense<1> : tensor<1x2x2xi8> bias dense<0> : tensor<1x2xi64>
    encoding #acim.encoding<kind = sign_magnitude, bits = 4, cell_bits = 2>
    inputs #acim.inputs<kind = binary, bits = 8, offset = 128>
    array #acim.array<rows = 128, columns = 128, active_rows = 128, active_columns = 128>
    adc #acim.adc<bits = 10, semantics = unit_step, readout = difference, correction = digital>
func.func @no_im2col(%c: tensor<1x1x2xi8>) -> tensor<1x1x2xi32> {
  // expected-error@+1 {{expected columns from acim.im2col}}
  %y = acim.mvm @w, %c : tensor<1x1x2xi8> -> tensor<1x1x2xi32>
  return %y : tensor<1x1x2xi32>
}

// -----

// expected-error@+1 {{is not decided completely; run acim-encode-weights first}}
acim.weights @w dense<1> : tensor<1x2x2xi8> bias dense<0> : tensor<1x2xi64>
func.func @main(%x: tensor<1x1x1x2xi8>) -> tensor<1x1x2xi32> {
  %c = acim.im2col %x window(#acim.window<kernel = [1, 1], stride = [1, 1], pad = [0, 0, 0, 0], dilation = [1, 1], groups = 1, pad_value = 0>) : tensor<1x1x1x2xi8> -> tensor<1x1x2xi8>
  %y = acim.mvm @w, %c : tensor<1x1x2xi8> -> tensor<1x1x2xi32>
  return %y : tensor<1x1x2xi32>
}

// -----

// expected-error@+1 {{weight 16 does not fit its encoding, which holds -15 to 15}}
acim.weights @w dense<[[[1, 16], [0, 0]]]> : tensor<1x2x2xi8> bias dense<0> : tensor<1x2xi64>
    encoding #acim.encoding<kind = sign_magnitude, bits = 4, cell_bits = 2>
    inputs #acim.inputs<kind = binary, bits = 8, offset = 128>
    array #acim.array<rows = 128, columns = 128, active_rows = 128, active_columns = 128>
    adc #acim.adc<bits = 10, semantics = unit_step, readout = difference, correction = digital>
func.func @main(%x: tensor<1x1x1x2xi8>) -> tensor<1x1x2xi32> {
  %c = acim.im2col %x window(#acim.window<kernel = [1, 1], stride = [1, 1], pad = [0, 0, 0, 0], dilation = [1, 1], groups = 1, pad_value = 0>) : tensor<1x1x1x2xi8> -> tensor<1x1x2xi8>
  %y = acim.mvm @w, %c : tensor<1x1x2xi8> -> tensor<1x1x2xi32>
  return %y : tensor<1x1x2xi32>
}

// -----

// expected-error@+1 {{expected weights whose values are present}}
acim.weights @w dense_resource<__elided__> : tensor<1x2x2xi8> bias dense<0> : tensor<1x2xi64>
    encoding #acim.encoding<kind = sign_magnitude, bits = 4, cell_bits = 2>
    inputs #acim.inputs<kind = binary, bits = 8, offset = 128>
    array #acim.array<rows = 128, columns = 128, active_rows = 128, active_columns = 128>
    adc #acim.adc<bits = 10, semantics = unit_step, readout = difference, correction = digital>
func.func @main(%x: tensor<1x1x1x2xi8>) -> tensor<1x1x2xi32> {
  %c = acim.im2col %x window(#acim.window<kernel = [1, 1], stride = [1, 1], pad = [0, 0, 0, 0], dilation = [1, 1], groups = 1, pad_value = 0>) : tensor<1x1x1x2xi8> -> tensor<1x1x2xi8>
  %y = acim.mvm @w, %c : tensor<1x1x2xi8> -> tensor<1x1x2xi32>
  return %y : tensor<1x1x2xi32>
}

// -----

// expected-error@+1 {{expected a bias whose values are present}}
acim.weights @w dense<1> : tensor<1x2x2xi8> bias dense_resource<__elided__> : tensor<1x2xi64>
    encoding #acim.encoding<kind = sign_magnitude, bits = 4, cell_bits = 2>
    inputs #acim.inputs<kind = binary, bits = 8, offset = 128>
    array #acim.array<rows = 128, columns = 128, active_rows = 128, active_columns = 128>
    adc #acim.adc<bits = 10, semantics = unit_step, readout = difference, correction = digital>
func.func @main(%x: tensor<1x1x1x2xi8>) -> tensor<1x1x2xi32> {
  %c = acim.im2col %x window(#acim.window<kernel = [1, 1], stride = [1, 1], pad = [0, 0, 0, 0], dilation = [1, 1], groups = 1, pad_value = 0>) : tensor<1x1x1x2xi8> -> tensor<1x1x2xi8>
  %y = acim.mvm @w, %c : tensor<1x1x2xi8> -> tensor<1x1x2xi32>
  return %y : tensor<1x1x2xi32>
}

// -----

// expected-error@+1 {{cannot place a layer on crossbars: 1 bit lines hold no digit column beside 1 reference columns of 1 bit lines each; use an array with more columns}}
acim.weights @w dense<1> : tensor<1x2x2xi8> bias dense<0> : tensor<1x2xi64>
    encoding #acim.encoding<kind = offset, bits = 4, cell_bits = 2>
    inputs #acim.inputs<kind = binary, bits = 8, offset = 128>
    array #acim.array<rows = 128, columns = 1, active_rows = 128, active_columns = 1>
    adc #acim.adc<bits = 10, semantics = unit_step, readout = single, correction = reference_column>
func.func @main(%x: tensor<1x1x1x2xi8>) -> tensor<1x1x2xi32> {
  %c = acim.im2col %x window(#acim.window<kernel = [1, 1], stride = [1, 1], pad = [0, 0, 0, 0], dilation = [1, 1], groups = 1, pad_value = 0>) : tensor<1x1x1x2xi8> -> tensor<1x1x2xi8>
  %y = acim.mvm @w, %c : tensor<1x1x2xi8> -> tensor<1x1x2xi32>
  return %y : tensor<1x1x2xi32>
}

// -----

// expected-error@+1 {{is a tile program already; expected a function}}
acim.program @main hardware #acim.hardware<"{}"> {
  func.func @main() {
    return
  }
}
