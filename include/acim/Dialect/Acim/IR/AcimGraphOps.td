//===- AcimGraphOps.td - Operations between TOSA operators ------------------*- tablegen -*-===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef ACIM_DIALECT_ACIM_IR_ACIMGRAPHOPS_TD
#define ACIM_DIALECT_ACIM_IR_ACIMGRAPHOPS_TD

include "acim/Dialect/Acim/IR/AcimAttrs.td"
include "mlir/IR/BuiltinAttributes.td"
include "mlir/IR/SymbolInterfaces.td"
include "mlir/Interfaces/SideEffectInterfaces.td"

def Acim_WeightsOp : Acim_Op<"weights", [Symbol]> {
  let summary = "The integer matrix of a mapped layer and what is decided about it";
  let description = [{
    `values` is groups x outputs x rows (TOSA order: rows run over kernel row, kernel column, channel), zero points already
    subtracted. `bias` is groups x outputs in 64 bits. The optional attributes are set by the passes, in the
    order encoding, inputs, array, adc, row_order, skip_idle, bounded, skip, split, clip. `row_order` says which row of a group stands
    where, top to bottom. With `skip_idle`, conversions of row groups and planes without a driven row are not performed; with `bounded`,
    a conversion resolves only the bits that the number of its driven rows can need; `skip` says which conversions are left
    out even where that changes results, `split` which are performed only where others say that they matter (its low digits are a segment
    of encoding `sce`), `clip` which read their sums with fewer bits than these need. `statistics` come from calibration and are no
    decision.

    ```mlir
    acim.weights @conv dense<1> : tensor<1x16x27xi8> bias dense<0> : tensor<1x16xi64>
        encoding #acim.encoding<kind = sign_magnitude, bits = 7, cell_bits = 2>
    ```
  }];
  let arguments = (ins SymbolNameAttr:$sym_name, ElementsAttr:$values, ElementsAttr:$bias,
      OptionalAttr<Acim_EncodingAttr>:$encoding, OptionalAttr<Acim_InputsAttr>:$inputs,
      OptionalAttr<Acim_ArrayAttr>:$array, OptionalAttr<Acim_AdcAttr>:$adc,
      OptionalAttr<DenseI32ArrayAttr>:$row_order, UnitAttr:$skip_idle, UnitAttr:$bounded,
      OptionalAttr<Acim_SkipAttr>:$skip, OptionalAttr<Acim_SplitAttr>:$split, OptionalAttr<Acim_ClipAttr>:$clip,
      OptionalAttr<Acim_StatisticsAttr>:$statistics);
  let assemblyFormat = [{
    $sym_name $values `bias` $bias (`encoding` qualified($encoding)^)? (`inputs` qualified($inputs)^)?
    (`array` qualified($array)^)? (`adc` qualified($adc)^)?
    (`row_order` $row_order^)? (`skip_idle` $skip_idle^)? (`bounded` $bounded^)?
    (`skip` qualified($skip)^)? (`split` qualified($split)^)? (`clip` qualified($clip)^)?
    (`statistics` qualified($statistics)^)? attr-dict
  }];
  let builders = [
    /// Nothing is decided yet.
    OpBuilder<(ins "::mlir::StringAttr":$name, "::mlir::ElementsAttr":$values, "::mlir::ElementsAttr":$bias), [{
      auto &properties = $_state.getOrAddProperties<Properties>();
      properties.sym_name = name;
      properties.values = values;
      properties.bias = bias;
    }]>
  ];
  let extraClassDeclaration = [{
    int64_t getGroups() { return getValues().getShapedType().getDimSize(0); }
    int64_t getOutputs() { return getValues().getShapedType().getDimSize(1); }
    int64_t getRows() { return getValues().getShapedType().getDimSize(2); }
  }];
  let hasVerifier = 1;
}

def Acim_Im2ColOp : Acim_Op<"im2col", [Pure]> {
  let summary = "Gather the inputs of every position of a layer";
  let description = [{
    The result is positions x groups x rows: position (batch, output row, output column) in row-major order.

    ```mlir
    %cols = acim.im2col %x window(#acim.window<kernel = [3, 3], stride = [1, 1], pad = [1, 1, 1, 1],
        dilation = [1, 1], groups = 1, pad_value = -128>) : tensor<1x32x32x3xi8> -> tensor<1024x1x27xi8>
    ```
  }];
  let arguments = (ins AnyStaticShapeTensor:$input, Acim_WindowAttr:$window);
  let results = (outs AnyStaticShapeTensor:$result);
  let assemblyFormat = [{
    $input `window` `(` qualified($window) `)` attr-dict `:` qualified(type($input)) `->` qualified(type($result))
  }];
  let hasVerifier = 1;
}

def Acim_MvmOp : Acim_Op<"mvm", [Pure, DeclareOpInterfaceMethods<SymbolUserOpInterface>]> {
  let summary = "Matrix-vector products with constant weights";
  let description = [{
    `result[p, g, o] = bias[g, o] + sum_j values[g, o, j] * columns[p, g, j]`, exactly, whatever the attributes of the weights.

    ```mlir
    %y = acim.mvm @conv, %cols : tensor<1024x1x27xi8> -> tensor<1024x1x16xi32>
    ```
  }];
  let arguments = (ins FlatSymbolRefAttr:$weights, AnyStaticShapeTensor:$columns);
  let results = (outs AnyStaticShapeTensor:$result);
  let assemblyFormat = "$weights `,` $columns attr-dict `:` qualified(type($columns)) `->` qualified(type($result))";
}

#endif // ACIM_DIALECT_ACIM_IR_ACIMGRAPHOPS_TD
