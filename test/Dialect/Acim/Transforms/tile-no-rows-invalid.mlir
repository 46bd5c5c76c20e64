// RUN: acim-opt %s --verify-diagnostics --acim-attach-hardware --acim-tile

// expected-error@+1 {{cannot be placed: cannot place a layer on crossbars: the number of rows is 0 but must be positive}}
acim.weights @no_rows dense<> : tensor<1x2x0xi8> bias dense<0> : tensor<1x2xi64>
    encoding #acim.encoding<kind = sign_magnitude, bits = 7, cell_bits = 2>
