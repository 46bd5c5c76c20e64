// RUN: acim-opt %s --split-input-file --verify-diagnostics --acim-encode-inputs --remarks-filter=acim-inputs | FileCheck %s
// RUN: acim-opt %s --split-input-file --acim-encode-inputs=encoding=csd | FileCheck %s --check-prefix=CSD
// RUN: acim-opt %s --split-input-file --acim-encode-inputs=encoding=sign_magnitude | FileCheck %s --check-prefix=SIGNED

// Inputs that a clamp keeps to 64 values have 6 planes; CSD needs its ninth plane only above 170.

// expected-remark@+4 {{Remark=@clamped, hi=43, lo=-20, planes=6, planes_saved=2}}
// CHECK: acim.weights @clamped {{.*}} inputs #acim.inputs<kind = binary, bits = 8, offset = 20, lo = -20, hi = 43>
// CSD: acim.weights @clamped {{.*}} inputs #acim.inputs<kind = csd, bits = 8, offset = 0, lo = -20, hi = 43>
// SIGNED: acim.weights @clamped {{.*}} inputs #acim.inputs<kind = sign_magnitude, bits = 8, offset = 0, lo = -20, hi = 43>
acim.weights @clamped dense<1> : tensor<1x2x4xi8> bias dense<0> : tensor<1x2xi64>
func.func @main(%x: tensor<3x1x4xi8>) -> tensor<3x1x2xi32> {
  %0 = tosa.clamp %x {min_val = -20 : i8, max_val = 43 : i8} : (tensor<3x1x4xi8>) -> tensor<3x1x4xi8>
  %1 = acim.mvm @clamped, %0 : tensor<3x1x4xi8> -> tensor<3x1x2xi32>
  return %1 : tensor<3x1x2xi32>
}

// -----

// Nothing is known: left as wide as the type.

// expected-remark@+2 {{Remark=@free, hi=127, lo=-128, planes=8, planes_saved=0}}
// CHECK: acim.weights @free {{.*}} inputs #acim.inputs<kind = binary, bits = 8, offset = 128>
acim.weights @free dense<1> : tensor<1x2x4xi8> bias dense<0> : tensor<1x2xi64>
func.func @main(%x: tensor<3x1x4xi8>) -> tensor<3x1x2xi32> {
  %0 = acim.mvm @free, %x : tensor<3x1x4xi8> -> tensor<3x1x2xi32>
  return %0 : tensor<3x1x2xi32>
}

// -----

// Crossbars that two products share are driven with what either may read.

// expected-remark@+2 {{Remark=@shared, hi=9, lo=-20, planes=5, planes_saved=3}}
// CHECK: acim.weights @shared {{.*}} inputs #acim.inputs<kind = binary, bits = 8, offset = 20, lo = -20, hi = 9>
acim.weights @shared dense<1> : tensor<1x2x4xi8> bias dense<0> : tensor<1x2xi64>
func.func @main(%x: tensor<3x1x4xi8>) -> (tensor<3x1x2xi32>, tensor<3x1x2xi32>) {
  %0 = tosa.clamp %x {min_val = -20 : i8, max_val = 3 : i8} : (tensor<3x1x4xi8>) -> tensor<3x1x4xi8>
  %1 = tosa.clamp %x {min_val = 5 : i8, max_val = 9 : i8} : (tensor<3x1x4xi8>) -> tensor<3x1x4xi8>
  %2 = acim.mvm @shared, %0 : tensor<3x1x4xi8> -> tensor<3x1x2xi32>
  %3 = acim.mvm @shared, %1 : tensor<3x1x4xi8> -> tensor<3x1x2xi32>
  return %2, %3 : tensor<3x1x2xi32>, tensor<3x1x2xi32>
}

// -----

// Positive inputs: binary planes count from the smallest, signed ones from what is nearest to the zero point, here 0.

// expected-remark@+4 {{Remark=@positive, hi=107, lo=100, planes=3, planes_saved=5}}
// CHECK: acim.weights @positive {{.*}} inputs #acim.inputs<kind = binary, bits = 8, offset = -100, lo = 100, hi = 107>
// CSD: acim.weights @positive {{.*}} inputs #acim.inputs<kind = csd, bits = 8, offset = -100, lo = 100, hi = 107>
// SIGNED: acim.weights @positive {{.*}} inputs #acim.inputs<kind = sign_magnitude, bits = 8, offset = -100, lo = 100, hi = 107>
acim.weights @positive dense<1> : tensor<1x2x4xi8> bias dense<0> : tensor<1x2xi64>
func.func @main(%x: tensor<3x1x4xi8>) -> tensor<3x1x2xi32> {
  %0 = tosa.clamp %x {min_val = 100 : i8, max_val = 107 : i8} : (tensor<3x1x4xi8>) -> tensor<3x1x4xi8>
  %1 = acim.mvm @positive, %0 : tensor<3x1x4xi8> -> tensor<3x1x2xi32>
  return %1 : tensor<3x1x2xi32>
}

// -----

// A constant input still has a plane, which nothing drives.

// expected-remark@+2 {{Remark=@constant, hi=7, lo=7, planes=1, planes_saved=7}}
// CHECK: acim.weights @constant {{.*}} inputs #acim.inputs<kind = binary, bits = 8, offset = -7, lo = 7, hi = 7>
acim.weights @constant dense<1> : tensor<1x2x4xi8> bias dense<0> : tensor<1x2xi64>
func.func @main() -> tensor<3x1x2xi32> {
  %0 = "tosa.const"() <{values = dense<7> : tensor<3x1x4xi8>}> : () -> tensor<3x1x4xi8>
  %1 = acim.mvm @constant, %0 : tensor<3x1x4xi8> -> tensor<3x1x2xi32>
  return %1 : tensor<3x1x2xi32>
}
