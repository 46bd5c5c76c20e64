// RUN: acim-opt %s --split-input-file --verify-diagnostics --acim-search-operation-unit
// RUN: not acim-opt %s --split-input-file --acim-attach-hardware --acim-search-operation-unit=max-rows=129 2>&1 | FileCheck %s --check-prefix=ROWS
// RUN: not acim-opt %s --split-input-file --acim-attach-hardware --acim-search-operation-unit=max-rows=-1 2>&1 | FileCheck %s --check-prefix=NEGATIVE
// RUN: not acim-opt %s --split-input-file --acim-attach-hardware --acim-search-operation-unit 2>&1 | FileCheck %s --check-prefix=UNDECIDED

// Half of the hardware, or half a decision.

// expected-error@+1 {{expected the module attribute 'acim.hardware'; run acim-attach-hardware first}}
module {
  // ROWS: error: max-rows must be between 1 and the hardware's 128 (0 takes the latter), found 129
  // NEGATIVE: error: max-rows must be between 1 and the hardware's 128 (0 takes the latter), found -1
  acim.weights @w dense<1> : tensor<1x2x8xi8> bias dense<0> : tensor<1x2xi64>
      encoding #acim.encoding<kind = sign_magnitude, bits = 7, cell_bits = 2>
      inputs #acim.inputs<kind = binary, bits = 8, offset = 128>
      array #acim.array<rows = 128, columns = 128, active_rows = 128, active_columns = 128>
      adc #acim.adc<bits = 12, semantics = proven, readout = difference, correction = digital>
  func.func @f(%c: tensor<1x1x8xi8>) -> tensor<1x1x2xi32> {
    %0 = acim.mvm @w, %c : tensor<1x1x8xi8> -> tensor<1x1x2xi32>
    return %0 : tensor<1x1x2xi32>
  }
}

// -----

// expected-error@+1 {{expected the module attribute 'acim.hardware'; run acim-attach-hardware first}}
module {
  // UNDECIDED: search-operation-unit-invalid.mlir:[[#@LINE+1]]:3: error: 'acim.weights' op is not decided completely; run acim-tile first
  acim.weights @w dense<1> : tensor<1x2x8xi8> bias dense<0> : tensor<1x2xi64>
      encoding #acim.encoding<kind = sign_magnitude, bits = 7, cell_bits = 2>
      inputs #acim.inputs<kind = binary, bits = 8, offset = 128>
  func.func @f(%c: tensor<1x1x8xi8>) -> tensor<1x1x2xi32> {
    %0 = acim.mvm @w, %c : tensor<1x1x8xi8> -> tensor<1x1x2xi32>
    return %0 : tensor<1x1x2xi32>
  }
}

// -----

// Not even one row's sums fit into these converters.

// expected-error@+1 {{expected the module attribute 'acim.hardware'; run acim-attach-hardware first}}
module {
  // UNDECIDED: error: 'acim.weights' op no SearchOperationUnit is possible; 128 x 128: {{.*}} but its converters have 1
  acim.weights @w dense<3> : tensor<1x2x8xi8> bias dense<0> : tensor<1x2xi64>
      encoding #acim.encoding<kind = sign_magnitude, bits = 7, cell_bits = 2>
      inputs #acim.inputs<kind = binary, bits = 8, offset = 128>
      array #acim.array<rows = 128, columns = 128, active_rows = 128, active_columns = 128>
      adc #acim.adc<bits = 1, semantics = proven, readout = difference, correction = digital>
  func.func @f(%c: tensor<1x1x8xi8>) -> tensor<1x1x2xi32> {
    %0 = acim.mvm @w, %c : tensor<1x1x8xi8> -> tensor<1x1x2xi32>
    return %0 : tensor<1x1x2xi32>
  }
}
