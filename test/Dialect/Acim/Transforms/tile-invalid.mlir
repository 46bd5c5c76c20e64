// RUN: acim-opt %s --verify-diagnostics --acim-attach-hardware --acim-tile
// RUN: not acim-opt %s --acim-tile 2>&1 | FileCheck %s --check-prefix=HARDWARE
// RUN: not acim-opt %s --acim-attach-hardware --acim-tile=ou-rows=129 2>&1 | FileCheck %s --check-prefix=ROWS
// RUN: not acim-opt %s --acim-attach-hardware --acim-tile=ou-columns=-1 2>&1 | FileCheck %s --check-prefix=COLUMNS

// HARDWARE: error: expected the module attribute 'acim.hardware'; run acim-attach-hardware first
// ROWS: error: operation-unit rows must be between 1 and the hardware's 128 (0 takes the latter), found 129
// COLUMNS: error: operation-unit columns must be between 1 and the hardware's 128 (0 takes the latter), found -1
// expected-error@+1 {{expected an encoding; run acim-encode-weights before acim-tile}}
acim.weights @undecided dense<1> : tensor<1x2x8xi8> bias dense<0> : tensor<1x2xi64>
