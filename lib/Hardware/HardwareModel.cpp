//===- HardwareModel.cpp - The accelerator a program is compiled for ------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "acim/Hardware/HardwareModel.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/Twine.h"
#include <cmath>

using namespace mlir::acim;
using llvm::Twine;

static double lawValue(const ResolutionLaw &law, int64_t bits) {
  return law.linear.value * (static_cast<double>(bits) / 8) +
         std::ldexp(law.exponential.value, static_cast<int>(bits - 8));
}

static std::string lawText(const ResolutionLaw &law, int64_t bits) {
  return (Twine(shortestDecimal(law.linear.written)) + " " + law.linear.unit + " * " + Twine(bits) +
          "/8 + " + shortestDecimal(law.exponential.written) + " " + law.exponential.unit +
          " * 2^(" + Twine(bits) + "-8)")
      .str();
}

static std::string lawSource(const ResolutionLaw &law) {
  if (law.exponential.source == law.linear.source)
    return law.linear.source;
  return law.linear.source + "; " + law.exponential.source;
}

static UnitValue tableValue(const ResolutionEntry &entry, int64_t bits) {
  UnitValue value = entry.value;
  if (entry.bits != bits)
    value.source =
        (Twine("price of ") + Twine(entry.bits) + " bit, the smallest given; " + value.source)
            .str();
  return value;
}

/// The table's entry for `bits`. A converter also serves resolutions below the smallest one in the
/// table, at that price; where there is a law, the law serves them.
static const ResolutionEntry *findEntry(const ResolutionModel &model, int64_t bits) {
  for (const ResolutionEntry &entry : model.byBits)
    if (entry.bits == bits)
      return &entry;
  if (!model.law && !model.byBits.empty() && bits < model.byBits.front().bits)
    return &model.byBits.front();
  return nullptr;
}

std::optional<UnitValue> AdcModel::conversionEnergy(int64_t bits) const {
  if (const ResolutionEntry *entry = findEntry(energy, bits))
    return tableValue(*entry, bits);
  if (!energy.law)
    return std::nullopt;
  UnitValue result;
  result.value = lawValue(*energy.law, bits) / sampleRate.value;
  result.grade = energy.law->linear.grade;
  result.source = "(" + lawText(*energy.law, bits) + ") / " + shortestDecimal(sampleRate.written) +
                  " " + sampleRate.unit + "; " + lawSource(*energy.law);
  result.written = result.value * 1e12;
  result.unit = "pJ";
  return result;
}

std::optional<UnitValue> AdcModel::converterArea(int64_t bits) const {
  if (const ResolutionEntry *entry = findEntry(area, bits))
    return tableValue(*entry, bits);
  if (!area.law)
    return std::nullopt;
  UnitValue result;
  result.value = lawValue(*area.law, bits);
  result.grade = area.law->linear.grade;
  result.source = lawText(*area.law, bits) + "; " + lawSource(*area.law);
  result.written = result.value * 1e12;
  result.unit = "um2";
  return result;
}
