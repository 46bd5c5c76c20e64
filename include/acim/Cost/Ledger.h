//===- Ledger.h - Energy and area as count x unit value -----------------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// All figures are for one inference, the mean over those run.
//
//===----------------------------------------------------------------------===//

#ifndef ACIM_COST_LEDGER_H
#define ACIM_COST_LEDGER_H

#include "acim/Cost/CostCounts.h"
#include "acim/Hardware/HardwareModel.h"
#include "llvm/ADT/ArrayRef.h"
#include "llvm/Support/Error.h"

namespace mlir::acim {

enum class Component : uint8_t {
  Array,
  Adc,
  ShiftAdd,
  Dac,
  Buffer,
  Interconnect,
  Digital,
  Control,
  Leakage
};
inline constexpr unsigned numComponents = 9;

/// "array", "adc", "shift_add", ...
llvm::StringRef stringifyComponent(Component component);

/// Name of the layer of rows that belong to the whole accelerator; no symbol can have it.
inline constexpr llvm::StringLiteral wholeChip = "(chip)";

struct LedgerRow {
  std::string layer;
  Component component = Component::Array;
  std::string action;
  double count = 0;     ///< of actions; of seconds that parts leaked
  double unitValue = 0; ///< joules of one action; watts
  double total = 0;     ///< joules, count x unitValue
  std::string provenance;
};

class Ledger {
public:
  void add(llvm::StringRef layer, Component component, const llvm::Twine &action, double count,
           double unitValue, const llvm::Twine &provenance);

  llvm::ArrayRef<LedgerRow> rows() const { return entries; }
  double total() const; ///< the sum of the rows, in their order
  double totalOf(Component component) const;
  double totalOf(llvm::StringRef layer, Component component) const;

  /// Every row is count x unit value, finite and not negative, and the components add up to the
  /// total.
  llvm::Error check() const;

private:
  std::vector<LedgerRow> entries;
};

/// Prices the events of a run. Fails where the hardware has no price, e.g. for a resolution above
/// its table.
llvm::Expected<Ledger> price(const ProgramCounts &counts, const HardwareModel &hardware);

struct AreaRow {
  std::string part;
  std::string per; ///< "crossbar", "tile" or "chip"
  double count = 0;
  double unitValue = 0; ///< square metres
  double total = 0;
  std::string provenance;
};

/// Area of the tiles of a program, all crossbars of a tile included whether used or not. Converters
/// have the largest resolution that the program converts with.
llvm::Expected<std::vector<AreaRow>> priceArea(const ProgramCounts &counts,
                                               const HardwareModel &hardware);

double totalArea(llvm::ArrayRef<AreaRow> rows);

} // namespace mlir::acim

#endif // ACIM_COST_LEDGER_H
