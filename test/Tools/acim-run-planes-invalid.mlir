// RUN: %python %acim_src/test/Dialect/Acim/Transforms/Inputs/with_hardware.py %s %acim_src/lib/Hardware/presets/chen_rram128.json > %t.mlir
// RUN: not acim-run %t.mlir --inputs %acim_src/test/Models/digits/digits_images.npy 2>&1 | FileCheck %s

// Nothing is run on inputs that the engines' tables do not hold.

// CHECK: error: {{.*}}'acim.layer' op inputs lie between -128 and 127, but the driven planes cover -20 to 43
acim.program @main hardware #acim.hardware<"HARDWARE"> {
  acim.crossbar @w_0 tile 0 rows 128 columns 128 cell_bits 2 pair {
    acim.block at [0, 0] group 0 inputs [0] row_groups [1] column_group 1 outputs [0] scales [1] cells dense<1> : tensor<1x1xi8>
        adc lo dense<-2> : tensor<1x1xi32> bits dense<3> : tensor<1x1xi8> step_log2 dense<0> : tensor<1x1xi8>
  }
  func.func @main(%x: tensor<1x8x8x1xi8>) -> tensor<64x1x1xi32> {
    %0 = acim.layer "w"(%x) {
      acim.fetch #acim.window<kernel = [1, 1], stride = [1, 1], pad = [0, 0, 0, 0], dilation = [1, 1], groups = 1, pad_value = 0>
      acim.drive @w_0 inputs #acim.inputs<kind = binary, bits = 8, offset = 20, lo = -20, hi = 43>
      acim.convert @w_0 readout difference
      acim.shift_add @w_0
      acim.reduce initial dense<-20> : tensor<1x1xi64>
      acim.store
    } : tensor<1x8x8x1xi8> -> tensor<64x1x1xi32>
    return %0 : tensor<64x1x1xi32>
  }
}
