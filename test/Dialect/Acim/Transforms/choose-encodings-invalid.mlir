// RUN: acim-opt %s --split-input-file --verify-diagnostics --acim-choose-encodings
// RUN: not acim-opt %s --split-input-file --acim-attach-hardware --acim-choose-encodings=inputs=false 2>&1 | FileCheck %s --check-prefix=WEIGHTS
// RUN: not acim-opt %s --split-input-file --acim-attach-hardware --acim-choose-encodings=weights=false 2>&1 | FileCheck %s --check-prefix=INPUTS

// Half-decided layers have no price.

// expected-error@+1 {{expected the module attribute 'acim.hardware'; run acim-attach-hardware first}}
module {
  // WEIGHTS: choose-encodings-invalid.mlir:[[#@LINE+2]]:3: error: 'acim.weights' op is not decided completely; run acim-encode-inputs first
  // INPUTS: choose-encodings-invalid.mlir:[[#@LINE+1]]:3: error: 'acim.weights' op is not decided completely; run acim-encode-inputs first
  acim.weights @w dense<1> : tensor<1x2x8xi8> bias dense<0> : tensor<1x2xi64>
      encoding #acim.encoding<kind = sign_magnitude, bits = 7, cell_bits = 2>
  func.func @f(%c: tensor<1x1x8xi8>) -> tensor<1x1x2xi32> {
    %0 = acim.mvm @w, %c : tensor<1x1x8xi8> -> tensor<1x1x2xi32>
    return %0 : tensor<1x1x2xi32>
  }
}

// -----

// expected-error@+1 {{expected the module attribute 'acim.hardware'; run acim-attach-hardware first}}
module {
  // WEIGHTS: error: 'acim.weights' op expected weights whose values are present, found 'tensor<1x2x8xi8>'
  acim.weights @elided dense_resource<__elided__> : tensor<1x2x8xi8> bias dense<0> : tensor<1x2xi64>
      encoding #acim.encoding<kind = sign_magnitude, bits = 7, cell_bits = 2>
      inputs #acim.inputs<kind = binary, bits = 8, offset = 128>
      array #acim.array<rows = 128, columns = 128, active_rows = 128, active_columns = 128>
      adc #acim.adc<bits = 12, semantics = proven, readout = difference, correction = digital>
  func.func @f(%c: tensor<1x1x8xi8>) -> tensor<1x1x2xi32> {
    %0 = acim.mvm @elided, %c : tensor<1x1x8xi8> -> tensor<1x1x2xi32>
    return %0 : tensor<1x1x2xi32>
  }
}

// -----

// No encoding fits converters of two bits here: the last one tried says what is missing.

// expected-error@+1 {{expected the module attribute 'acim.hardware'; run acim-attach-hardware first}}
module {
  // WEIGHTS: error: 'acim.weights' op no ChooseWeightEncoding is possible; centred: {{.*}} need {{[0-9]+}} bits, but its converters have 2
  // INPUTS: error: 'acim.weights' op no ChooseInputEncoding is possible; csd: {{.*}} need {{[0-9]+}} bits, but its converters have 2
  acim.weights @w dense<[[[127, -127, 127, -127, 127, 127, -127, 127]]]> : tensor<1x1x8xi8> bias dense<0> : tensor<1x1xi64>
      encoding #acim.encoding<kind = sign_magnitude, bits = 7, cell_bits = 2>
      inputs #acim.inputs<kind = binary, bits = 8, offset = 128>
      array #acim.array<rows = 128, columns = 128, active_rows = 128, active_columns = 128>
      adc #acim.adc<bits = 2, semantics = proven, readout = difference, correction = digital>
  func.func @f(%c: tensor<1x1x8xi8>) -> tensor<1x1x1xi32> {
    %0 = acim.mvm @w, %c : tensor<1x1x8xi8> -> tensor<1x1x1xi32>
    return %0 : tensor<1x1x1xi32>
  }
}
