// RUN: acim-opt %s --split-input-file --verify-diagnostics --acim-weigh-columns
// RUN: not acim-opt %s --split-input-file --acim-attach-hardware --acim-weigh-columns 2>&1 | FileCheck %s

// expected-error@+1 {{expected the module attribute 'acim.hardware'; run acim-attach-hardware first}}
module {
  // CHECK: weigh-columns-invalid.mlir:[[#@LINE+1]]:3: error: 'acim.weights' op is not decided completely; run acim-assign-adc first
  acim.weights @w dense<1> : tensor<1x2x8xi8> bias dense<0> : tensor<1x2xi64>
      encoding #acim.encoding<kind = sign_magnitude, bits = 7, cell_bits = 2>
      inputs #acim.inputs<kind = binary, bits = 8, offset = 128>
      array #acim.array<rows = 128, columns = 128, active_rows = 128, active_columns = 128>
  func.func @f(%c: tensor<1x1x8xi8>) -> tensor<1x1x2xi32> {
    %0 = acim.mvm @w, %c : tensor<1x1x8xi8> -> tensor<1x1x2xi32>
    return %0 : tensor<1x1x2xi32>
  }
}

// -----

// Four rows sum to 12: no drive of this layer can be counted.

// expected-error@+1 {{expected the module attribute 'acim.hardware'; run acim-attach-hardware first}}
module {
  // CHECK: error: 'acim.weights' op {{.*}}but its converters have 2
  acim.weights @w dense<3> : tensor<1x2x8xi8> bias dense<0> : tensor<1x2xi64>
      encoding #acim.encoding<kind = min_cost, bits = 2, cell_bits = 2, level_costs = [0, 3, 2, 1]>
      inputs #acim.inputs<kind = binary, bits = 8, offset = 128>
      array #acim.array<rows = 128, columns = 128, active_rows = 4, active_columns = 128>
      adc #acim.adc<bits = 2, semantics = proven, readout = difference, correction = digital>
  func.func @f(%c: tensor<1x1x8xi8>) -> tensor<1x1x2xi32> {
    %0 = acim.mvm @w, %c : tensor<1x1x8xi8> -> tensor<1x1x2xi32>
    return %0 : tensor<1x1x2xi32>
  }
}
