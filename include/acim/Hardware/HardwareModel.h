//===- HardwareModel.h - The accelerator a program is compiled for --------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// One value type, loaded once from JSON, verified once, passed by const reference.
// All unit values are SI: joule, second, square metre, watt. Every unit value carries where it comes from.
//
//===----------------------------------------------------------------------===//

#ifndef ACIM_HARDWARE_HARDWAREMODEL_H
#define ACIM_HARDWARE_HARDWAREMODEL_H

#include "llvm/ADT/StringRef.h"
#include "llvm/Support/Error.h"
#include <cstdint>
#include <string>
#include <vector>

namespace mlir::acim {

/// A number with its source ("S-Chen table I", "derived: ...").
struct UnitValue {
  double value = 0;
  std::string source;
};

/// Geometry and defaults that decide how layers are mapped.
struct ArrayModel {
  int64_t rows = 128;            ///< word lines of a crossbar
  int64_t columns = 128;         ///< bit lines of a crossbar
  int64_t cellBits = 2;          ///< bits a cell holds
  int64_t maxActiveRows = 128;   ///< word lines that may be driven at once (operation-unit height)
  int64_t maxActiveColumns = 128;///< bit lines one activation covers (operation-unit width)
  bool pair = true;              ///< crossbars come as (+,-) pairs
  int64_t crossbarsPerTile = 24; ///< crossbars, or pairs when `pair`, that share a tile's buffers
};

} // namespace mlir::acim

#endif // ACIM_HARDWARE_HARDWAREMODEL_H
