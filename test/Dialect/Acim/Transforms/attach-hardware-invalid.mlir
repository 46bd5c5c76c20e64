// RUN: not acim-opt %s --acim-attach-hardware=hardware=chen 2>&1 | FileCheck %s --check-prefix=NAME
// RUN: not acim-opt %s --acim-attach-hardware=hardware={} 2>&1 | FileCheck %s --check-prefix=TEXT

// NAME: attach-hardware-invalid.mlir:{{[0-9]+}}:1: error: invalid hardware description: {{.*}}chen_rram128
// TEXT: attach-hardware-invalid.mlir:{{[0-9]+}}:1: error: invalid hardware description: {{.*}}hardware
module {}
