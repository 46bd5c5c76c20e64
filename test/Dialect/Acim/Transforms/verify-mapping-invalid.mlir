// RUN: acim-opt %s --split-input-file --verify-diagnostics --acim-verify-mapping

// expected-error@+1 {{is not decided completely; run acim-encode-weights first}}
acim.weights @w dense<1> : tensor<1x1x2xi8> bias dense<0> : tensor<1x1xi64>
    inputs #acim.inputs<kind = binary, bits = 8, offset = 128>
    array #acim.array<rows = 128, columns = 128, active_rows = 128, active_columns = 128>
    adc #acim.adc<bits = 10, semantics = unit_step, readout = difference, correction = digital>
func.func @no_encoding(%x: tensor<3x1x2xi8>) {
  %0 = acim.mvm @w, %x : tensor<3x1x2xi8> -> tensor<3x1x1xi32>
  return
}

// -----

// expected-error@+1 {{is not decided completely; run acim-encode-inputs first}}
acim.weights @w dense<1> : tensor<1x1x2xi8> bias dense<0> : tensor<1x1xi64>
    encoding #acim.encoding<kind = sign_magnitude, bits = 7, cell_bits = 2>
    array #acim.array<rows = 128, columns = 128, active_rows = 128, active_columns = 128>
    adc #acim.adc<bits = 10, semantics = unit_step, readout = difference, correction = digital>
func.func @no_inputs(%x: tensor<3x1x2xi8>) {
  %0 = acim.mvm @w, %x : tensor<3x1x2xi8> -> tensor<3x1x1xi32>
  return
}

// -----

// expected-error@+1 {{is not decided completely; run acim-tile first}}
acim.weights @w dense<1> : tensor<1x1x2xi8> bias dense<0> : tensor<1x1xi64>
    encoding #acim.encoding<kind = sign_magnitude, bits = 7, cell_bits = 2>
    inputs #acim.inputs<kind = binary, bits = 8, offset = 128>
    adc #acim.adc<bits = 10, semantics = unit_step, readout = difference, correction = digital>
func.func @no_array(%x: tensor<3x1x2xi8>) {
  %0 = acim.mvm @w, %x : tensor<3x1x2xi8> -> tensor<3x1x1xi32>
  return
}

// -----

// expected-error@+1 {{is not decided completely; run acim-assign-adc first}}
acim.weights @w dense<1> : tensor<1x1x2xi8> bias dense<0> : tensor<1x1xi64>
    encoding #acim.encoding<kind = sign_magnitude, bits = 7, cell_bits = 2>
    inputs #acim.inputs<kind = binary, bits = 8, offset = 128>
    array #acim.array<rows = 128, columns = 128, active_rows = 128, active_columns = 128>
func.func @no_adc(%x: tensor<3x1x2xi8>) {
  %0 = acim.mvm @w, %x : tensor<3x1x2xi8> -> tensor<3x1x1xi32>
  return
}

// -----

// expected-error@+1 {{expected weights whose values are present}}
acim.weights @w dense_resource<__elided__> : tensor<1x1x2xi8> bias dense<0> : tensor<1x1xi64>
    encoding #acim.encoding<kind = sign_magnitude, bits = 7, cell_bits = 2>
    inputs #acim.inputs<kind = binary, bits = 8, offset = 128>
    array #acim.array<rows = 128, columns = 128, active_rows = 128, active_columns = 128>
    adc #acim.adc<bits = 10, semantics = unit_step, readout = difference, correction = digital>
func.func @elided_weights(%x: tensor<3x1x2xi8>) {
  %0 = acim.mvm @w, %x : tensor<3x1x2xi8> -> tensor<3x1x1xi32>
  return
}

// -----

// expected-error@+1 {{expected a bias whose values are present}}
acim.weights @w dense<1> : tensor<1x1x2xi8> bias dense_resource<__elided__> : tensor<1x1xi64>
    encoding #acim.encoding<kind = sign_magnitude, bits = 7, cell_bits = 2>
    inputs #acim.inputs<kind = binary, bits = 8, offset = 128>
    array #acim.array<rows = 128, columns = 128, active_rows = 128, active_columns = 128>
    adc #acim.adc<bits = 10, semantics = unit_step, readout = difference, correction = digital>
