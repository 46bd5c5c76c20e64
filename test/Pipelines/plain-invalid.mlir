// RUN: acim-opt %s --split-input-file --verify-diagnostics --acim-plain-pipeline
// RUN: not acim-opt %s --split-input-file --acim-plain-pipeline="weight-encoding=sign_magnitude readout=single" 2>&1 | FileCheck %s --check-prefix=READOUT
// RUN: not acim-opt %s --split-input-file --acim-plain-pipeline="hardware=isaac32 weight-encoding=sign_magnitude readout=difference" 2>&1 | FileCheck %s --check-prefix=PAIR
// RUN: not acim-opt %s --split-input-file --acim-plain-pipeline=hardware=nothing 2>&1 | FileCheck %s --check-prefix=HARDWARE
// RUN: not acim-opt %s --split-input-file --acim-plain-pipeline=adc-bit=3 2>&1 | FileCheck %s --check-prefix=OPTION
// RUN: acim-opt %S/plain-digital-only.mlir --acim-plain-pipeline | not acim-opt --acim-plain-pipeline 2>&1 | FileCheck %s --check-prefix=TWICE

// What the command line asks for and the passes refuse, with the place.

// READOUT: plain-invalid.mlir:[[#@LINE+8]]:8: error: 'acim.weights' op encoding sign_magnitude expects readout difference or separate, found single
// PAIR: plain-invalid.mlir:[[#@LINE+7]]:8: error: 'acim.crossbar' op is a pair, but the hardware has single crossbars
// HARDWARE: error: invalid hardware description: expected hardware, one of the presets chen_rram128, isaac32, found "nothing"
// OPTION: no such option adc-bit
// TWICE: error: 'acim.program' op is a tile program already; expected a function
func.func @main(%x: tensor<1x4x3xi8>) -> tensor<1x4x2xi32> {
  %w = "tosa.const"() <{values = dense<1> : tensor<1x3x2xi8>}> : () -> tensor<1x3x2xi8>
  %zp = "tosa.const"() <{values = dense<0> : tensor<1xi8>}> : () -> tensor<1xi8>
  %0 = tosa.matmul %x, %w, %zp, %zp : (tensor<1x4x3xi8>, tensor<1x3x2xi8>, tensor<1xi8>, tensor<1xi8>) -> tensor<1x4x2xi32>
  return %0 : tensor<1x4x2xi32>
}

// -----

// expected-error@+1 {{expected one function, found 2}}
module {
  func.func private @other(tensor<1xi8>) -> tensor<1xi8>
  func.func @calls(%x: tensor<1xi8>) -> tensor<1xi8> {
    %0 = call @other(%x) : (tensor<1xi8>) -> tensor<1xi8>
    return %0 : tensor<1xi8>
  }
}

// -----

// expected-error@+1 {{expected arguments and results that are tensors of static shape, found 'tensor<*xi8>'}}
func.func @unranked(%x: tensor<*xi8>) -> tensor<*xi8> {
  return %x : tensor<*xi8>
}
