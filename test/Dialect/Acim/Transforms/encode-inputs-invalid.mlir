// RUN: acim-opt %s --split-input-file --verify-diagnostics --acim-encode-inputs

acim.weights @w dense<1> : tensor<1x2x4xi8> bias dense<0> : tensor<1x2xi64>
func.func @one_weights_two_widths(%a: tensor<3x1x4xi8>, %b: tensor<3x1x4xi16>) {
  // expected-note@+1 {{also uses @w}}
  %0 = acim.mvm @w, %a : tensor<3x1x4xi8> -> tensor<3x1x2xi32>
  // expected-error@+1 {{expected columns of 'i8', found 'i16'; give it weights of its own}}
  %1 = acim.mvm @w, %b : tensor<3x1x4xi16> -> tensor<3x1x2xi48>
  return
}

// -----

acim.weights @w dense<1> : tensor<1x2x4xi8> bias dense<0> : tensor<1x2xi64>
func.func @wide_columns(%a: tensor<3x1x4xi32>) {
  // expected-error@+1 {{expected columns of integers of at most 16 bits, found 'i32'}}
  %0 = acim.mvm @w, %a : tensor<3x1x4xi32> -> tensor<3x1x2xi32>
  return
}
