//===- Acim.td - The single TableGen entry of the dialect -------------------*- tablegen -*-===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

include "acim/Dialect/Acim/IR/AcimDialect.td"
include "acim/Dialect/Acim/IR/AcimEnums.td"
include "acim/Dialect/Acim/IR/AcimAttrs.td"
include "acim/Dialect/Acim/IR/AcimGraphOps.td"
include "acim/Dialect/Acim/IR/AcimProgramOps.td"
