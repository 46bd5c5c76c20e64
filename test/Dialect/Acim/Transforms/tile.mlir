// RUN: acim-opt %s --acim-attach-hardware --acim-tile | FileCheck %s --check-prefixes=CHECK,WHOLE
// RUN: acim-opt %s --acim-attach-hardware --acim-tile="ou-rows=16 ou-columns=8" | FileCheck %s --check-prefixes=CHECK,UNIT
// RUN: acim-opt %s --acim-attach-hardware --acim-tile --verify-diagnostics --remarks-filter=acim-tile

// Crossbars are the hardware's, the operation unit is the hardware's or a smaller one. The remarks count 128 x 128 cells.

// Two outputs of 4 digits: 8 rows x 8 columns.
// CHECK: acim.weights @small
// WHOLE-SAME: array #acim.array<rows = 128, columns = 128, active_rows = 128, active_columns = 128>
// UNIT-SAME: array #acim.array<rows = 128, columns = 128, active_rows = 16, active_columns = 8>
// expected-remark@+1 {{Remark=@small, crossbars=1, utilisation=0.4%}}
acim.weights @small dense<1> : tensor<1x2x8xi8> bias dense<0> : tensor<1x2xi64>
    encoding #acim.encoding<kind = sign_magnitude, bits = 7, cell_bits = 2>

// 129 rows take a second crossbar, 33 outputs of 4 digits another column of crossbars.
// CHECK: acim.weights @remainder
// expected-remark@+1 {{Remark=@remainder, crossbars=4, utilisation=26.0%}}
acim.weights @remainder dense<1> : tensor<1x33x129xi8> bias dense<0> : tensor<1x33xi64>
    encoding #acim.encoding<kind = sign_magnitude, bits = 7, cell_bits = 2>

// Depthwise: 14 groups of 9 rows x 4 columns stand on the diagonal of one crossbar, the other two on a second.
// CHECK: acim.weights @depthwise
// expected-remark@+1 {{Remark=@depthwise, crossbars=2, utilisation=1.8%}}
acim.weights @depthwise dense<1> : tensor<16x1x9xi8> bias dense<0> : tensor<16x1xi64>
    encoding #acim.encoding<kind = sign_magnitude, bits = 7, cell_bits = 2>

// Groups of which no two fit together: each takes crossbars of its own.
// CHECK: acim.weights @large_groups
// expected-remark@+1 {{Remark=@large_groups, crossbars=2, utilisation=2.0%}}
acim.weights @large_groups dense<1> : tensor<2x1x80xi8> bias dense<0> : tensor<2x1xi64>
    encoding #acim.encoding<kind = sign_magnitude, bits = 7, cell_bits = 2>
