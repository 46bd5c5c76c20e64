// RUN: %python %S/Inputs/with_hardware.py %s %acim_src/lib/Hardware/presets/chen_rram128.json dac.bits=2 > %t.mlir
// RUN: acim-opt %t.mlir --acim-encode-inputs | FileCheck %s
// RUN: acim-opt %t.mlir --acim-encode-inputs=dac-bits=1 | FileCheck %s --check-prefix=SINGLE

// Drivers of two bits put two planes at once on a word line unless told otherwise.

// CHECK: acim.weights @w {{.*}} inputs #acim.inputs<kind = binary, bits = 8, offset = 128, dac_bits = 2>
// SINGLE: acim.weights @w {{.*}} inputs #acim.inputs<kind = binary, bits = 8, offset = 128>
module attributes {acim.hardware = #acim.hardware<"HARDWARE">} {
  acim.weights @w dense<1> : tensor<1x2x4xi8> bias dense<0> : tensor<1x2xi64>
  func.func @main(%x: tensor<3x1x4xi8>) -> tensor<3x1x2xi32> {
    %0 = acim.mvm @w, %x : tensor<3x1x4xi8> -> tensor<3x1x2xi32>
    return %0 : tensor<3x1x2xi32>
  }
}
