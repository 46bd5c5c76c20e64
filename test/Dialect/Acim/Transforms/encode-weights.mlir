// RUN: acim-opt %s --acim-attach-hardware --acim-encode-weights | FileCheck %s --check-prefixes=CHECK,MAGNITUDE
// RUN: acim-opt %s --acim-attach-hardware --acim-encode-weights=encoding=twos-complement | FileCheck %s --check-prefixes=CHECK,TWOS
// RUN: acim-opt %s --acim-attach-hardware --acim-encode-weights=encoding=offset | FileCheck %s --check-prefixes=CHECK,OFFSET
// RUN: acim-opt %s --acim-attach-hardware=hardware=isaac32 --acim-encode-weights | FileCheck %s --check-prefixes=CHECK,OFFSET
// RUN: acim-opt %s --acim-attach-hardware --acim-encode-weights=encoding=sce | FileCheck %s --check-prefixes=CHECK,SEGMENTED
// RUN: acim-opt %s --acim-attach-hardware --acim-encode-weights="encoding=sce segment-bits=4" | FileCheck %s --check-prefixes=SEGMENTS
// RUN: acim-opt %s --acim-attach-hardware --acim-encode-weights=encoding=min-cost | FileCheck %s --check-prefixes=CHECK,CHEAPEST
// RUN: acim-opt %s --acim-attach-hardware --acim-encode-weights=encoding=flip | FileCheck %s --check-prefixes=CHECK,FLIP
// RUN: acim-opt %s --acim-attach-hardware --acim-encode-weights=encoding=centred | FileCheck %s --check-prefixes=CHECK,CENTRED

// Words have the width of the weights' type; chen_rram128 asks for sign_magnitude, isaac32 for offset.

// CHECK: acim.weights @bytes
// MAGNITUDE-SAME: encoding #acim.encoding<kind = sign_magnitude, bits = 7, cell_bits = 2>
// TWOS-SAME: encoding #acim.encoding<kind = twos_complement, bits = 8, cell_bits = 2>
// OFFSET-SAME: encoding #acim.encoding<kind = offset, bits = 8, cell_bits = 2>
// SEGMENTED-SAME: encoding #acim.encoding<kind = sce, bits = 8, cell_bits = 2>
// SEGMENTS: acim.weights @bytes {{.*}} encoding #acim.encoding<kind = sce, bits = 8, cell_bits = 2, segment_bits = 4>
// CHEAPEST-SAME: encoding #acim.encoding<kind = min_cost, bits = 8, cell_bits = 2, level_costs = [0, 35000, 70000, 105000]>
// FLIP-SAME: encoding #acim.encoding<kind = flip, bits = 8, cell_bits = 2>

// What lies around its centre takes few digits.

// CENTRED-SAME: encoding #acim.encoding<kind = centred, bits = 2, cell_bits = 2, level_costs = [0, 35000, 70000, 105000], centres = [1, 1]>
acim.weights @bytes dense<1> : tensor<1x2x8xi8> bias dense<0> : tensor<1x2xi64>

// The magnitude of -128 needs an eighth bit.

// CHECK: acim.weights @lowest_byte
// MAGNITUDE-SAME: bits = 8
// TWOS-SAME: bits = 8
// OFFSET-SAME: bits = 8
acim.weights @lowest_byte dense<-128> : tensor<1x2x8xi8> bias dense<0> : tensor<1x2xi64>

// CHECK: acim.weights @nibbles
// MAGNITUDE-SAME: bits = 3
// TWOS-SAME: bits = 4
// OFFSET-SAME: bits = 4
// FLIP-SAME: bits = 4
// CENTRED-SAME: kind = centred, bits = 4
acim.weights @nibbles dense<[[[-7, 7]]]> : tensor<1x1x2xi4> bias dense<0> : tensor<1x1xi64>

// Unsigned weights minus their zero point: stored in 16 bits, but of 9.

// CHECK: acim.weights @nine_bits
// A magnitude of 255 needs a fifth digit where half the digits are borrowed: four hold 170. The cheapest digits
// may be those of sce.

// MAGNITUDE-SAME: bits = 8
// TWOS-SAME: bits = 9
// OFFSET-SAME: bits = 9
// SEGMENTED-SAME: bits = 10
// CHEAPEST-SAME: bits = 10
// CENTRED-SAME: kind = centred, bits = 10
acim.weights @nine_bits dense<[[[255, -1]]]> : tensor<1x1x2xi16> bias dense<0> : tensor<1x1xi64>

// CHECK: acim.weights @sixteen_bits
// MAGNITUDE-SAME: bits = 16
// TWOS-SAME: bits = 16
// OFFSET-SAME: bits = 16
acim.weights @sixteen_bits dense<-32768> : tensor<1x1x2xi16> bias dense<0> : tensor<1x1xi64>

// CHECK: acim.weights @all_zero
// MAGNITUDE-SAME: bits = 7
// TWOS-SAME: bits = 8
// OFFSET-SAME: bits = 8
acim.weights @all_zero dense<0> : tensor<1x2x8xi8> bias dense<0> : tensor<1x2xi64>

// Decisions of other passes stay.

// CHECK: acim.weights @decided
// CHECK-SAME: inputs #acim.inputs<kind = binary, bits = 8, offset = 128>
acim.weights @decided dense<0> : tensor<1x2x8xi8> bias dense<0> : tensor<1x2xi64>
    inputs #acim.inputs<kind = binary, bits = 8, offset = 128>

// Each output of each group has a centre of its own.

// CENTRED: acim.weights @centres
// CENTRED-SAME: kind = centred, bits = 2, cell_bits = 2, level_costs = [0, 35000, 70000, 105000], centres = [40, 0, -90, 7]>
acim.weights @centres dense<[[[39, 41], [-1, 1]], [[-91, -89], [7, 7]]]> : tensor<2x2x2xi8> bias dense<0> : tensor<2x2xi64>