func.func @elided_bias(%x: tensor<3x1x2xi8>) {
  %0 = acim.mvm @w, %x : tensor<3x1x2xi8> -> tensor<3x1x1xi32>
  return
}

// -----

// expected-error@+1 {{encoding sign_magnitude expects readout difference or separate, found single}}
acim.weights @w dense<1> : tensor<1x1x2xi8> bias dense<0> : tensor<1x1xi64>
    encoding #acim.encoding<kind = sign_magnitude, bits = 7, cell_bits = 2>
    inputs #acim.inputs<kind = binary, bits = 8, offset = 128>
    array #acim.array<rows = 128, columns = 128, active_rows = 128, active_columns = 128>
    adc #acim.adc<bits = 10, semantics = unit_step, readout = single, correction = digital>
func.func @pair_read_as_single(%x: tensor<3x1x2xi8>) {
  %0 = acim.mvm @w, %x : tensor<3x1x2xi8> -> tensor<3x1x1xi32>
  return
}

// -----

// expected-error@+1 {{encoding offset expects readout single, found difference}}
acim.weights @w dense<1> : tensor<1x1x2xi8> bias dense<0> : tensor<1x1xi64>
    encoding #acim.encoding<kind = offset, bits = 8, cell_bits = 2>
    inputs #acim.inputs<kind = binary, bits = 8, offset = 128>
    array #acim.array<rows = 128, columns = 128, active_rows = 128, active_columns = 128>
    adc #acim.adc<bits = 10, semantics = unit_step, readout = difference, correction = digital>
func.func @single_read_as_pair(%x: tensor<3x1x2xi8>) {
  %0 = acim.mvm @w, %x : tensor<3x1x2xi8> -> tensor<3x1x1xi32>
  return
}

// -----

// expected-error@+1 {{a reference column expects encoding offset, found sign_magnitude}}
acim.weights @w dense<1> : tensor<1x1x2xi8> bias dense<0> : tensor<1x1xi64>
    encoding #acim.encoding<kind = sign_magnitude, bits = 7, cell_bits = 2>
    inputs #acim.inputs<kind = binary, bits = 8, offset = 128>
    array #acim.array<rows = 128, columns = 128, active_rows = 128, active_columns = 128>
    adc #acim.adc<bits = 10, semantics = unit_step, readout = difference, correction = reference_column>
func.func @reference_column_without_offset(%x: tensor<3x1x2xi8>) {
  %0 = acim.mvm @w, %x : tensor<3x1x2xi8> -> tensor<3x1x1xi32>
  return
}

// -----

// expected-error@+1 {{weight -128 does not fit its encoding, which holds -127 to 127}}
acim.weights @w dense<[[[1, -128]]]> : tensor<1x1x2xi8> bias dense<0> : tensor<1x1xi64>
    encoding #acim.encoding<kind = sign_magnitude, bits = 7, cell_bits = 2>
    inputs #acim.inputs<kind = binary, bits = 8, offset = 128>
    array #acim.array<rows = 128, columns = 128, active_rows = 128, active_columns = 128>
    adc #acim.adc<bits = 10, semantics = unit_step, readout = difference, correction = digital>
func.func @weight_without_digits(%x: tensor<3x1x2xi8>) {
  %0 = acim.mvm @w, %x : tensor<3x1x2xi8> -> tensor<3x1x1xi32>
  return
}

// -----

acim.weights @w dense<1> : tensor<1x1x2xi8> bias dense<0> : tensor<1x1xi64>
    encoding #acim.encoding<kind = sign_magnitude, bits = 7, cell_bits = 2>
    inputs #acim.inputs<kind = binary, bits = 8, offset = 128>
    array #acim.array<rows = 128, columns = 128, active_rows = 128, active_columns = 128>
    adc #acim.adc<bits = 10, semantics = unit_step, readout = difference, correction = digital>
