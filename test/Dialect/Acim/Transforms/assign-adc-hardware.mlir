// RUN: %python %S/Inputs/with_hardware.py %s %acim_src/lib/Hardware/presets/chen_rram128.json adc.granularity=crossbar adc.programmable_zero=false > %t.mlir
// RUN: acim-opt %t.mlir --acim-assign-adc=semantics=proven | FileCheck %s
// RUN: acim-opt %t.mlir --acim-assign-adc="semantics=sufficient granularity=layer" --remarks-filter=acim-adc 2>&1 | FileCheck %s --check-prefix=LAYER
// RUN: not acim-opt %t.mlir --acim-assign-adc="semantics=proven granularity=column" 2>&1 | FileCheck %s --check-prefix=FINER

// How far converters can be set is the hardware's matter; more conversions than it demands may share a setting, not fewer.

// CHECK: acim.weights @w
// CHECK-SAME: adc #acim.adc<bits = 10, semantics = proven, readout = difference, correction = digital, granularity = crossbar, zero = fixed>
// LAYER: "@w: every sum fits", hi=31, lo=-32, sum_hi=24, sum_lo=-24
// LAYER: acim.weights @w {{.*}} adc #acim.adc<bits = 10, semantics = sufficient, readout = difference, correction = digital, granularity = layer, zero = fixed>
// FINER: error: 'acim.weights' op ADC granularity column is finer than the hardware's, crossbar; use that or a coarser one
module attributes {acim.hardware = #acim.hardware<"HARDWARE">} {
  acim.weights @w dense<1> : tensor<1x2x8xi8> bias dense<0> : tensor<1x2xi64>
      encoding #acim.encoding<kind = sign_magnitude, bits = 7, cell_bits = 2>
      array #acim.array<rows = 128, columns = 128, active_rows = 128, active_columns = 128>
}
