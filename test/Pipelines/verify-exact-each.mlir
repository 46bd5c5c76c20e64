// DEFINE: %{plugin} = --load-pass-plugin=%acim_binary_root/test/Pipelines/BreakWeight.so
// RUN: not acim-opt %s %{plugin} --pass-pipeline="builtin.module(convert-tosa-to-acim,test-break-weight,canonicalize)" 2>&1 | FileCheck %s --check-prefix=WEIGHT --implicit-check-not=error
// RUN: not acim-opt %s %{plugin} --pass-pipeline="builtin.module(acim-plain-pipeline,test-break-initial)" 2>&1 | FileCheck %s --check-prefix=INITIAL --implicit-check-not=error
// RUN: not acim-opt %s %{plugin} --pass-pipeline="builtin.module(acim-plain-pipeline,acim.program(test-break-initial))" 2>&1 | FileCheck %s --check-prefix=NESTED --implicit-check-not=error
// RUN: not acim-opt %s %{plugin} --pass-pipeline="builtin.module(acim-plain-pipeline,test-break-product)" 2>&1 | FileCheck %s --check-prefix=DIGEST
// RUN: acim-opt %s --acim-plain-pipeline="hardware=isaac32 weight-encoding=twos_complement readout=single correction=digital adc-bits=1" -o /dev/null
// RUN: not acim-opt %t.missing 2>&1 | FileCheck %s --check-prefix=MISSING

// The configuration of this directory adds --verify-exact-each: passes with planted errors are called by their names, on the layer
// and as soon as they are through. Converters that saturate are no concern of it.

// WEIGHT: verify-exact-each.mlir:[[#@LINE+19]]:8: error: pass test-break-weight changed the product of @conv2d_0

// What a pass does to the program is seen, too, and so is what passes on nested operations do.

// INITIAL: verify-exact-each.mlir:[[#@LINE+15]]:8: error: pass test-break-initial changed the product of @conv2d_0
// NESTED: verify-exact-each.mlir:[[#@LINE+14]]:8: error: pass acim.program(test-break-initial) changed the product of @conv2d_0

// A pass that leaves the crossbars alone but breaks what they are measured by.

// DIGEST: error: 'acim.layer' op expected the product 0000000000000000, but its crossbars compute {{[0-9a-f]+}}; digits, scales, corrections or initial values were changed
// DIGEST: error: pass test-break-product left a mapping that is not exact

// MISSING: cannot open input file

func.func @main(%x: tensor<1x2x2x2xi8>) -> tensor<1x2x2x2xi32> {
  %w = "tosa.const"() <{values = dense<[[[[6, -7]]], [[[1, 0]]]]> : tensor<2x1x1x2xi8>}> : () -> tensor<2x1x1x2xi8>
  %b = "tosa.const"() <{values = dense<[10, 20]> : tensor<2xi32>}> : () -> tensor<2xi32>
  %xzp = "tosa.const"() <{values = dense<3> : tensor<1xi8>}> : () -> tensor<1xi8>
  %wzp = "tosa.const"() <{values = dense<0> : tensor<1xi8>}> : () -> tensor<1xi8>
  %0 = tosa.conv2d %x, %w, %b, %xzp, %wzp {acc_type = i32, dilation = array<i64: 1, 1>, pad = array<i64: 0, 0, 0, 0>, stride = array<i64: 1, 1>} : (tensor<1x2x2x2xi8>, tensor<2x1x1x2xi8>, tensor<2xi32>, tensor<1xi8>, tensor<1xi8>) -> tensor<1x2x2x2xi32>
  return %0 : tensor<1x2x2x2xi32>
}
