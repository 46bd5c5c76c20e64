// RUN: acim-opt %s --acim-attach-hardware --acim-assign-adc | FileCheck %s --check-prefixes=CHECK,CHEN
// RUN: acim-opt %s --acim-attach-hardware=hardware=isaac32 --acim-assign-adc | FileCheck %s --check-prefixes=CHECK,ISAAC
// RUN: acim-opt %s --acim-attach-hardware --acim-assign-adc="bits=6 semantics=full-range readout=separate correction=digital" | FileCheck %s --check-prefixes=CHECK,OPTIONS

// The hardware decides unless told otherwise; single arrays have no difference to read and only offset-encoded weights an
// offset to take back.

// CHECK: acim.weights @pair
// CHEN-SAME: adc #acim.adc<bits = 10, semantics = unit_step, readout = difference, correction = digital>
// ISAAC-SAME: adc #acim.adc<bits = 9, semantics = unit_step, readout = difference, correction = digital>
// OPTIONS-SAME: adc #acim.adc<bits = 6, semantics = full_range, readout = separate, correction = digital>
acim.weights @pair dense<1> : tensor<1x2x8xi8> bias dense<0> : tensor<1x2xi64>
    encoding #acim.encoding<kind = sign_magnitude, bits = 7, cell_bits = 2>
    array #acim.array<rows = 128, columns = 128, active_rows = 128, active_columns = 128>

// CHECK: acim.weights @offset
// CHEN-SAME: adc #acim.adc<bits = 10, semantics = unit_step, readout = single, correction = digital>
// ISAAC-SAME: adc #acim.adc<bits = 9, semantics = unit_step, readout = single, correction = reference_column>
acim.weights @offset dense<1> : tensor<1x2x8xi8> bias dense<0> : tensor<1x2xi64>
    encoding #acim.encoding<kind = offset, bits = 8, cell_bits = 2>
    array #acim.array<rows = 128, columns = 128, active_rows = 128, active_columns = 128>

// CHECK: acim.weights @twos_complement
// CHEN-SAME: adc #acim.adc<bits = 10, semantics = unit_step, readout = single, correction = digital>
// ISAAC-SAME: adc #acim.adc<bits = 9, semantics = unit_step, readout = single, correction = digital>
acim.weights @twos_complement dense<1> : tensor<1x2x8xi8> bias dense<0> : tensor<1x2xi64>
    encoding #acim.encoding<kind = twos_complement, bits = 8, cell_bits = 2>
    array #acim.array<rows = 128, columns = 128, active_rows = 128, active_columns = 128>
