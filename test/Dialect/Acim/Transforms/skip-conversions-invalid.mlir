// RUN: not acim-opt %s --acim-skip-conversions=threshold=64 2>&1 | FileCheck %s --check-prefix=THRESHOLD
// RUN: not acim-opt %s --acim-skip-conversions=layers=w:-2 2>&1 | FileCheck %s --check-prefix=OWN
// RUN: not acim-opt %s --acim-skip-conversions=layers=w 2>&1 | FileCheck %s --check-prefix=LAYERS
// RUN: not acim-opt %s --acim-skip-conversions=layers=w:many 2>&1 | FileCheck %s --check-prefix=NUMBER
// RUN: not acim-opt %s --acim-skip-conversions=layers=conv:6 2>&1 | FileCheck %s --check-prefix=NAME

// THRESHOLD: error: 'acim.weights' op threshold must be between 0 and 63, found 64
// OWN: error: 'acim.weights' op threshold must be between 0 and 63, found -2
// LAYERS: error: expected layers as name:threshold, found "w"
// NUMBER: error: expected layers as name:threshold, found "w:many"
// NAME: error: a threshold is given for the layer "conv", which does not exist
acim.weights @w dense<1> : tensor<1x2x8xi8> bias dense<0> : tensor<1x2xi64>
