//===- Ledger.cpp - Rows that add up ------------------------------------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "acim/Cost/Ledger.h"
#include "llvm/ADT/Twine.h"
#include <cmath>

using namespace mlir::acim;
using llvm::StringRef;
using llvm::Twine;

StringRef mlir::acim::stringifyComponent(Component component) {
  static constexpr StringRef names[numComponents] = {"array",   "adc",     "shift_add",
                                                     "dac",     "buffer",  "interconnect",
                                                     "digital", "control", "leakage"};
  return names[static_cast<unsigned>(component)];
}

void Ledger::add(StringRef layer, Component component, const Twine &action, double count,
                 double unitValue, const Twine &provenance) {
  if (count == 0)
    return;
  LedgerRow &row = entries.emplace_back();
  row.layer = layer.str();
  row.component = component;
  row.action = action.str();
  row.count = count;
  row.unitValue = unitValue;
  row.total = count * unitValue;
  row.provenance = provenance.str();
}

double Ledger::total() const {
  double sum = 0;
  for (const LedgerRow &row : entries)
    sum += row.total;
  return sum;
}

double Ledger::totalOf(Component component) const {
  double sum = 0;
  for (const LedgerRow &row : entries)
    if (row.component == component)
      sum += row.total;
  return sum;
}

double Ledger::totalOf(StringRef layer, Component component) const {
  double sum = 0;
  for (const LedgerRow &row : entries)
    if (row.component == component && row.layer == layer)
      sum += row.total;
  return sum;
}

static llvm::Error rowError(const LedgerRow &row, const Twine &expected) {
  return llvm::createStringError("ledger row " + row.layer + ", " +
                                 stringifyComponent(row.component).str() + ", " + row.action +
                                 ": " + expected.str());
}

llvm::Error Ledger::check() const {
  for (const LedgerRow &row : entries) {
    if (!std::isfinite(row.total) || row.count < 0 || row.unitValue < 0)
      return rowError(row, "expected finite figures that are not negative");
    if (row.total != row.count * row.unitValue)
      return rowError(row, "expected count x unit value as its total");
  }
  double components = 0;
  for (unsigned i = 0; i < numComponents; ++i)
    components += totalOf(static_cast<Component>(i));
  if (std::abs(components - total()) > 1e-12 * total())
    return llvm::createStringError("expected the ledger's components to add up to its total");
  return llvm::Error::success();
}
