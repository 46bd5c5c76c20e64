// RUN: acim-opt %s --split-input-file --verify-diagnostics

// Attributes.

// expected-error@+1 {{word width must be between 1 and 16, found 17}}
module attributes {test.a = #acim.encoding<kind = offset, bits = 17, cell_bits = 2>} {}

// -----

// expected-error@+1 {{expected vectors of as many 32-bit lo, 8-bit bits and 8-bit step_log2, found 'tensor<2xi32>', 'tensor<1xi8>' and 'tensor<2xi8>'}}
module attributes {test.a = #acim.clip<lo = dense<0> : tensor<2xi32>, bits = dense<1> : tensor<1xi8>, step_log2 = dense<0> : tensor<2xi8>>} {}

// -----

// expected-error@+1 {{bits of a setting must be between 0 and 24, found 25}}
module attributes {test.a = #acim.clip<lo = dense<0> : tensor<1xi32>, bits = dense<25> : tensor<1xi8>, step_log2 = dense<0> : tensor<1xi8>>} {}

// -----

// expected-error@+1 {{bits of a cell must be between 1 and 7, found 8}}
module attributes {test.a = #acim.encoding<kind = offset, bits = 8, cell_bits = 8>} {}

// -----

// expected-error@+2 {{expected ::mlir::acim::WeightEncoding to be one of: twos_complement, offset, sign_magnitude, sce, naf, min_cost}}
// expected-error@+1 {{failed to parse Acim_EncodingAttr parameter 'kind'}}
module attributes {test.a = #acim.encoding<kind = gray, bits = 8, cell_bits = 2>} {}

// -----

// expected-error@+1 {{expected a width and segments of whole cells (at most 7 bits a segment, no more than the width), found 7 bits, segments of 2 and cells of 2}}
module attributes {test.a = #acim.encoding<kind = sce, bits = 7, cell_bits = 2>} {}

// -----

// expected-error@+1 {{expected a width and segments of whole cells (at most 7 bits a segment, no more than the width), found 8 bits, segments of 3 and cells of 2}}
module attributes {test.a = #acim.encoding<kind = sce, bits = 8, cell_bits = 2, segment_bits = 3>} {}

// -----

// expected-error@+1 {{segment_bits belongs to kind sce, found naf}}
module attributes {test.a = #acim.encoding<kind = naf, bits = 8, cell_bits = 2, segment_bits = 4>} {}

// -----

// expected-error@+1 {{level_costs belongs to kind min_cost or centred, found offset}}
module attributes {test.a = #acim.encoding<kind = offset, bits = 8, cell_bits = 2, level_costs = [0, 1, 2, 3]>} {}

// -----

// expected-error@+1 {{expected one cost for each of the 4 levels of a cell, found 3}}
module attributes {test.a = #acim.encoding<kind = min_cost, bits = 8, cell_bits = 2, level_costs = [0, 1, 2]>} {}

// -----

// expected-error@+1 {{conversion_costs belongs to kind min_cost or centred, found sce}}
module attributes {test.a = #acim.encoding<kind = sce, bits = 8, cell_bits = 2, conversion_costs = [0, 1]>} {}

// -----

// expected-error@+1 {{conversion_costs expects at least the cost of no conversion}}
module attributes {test.a = #acim.encoding<kind = min_cost, bits = 8, cell_bits = 2, level_costs = [0, 1, 2, 3], conversion_costs = []>} {}

// -----

// expected-error@+1 {{centres belongs to kind centred, found min_cost}}
module attributes {test.a = #acim.encoding<kind = min_cost, bits = 8, cell_bits = 2, level_costs = [0, 1, 2, 3], centres = [1]>} {}

// -----

// expected-error@+1 {{kind centred expects centres, one for each output of each group}}
module attributes {test.a = #acim.encoding<kind = centred, bits = 8, cell_bits = 2, level_costs = [0, 1, 2, 3]>} {}

// -----

// expected-error@+1 {{input width must be between 1 and 15, found 16}}
module attributes {test.a = #acim.inputs<kind = csd, bits = 16, offset = 0>} {}

// -----

// expected-error@+1 {{input offset must be between -128 and 128, found 129}}
module attributes {test.a = #acim.inputs<kind = sign_magnitude, bits = 8, offset = 129>} {}

// -----

// expected-error@+1 {{expected both lo and hi or neither, found only lo}}
module attributes {test.a = #acim.inputs<kind = binary, bits = 8, offset = 128, lo = -3>} {}

// -----

// expected-error@+1 {{expected both lo and hi or neither, found only hi}}
module attributes {test.a = #acim.inputs<kind = binary, bits = 8, offset = 128, hi = 3>} {}

// -----

// expected-error@+1 {{lo must be between -128 and 127, found -129}}
module attributes {test.a = #acim.inputs<kind = binary, bits = 8, offset = 129, lo = -129, hi = 3>} {}

// -----

// expected-error@+1 {{hi must be between -3 and 127, found 128}}
module attributes {test.a = #acim.inputs<kind = csd, bits = 8, offset = 0, lo = -3, hi = 128>} {}

// -----

// expected-error@+1 {{hi must be between 5 and 127, found 4}}
module attributes {test.a = #acim.inputs<kind = csd, bits = 8, offset = 0, lo = 5, hi = 4>} {}

// -----

// Binary planes hold no negative number, and none of more bits than the type has.

// expected-error@+1 {{input offset must be between 20 and 212, found 19}}
module attributes {test.a = #acim.inputs<kind = binary, bits = 8, offset = 19, lo = -20, hi = 43>} {}

// -----

// expected-error@+1 {{input offset must be between 20 and 212, found 213}}
module attributes {test.a = #acim.inputs<kind = binary, bits = 8, offset = 213, lo = -20, hi = 43>} {}

// -----

// expected-error@+1 {{resolution of the drivers must be between 1 and 4, found 0}}
module attributes {test.a = #acim.inputs<kind = binary, bits = 8, offset = 128, dac_bits = 0>} {}

// -----

// expected-error@+1 {{resolution of the drivers must be between 1 and 4, found 5}}
module attributes {test.a = #acim.inputs<kind = binary, bits = 8, offset = 128, dac_bits = 5>} {}

// -----

// expected-error@+1 {{input width must be between 1 and 16, found 0}}
module attributes {test.a = #acim.inputs<kind = binary, bits = 0, offset = 0>} {}

// -----

// expected-error@+1 {{input offset must be between 0 and 255, found 256}}
module attributes {test.a = #acim.inputs<kind = binary, bits = 8, offset = 256>} {}

// -----

// expected-error@+1 {{array rows must be between 1 and 65536, found 0}}
module attributes {test.a = #acim.array<rows = 0, columns = 8, active_rows = 1, active_columns = 8>} {}

// -----

// expected-error@+1 {{array columns must be between 1 and 65536, found 65537}}
module attributes {test.a = #acim.array<rows = 8, columns = 65537, active_rows = 8, active_columns = 8>} {}

// -----

// expected-error@+1 {{operation-unit rows must be between 1 and 8, found 9}}
module attributes {test.a = #acim.array<rows = 8, columns = 4, active_rows = 9, active_columns = 4>} {}

// -----

// expected-error@+1 {{operation-unit columns must be between 1 and 4, found 0}}
module attributes {test.a = #acim.array<rows = 8, columns = 4, active_rows = 8, active_columns = 0>} {}

// -----

// expected-error@+1 {{planes per drive must be between 1 and 3, found 4}}
module attributes {test.a = #acim.array<rows = 8, columns = 4, active_rows = 8, active_columns = 4, planes_per_drive = [1, 4]>} {}

// -----

// expected-error@+1 {{planes per drive must be between 1 and 3, found 0}}
module attributes {test.a = #acim.array<rows = 8, columns = 4, active_rows = 8, active_columns = 4, planes_per_drive = [0]>} {}

// -----

// expected-error@+1 {{ADC resolution must be between 1 and 24, found 25}}
module attributes {test.a = #acim.adc<bits = 25, semantics = unit_step, readout = single, correction = digital>} {}

// -----

// expected-error@+1 {{expected 2 kernel sizes, 2 strides, 4 pads and 2 dilations, found 3, 2, 4 and 2}}
module attributes {test.a = #acim.window<kernel = [1, 1, 1], stride = [1, 1], pad = [0, 0, 0, 0], dilation = [1, 1], groups = 1, pad_value = 0>} {}

// -----

// expected-error@+1 {{kernel sizes, strides and dilations must be positive, found 0}}
module attributes {test.a = #acim.window<kernel = [1, 1], stride = [1, 0], pad = [0, 0, 0, 0], dilation = [1, 1], groups = 1, pad_value = 0>} {}

// -----

// expected-error@+1 {{pads must not be negative, found -1}}
module attributes {test.a = #acim.window<kernel = [1, 1], stride = [1, 1], pad = [0, 0, -1, 0], dilation = [1, 1], groups = 1, pad_value = 0>} {}

// -----

// expected-error@+1 {{groups must be positive, found 0}}
module attributes {test.a = #acim.window<kernel = [1, 1], stride = [1, 1], pad = [0, 0, 0, 0], dilation = [1, 1], groups = 0, pad_value = 0>} {}

// -----

// expected-error@+1 {{expected an activity of groups x 1 planes x rows 64-bit integers, found 'tensor<1x2x3xi64>'}}
module attributes {test.a = #acim.statistics<positions = 4, planes = #acim.inputs<kind = binary, bits = 1, offset = 1>, activity = dense<1> : tensor<1x2x3xi64>, columns = dense<0> : tensor<1x1x3xi8>>} {}

// -----

// expected-error@+1 {{expected an activity of groups x 1 planes x rows 64-bit integers, found 'tensor<1x1x3xi32>'}}
module attributes {test.a = #acim.statistics<positions = 4, planes = #acim.inputs<kind = binary, bits = 1, offset = 1>, activity = dense<1> : tensor<1x1x3xi32>, columns = dense<0> : tensor<1x1x3xi8>>} {}

// -----

// expected-error@+1 {{expected columns of samples x 1 groups x 3 rows 8- or 16-bit integers, found 'tensor<1x1x2xi8>'}}
module attributes {test.a = #acim.statistics<positions = 4, planes = #acim.inputs<kind = binary, bits = 1, offset = 1>, activity = dense<1> : tensor<1x1x3xi64>, columns = dense<0> : tensor<1x1x2xi8>>} {}

// -----

// expected-error@+1 {{expected columns of samples x 1 groups x 3 rows 8- or 16-bit integers, found 'tensor<1x1x3xi32>'}}
module attributes {test.a = #acim.statistics<positions = 4, planes = #acim.inputs<kind = binary, bits = 1, offset = 1>, activity = dense<1> : tensor<1x1x3xi64>, columns = dense<0> : tensor<1x1x3xi32>>} {}

// -----

// expected-error@+1 {{expected 1 to 4 columns of 4 positions, found 5}}
module attributes {test.a = #acim.statistics<positions = 4, planes = #acim.inputs<kind = binary, bits = 1, offset = 1>, activity = dense<1> : tensor<1x1x3xi64>, columns = dense<0> : tensor<5x1x3xi8>>} {}

// -----

// expected-error@+1 {{expected outputs of 1 groups x outputs x 2 (mean, variance) 64-bit floats, found 'tensor<1x2xf64>'}}
module attributes {test.a = #acim.statistics<positions = 4, planes = #acim.inputs<kind = binary, bits = 1, offset = 1>, activity = dense<1> : tensor<1x1x3xi64>, columns = dense<0> : tensor<2x1x3xi8>, outputs = dense<0.0> : tensor<1x2xf64>>} {}

// -----

// expected-error@+1 {{expected outputs of 1 groups x outputs x 2 (mean, variance) 64-bit floats, found 'tensor<1x2x2xf32>'}}
module attributes {test.a = #acim.statistics<positions = 4, planes = #acim.inputs<kind = binary, bits = 1, offset = 1>, activity = dense<1> : tensor<1x1x3xi64>, columns = dense<0> : tensor<2x1x3xi8>, outputs = dense<0.0> : tensor<1x2x2xf32>>} {}

// -----

// expected-error@+1 {{expected a sensitivity of 1 groups x outputs 64-bit floats, found 'tensor<2x2xf64>'}}
module attributes {test.a = #acim.statistics<positions = 4, planes = #acim.inputs<kind = binary, bits = 1, offset = 1>, activity = dense<1> : tensor<1x1x3xi64>, columns = dense<0> : tensor<2x1x3xi8>, sensitivity = dense<0.0> : tensor<2x2xf64>>} {}

// -----

// expected-error@+1 {{expected a sensitivity of the 2 outputs, found 3}}
module attributes {test.a = #acim.statistics<positions = 4, planes = #acim.inputs<kind = binary, bits = 1, offset = 1>, activity = dense<1> : tensor<1x1x3xi64>, columns = dense<0> : tensor<2x1x3xi8>, outputs = dense<0.0> : tensor<1x2x2xf64>, sensitivity = dense<0.0> : tensor<1x3xf64>>} {}

// -----

// expected-error@+1 {{expected 'sensitivity'}}
module attributes {test.a = #acim.statistics<positions = 4, planes = #acim.inputs<kind = binary, bits = 1, offset = 1>, activity = dense<1> : tensor<1x1x3xi64>, columns = dense<0> : tensor<2x1x3xi8>, outputs = dense<0.0> : tensor<1x2x2xf64>, more = dense<0.0> : tensor<1x3xf64>>} {}

// -----

// Weights.

// expected-error@+1 {{expected a row_order that names each of the 4 rows once, found row 1 twice}}
acim.weights @w dense<1> : tensor<1x2x4xi8> bias dense<0> : tensor<1x2xi64> row_order [0, 1, 1, 2]

// -----

// expected-error@+1 {{expected a row_order that names each of the 4 rows once, found row 4}}
acim.weights @w dense<1> : tensor<1x2x4xi8> bias dense<0> : tensor<1x2xi64> row_order [0, 1, 2, 4]

// -----

// expected-error@+1 {{expected a row_order that names each of the 4 rows once, found row -1}}
acim.weights @w dense<1> : tensor<1x2x4xi8> bias dense<0> : tensor<1x2xi64> row_order [0, 1, 2, -1]

// -----

// expected-error@+1 {{expected a row_order of 4 rows, found 3}}
acim.weights @w dense<1> : tensor<1x2x4xi8> bias dense<0> : tensor<1x2xi64> row_order [2, 1, 0]

// -----

// expected-error@+1 {{expected 4 centres, one for each output of each group, found 2}}
acim.weights @w dense<1> : tensor<2x2x4xi8> bias dense<0> : tensor<2x2xi64>
    encoding #acim.encoding<kind = centred, bits = 8, cell_bits = 2, level_costs = [0, 1, 2, 3], centres = [3, -2]>

// -----

// expected-error@+1 {{expected values of groups x outputs x rows integers of at most 16 bits, found 'tensor<2x4xi8>'}}
acim.weights @w dense<1> : tensor<2x4xi8> bias dense<0> : tensor<2x4xi64>

// -----

// expected-error@+1 {{expected values of groups x outputs x rows integers of at most 16 bits, found 'tensor<1x2x4xi32>'}}
acim.weights @w dense<1> : tensor<1x2x4xi32> bias dense<0> : tensor<1x2xi64>

// -----

// expected-error@+1 {{expected values of groups x outputs x rows integers of at most 16 bits, found 'tensor<1x2x4xf16>'}}
acim.weights @w dense<1.0> : tensor<1x2x4xf16> bias dense<0> : tensor<1x2xi64>

// -----

// expected-error@+1 {{expected a bias of 'tensor<1x2xi64>', found 'tensor<2xi64>'}}
acim.weights @w dense<1> : tensor<1x2x4xi8> bias dense<0> : tensor<2xi64>

// -----

// expected-error@+1 {{expected a bias of 'tensor<1x2xi64>', found 'tensor<1x2xi32>'}}
acim.weights @w dense<1> : tensor<1x2x4xi8> bias dense<0> : tensor<1x2xi32>

// -----

// expected-error@+1 {{expected statistics of 1 groups and 4 rows, found 1 and 3; calibrate the model again}}
acim.weights @w dense<1> : tensor<1x2x4xi8> bias dense<0> : tensor<1x2xi64> statistics #acim.statistics<positions = 4, planes = #acim.inputs<kind = binary, bits = 1, offset = 1>, activity = dense<1> : tensor<1x1x3xi64>, columns = dense<0> : tensor<2x1x3xi8>>

// -----

// expected-error@+1 {{expected statistics of 2 outputs, found 3; calibrate the model again}}
acim.weights @w dense<1> : tensor<1x2x3xi8> bias dense<0> : tensor<1x2xi64> statistics #acim.statistics<positions = 4, planes = #acim.inputs<kind = binary, bits = 1, offset = 1>, activity = dense<1> : tensor<1x1x3xi64>, columns = dense<0> : tensor<2x1x3xi8>, outputs = dense<0.0> : tensor<1x3x2xf64>>

// -----

// expected-error@+1 {{expected statistics of 2 outputs, found 3; calibrate the model again}}
acim.weights @w dense<1> : tensor<1x2x3xi8> bias dense<0> : tensor<1x2xi64> statistics #acim.statistics<positions = 4, planes = #acim.inputs<kind = binary, bits = 1, offset = 1>, activity = dense<1> : tensor<1x1x3xi64>, columns = dense<0> : tensor<2x1x3xi8>, sensitivity = dense<0.0> : tensor<1x3xf64>>

// -----

// Gathering.

func.func @rank(%x: tensor<5x6x4xi8>) {
  // expected-error@+1 {{expected an NHWC tensor of integers, found 'tensor<5x6x4xi8>'}}
  %c = acim.im2col %x window(#acim.window<kernel = [1, 1], stride = [1, 1], pad = [0, 0, 0, 0], dilation = [1, 1],
      groups = 1, pad_value = 0>) : tensor<5x6x4xi8> -> tensor<30x1x4xi8>
  return
}

// -----

func.func @float(%x: tensor<1x5x6x4xf32>) {
  // expected-error@+1 {{expected an NHWC tensor of integers, found 'tensor<1x5x6x4xf32>'}}
  %c = acim.im2col %x window(#acim.window<kernel = [1, 1], stride = [1, 1], pad = [0, 0, 0, 0], dilation = [1, 1],
      groups = 1, pad_value = 0>) : tensor<1x5x6x4xf32> -> tensor<30x1x4xf32>
  return
}

// -----

func.func @groups(%x: tensor<1x5x6x4xi8>) {
  // expected-error@+1 {{expected channels that divide into 3 groups, found 4}}
  %c = acim.im2col %x window(#acim.window<kernel = [1, 1], stride = [1, 1], pad = [0, 0, 0, 0], dilation = [1, 1],
      groups = 3, pad_value = 0>) : tensor<1x5x6x4xi8> -> tensor<30x3x1xi8>
  return
}

// -----

func.func @window(%x: tensor<1x5x6x4xi8>) {
  // expected-error@+1 {{window does not fit into 'tensor<1x5x6x4xi8>'}}
  %c = acim.im2col %x window(#acim.window<kernel = [3, 1], stride = [1, 1], pad = [0, 0, 0, 0], dilation = [3, 1],
      groups = 1, pad_value = 0>) : tensor<1x5x6x4xi8> -> tensor<6x1x12xi8>
  return
}

// -----

func.func @result(%x: tensor<1x5x6x4xi8>) {
  // expected-error@+1 {{expected a result of 'tensor<12x1x16xi8>', found 'tensor<12x1x4xi8>'}}
  %c = acim.im2col %x window(#acim.window<kernel = [2, 2], stride = [1, 2], pad = [0, 0, 0, 0], dilation = [1, 1],
      groups = 1, pad_value = 0>) : tensor<1x5x6x4xi8> -> tensor<12x1x4xi8>
  return
}

// -----

// Products.

func.func @missing(%c: tensor<3x1x4xi8>) {
  // expected-error@+1 {{expected @w to be an acim.weights operation}}
  %y = acim.mvm @w, %c : tensor<3x1x4xi8> -> tensor<3x1x2xi32>
  return
}

// -----

func.func @other(%c: tensor<3x1x4xi8>) {
  // expected-error@+1 {{expected @other to be an acim.weights operation}}
  %y = acim.mvm @other, %c : tensor<3x1x4xi8> -> tensor<3x1x2xi32>
  return
}

// -----

acim.weights @w dense<1> : tensor<1x2x4xi8> bias dense<0> : tensor<1x2xi64>
func.func @rows(%c: tensor<3x1x5xi8>) {
  // expected-error@+1 {{expected columns of positions x 1 x 4 integers, found 'tensor<3x1x5xi8>'}}
  %y = acim.mvm @w, %c : tensor<3x1x5xi8> -> tensor<3x1x2xi32>
  return
}

// -----

acim.weights @w dense<1> : tensor<1x2x4xi8> bias dense<0> : tensor<1x2xi64>
func.func @float(%c: tensor<3x1x4xf32>) {
  // expected-error@+1 {{expected columns of positions x 1 x 4 integers, found 'tensor<3x1x4xf32>'}}
  %y = acim.mvm @w, %c : tensor<3x1x4xf32> -> tensor<3x1x2xi32>
  return
}

// -----

acim.weights @w dense<1> : tensor<1x2x4xi8> bias dense<0> : tensor<1x2xi64>
func.func @outputs(%c: tensor<3x1x4xi8>) {
  // expected-error@+1 {{expected a result of 3 x 1 x 2 integers, found 'tensor<3x1x4xi32>'}}
  %y = acim.mvm @w, %c : tensor<3x1x4xi8> -> tensor<3x1x4xi32>
  return
}

// -----

// expected-error@+1 {{expected a threshold or planes}}
module attributes {test.a = #acim.skip<>} {}

// -----

// expected-error@+1 {{threshold must be between 0 and 63, found -1}}
module attributes {test.a = #acim.skip<threshold = -1>} {}

// -----

// expected-error@+1 {{a set of planes must be between 0 and 4294967295, found 4294967296}}
module attributes {test.a = #acim.skip<planes = [1, 4294967296]>} {}

// -----

// expected-error@+1 {{skip names digits and planes, but the encoding of the weights is not decided}}
acim.weights @w dense<1> : tensor<1x2x4xi8> bias dense<0> : tensor<1x2xi64> skip #acim.skip<planes = [1]>

// -----

// expected-error@+1 {{skip names digits and planes, but the encoding of the inputs is not decided}}
acim.weights @w dense<1> : tensor<1x2x4xi8> bias dense<0> : tensor<1x2xi64>
    encoding #acim.encoding<kind = sign_magnitude, bits = 7, cell_bits = 2> skip #acim.skip<planes = [1]>

// -----

// expected-error@+1 {{expected sets of planes to skip for at most 4 digits, found 5}}
acim.weights @w dense<1> : tensor<1x2x4xi8> bias dense<0> : tensor<1x2xi64>
    encoding #acim.encoding<kind = sign_magnitude, bits = 7, cell_bits = 2>
    inputs #acim.inputs<kind = binary, bits = 8, offset = 128> skip #acim.skip<planes = [1, 1, 1, 1, 0]>

// -----

// expected-error@+1 {{expected sets of planes to skip of the 8 driven planes, found 256}}
acim.weights @w dense<1> : tensor<1x2x4xi8> bias dense<0> : tensor<1x2xi64>
    encoding #acim.encoding<kind = sign_magnitude, bits = 7, cell_bits = 2>
    inputs #acim.inputs<kind = binary, bits = 8, offset = 128> skip #acim.skip<planes = [255, 256]>

// -----

// expected-error@+1 {{low_bits must be between 1 and 21, found 0}}
module attributes {test.a = #acim.split<low_bits = 0, thresholds = [1]>} {}

// -----

// expected-error@+1 {{expected a threshold for each output or one for all, found none}}
module attributes {test.a = #acim.split<low_bits = 4, thresholds = []>} {}

// -----

// expected-error@+1 {{expected a split with one threshold, or one for each of the 2 outputs of all groups, found 3}}
acim.weights @w dense<1> : tensor<1x2x4xi8> bias dense<0> : tensor<1x2xi64>
    encoding #acim.encoding<kind = sce, bits = 8, cell_bits = 2, segment_bits = 4>
    split #acim.split<low_bits = 4, thresholds = [1, 2, 3]>

// -----

// expected-error@+1 {{is split at 4 bits; expected encoding sce with segment_bits = 4 and more than one segment}}
acim.weights @w dense<1> : tensor<1x2x4xi8> bias dense<0> : tensor<1x2xi64> split #acim.split<low_bits = 4, thresholds = [1]>

// -----

// expected-error@+1 {{is split at 4 bits; expected encoding sce with segment_bits = 4 and more than one segment}}
acim.weights @w dense<1> : tensor<1x2x4xi8> bias dense<0> : tensor<1x2xi64>
    encoding #acim.encoding<kind = sign_magnitude, bits = 7, cell_bits = 2> split #acim.split<low_bits = 4, thresholds = [1]>

// -----

// expected-error@+1 {{is split at 4 bits; expected encoding sce with segment_bits = 4 and more than one segment}}
acim.weights @w dense<1> : tensor<1x2x4xi8> bias dense<0> : tensor<1x2xi64>
    encoding #acim.encoding<kind = sce, bits = 8, cell_bits = 2> split #acim.split<low_bits = 4, thresholds = [1]>

// -----

// expected-error@+1 {{is split at 4 bits; expected encoding sce with segment_bits = 4 and more than one segment}}
acim.weights @w dense<1> : tensor<1x2x4xi8> bias dense<0> : tensor<1x2xi64>
    encoding #acim.encoding<kind = sce, bits = 4, cell_bits = 2, segment_bits = 4> split #acim.split<low_bits = 4, thresholds = [1]>