func.func @planes_do_not_cover_the_inputs(%x: tensor<3x1x2xi16>) {
  // expected-error@+1 {{inputs lie between -32768 and 32767, but the driven planes cover -128 to 127}}
  %0 = acim.mvm @w, %x : tensor<3x1x2xi16> -> tensor<3x1x1xi48>
  return
}

// -----

acim.weights @w dense<1> : tensor<1x1x2xi8> bias dense<0> : tensor<1x1xi64>
    encoding #acim.encoding<kind = sign_magnitude, bits = 7, cell_bits = 2>
    inputs #acim.inputs<kind = binary, bits = 8, offset = 0>
    array #acim.array<rows = 128, columns = 128, active_rows = 128, active_columns = 128>
    adc #acim.adc<bits = 10, semantics = unit_step, readout = difference, correction = digital>
func.func @planes_cover_other_inputs(%x: tensor<3x1x2xi8>) {
  // expected-error@+1 {{inputs lie between -128 and 127, but the driven planes cover 0 to 255}}
  %0 = acim.mvm @w, %x : tensor<3x1x2xi8> -> tensor<3x1x1xi32>
  return
}

// -----

// Two weights of 1 times inputs of up to 127, and the bias.

acim.weights @w dense<1> : tensor<1x1x2xi8> bias dense<2147483394> : tensor<1x1xi64>
    encoding #acim.encoding<kind = sign_magnitude, bits = 7, cell_bits = 2>
    inputs #acim.inputs<kind = binary, bits = 8, offset = 128>
    array #acim.array<rows = 128, columns = 128, active_rows = 128, active_columns = 128>
    adc #acim.adc<bits = 10, semantics = unit_step, readout = difference, correction = digital>
func.func @accumulator_overflows(%x: tensor<3x1x2xi8>) {
  // expected-error@+1 {{output 0 of group 0 may reach 2147483648, more than its type 'tensor<3x1x1xi32>' holds}}
  %0 = acim.mvm @w, %x : tensor<3x1x2xi8> -> tensor<3x1x1xi32>
  return
}

// -----

// Planes for the values of a clamp do not serve what is not clamped, nor a clamp that lets one more through.

acim.weights @w dense<1> : tensor<1x1x2xi8> bias dense<0> : tensor<1x1xi64>
    encoding #acim.encoding<kind = sign_magnitude, bits = 7, cell_bits = 2>
    inputs #acim.inputs<kind = binary, bits = 8, offset = 20, lo = -20, hi = 43>
    array #acim.array<rows = 128, columns = 128, active_rows = 128, active_columns = 128>
    adc #acim.adc<bits = 10, semantics = unit_step, readout = difference, correction = digital>
func.func @planes_for_other_inputs(%x: tensor<3x1x2xi8>) {
  // expected-error@+1 {{inputs lie between -128 and 127, but the driven planes cover -20 to 43}}
  %0 = acim.mvm @w, %x : tensor<3x1x2xi8> -> tensor<3x1x1xi32>
  return
}

// -----

acim.weights @w dense<1> : tensor<1x1x2xi8> bias dense<0> : tensor<1x1xi64>
    encoding #acim.encoding<kind = sign_magnitude, bits = 7, cell_bits = 2>
    inputs #acim.inputs<kind = binary, bits = 8, offset = 20, lo = -20, hi = 43>
    array #acim.array<rows = 128, columns = 128, active_rows = 128, active_columns = 128>
    adc #acim.adc<bits = 10, semantics = unit_step, readout = difference, correction = digital>
func.func @off_by_one(%x: tensor<3x1x2xi8>) {
  %0 = tosa.clamp %x {min_val = -20 : i8, max_val = 44 : i8} : (tensor<3x1x2xi8>) -> tensor<3x1x2xi8>
  // expected-error@+1 {{inputs lie between -20 and 44, but the driven planes cover -20 to 43}}
  %1 = acim.mvm @w, %0 : tensor<3x1x2xi8> -> tensor<3x1x1xi32>
  return
}
