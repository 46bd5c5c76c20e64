//===- Passes.td - From TOSA to acim ------------------------*- tablegen -*-===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef ACIM_CONVERSION_PASSES_TD
#define ACIM_CONVERSION_PASSES_TD

include "mlir/Pass/PassBase.td"

def ConvertTosaToAcimPass : Pass<"convert-tosa-to-acim", "ModuleOp"> {
  let summary = "Map matrix products with constant weights to acim operations";
  let description = [{
    Every `tosa.conv2d`, `tosa.depthwise_conv2d`, `tosa.transpose_conv2d` and `tosa.matmul` on integers whose weights are a constant
    (also behind reshapes, transposes and slices of one) becomes `acim.im2col` and `acim.mvm` on an `acim.weights` symbol.
    Zero points are subtracted from the weights and folded into the bias, so that padding reads the input's zero point.
    A transposed convolution becomes one product per input position with all phases of its stride as outputs, followed
    by a reordering of the outputs.

    Grouped convolutions arrive as one `tosa.conv2d` for every group, on neighbouring slices of the channels of one tensor. Those
    with one geometry become one layer with groups, which share crossbars; each `tosa.conv2d` becomes a slice of its result.

    Everything else is left alone and runs on the digital unit; a missed-remark of category `acim-map` says why.

    Before:
    ```mlir
    %y = tosa.conv2d %x, %w, %b, %xzp, %wzp {acc_type = i32, dilation = array<i64: 1, 1>, pad = array<i64: 0, 0, 0, 0>,
        stride = array<i64: 1, 1>} : (tensor<1x4x4x8xi8>, tensor<2x1x1x8xi8>, tensor<2xi32>, tensor<1xi8>, tensor<1xi8>)
        -> tensor<1x4x4x2xi32>
    ```
    After:
    ```mlir
    acim.weights @conv2d_0 dense<1> : tensor<1x2x8xi8> bias dense<0> : tensor<1x2xi64>
    %c = acim.im2col %x window(#acim.window<kernel = [1, 1], stride = [1, 1], pad = [0, 0, 0, 0], dilation = [1, 1],
        groups = 1, pad_value = -128>) : tensor<1x4x4x8xi8> -> tensor<16x1x8xi8>
    %m = acim.mvm @conv2d_0, %c : tensor<16x1x8xi8> -> tensor<16x1x2xi32>
    %y = tosa.reshape %m, %shape : (tensor<16x1x2xi32>, !tosa.shape<4>) -> tensor<1x4x4x2xi32>
    ```
  }];
  let dependentDialects = ["::mlir::acim::AcimDialect", "::mlir::tosa::TosaDialect"];
}

#endif // ACIM_CONVERSION_PASSES_TD
