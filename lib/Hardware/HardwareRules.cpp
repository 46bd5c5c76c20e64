//===- HardwareRules.cpp - What must hold between keys --------------------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "HardwareRules.h"

using namespace mlir::acim;
using llvm::ArrayRef;
using llvm::Twine;

using Complain = llvm::function_ref<void(ArrayRef<std::string>, const Twine &)>;

static void checkArray(const ArrayModel &array, Complain complain) {
  if (array.maxActiveRows > array.rows)
    complain({"array", "max_active_rows"}, "expected at most the " + Twine(array.rows) +
                                               " rows of the crossbar, found " +
                                               Twine(array.maxActiveRows));
  if (array.maxActiveColumns > array.columns)
    complain({"array", "max_active_columns"}, "expected at most the " + Twine(array.columns) +
                                                  " columns of the crossbar, found " +
                                                  Twine(array.maxActiveColumns));
  int64_t levels = int64_t(1) << array.cellBits;
  if (int64_t(array.cellEnergyByLevel.size()) != levels)
    complain({"array", "cell_energy_by_level"}, "expected " + Twine(levels) +
                                                    " constants, one for each level of a " +
                                                    Twine(array.cellBits) + "-bit cell, found " +
                                                    Twine(array.cellEnergyByLevel.size()));
}

static void checkMapping(const HardwareModel &model, Complain complain) {
  const MappingModel &mapping = model.mapping;
  bool isSingle = mapping.readout == "single";
  if (isSingle == model.array.pair)
    complain({"mapping", "readout"},
             Twine("expected ") +
                 (model.array.pair ? "\"difference\" or \"separate\"" : "\"single\"") +
                 ", found \"" + mapping.readout + "\", because /array/pair is " +
                 (model.array.pair ? "true" : "false"));
  if (mapping.weightEncoding == "sign-magnitude" && !model.array.pair)
    complain({"mapping", "weight_encoding"}, "expected \"twos-complement\" or \"offset\", found "
                                             "\"sign-magnitude\", because /array/pair is false");
  if (mapping.correction == "reference-column" && mapping.weightEncoding != "offset")
    complain({"mapping", "correction"},
             "expected \"digital\", found \"reference-column\", because only the encoding "
             "\"offset\" has an offset to take out, not \"" +
                 mapping.weightEncoding + "\"");
}

static void checkResolution(const ResolutionModel &model, const std::string &key,
                            Complain complain) {
  if (!model.law && model.byBits.empty())
    return complain({"adc", key}, "expected \"law\", \"by_bits\" or both, found neither; add one");
  for (size_t i = 1; i < model.byBits.size(); ++i)
    if (model.byBits[i].bits <= model.byBits[i - 1].bits)
      complain({"adc", key, "by_bits", std::to_string(i), "bits"},
               "expected more than the " + Twine(model.byBits[i - 1].bits) +
                   " bits of the entry before, found " + Twine(model.byBits[i].bits) +
                   "; sort the list");
}

static void checkDefaultResolution(const AdcModel &adc, Complain complain) {
  if (!adc.conversionEnergy(adc.resolutionBits))
    complain({"adc", "energy"}, "expected a law or an entry for the default of " +
                                    Twine(adc.resolutionBits) + " bits, found none; add it");
  if (!adc.converterArea(adc.resolutionBits))
    complain({"adc", "area"}, "expected a law or an entry for the default of " +
                                  Twine(adc.resolutionBits) + " bits, found none; add it");
}

void mlir::acim::detail::checkHardwareRules(const HardwareModel &model, Complain complain) {
  checkArray(model.array, complain);
  checkMapping(model, complain);
  checkResolution(model.adc.energy, "energy", complain);
  checkResolution(model.adc.area, "area", complain);
  checkDefaultResolution(model.adc, complain);
}
