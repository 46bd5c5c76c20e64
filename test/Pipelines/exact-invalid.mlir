// RUN: not acim-opt %s --acim-exact-pipeline=adc-bits=1 2>&1 | FileCheck %s --check-prefix=BITS
// RUN: not acim-opt %s --acim-exact-pipeline="weight-encoding=flip readout=difference" 2>&1 | FileCheck %s --check-prefix=READOUT
// RUN: not acim-opt %s --acim-exact-pipeline="hardware=isaac32 bound-conversions=true" 2>&1 | FileCheck %s --check-prefix=COUNT
// RUN: not acim-opt %s --acim-exact-pipeline="hardware=isaac32 input-encoding=csd" 2>&1 | FileCheck %s --check-prefix=DRIVERS
// RUN: not acim-opt %s --acim-exact-pipeline=weight-encoding=automatic 2>&1 | FileCheck %s --check-prefix=NAME
// RUN: not acim-opt %s --acim-exact-pipeline=search-units=false 2>&1 | FileCheck %s --check-prefix=OPTION

// What the command line asks for and no exact program can have, with the place.

// BITS: exact-invalid.mlir:[[#@LINE+10]]:8: error: 'acim.weights' op {{.*}} bits, but its converters have 1; use more bits, smaller row groups or unit_step
// READOUT: exact-invalid.mlir:[[#@LINE+9]]:8: error: 'acim.weights' op encoding flip expects readout single, found difference
// COUNT: exact-invalid.mlir:[[#@LINE+8]]:8: error: 'acim.weights' op no ChooseWeightEncoding is possible; twos_complement: layer conv2d_0 bounds conversions by the number of active rows, which hardware isaac32 does not count;
// DRIVERS: exact-invalid.mlir:[[#@LINE+7]]:8: error: 'acim.drive' op drives levels from -1 to 1, but the hardware's drivers give one sign only; use input encoding binary or twos_complement
// NAME: error: unknown weight encoding 'automatic'; expected one of twos_complement, offset
// OPTION: no such option search-units
func.func @main(%x: tensor<1x4x4x1xi8>) -> tensor<1x4x4x1xi32> {
  %w = "tosa.const"() <{values = dense<[[[[60], [-60], [60]], [[-60], [60], [-60]], [[60], [-60], [60]]]]> : tensor<1x3x3x1xi8>}> : () -> tensor<1x3x3x1xi8>
  %b = "tosa.const"() <{values = dense<1> : tensor<1xi32>}> : () -> tensor<1xi32>
  %zp = "tosa.const"() <{values = dense<0> : tensor<1xi8>}> : () -> tensor<1xi8>
  %0 = tosa.conv2d %x, %w, %b, %zp, %zp {acc_type = i32, dilation = array<i64: 1, 1>, pad = array<i64: 1, 1, 1, 1>, stride = array<i64: 1, 1>} : (tensor<1x4x4x1xi8>, tensor<1x3x3x1xi8>, tensor<1xi32>, tensor<1xi8>, tensor<1xi8>) -> tensor<1x4x4x1xi32>
  return %0 : tensor<1x4x4x1xi32>
}
