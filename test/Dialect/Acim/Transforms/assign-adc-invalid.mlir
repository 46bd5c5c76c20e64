// RUN: acim-opt %s --split-input-file --verify-diagnostics --acim-attach-hardware --acim-assign-adc
// RUN: not acim-opt %s --split-input-file --acim-assign-adc 2>&1 | FileCheck %s --check-prefix=HARDWARE
// RUN: not acim-opt %s --split-input-file --acim-attach-hardware --acim-assign-adc=bits=25 2>&1 | FileCheck %s --check-prefix=BITS
// RUN: not acim-opt %s --split-input-file --acim-attach-hardware --acim-assign-adc=semantics=rounding 2>&1 | FileCheck %s --check-prefix=SEMANTICS
// RUN: not acim-opt %s --split-input-file --acim-attach-hardware --acim-assign-adc=readout=both 2>&1 | FileCheck %s --check-prefix=READOUT
// RUN: not acim-opt %s --split-input-file --acim-attach-hardware --acim-assign-adc=correction=none 2>&1 | FileCheck %s --check-prefix=CORRECTION
// RUN: not acim-opt %s --split-input-file --acim-attach-hardware --acim-assign-adc="bits=1 semantics=full_range" 2>&1 | FileCheck %s --check-prefix=SPAN
// RUN: not acim-opt %s --split-input-file --acim-attach-hardware --acim-assign-adc=granularity=tile 2>&1 | FileCheck %s --check-prefix=GRANULARITY

// HARDWARE: error: expected the module attribute 'acim.hardware'; run acim-attach-hardware first
// BITS: error: 'acim.weights' op ADC resolution must be between 1 and 24, found 25
// SEMANTICS: error: unknown ADC semantics 'rounding'; expected one of unit_step, full_range, proven, sufficient
// GRANULARITY: error: unknown ADC granularity 'tile'; expected one of layer, crossbar, column
// READOUT: error: unknown readout 'both'; expected one of single, difference, separate
// CORRECTION: error: unknown offset correction 'none'; expected one of digital, reference_column
// SPAN: error: 'acim.weights' op codes of 1 bits cannot span sums from -24 to 24 in full_range; use more bits or unit_step
acim.weights @decided dense<1> : tensor<1x2x8xi8> bias dense<0> : tensor<1x2xi64>
    encoding #acim.encoding<kind = sign_magnitude, bits = 7, cell_bits = 2>
    array #acim.array<rows = 128, columns = 128, active_rows = 128, active_columns = 128>

// -----

// expected-error@+1 {{expected an encoding and an array; run acim-encode-weights and acim-tile before acim-assign-adc}}
acim.weights @not_tiled dense<1> : tensor<1x2x8xi8> bias dense<0> : tensor<1x2xi64>
    encoding #acim.encoding<kind = sign_magnitude, bits = 7, cell_bits = 2>

// -----

// expected-error@+1 {{expected an encoding and an array; run acim-encode-weights and acim-tile before acim-assign-adc}}
acim.weights @not_encoded dense<1> : tensor<1x2x8xi8> bias dense<0> : tensor<1x2xi64>
    array #acim.array<rows = 128, columns = 128, active_rows = 128, active_columns = 128>
