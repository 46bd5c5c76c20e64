// RUN: split-file %s %t
// RUN: not acim-translate --program-to-acim %t/graph.mlir 2>&1 | FileCheck %s --check-prefix=GRAPH
// RUN: not acim-translate --program-to-json %t/graph.mlir 2>&1 | FileCheck %s --check-prefix=GRAPH
// RUN: not acim-translate --program-to-acim %t/elided.mlir 2>&1 | FileCheck %s --check-prefix=ELIDED
// RUN: not acim-translate --acim-to-program %t/graph.mlir 2>&1 | FileCheck %s --check-prefix=FOREIGN

// GRAPH: graph.mlir:{{.*}}: error: expected a module of one acim.program and nothing else
// FOREIGN: graph.mlir: not an .acim file

//--- graph.mlir
func.func @main(%x: tensor<1x4xi8>) -> tensor<1x4xi8> {
  return %x : tensor<1x4xi8>
}

//--- elided.mlir
// ELIDED: error: operation 'tosa.const': constant '__elided__' has no data; it was elided when the module was printed
acim.program @p hardware #acim.hardware<"{}"> {
  func.func @main(%x: tensor<4xi8>) -> tensor<4xi8> {
    %0 = acim.digital {
      %1 = "tosa.const"() <{values = dense_resource<__elided__> : tensor<4xi8>}> : () -> tensor<4xi8>
      acim.yield %1 : tensor<4xi8>
    } : tensor<4xi8>
    return %0 : tensor<4xi8>
  }
}
