// RUN: not acim-opt %s --acim-attach-hardware --acim-split-precision=share=0.5 2>&1 | FileCheck %s --check-prefix=UNCALIBRATED
// RUN: not acim-opt %s --acim-attach-hardware --acim-split-precision="share=0.5 low-bits=0" 2>&1 | FileCheck %s --check-prefix=UNCALIBRATED
// RUN: not acim-opt %s --acim-attach-hardware --acim-split-precision=share=1.5 2>&1 | FileCheck %s --check-prefix=SHARE
// RUN: not acim-opt %s --acim-attach-hardware --acim-split-precision=low-bits=3 2>&1 | FileCheck %s --check-prefix=BITS
// RUN: not acim-opt %s --acim-attach-hardware --acim-split-precision=low-bits=8 2>&1 | FileCheck %s --check-prefix=WIDE
// RUN: not acim-opt %s --acim-attach-hardware --acim-split-precision=granularity=row 2>&1 | FileCheck %s --check-prefix=GRANULARITY
// RUN: not acim-opt %s --acim-attach-hardware --acim-split-precision=importance=high 2>&1 | FileCheck %s --check-prefix=IMPORTANCE

// UNCALIBRATED: error: 'acim.weights' op expected statistics of real inputs; run acim calibrate
// SHARE: error: expected a share of 0 to 1, found 1.5
// BITS: error: expected low-bits of 0 to 7 that whole cells of 2 bits make up, found 3
// WIDE: error: expected low-bits of 0 to 7 that whole cells of 2 bits make up, found 8
// GRANULARITY: error: unknown granularity 'row'; expected one of output, unit
// IMPORTANCE: error: unknown importance 'high'; expected one of auto, value, magnitude
acim.weights @w dense<[[[100, -10], [37, 41]]]> : tensor<1x2x2xi8> bias dense<[[5, 6]]> : tensor<1x2xi64>
    encoding #acim.encoding<kind = sign_magnitude, bits = 7, cell_bits = 2>
    inputs #acim.inputs<kind = binary, bits = 8, offset = 128>
    array #acim.array<rows = 128, columns = 128, active_rows = 128, active_columns = 128>
    adc #acim.adc<bits = 10, semantics = proven, readout = difference, correction = digital>
func.func @f(%c: tensor<4x1x2xi8>) -> tensor<4x1x2xi32> {
  %0 = acim.mvm @w, %c : tensor<4x1x2xi8> -> tensor<4x1x2xi32>
  return %0 : tensor<4x1x2xi32>
}
