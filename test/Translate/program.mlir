// A program with every kind of attribute survives the file, and the same program gives the same bytes.
// RUN: acim-opt %s -o %t.mlir
// RUN: acim-translate --program-to-acim %t.mlir -o %t.acim
// RUN: acim-translate --acim-to-program %t.acim | acim-opt -o %t.back.mlir
// RUN: diff %t.mlir %t.back.mlir
// RUN: acim-translate --program-to-acim %t.back.mlir | cmp - %t.acim
// RUN: acim-opt %s --emit-bytecode | acim-translate --program-to-acim | cmp - %t.acim

// People see the same through --program-to-json.
// RUN: acim-translate --program-to-json %s | FileCheck %s

// CHECK:      "module": {
// CHECK-NEXT:   "op": "builtin.module",
// CHECK-NEXT:   "discardable": {
// CHECK-NEXT:     "test.bytes": {"mlir":"\"\\FF\""},
// CHECK-NEXT:     "test.list": [
// CHECK-NEXT:       true,
// CHECK-NEXT:       -1,
// CHECK-NEXT:       {"i8":2},
// CHECK-NEXT:       {"ui8":255},
// CHECK-NEXT:       {"index":3},
// CHECK-NEXT:       "caf{{.*}}",
// CHECK-NEXT:       {"symbol":"c"},
// CHECK-NEXT:       {"unit":true},
// CHECK-NEXT:       {"dictionary":{"a":{"mlir":"1.500000e+00 : f32"}}},
// CHECK-NEXT:       {"type":"i8"}
module attributes {
    test.bytes = "\FF",
    test.list = [true, -1, 2 : i8, 255 : ui8, 3 : index, "caf\C3\A9", @c, unit, {a = 1.5 : f32}, i8]} {
  // CHECK: "op": "acim.program",
  // CHECK-NEXT: "attributes": {"hardware":{"hardware":{"a":1,"b":[1.5,2e-12]}},"sym_name":"main"},
  acim.program @main hardware #acim.hardware<"{\22a\22:1,\22b\22:[1.5,2e-12]}"> {
    // CHECK:      "op": "acim.crossbar",
    // CHECK:      "cell_bits": 2,
    // CHECK:      "pair": {"unit":true},
    // CHECK:      "op": "acim.block",
    // CHECK:      "cells": {"dense":{"type":"i8","shape":[3,6],"offset":0,"bytes":18}},
    // CHECK:      "inputs": {"i32":[0,1,2]},
    // CHECK:      "lo": {"dense":{"type":"i32","shape":[1,6],"values":[-512]}},
    // CHECK:      "scales": {"i64":[1,4,1,4,1,4]},
    acim.crossbar @c tile 0 rows 128 columns 128 cell_bits 2 pair {
      acim.block at [0, 0] group 0 inputs [0, 1, 2] row_groups [3] column_group 128 outputs [0, 0, 1, 1, 2, 2]
        scales [1, 4, 1, 4, 1, 4]
        cells dense<[[1, 0, 1, 0, 1, 0], [-3, 2, 1, 0, 1, 0], [1, 0, 1, 0, 1, 0]]> : tensor<3x6xi8>
        adc lo dense<-512> : tensor<1x6xi32> bits dense<10> : tensor<1x6xi8> step_log2 dense<0> : tensor<1x6xi8>
      // Equal constants are stored once.
      // CHECK: "cells": {"dense":{"type":"i8","shape":[3,6],"offset":0,"bytes":18}},
      acim.block at [3, 0] group 0 inputs [0, 1, 2] row_groups [3] column_group 128 outputs [0, 0, 1, 1, 2, 2]
        scales [1, 4, 1, 4, 1, 4]
        cells dense<[[1, 0, 1, 0, 1, 0], [-3, 2, 1, 0, 1, 0], [1, 0, 1, 0, 1, 0]]> : tensor<3x6xi8>
        adc lo dense<-512> : tensor<1x6xi32> bits dense<10> : tensor<1x6xi8> step_log2 dense<0> : tensor<1x6xi8>
    }
    // CHECK: "op": "func.func",
    // CHECK: "arg_attrs": [{"dictionary":{"acim.unsigned":{"unit":true}}}],
    // CHECK: "arguments": [{"id":0,"type":"tensor<1x1x1x3xi8>"}],
    func.func @main(%x: tensor<1x1x1x3xi8> {acim.unsigned}) -> (tensor<1x1x3xi32>, tensor<20xi1>) {
      // CHECK:      "op": "acim.layer",
      // CHECK-NEXT: "operands": [0],
      // CHECK-NEXT: "results": [{"id":1,"type":"tensor<1x1x3xi32>"}],
      // CHECK-NEXT: "attributes": {"name":"conv"},
      %1 = acim.layer "conv" (%x) {
        // CHECK: "#acim.window": {
        // CHECK-NEXT: "kernel": [1,1],
        acim.fetch #acim.window<kernel = [1, 1], stride = [1, 1], pad = [0, 0, 0, 0], dilation = [1, 1], groups = 1,
            pad_value = 0>
        // CHECK: "inputs": {"#acim.inputs":{"kind":"binary","bits":8,"offset":128}}
        acim.drive @c inputs #acim.inputs<kind = binary, bits = 8, offset = 128>
        acim.convert @c readout difference
        acim.shift_add @c
        acim.transfer from 1 to 0 values 4 bits 32
        acim.reduce initial dense<0> : tensor<1x3xi64>
        acim.store
      } : tensor<1x1x1x3xi8> -> tensor<1x1x3xi32>
      %2:2 = acim.digital {
        %m = "tosa.const"() <{values = dense<1073741824> : tensor<1xi32>}> : () -> tensor<1xi32>
        %s = "tosa.const"() <{values = dense<30> : tensor<1xi8>}> : () -> tensor<1xi8>
        %z = "tosa.const"() <{values = dense<0> : tensor<1xi32>}> : () -> tensor<1xi32>
        // CHECK: {"type":"i1","shape":[5],"values":[1,0,1,1,0]}
        %b = "tosa.const"() <{values = dense<[true, false, true, true, false]> : tensor<5xi1>}> : () -> tensor<5xi1>
        // CHECK: {"type":"i1","shape":[20],"offset":{{[0-9]+}},"bytes":20}
        %t = "tosa.const"() <{values = dense<"0x0F0103"> : tensor<20xi1>}> : () -> tensor<20xi1>
        // Numbers that JSON does not have go to the binary section.
        // CHECK: {"type":"f32","shape":[3],"offset":{{[0-9]+}},"bytes":12}
        %f = "tosa.const"() <{values = dense<[0.1, 0x7FC00000, -0.0]> : tensor<3xf32>}> : () -> tensor<3xf32>
        // CHECK: {"type":"f32","shape":[3],"values":[0.10000000149011612]}
        %f2 = "tosa.const"() <{values = dense<0.1> : tensor<3xf32>}> : () -> tensor<3xf32>
        // CHECK: {"type":"bf16","shape":[2],"values":[-0.0,0.25]}
        %f3 = "tosa.const"() <{values = dense<[-0.0, 0.25]> : tensor<2xbf16>}> : () -> tensor<2xbf16>
        // CHECK: {"type":"i4","shape":[3],"values":[-1,7,-8]}
        %i4 = "tosa.const"() <{values = dense<[-1, 7, -8]> : tensor<3xi4>}> : () -> tensor<3xi4>
        // CHECK: {"type":"i48","shape":[17],"offset":{{[0-9]+}},"bytes":102}
        %i48 = "tosa.const"() <{values = dense<[1, -1, 2, -2, 3, -3, 4, -4, 5, -5, 6, -6, 7, -7, 8, -8, 140737488355327]> : tensor<17xi48>}> : () -> tensor<17xi48>
        // CHECK: "resource": "w",
        // CHECK-NEXT: "alignment": 1,
        %r = "tosa.const"() <{values = dense_resource<w> : tensor<4xi8>}> : () -> tensor<4xi8>
        // CHECK: "op": "tosa.rescale",
        // CHECK: "rounding_mode": {"mlir":"#tosa.rounding_mode<DOUBLE_ROUND>"},
        %3 = tosa.rescale %1, %m, %s, %z, %z {input_unsigned = false, output_unsigned = false, per_channel = false,
            rounding_mode = DOUBLE_ROUND, scale32 = true} : (tensor<1x1x3xi32>, tensor<1xi32>, tensor<1xi8>,
            tensor<1xi32>, tensor<1xi32>) -> tensor<1x1x3xi32>
        // CHECK: "max_val": {"i32":127},
        %4 = tosa.clamp %3 {max_val = 127 : i32, min_val = -128 : i32} : (tensor<1x1x3xi32>) -> tensor<1x1x3xi32>
        acim.yield %4, %t : tensor<1x1x3xi32>, tensor<20xi1>
      } {test.x} : tensor<1x1x3xi32>, tensor<20xi1>
      return %2#0, %2#1 : tensor<1x1x3xi32>, tensor<20xi1>
    }
  }
}
{-# dialect_resources: { builtin: { w: "0x0100000001020304" } } #-}
