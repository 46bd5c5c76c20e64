// RUN: acim-opt %s --acim-encode-inputs | FileCheck %s
// RUN: acim-opt %s --acim-encode-inputs=encoding=sign-magnitude | FileCheck %s --check-prefix=SIGNED
// RUN: acim-opt %s --acim-encode-inputs=dac-bits=4 | FileCheck %s --check-prefix=DAC
// RUN: not acim-opt %s --acim-encode-inputs=dac-bits=5 2>&1 | FileCheck %s --check-prefix=DAC-LIMIT
// RUN: not acim-opt %s --acim-encode-inputs=encoding=csd 2>&1 | FileCheck %s --check-prefix=WIDE
// RUN: not acim-opt %s --acim-encode-inputs=encoding=gray 2>&1 | FileCheck %s --check-prefix=UNKNOWN

// WIDE: error: 'acim.mvm' op input width must be between 1 and 15, found 16
// DAC-LIMIT: error: 'acim.mvm' op resolution of the drivers must be between 1 and 4, found 5
// UNKNOWN: error: unknown input encoding 'gray'; expected one of binary, twos_complement, sign_magnitude, csd

// DAC: acim.weights @bytes {{.*}} inputs #acim.inputs<kind = binary, bits = 8, offset = 128, dac_bits = 4>

// Signed codes count from the zero point, which padding reads.

// SIGNED: acim.weights @bytes {{.*}} inputs #acim.inputs<kind = sign_magnitude, bits = 8, offset = 0>
// SIGNED: acim.weights @windows {{.*}} inputs #acim.inputs<kind = sign_magnitude, bits = 8, offset = -83>

// CHECK: acim.weights @bytes {{.*}} inputs #acim.inputs<kind = binary, bits = 8, offset = 128>
acim.weights @bytes dense<1> : tensor<1x2x4xi8> bias dense<0> : tensor<1x2xi64>
// CHECK: acim.weights @words {{.*}} inputs #acim.inputs<kind = binary, bits = 16, offset = 32768>
acim.weights @words dense<1> : tensor<1x2x4xi8> bias dense<0> : tensor<1x2xi64>
// CHECK: acim.weights @nibbles {{.*}} inputs #acim.inputs<kind = binary, bits = 4, offset = 8>
acim.weights @nibbles dense<1> : tensor<1x2x4xi8> bias dense<0> : tensor<1x2xi64>

// CHECK: acim.weights @windows {{.*}} inputs #acim.inputs<kind = binary, bits = 8, offset = 128>
acim.weights @windows dense<1> : tensor<1x2x4xi8> bias dense<0> : tensor<1x2xi64>

// No product uses these: left alone.

// CHECK: acim.weights @unused
// CHECK-NOT: #acim.inputs
acim.weights @unused dense<1> : tensor<1x2x4xi8> bias dense<0> : tensor<1x2xi64>

// CHECK-LABEL: func.func @main
func.func @main(%a: tensor<3x1x4xi8>, %b: tensor<3x1x4xi16>, %c: tensor<3x1x4xi4>, %x: tensor<1x3x1x4xi8>) {
  %w = acim.im2col %x window(#acim.window<kernel = [1, 1], stride = [1, 1], pad = [0, 0, 0, 0], dilation = [1, 1], groups = 1, pad_value = 83>) : tensor<1x3x1x4xi8> -> tensor<3x1x4xi8>
  %4 = acim.mvm @windows, %w : tensor<3x1x4xi8> -> tensor<3x1x2xi32>
  %0 = acim.mvm @bytes, %a : tensor<3x1x4xi8> -> tensor<3x1x2xi32>
  %1 = acim.mvm @bytes, %a : tensor<3x1x4xi8> -> tensor<3x1x2xi32>
  %2 = acim.mvm @words, %b : tensor<3x1x4xi16> -> tensor<3x1x2xi48>
  %3 = acim.mvm @nibbles, %c : tensor<3x1x4xi4> -> tensor<3x1x2xi32>
  return
}
