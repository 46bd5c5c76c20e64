// Images in [-128, -65] and, after the first layer, a ReLU6: 6 and 5 bits of inputs.
func.func @main(%image: tensor<1x8x8x1xi8>) -> tensor<1x6x6x3xi8> {
  %w0 = "tosa.const"() <{values = dense<[[[[90], [-37], [12]], [[-128], [127], [3]], [[64], [-5], [-77]]],
      [[[1], [20], [-103]], [[44], [-91], [8]], [[-2], [119], [55]]]]> : tensor<2x3x3x1xi8>}> : () -> tensor<2x3x3x1xi8>
  %b0 = "tosa.const"() <{values = dense<[300, -1200]> : tensor<2xi32>}> : () -> tensor<2xi32>
  %w1 = "tosa.const"() <{values = dense<[[[[101, -7], [-63, 88]], [[5, 127], [-99, 13]]],
      [[[-33, 70], [2, -128]], [[111, -1], [46, -58]]], [[[9, 9], [-85, 30]], [[77, -120], [61, 4]]]]> : tensor<3x2x2x2xi8>}> : () -> tensor<3x2x2x2xi8>
  %b1 = "tosa.const"() <{values = dense<[-50, 7000, 12]> : tensor<3xi32>}> : () -> tensor<3xi32>
  %zero = "tosa.const"() <{values = dense<0> : tensor<1xi8>}> : () -> tensor<1xi8>
  %black = "tosa.const"() <{values = dense<-128> : tensor<1xi8>}> : () -> tensor<1xi8>
  %relu_zero = "tosa.const"() <{values = dense<-20> : tensor<1xi8>}> : () -> tensor<1xi8>
  %zero32 = "tosa.const"() <{values = dense<0> : tensor<1xi32>}> : () -> tensor<1xi32>
  %m = "tosa.const"() <{values = dense<1288490189> : tensor<1xi32>}> : () -> tensor<1xi32>
  %s0 = "tosa.const"() <{values = dense<38> : tensor<1xi8>}> : () -> tensor<1xi8>
  %s1 = "tosa.const"() <{values = dense<37> : tensor<1xi8>}> : () -> tensor<1xi8>
  %0 = tosa.clamp %image {min_val = -128 : i8, max_val = -65 : i8} : (tensor<1x8x8x1xi8>) -> tensor<1x8x8x1xi8>
  %1 = tosa.conv2d %0, %w0, %b0, %black, %zero {acc_type = i32, dilation = array<i64: 1, 1>, pad = array<i64: 1, 1, 1, 1>,
      stride = array<i64: 1, 1>} : (tensor<1x8x8x1xi8>, tensor<2x3x3x1xi8>, tensor<2xi32>, tensor<1xi8>, tensor<1xi8>) -> tensor<1x8x8x2xi32>
  %2 = tosa.rescale %1, %m, %s0, %zero32, %relu_zero {input_unsigned = false, output_unsigned = false, per_channel = false,
      rounding_mode = SINGLE_ROUND, scale32 = true} : (tensor<1x8x8x2xi32>, tensor<1xi32>, tensor<1xi8>, tensor<1xi32>, tensor<1xi8>) -> tensor<1x8x8x2xi8>
  %3 = tosa.clamp %2 {min_val = -20 : i8, max_val = 11 : i8} : (tensor<1x8x8x2xi8>) -> tensor<1x8x8x2xi8>
  %4 = tosa.max_pool2d %3 {kernel = array<i64: 2, 2>, pad = array<i64: 0, 0, 0, 0>, stride = array<i64: 1, 1>} : (tensor<1x8x8x2xi8>) -> tensor<1x7x7x2xi8>
  %5 = tosa.conv2d %4, %w1, %b1, %relu_zero, %zero {acc_type = i32, dilation = array<i64: 1, 1>, pad = array<i64: 0, 0, 0, 0>,
      stride = array<i64: 1, 1>} : (tensor<1x7x7x2xi8>, tensor<3x2x2x2xi8>, tensor<3xi32>, tensor<1xi8>, tensor<1xi8>) -> tensor<1x6x6x3xi32>
  %6 = tosa.rescale %5, %m, %s1, %zero32, %zero {input_unsigned = false, output_unsigned = false, per_channel = false,
      rounding_mode = SINGLE_ROUND, scale32 = true} : (tensor<1x6x6x3xi32>, tensor<1xi32>, tensor<1xi8>, tensor<1xi32>, tensor<1xi8>) -> tensor<1x6x6x3xi8>
  return %6 : tensor<1x6x6x3xi8>
}
