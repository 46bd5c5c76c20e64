// RUN: acim-opt %s --split-input-file --verify-diagnostics --acim-encode-weights
// RUN: not acim-opt %s --split-input-file --acim-attach-hardware --acim-encode-weights=encoding=ternary 2>&1 | FileCheck %s --check-prefix=NAME
// RUN: not acim-opt %s --split-input-file --acim-attach-hardware --acim-encode-weights 2>&1 | FileCheck %s --check-prefix=ELIDED

// NAME: error: unknown weight encoding 'ternary'; expected one of twos_complement, offset, sign_magnitude
// expected-error@+1 {{expected the module attribute 'acim.hardware'; run acim-attach-hardware first}}
module {
  // ELIDED: error: 'acim.weights' op expected weights whose values are present, found 'tensor<1x1x2xi8>'
  acim.weights @elided dense_resource<__elided__> : tensor<1x1x2xi8> bias dense<0> : tensor<1x1xi64>
}

// -----

// expected-error@+1 {{invalid hardware description: acim.hardware:1:1: }}
module attributes {acim.hardware = #acim.hardware<"{}">} {
}
