// RUN: acim-opt %s --acim-attach-hardware | FileCheck %s --check-prefixes=CHECK,DEFAULT
// RUN: acim-opt %s --acim-attach-hardware=hardware=isaac32 | FileCheck %s --check-prefixes=CHECK,ISAAC
// RUN: acim-opt %s --acim-attach-hardware=hardware=isaac32 --acim-attach-hardware=hardware=chen_rram128 | FileCheck %s --check-prefixes=CHECK,DEFAULT

// The canonical text of a description becomes an attribute of the module; a second description replaces the first.

// DEFAULT: module attributes {acim.hardware = #acim.hardware<"{{.*}}\22name\22: \22chen_rram128\22
// ISAAC: module attributes {acim.hardware = #acim.hardware<"{{.*}}\22name\22: \22isaac32\22
// CHECK-LABEL: func.func @main
func.func @main() {
  return
}
