// RUN: acim-opt %s --split-input-file --verify-diagnostics --acim-attach-hardware --acim-assign-adc --remarks-filter=acim-adc
// RUN: acim-opt %s --split-input-file --acim-attach-hardware --acim-assign-adc="bits=5" --remarks-filter=acim-adc 2>&1 | FileCheck %s --check-prefix=FIVE
// RUN: acim-opt %s --split-input-file --acim-attach-hardware --acim-assign-adc="bits=5 semantics=full_range" --remarks-filter=acim-adc 2>&1 | FileCheck %s --check-prefix=FULL
// RUN: acim-opt %s --split-input-file --acim-attach-hardware --acim-assign-adc="bits=9 readout=separate" --remarks-filter=acim-adc 2>&1 | FileCheck %s --check-prefix=SEPARATE

// What a full row group can sum to, against the codes.

// 128 rows of levels -3 to 3. Ten bits hold that, five do not; steps of 2^5 = 32 span it; each array alone has 0 to 384.
// FIVE: "@full: sums may saturate or be rounded", hi=15, lo=-16, sum_hi=384, sum_lo=-384
// FULL: "@full: sums may saturate or be rounded", hi=480, lo=-512, sum_hi=384, sum_lo=-384
// SEPARATE: "@full: every sum fits", hi=511, lo=0, sum_hi=384, sum_lo=0
// expected-remark@+1 {{Remark="@full: every sum fits", hi=511, lo=-512, sum_hi=384, sum_lo=-384}}
acim.weights @full dense<1> : tensor<1x2x200xi8> bias dense<0> : tensor<1x2xi64>
    encoding #acim.encoding<kind = sign_magnitude, bits = 7, cell_bits = 2>
    array #acim.array<rows = 128, columns = 128, active_rows = 128, active_columns = 128>

// -----

// Five rows: even five bits are enough, and a full range needs no step then.
// FIVE: "@few_rows: every sum fits", hi=15, lo=-16, sum_hi=15, sum_lo=-15
// FULL: "@few_rows: every sum fits", hi=15, lo=-16, sum_hi=15, sum_lo=-15
// SEPARATE: "@few_rows: every sum fits", hi=511, lo=0, sum_hi=15, sum_lo=0
// expected-remark@+1 {{Remark="@few_rows: every sum fits", hi=511, lo=-512, sum_hi=15, sum_lo=-15}}
acim.weights @few_rows dense<1> : tensor<1x2x5xi8> bias dense<0> : tensor<1x2xi64>
    encoding #acim.encoding<kind = sign_magnitude, bits = 7, cell_bits = 2>
    array #acim.array<rows = 128, columns = 128, active_rows = 128, active_columns = 128>
