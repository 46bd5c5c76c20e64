// RUN: acim-opt %s --split-input-file --acim-encode-inputs | FileCheck %s

// What a layer can read, operator by operator, as the range of its planes.

// A clamp after a clamp: what both let through.

// CHECK: acim.weights @clamp {{.*}}bits = 8, offset = -5, lo = 5, hi = 9>
acim.weights @clamp dense<1> : tensor<1x2x4xi8> bias dense<0> : tensor<1x2xi64>
func.func @main(%x: tensor<1x2x2x4xi8>) -> tensor<4x1x2xi32> {
  %c = tosa.clamp %x {min_val = -20 : i8, max_val = 9 : i8} : (tensor<1x2x2x4xi8>) -> tensor<1x2x2x4xi8>
  %r = tosa.clamp %c {min_val = 5 : i8, max_val = 50 : i8} : (tensor<1x2x2x4xi8>) -> tensor<1x2x2x4xi8>
  %cols = acim.im2col %r window(#acim.window<kernel = [1, 1], stride = [1, 1], pad = [0, 0, 0, 0], dilation = [1, 1], groups = 1, pad_value = 0>) : tensor<1x2x2x4xi8> -> tensor<4x1x4xi8>
  %y = acim.mvm @clamp, %cols : tensor<4x1x4xi8> -> tensor<4x1x2xi32>
  return %y : tensor<4x1x2xi32>
}

// -----

// A clamp beside the range leaves its nearer end.

// CHECK: acim.weights @clamp_aside {{.*}}bits = 8, offset = -50, lo = 50, hi = 50>
acim.weights @clamp_aside dense<1> : tensor<1x2x4xi8> bias dense<0> : tensor<1x2xi64>
func.func @main(%x: tensor<1x2x2x4xi8>) -> tensor<4x1x2xi32> {
  %c = tosa.clamp %x {min_val = -20 : i8, max_val = 9 : i8} : (tensor<1x2x2x4xi8>) -> tensor<1x2x2x4xi8>
  %r = tosa.clamp %c {min_val = 50 : i8, max_val = 60 : i8} : (tensor<1x2x2x4xi8>) -> tensor<1x2x2x4xi8>
  %cols = acim.im2col %r window(#acim.window<kernel = [1, 1], stride = [1, 1], pad = [0, 0, 0, 0], dilation = [1, 1], groups = 1, pad_value = 0>) : tensor<1x2x2x4xi8> -> tensor<4x1x4xi8>
  %y = acim.mvm @clamp_aside, %cols : tensor<4x1x4xi8> -> tensor<4x1x2xi32>
  return %y : tensor<4x1x2xi32>
}

// -----

// Padding is read, too.

// CHECK: acim.weights @padding {{.*}}bits = 8, offset = 0, lo = 0, hi = 43>
acim.weights @padding dense<1> : tensor<1x2x4xi8> bias dense<0> : tensor<1x2xi64>
func.func @main(%x: tensor<1x2x2x4xi8>) -> tensor<6x1x2xi32> {
  %r = tosa.clamp %x {min_val = 20 : i8, max_val = 43 : i8} : (tensor<1x2x2x4xi8>) -> tensor<1x2x2x4xi8>
  %cols = acim.im2col %r window(#acim.window<kernel = [1, 1], stride = [1, 1], pad = [0, 1, 0, 0], dilation = [1, 1], groups = 1, pad_value = 0>) : tensor<1x2x2x4xi8> -> tensor<6x1x4xi8>
  %y = acim.mvm @padding, %cols : tensor<6x1x4xi8> -> tensor<6x1x2xi32>
  return %y : tensor<6x1x2xi32>
}

// -----

// The zero point is not, where nothing is padded.

// CHECK: acim.weights @no_padding {{.*}}bits = 8, offset = -20, lo = 20, hi = 43>
acim.weights @no_padding dense<1> : tensor<1x2x4xi8> bias dense<0> : tensor<1x2xi64>
func.func @main(%x: tensor<1x2x2x4xi8>) -> tensor<4x1x2xi32> {
  %r = tosa.clamp %x {min_val = 20 : i8, max_val = 43 : i8} : (tensor<1x2x2x4xi8>) -> tensor<1x2x2x4xi8>
  %cols = acim.im2col %r window(#acim.window<kernel = [1, 1], stride = [1, 1], pad = [0, 0, 0, 0], dilation = [1, 1], groups = 1, pad_value = 0>) : tensor<1x2x2x4xi8> -> tensor<4x1x4xi8>
  %y = acim.mvm @no_padding, %cols : tensor<4x1x4xi8> -> tensor<4x1x2xi32>
  return %y : tensor<4x1x2xi32>
}

// -----

// Rescaling is monotone: 40 - 10 and -20 - 10, halved, plus 3.

// CHECK: acim.weights @rescale {{.*}}bits = 8, offset = 12, lo = -12, hi = 18>
acim.weights @rescale dense<1> : tensor<1x2x4xi8> bias dense<0> : tensor<1x2xi64>
func.func @main(%x: tensor<1x2x2x4xi8>) -> tensor<4x1x2xi32> {
  %c = tosa.clamp %x {min_val = -20 : i8, max_val = 40 : i8} : (tensor<1x2x2x4xi8>) -> tensor<1x2x2x4xi8>
  %m = "tosa.const"() <{values = dense<1073741824> : tensor<1xi32>}> : () -> tensor<1xi32>
  %s = "tosa.const"() <{values = dense<31> : tensor<1xi8>}> : () -> tensor<1xi8>
  %zi = "tosa.const"() <{values = dense<10> : tensor<1xi8>}> : () -> tensor<1xi8>
  %zo = "tosa.const"() <{values = dense<3> : tensor<1xi8>}> : () -> tensor<1xi8>
  %r = tosa.rescale %c, %m, %s, %zi, %zo {input_unsigned = false, output_unsigned = false, per_channel = false, rounding_mode = SINGLE_ROUND, scale32 = true} : (tensor<1x2x2x4xi8>, tensor<1xi32>, tensor<1xi8>, tensor<1xi8>, tensor<1xi8>) -> tensor<1x2x2x4xi8>
  %cols = acim.im2col %r window(#acim.window<kernel = [1, 1], stride = [1, 1], pad = [0, 0, 0, 0], dilation = [1, 1], groups = 1, pad_value = 0>) : tensor<1x2x2x4xi8> -> tensor<4x1x4xi8>
  %y = acim.mvm @rescale, %cols : tensor<4x1x4xi8> -> tensor<4x1x2xi32>
  return %y : tensor<4x1x2xi32>
}

// -----

// Saturates at the type, and here at no more.

// CHECK: acim.weights @rescale_saturates {{.*}}bits = 8, offset = 128, lo = -128, hi = 18>
acim.weights @rescale_saturates dense<1> : tensor<1x2x4xi8> bias dense<0> : tensor<1x2xi64>
func.func @main(%x: tensor<1x2x2x4xi32>) -> tensor<4x1x2xi32> {
  %c = tosa.clamp %x {min_val = -1000 : i32, max_val = 30 : i32} : (tensor<1x2x2x4xi32>) -> tensor<1x2x2x4xi32>
  %m = "tosa.const"() <{values = dense<1073741824> : tensor<1xi32>}> : () -> tensor<1xi32>
  %s = "tosa.const"() <{values = dense<31> : tensor<1xi8>}> : () -> tensor<1xi8>
  %zi = "tosa.const"() <{values = dense<0> : tensor<1xi32>}> : () -> tensor<1xi32>
  %zo = "tosa.const"() <{values = dense<3> : tensor<1xi8>}> : () -> tensor<1xi8>
  %r = tosa.rescale %c, %m, %s, %zi, %zo {input_unsigned = false, output_unsigned = false, per_channel = false, rounding_mode = SINGLE_ROUND, scale32 = true} : (tensor<1x2x2x4xi32>, tensor<1xi32>, tensor<1xi8>, tensor<1xi32>, tensor<1xi8>) -> tensor<1x2x2x4xi8>
  %cols = acim.im2col %r window(#acim.window<kernel = [1, 1], stride = [1, 1], pad = [0, 0, 0, 0], dilation = [1, 1], groups = 1, pad_value = 0>) : tensor<1x2x2x4xi8> -> tensor<4x1x4xi8>
  %y = acim.mvm @rescale_saturates, %cols : tensor<4x1x4xi8> -> tensor<4x1x2xi32>
  return %y : tensor<4x1x2xi32>
}

// -----

// Channels: what any of them gives. The third is 20 / 4 rounded, the fourth 20 * 2.

// CHECK: acim.weights @rescale_per_channel {{.*}}bits = 8, offset = 40, lo = -40, hi = 40>
acim.weights @rescale_per_channel dense<1> : tensor<1x2x4xi8> bias dense<0> : tensor<1x2xi64>
func.func @main(%x: tensor<1x2x2x4xi32>) -> tensor<4x1x2xi32> {
  %c = tosa.clamp %x {min_val = -20 : i32, max_val = 20 : i32} : (tensor<1x2x2x4xi32>) -> tensor<1x2x2x4xi32>
  %m = "tosa.const"() <{values = dense<[1073741824, 1073741824, 1073741824, 1073741824]> : tensor<4xi32>}> : () -> tensor<4xi32>
  %s = "tosa.const"() <{values = dense<[31, 31, 32, 29]> : tensor<4xi8>}> : () -> tensor<4xi8>
  %zi = "tosa.const"() <{values = dense<0> : tensor<1xi32>}> : () -> tensor<1xi32>
  %zo = "tosa.const"() <{values = dense<0> : tensor<1xi8>}> : () -> tensor<1xi8>
  %r = tosa.rescale %c, %m, %s, %zi, %zo {input_unsigned = false, output_unsigned = false, per_channel = true, rounding_mode = SINGLE_ROUND, scale32 = true} : (tensor<1x2x2x4xi32>, tensor<4xi32>, tensor<4xi8>, tensor<1xi32>, tensor<1xi8>) -> tensor<1x2x2x4xi8>
  %cols = acim.im2col %r window(#acim.window<kernel = [1, 1], stride = [1, 1], pad = [0, 0, 0, 0], dilation = [1, 1], groups = 1, pad_value = 0>) : tensor<1x2x2x4xi8> -> tensor<4x1x4xi8>
  %y = acim.mvm @rescale_per_channel, %cols : tensor<4x1x4xi8> -> tensor<4x1x2xi32>
  return %y : tensor<4x1x2xi32>
}

// -----

// A multiplier that is no constant proves nothing.

// CHECK: acim.weights @rescale_unknown {{.*}}bits = 8, offset = 128>
acim.weights @rescale_unknown dense<1> : tensor<1x2x4xi8> bias dense<0> : tensor<1x2xi64>
func.func @main(%x: tensor<1x2x2x4xi8>, %m: tensor<1xi32>) -> tensor<4x1x2xi32> {
  %c = tosa.clamp %x {min_val = -20 : i8, max_val = 20 : i8} : (tensor<1x2x2x4xi8>) -> tensor<1x2x2x4xi8>
  %s = "tosa.const"() <{values = dense<31> : tensor<1xi8>}> : () -> tensor<1xi8>
  %zi = "tosa.const"() <{values = dense<10> : tensor<1xi8>}> : () -> tensor<1xi8>
  %zo = "tosa.const"() <{values = dense<3> : tensor<1xi8>}> : () -> tensor<1xi8>
  %r = tosa.rescale %c, %m, %s, %zi, %zo {input_unsigned = false, output_unsigned = false, per_channel = false, rounding_mode = SINGLE_ROUND, scale32 = true} : (tensor<1x2x2x4xi8>, tensor<1xi32>, tensor<1xi8>, tensor<1xi8>, tensor<1xi8>) -> tensor<1x2x2x4xi8>
  %cols = acim.im2col %r window(#acim.window<kernel = [1, 1], stride = [1, 1], pad = [0, 0, 0, 0], dilation = [1, 1], groups = 1, pad_value = 0>) : tensor<1x2x2x4xi8> -> tensor<4x1x4xi8>
  %y = acim.mvm @rescale_unknown, %cols : tensor<4x1x4xi8> -> tensor<4x1x2xi32>
  return %y : tensor<4x1x2xi32>
}

// -----

// Nor does a product that may leave 32 bits.

// CHECK: acim.weights @rescale_wraps {{.*}}bits = 8, offset = 128>
acim.weights @rescale_wraps dense<1> : tensor<1x2x4xi8> bias dense<0> : tensor<1x2xi64>
func.func @main(%x: tensor<1x2x2x4xi32>) -> tensor<4x1x2xi32> {
  %m = "tosa.const"() <{values = dense<1073741824> : tensor<1xi32>}> : () -> tensor<1xi32>
  %s = "tosa.const"() <{values = dense<2> : tensor<1xi8>}> : () -> tensor<1xi8>
  %zi = "tosa.const"() <{values = dense<0> : tensor<1xi32>}> : () -> tensor<1xi32>
  %zo = "tosa.const"() <{values = dense<3> : tensor<1xi8>}> : () -> tensor<1xi8>
  %r = tosa.rescale %x, %m, %s, %zi, %zo {input_unsigned = false, output_unsigned = false, per_channel = false, rounding_mode = SINGLE_ROUND, scale32 = true} : (tensor<1x2x2x4xi32>, tensor<1xi32>, tensor<1xi8>, tensor<1xi32>, tensor<1xi8>) -> tensor<1x2x2x4xi8>
  %cols = acim.im2col %r window(#acim.window<kernel = [1, 1], stride = [1, 1], pad = [0, 0, 0, 0], dilation = [1, 1], groups = 1, pad_value = 0>) : tensor<1x2x2x4xi8> -> tensor<4x1x4xi8>
  %y = acim.mvm @rescale_wraps, %cols : tensor<4x1x4xi8> -> tensor<4x1x2xi32>
  return %y : tensor<4x1x2xi32>
}

// -----

// Bits that a rescale reads as unsigned: -128 to -127 are 128 and 129, here minus 128.

// CHECK: acim.weights @unsigned {{.*}}bits = 8, offset = 0, lo = 0, hi = 1>
acim.weights @unsigned dense<1> : tensor<1x2x4xi8> bias dense<0> : tensor<1x2xi64>
func.func @main(%x: tensor<1x2x2x4xi8>) -> tensor<4x1x2xi32> {
  %c = tosa.clamp %x {min_val = -128 : i8, max_val = -127 : i8} : (tensor<1x2x2x4xi8>) -> tensor<1x2x2x4xi8>
  %m = "tosa.const"() <{values = dense<1073741824> : tensor<1xi32>}> : () -> tensor<1xi32>
  %s = "tosa.const"() <{values = dense<30> : tensor<1xi8>}> : () -> tensor<1xi8>
  %zi = "tosa.const"() <{values = dense<-128> : tensor<1xi8>}> : () -> tensor<1xi8>
  %zo = "tosa.const"() <{values = dense<0> : tensor<1xi8>}> : () -> tensor<1xi8>
  %r = tosa.rescale %c, %m, %s, %zi, %zo {input_unsigned = true, output_unsigned = false, per_channel = false, rounding_mode = SINGLE_ROUND, scale32 = true} : (tensor<1x2x2x4xi8>, tensor<1xi32>, tensor<1xi8>, tensor<1xi8>, tensor<1xi8>) -> tensor<1x2x2x4xi8>
  %cols = acim.im2col %r window(#acim.window<kernel = [1, 1], stride = [1, 1], pad = [0, 0, 0, 0], dilation = [1, 1], groups = 1, pad_value = 0>) : tensor<1x2x2x4xi8> -> tensor<4x1x4xi8>
  %y = acim.mvm @unsigned, %cols : tensor<4x1x4xi8> -> tensor<4x1x2xi32>
  return %y : tensor<4x1x2xi32>
}

// -----

// And bits that it writes so: 200 to 210 are -56 to -46.

// CHECK: acim.weights @unsigned_result {{.*}}bits = 8, offset = 56, lo = -56, hi = -46>
acim.weights @unsigned_result dense<1> : tensor<1x2x4xi8> bias dense<0> : tensor<1x2xi64>
func.func @main(%x: tensor<1x2x2x4xi8>) -> tensor<4x1x2xi32> {
  %c = tosa.clamp %x {min_val = 0 : i8, max_val = 10 : i8} : (tensor<1x2x2x4xi8>) -> tensor<1x2x2x4xi8>
  %m = "tosa.const"() <{values = dense<1073741824> : tensor<1xi32>}> : () -> tensor<1xi32>
  %s = "tosa.const"() <{values = dense<30> : tensor<1xi8>}> : () -> tensor<1xi8>
  %zi = "tosa.const"() <{values = dense<0> : tensor<1xi8>}> : () -> tensor<1xi8>
  %zo = "tosa.const"() <{values = dense<-56> : tensor<1xi8>}> : () -> tensor<1xi8>
  %r = tosa.rescale %c, %m, %s, %zi, %zo {input_unsigned = false, output_unsigned = true, per_channel = false, rounding_mode = SINGLE_ROUND, scale32 = true} : (tensor<1x2x2x4xi8>, tensor<1xi32>, tensor<1xi8>, tensor<1xi8>, tensor<1xi8>) -> tensor<1x2x2x4xi8>
  %cols = acim.im2col %r window(#acim.window<kernel = [1, 1], stride = [1, 1], pad = [0, 0, 0, 0], dilation = [1, 1], groups = 1, pad_value = 0>) : tensor<1x2x2x4xi8> -> tensor<4x1x4xi8>
  %y = acim.mvm @unsigned_result, %cols : tensor<4x1x4xi8> -> tensor<4x1x2xi32>
  return %y : tensor<4x1x2xi32>
}

// -----

// Entries 126 to 132 of a table: half of the index, but for an entry of 90.

// CHECK: acim.weights @table {{.*}}bits = 8, offset = 1, lo = -1, hi = 90>
acim.weights @table dense<1> : tensor<1x2x4xi8> bias dense<0> : tensor<1x2xi64>
func.func @main(%x: tensor<1x2x2x4xi8>) -> tensor<4x1x2xi32> {
  %c = tosa.clamp %x {min_val = -2 : i8, max_val = 4 : i8} : (tensor<1x2x2x4xi8>) -> tensor<1x2x2x4xi8>
  %t = "tosa.const"() <{values = dense<[-64, -64, -63, -63, -62, -62, -61, -61, -60, -60, -59, -59, -58, -58, -57, -57, -56, -56, -55, -55, -54, -54, -53, -53, -52, -52, -51, -51, -50, -50, -49, -49, -48, -48, -47, -47, -46, -46, -45, -45, -44, -44, -43, -43, -42, -42, -41, -41, -40, -40, -39, -39, -38, -38, -37, -37, -36, -36, -35, -35, -34, -34, -33, -33, -32, -32, -31, -31, -30, -30, -29, -29, -28, -28, -27, -27, -26, -26, -25, -25, -24, -24, -23, -23, -22, -22, -21, -21, -20, -20, -19, -19, -18, -18, -17, -17, -16, -16, -15, -15, -14, -14, -13, -13, -12, -12, -11, -11, -10, -10, -9, -9, -8, -8, -7, -7, -6, -6, -5, -5, -4, -4, -3, -3, -2, -2, -1, -1, 0, 0, 90, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9, 9, 10, 10, 11, 11, 12, 12, 13, 13, 14, 14, 15, 15, 16, 16, 17, 17, 18, 18, 19, 19, 20, 20, 21, 21, 22, 22, 23, 23, 24, 24, 25, 25, 26, 26, 27, 27, 28, 28, 29, 29, 30, 30, 31, 31, 32, 32, 33, 33, 34, 34, 35, 35, 36, 36, 37, 37, 38, 38, 39, 39, 40, 40, 41, 41, 42, 42, 43, 43, 44, 44, 45, 45, 46, 46, 47, 47, 48, 48, 49, 49, 50, 50, 51, 51, 52, 52, 53, 53, 54, 54, 55, 55, 56, 56, 57, 57, 58, 58, 59, 59, 60, 60, 61, 61, 62, 62, 63, 63]> : tensor<256xi8>}> : () -> tensor<256xi8>
  %r = tosa.table %c, %t : (tensor<1x2x2x4xi8>, tensor<256xi8>) -> tensor<1x2x2x4xi8>
  %cols = acim.im2col %r window(#acim.window<kernel = [1, 1], stride = [1, 1], pad = [0, 0, 0, 0], dilation = [1, 1], groups = 1, pad_value = 0>) : tensor<1x2x2x4xi8> -> tensor<4x1x4xi8>
  %y = acim.mvm @table, %cols : tensor<4x1x4xi8> -> tensor<4x1x2xi32>
  return %y : tensor<4x1x2xi32>
}

// -----

// CHECK: acim.weights @max_pool {{.*}}bits = 8, offset = 3, lo = -3, hi = 50>
acim.weights @max_pool dense<1> : tensor<1x2x4xi8> bias dense<0> : tensor<1x2xi64>
func.func @main(%x: tensor<1x2x2x4xi8>) -> tensor<4x1x2xi32> {
  %c = tosa.clamp %x {min_val = -3 : i8, max_val = 50 : i8} : (tensor<1x2x2x4xi8>) -> tensor<1x2x2x4xi8>
  %r = tosa.max_pool2d %c {kernel = array<i64: 2, 2>, pad = array<i64: 1, 0, 1, 0>, stride = array<i64: 1, 1>} : (tensor<1x2x2x4xi8>) -> tensor<1x2x2x4xi8>
  %cols = acim.im2col %r window(#acim.window<kernel = [1, 1], stride = [1, 1], pad = [0, 0, 0, 0], dilation = [1, 1], groups = 1, pad_value = 0>) : tensor<1x2x2x4xi8> -> tensor<4x1x4xi8>
  %y = acim.mvm @max_pool, %cols : tensor<4x1x4xi8> -> tensor<4x1x2xi32>
  return %y : tensor<4x1x2xi32>
}

// -----

// An average lies among its values; the zero points shift it.

// CHECK: acim.weights @avg_pool {{.*}}bits = 8, offset = 12, lo = -12, hi = 41>
acim.weights @avg_pool dense<1> : tensor<1x2x4xi8> bias dense<0> : tensor<1x2xi64>
func.func @main(%x: tensor<1x2x2x4xi8>) -> tensor<4x1x2xi32> {
  %c = tosa.clamp %x {min_val = -3 : i8, max_val = 50 : i8} : (tensor<1x2x2x4xi8>) -> tensor<1x2x2x4xi8>
  %zi = "tosa.const"() <{values = dense<10> : tensor<1xi8>}> : () -> tensor<1xi8>
  %zo = "tosa.const"() <{values = dense<1> : tensor<1xi8>}> : () -> tensor<1xi8>
  %r = tosa.avg_pool2d %c, %zi, %zo {acc_type = i32, kernel = array<i64: 2, 2>, pad = array<i64: 1, 0, 1, 0>, stride = array<i64: 1, 1>} : (tensor<1x2x2x4xi8>, tensor<1xi8>, tensor<1xi8>) -> tensor<1x2x2x4xi8>
  %cols = acim.im2col %r window(#acim.window<kernel = [1, 1], stride = [1, 1], pad = [0, 0, 0, 0], dilation = [1, 1], groups = 1, pad_value = 0>) : tensor<1x2x2x4xi8> -> tensor<4x1x4xi8>
  %y = acim.mvm @avg_pool, %cols : tensor<4x1x4xi8> -> tensor<4x1x2xi32>
  return %y : tensor<4x1x2xi32>
}

// -----

// Moving elements keeps them.

// CHECK: acim.weights @movement {{.*}}bits = 8, offset = 3, lo = -3, hi = 50>
acim.weights @movement dense<1> : tensor<1x2x4xi8> bias dense<0> : tensor<1x2xi64>
func.func @main(%x: tensor<1x2x2x4xi8>) -> tensor<8x1x2xi32> {
  %c = tosa.clamp %x {min_val = -3 : i8, max_val = 50 : i8} : (tensor<1x2x2x4xi8>) -> tensor<1x2x2x4xi8>
  %shape = tosa.const_shape {values = dense<[1, 4, 4, 1]> : tensor<4xindex>} : () -> !tosa.shape<4>
  %zero = tosa.const_shape {values = dense<[0, 0, 0, 0]> : tensor<4xindex>} : () -> !tosa.shape<4>
  %size = tosa.const_shape {values = dense<[1, 2, 4, 1]> : tensor<4xindex>} : () -> !tosa.shape<4>
  %twice = tosa.const_shape {values = dense<[1, 1, 1, 4]> : tensor<4xindex>} : () -> !tosa.shape<4>
  %0 = tosa.reshape %c, %shape : (tensor<1x2x2x4xi8>, !tosa.shape<4>) -> tensor<1x4x4x1xi8>
  %1 = tosa.transpose %0 {perms = array<i32: 0, 2, 1, 3>} : (tensor<1x4x4x1xi8>) -> tensor<1x4x4x1xi8>
  %2 = tosa.slice %1, %zero, %size : (tensor<1x4x4x1xi8>, !tosa.shape<4>, !tosa.shape<4>) -> tensor<1x2x4x1xi8>
  %3 = tosa.reverse %2 {axis = 1 : i32} : (tensor<1x2x4x1xi8>) -> tensor<1x2x4x1xi8>
  %r = tosa.tile %3, %twice : (tensor<1x2x4x1xi8>, !tosa.shape<4>) -> tensor<1x2x4x4xi8>
  %cols = acim.im2col %r window(#acim.window<kernel = [1, 1], stride = [1, 1], pad = [0, 0, 0, 0], dilation = [1, 1], groups = 1, pad_value = 0>) : tensor<1x2x4x4xi8> -> tensor<8x1x4xi8>
  %y = acim.mvm @movement, %cols : tensor<8x1x4xi8> -> tensor<8x1x2xi32>
  return %y : tensor<8x1x2xi32>
}

// -----

// Elements of either operand.

// CHECK: acim.weights @hulls {{.*}}bits = 8, offset = 9, lo = -9, hi = 70>
acim.weights @hulls dense<1> : tensor<1x2x8xi8> bias dense<0> : tensor<1x2xi64>
func.func @main(%x: tensor<1x2x2x4xi8>) -> tensor<6x1x2xi32> {
  %c = tosa.clamp %x {min_val = -3 : i8, max_val = 50 : i8} : (tensor<1x2x2x4xi8>) -> tensor<1x2x2x4xi8>
  %d = tosa.clamp %x {min_val = 60 : i8, max_val = 70 : i8} : (tensor<1x2x2x4xi8>) -> tensor<1x2x2x4xi8>
  %e = tosa.concat %c, %d {axis = 3 : i32} : (tensor<1x2x2x4xi8>, tensor<1x2x2x4xi8>) -> tensor<1x2x2x8xi8>
  %v = "tosa.const"() <{values = dense<-9> : tensor<1xi8>}> : () -> tensor<1xi8>
  %p = tosa.const_shape {values = dense<[0, 0, 1, 0, 0, 0, 0, 0]> : tensor<8xindex>} : () -> !tosa.shape<8>
  %r = tosa.pad %e, %p, %v : (tensor<1x2x2x8xi8>, !tosa.shape<8>, tensor<1xi8>) -> tensor<1x3x2x8xi8>
  %cols = acim.im2col %r window(#acim.window<kernel = [1, 1], stride = [1, 1], pad = [0, 0, 0, 0], dilation = [1, 1], groups = 1, pad_value = 0>) : tensor<1x3x2x8xi8> -> tensor<6x1x8xi8>
  %y = acim.mvm @hulls, %cols : tensor<6x1x8xi8> -> tensor<6x1x2xi32>
  return %y : tensor<6x1x2xi32>
}

// -----

// CHECK: acim.weights @select {{.*}}bits = 8, offset = 3, lo = -3, hi = 70>
acim.weights @select dense<1> : tensor<1x2x4xi8> bias dense<0> : tensor<1x2xi64>
func.func @main(%x: tensor<1x2x2x4xi8>, %b: tensor<1x2x2x4xi1>) -> tensor<4x1x2xi32> {
  %c = tosa.clamp %x {min_val = -3 : i8, max_val = 50 : i8} : (tensor<1x2x2x4xi8>) -> tensor<1x2x2x4xi8>
  %d = tosa.clamp %x {min_val = 60 : i8, max_val = 70 : i8} : (tensor<1x2x2x4xi8>) -> tensor<1x2x2x4xi8>
  %r = tosa.select %b, %c, %d : (tensor<1x2x2x4xi1>, tensor<1x2x2x4xi8>, tensor<1x2x2x4xi8>) -> tensor<1x2x2x4xi8>
  %cols = acim.im2col %r window(#acim.window<kernel = [1, 1], stride = [1, 1], pad = [0, 0, 0, 0], dilation = [1, 1], groups = 1, pad_value = 0>) : tensor<1x2x2x4xi8> -> tensor<4x1x4xi8>
  %y = acim.mvm @select, %cols : tensor<4x1x4xi8> -> tensor<4x1x2xi32>
  return %y : tensor<4x1x2xi32>
}

// -----

// CHECK: acim.weights @gather {{.*}}bits = 8, offset = 3, lo = -3, hi = 50>
acim.weights @gather dense<1> : tensor<1x2x4xi8> bias dense<0> : tensor<1x2xi64>
func.func @main(%x: tensor<1x2x2x4xi8>, %i: tensor<1x4xi32>) -> tensor<4x1x2xi32> {
  %s = tosa.const_shape {values = dense<[1, 4, 4]> : tensor<3xindex>} : () -> !tosa.shape<3>
  %t = tosa.const_shape {values = dense<[1, 2, 2, 4]> : tensor<4xindex>} : () -> !tosa.shape<4>
  %c = tosa.clamp %x {min_val = -3 : i8, max_val = 50 : i8} : (tensor<1x2x2x4xi8>) -> tensor<1x2x2x4xi8>
  %0 = tosa.reshape %c, %s : (tensor<1x2x2x4xi8>, !tosa.shape<3>) -> tensor<1x4x4xi8>
  %1 = tosa.gather %0, %i : (tensor<1x4x4xi8>, tensor<1x4xi32>) -> tensor<1x4x4xi8>
  %r = tosa.reshape %1, %t : (tensor<1x4x4xi8>, !tosa.shape<4>) -> tensor<1x2x2x4xi8>
  %cols = acim.im2col %r window(#acim.window<kernel = [1, 1], stride = [1, 1], pad = [0, 0, 0, 0], dilation = [1, 1], groups = 1, pad_value = 0>) : tensor<1x2x2x4xi8> -> tensor<4x1x4xi8>
  %y = acim.mvm @gather, %cols : tensor<4x1x4xi8> -> tensor<4x1x2xi32>
  return %y : tensor<4x1x2xi32>
}

// -----

// Sums of wider numbers, and the way back where it holds them.

// CHECK: acim.weights @cast {{.*}}bits = 8, offset = 6, lo = -6, hi = 100>
acim.weights @cast dense<1> : tensor<1x2x4xi8> bias dense<0> : tensor<1x2xi64>
func.func @main(%x: tensor<1x2x2x4xi8>) -> tensor<4x1x2xi32> {
  %c = tosa.clamp %x {min_val = -3 : i8, max_val = 50 : i8} : (tensor<1x2x2x4xi8>) -> tensor<1x2x2x4xi8>
  %0 = tosa.cast %c : (tensor<1x2x2x4xi8>) -> tensor<1x2x2x4xi32>
  %1 = tosa.add %0, %0 : (tensor<1x2x2x4xi32>, tensor<1x2x2x4xi32>) -> tensor<1x2x2x4xi32>
  %r = tosa.cast %1 : (tensor<1x2x2x4xi32>) -> tensor<1x2x2x4xi8>
  %cols = acim.im2col %r window(#acim.window<kernel = [1, 1], stride = [1, 1], pad = [0, 0, 0, 0], dilation = [1, 1], groups = 1, pad_value = 0>) : tensor<1x2x2x4xi8> -> tensor<4x1x4xi8>
  %y = acim.mvm @cast, %cols : tensor<4x1x4xi8> -> tensor<4x1x2xi32>
  return %y : tensor<4x1x2xi32>
}

// -----

// Not where a number may be cut off.

// CHECK: acim.weights @cast_truncates {{.*}}bits = 8, offset = 128>
acim.weights @cast_truncates dense<1> : tensor<1x2x4xi8> bias dense<0> : tensor<1x2xi64>
func.func @main(%x: tensor<1x2x2x4xi8>) -> tensor<4x1x2xi32> {
  %c = tosa.clamp %x {min_val = -3 : i8, max_val = 64 : i8} : (tensor<1x2x2x4xi8>) -> tensor<1x2x2x4xi8>
  %0 = tosa.cast %c : (tensor<1x2x2x4xi8>) -> tensor<1x2x2x4xi32>
  %1 = tosa.add %0, %0 : (tensor<1x2x2x4xi32>, tensor<1x2x2x4xi32>) -> tensor<1x2x2x4xi32>
  %r = tosa.cast %1 : (tensor<1x2x2x4xi32>) -> tensor<1x2x2x4xi8>
  %cols = acim.im2col %r window(#acim.window<kernel = [1, 1], stride = [1, 1], pad = [0, 0, 0, 0], dilation = [1, 1], groups = 1, pad_value = 0>) : tensor<1x2x2x4xi8> -> tensor<4x1x4xi8>
  %y = acim.mvm @cast_truncates, %cols : tensor<4x1x4xi8> -> tensor<4x1x2xi32>
  return %y : tensor<4x1x2xi32>
}

// -----

// Nor where a sum may wrap around.

// CHECK: acim.weights @add_wraps {{.*}}bits = 8, offset = 128>
acim.weights @add_wraps dense<1> : tensor<1x2x4xi8> bias dense<0> : tensor<1x2xi64>
func.func @main(%x: tensor<1x2x2x4xi8>) -> tensor<4x1x2xi32> {
  %c = tosa.clamp %x {min_val = -3 : i8, max_val = 64 : i8} : (tensor<1x2x2x4xi8>) -> tensor<1x2x2x4xi8>
  %r = tosa.add %c, %c : (tensor<1x2x2x4xi8>, tensor<1x2x2x4xi8>) -> tensor<1x2x2x4xi8>
  %cols = acim.im2col %r window(#acim.window<kernel = [1, 1], stride = [1, 1], pad = [0, 0, 0, 0], dilation = [1, 1], groups = 1, pad_value = 0>) : tensor<1x2x2x4xi8> -> tensor<4x1x4xi8>
  %y = acim.mvm @add_wraps, %cols : tensor<4x1x4xi8> -> tensor<4x1x2xi32>
  return %y : tensor<4x1x2xi32>
}

// -----

// CHECK: acim.weights @sub {{.*}}bits = 8, offset = 63, lo = -63, hi = 40>
acim.weights @sub dense<1> : tensor<1x2x4xi8> bias dense<0> : tensor<1x2xi64>
func.func @main(%x: tensor<1x2x2x4xi8>) -> tensor<4x1x2xi32> {
  %c = tosa.clamp %x {min_val = -3 : i8, max_val = 50 : i8} : (tensor<1x2x2x4xi8>) -> tensor<1x2x2x4xi8>
  %d = tosa.clamp %x {min_val = 10 : i8, max_val = 60 : i8} : (tensor<1x2x2x4xi8>) -> tensor<1x2x2x4xi8>
  %r = tosa.sub %c, %d : (tensor<1x2x2x4xi8>, tensor<1x2x2x4xi8>) -> tensor<1x2x2x4xi8>
  %cols = acim.im2col %r window(#acim.window<kernel = [1, 1], stride = [1, 1], pad = [0, 0, 0, 0], dilation = [1, 1], groups = 1, pad_value = 0>) : tensor<1x2x2x4xi8> -> tensor<4x1x4xi8>
  %y = acim.mvm @sub, %cols : tensor<4x1x4xi8> -> tensor<4x1x2xi32>
  return %y : tensor<4x1x2xi32>
}

// -----

// Against a constant.

// CHECK: acim.weights @minimum {{.*}}bits = 8, offset = 3, lo = -3, hi = 7>
acim.weights @minimum dense<1> : tensor<1x2x4xi8> bias dense<0> : tensor<1x2xi64>
func.func @main(%x: tensor<1x2x2x4xi8>) -> tensor<4x1x2xi32> {
  %c = tosa.clamp %x {min_val = -3 : i8, max_val = 50 : i8} : (tensor<1x2x2x4xi8>) -> tensor<1x2x2x4xi8>
  %k = "tosa.const"() <{values = dense<7> : tensor<1x1x1x1xi8>}> : () -> tensor<1x1x1x1xi8>
  %r = tosa.minimum %c, %k : (tensor<1x2x2x4xi8>, tensor<1x1x1x1xi8>) -> tensor<1x2x2x4xi8>
  %cols = acim.im2col %r window(#acim.window<kernel = [1, 1], stride = [1, 1], pad = [0, 0, 0, 0], dilation = [1, 1], groups = 1, pad_value = 0>) : tensor<1x2x2x4xi8> -> tensor<4x1x4xi8>
  %y = acim.mvm @minimum, %cols : tensor<4x1x4xi8> -> tensor<4x1x2xi32>
  return %y : tensor<4x1x2xi32>
}

// -----

// CHECK: acim.weights @maximum {{.*}}bits = 8, offset = -7, lo = 7, hi = 50>
acim.weights @maximum dense<1> : tensor<1x2x4xi8> bias dense<0> : tensor<1x2xi64>
func.func @main(%x: tensor<1x2x2x4xi8>) -> tensor<4x1x2xi32> {
  %c = tosa.clamp %x {min_val = -3 : i8, max_val = 50 : i8} : (tensor<1x2x2x4xi8>) -> tensor<1x2x2x4xi8>
  %k = "tosa.const"() <{values = dense<7> : tensor<1x1x1x1xi8>}> : () -> tensor<1x1x1x1xi8>
  %r = tosa.maximum %c, %k : (tensor<1x2x2x4xi8>, tensor<1x1x1x1xi8>) -> tensor<1x2x2x4xi8>
  %cols = acim.im2col %r window(#acim.window<kernel = [1, 1], stride = [1, 1], pad = [0, 0, 0, 0], dilation = [1, 1], groups = 1, pad_value = 0>) : tensor<1x2x2x4xi8> -> tensor<4x1x4xi8>
  %y = acim.mvm @maximum, %cols : tensor<4x1x4xi8> -> tensor<4x1x2xi32>
  return %y : tensor<4x1x2xi32>
}

// -----

// Nothing is known of other operators.

// CHECK: acim.weights @other {{.*}}bits = 8, offset = 128>
acim.weights @other dense<1> : tensor<1x2x4xi8> bias dense<0> : tensor<1x2xi64>
func.func @main(%x: tensor<1x2x2x4xi8>) -> tensor<4x1x2xi32> {
  %c = tosa.clamp %x {min_val = -3 : i8, max_val = 50 : i8} : (tensor<1x2x2x4xi8>) -> tensor<1x2x2x4xi8>
  %r = tosa.bitwise_not %c : (tensor<1x2x2x4xi8>) -> tensor<1x2x2x4xi8>
  %cols = acim.im2col %r window(#acim.window<kernel = [1, 1], stride = [1, 1], pad = [0, 0, 0, 0], dilation = [1, 1], groups = 1, pad_value = 0>) : tensor<1x2x2x4xi8> -> tensor<4x1x4xi8>
  %y = acim.mvm @other, %cols : tensor<4x1x4xi8> -> tensor<4x1x2xi32>
  return %y : tensor<4x1x2xi32>
}
