//===- Price.cpp - Events to joules -------------------------------------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "acim/Cost/Ledger.h"
#include "acim/Cost/Schedule.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/Twine.h"
#include <algorithm>

using namespace mlir::acim;
using llvm::StringRef;
using llvm::Twine;

namespace {

/// Prices the layers of a run one after another.
class Pricer {
public:
  Pricer(const ProgramCounts &counts, const HardwareModel &hardware)
      : counts(counts), hardware(hardware),
        inferences(static_cast<double>(std::max<int64_t>(counts.inferences, 1))) {}

  llvm::Error priceLayer(const LayerCounts &layer) {
    if (llvm::Error error = priceArray(layer))
      return error;
    if (llvm::Error error = priceConversions(layer))
      return error;
    add(layer, Component::ShiftAdd, "shift_add", layer.shiftAdds,
        hardware.shiftAddEnergyPerConversion);
    add(layer, Component::Dac, "drive_row", layer.drivenRows, hardware.dac.energyPerRowDrive);
    priceBuffers(layer);
    add(layer, Component::Interconnect, "bus_bit", layer.busBits,
        hardware.interconnect.busEnergyPerBit);
    add(layer, Component::Interconnect, "router_bit", layer.routerBits,
        hardware.interconnect.routerEnergyPerBit);
    priceDigital(layer);
    priceControl(layer);
    return priceActiveRowCounts(layer);
  }

  void priceLeakage(double seconds) {
    double tiles = static_cast<double>(counts.tiles);
    leak(hardware.leakage.perCrossbar, "crossbar",
         tiles * static_cast<double>(hardware.array.crossbarsPerTile), seconds);
    leak(hardware.leakage.perTile, "tile", tiles, seconds);
    leak(hardware.leakage.perChip, "chip", 1, seconds);
  }

  Ledger ledger;

private:
  void add(const LayerCounts &layer, Component component, const Twine &action, int64_t count,
           const UnitValue &unit) {
    add(layer, component, action, count, unit.value, unit.provenance());
  }

  void add(const LayerCounts &layer, Component component, const Twine &action, int64_t count,
           double unitValue, const Twine &provenance) {
    ledger.add(layer.name, component, action, static_cast<double>(count) / inferences, unitValue,
               provenance);
  }

  llvm::Error priceArray(const LayerCounts &layer) {
    const std::vector<UnitValue> &energies = hardware.array.cellEnergyByLevel;
    for (auto [level, cells] : llvm::enumerate(layer.cellsByLevel)) {
      if (level >= energies.size() && cells != 0)
        return llvm::createStringError("layer " + layer.name + " has cells of level " +
                                       std::to_string(level) + ", but hardware " + hardware.name +
                                       " prices levels up to " +
                                       std::to_string(energies.size() - 1) +
                                       "; price it with the hardware it was compiled for");
      const bool isGated =
          hardware.array.gateSkippedColumns && level < layer.skippedCellsByLevel.size();
      const int64_t gated = isGated ? layer.skippedCellsByLevel[level] : 0;
      if (level < energies.size())
        add(layer, Component::Array, "conduct_level_" + Twine(level), cells - gated,
            energies[level]);
    }
    return llvm::Error::success();
  }

  llvm::Error priceConversions(const LayerCounts &layer) {
    for (auto [bits, conversions] : layer.conversionsByBits) {
      std::optional<UnitValue> energy = hardware.adc.conversionEnergy(bits);
      if (!energy)
        return llvm::createStringError("layer " + layer.name + " converts with " +
                                       std::to_string(bits) + " bits, for which hardware " +
                                       hardware.name +
                                       " has no energy; add an entry or a law to its /adc/energy");
      add(layer, Component::Adc, "convert_" + Twine(bits) + "_bit", conversions, *energy);
    }
    return llvm::Error::success();
  }

  static int64_t accesses(const BurstCounts &bursts, const BufferModel &buffer) {
    int64_t sum = 0;
    for (const auto &[bits, times] : bursts)
      sum += times * ((bits + buffer.portBits - 1) / buffer.portBits);
    return sum;
  }

  void priceBuffers(const LayerCounts &layer) {
    auto addAccesses = [&](StringRef action, const BurstCounts &bursts, const BufferModel &buffer) {
      add(layer, Component::Buffer, action, accesses(bursts, buffer), buffer.energyPerAccess);
    };
    addAccesses("tile_read", layer.tileReads, hardware.buffers.tile);
    addAccesses("tile_write", layer.tileWrites, hardware.buffers.tile);
    addAccesses("input_register", layer.inputRegister, hardware.buffers.inputRegister);
    addAccesses("output_register", layer.outputRegister, hardware.buffers.outputRegister);
  }

  struct DigitalPrice {
    StringRef name;
    const UnitValue *unit;
    int power; ///< of the bits that the unit value is multiplied by
  };

  DigitalPrice digitalPrice(DigitalKind kind) const {
    const DigitalModel &digital = hardware.digital;
    switch (kind) {
    case DigitalKind::Add:
      return {"add", &digital.addPerBit, 1};
    case DigitalKind::Multiply:
      return {"multiply", &digital.multiplyPerSquareBit, 2};
    case DigitalKind::Compare:
      return {"compare", &digital.comparePerBit, 1};
    case DigitalKind::Shift:
      return {"shift", &digital.shiftPerBit, 1};
    case DigitalKind::Lookup:
      return {"lookup", &digital.lookupPerBit, 1};
    case DigitalKind::FloatAdd:
      return {"float_add", &digital.floatAdd, 0};
    case DigitalKind::FloatMultiply:
      return {"float_multiply", &digital.floatMultiply, 0};
    case DigitalKind::FloatFunction:
      break;
    }
    return {"float_function", &digital.floatFunction, 0};
  }

  void priceDigital(const LayerCounts &layer) {
    for (const auto &[key, count] : layer.digital.byKind()) {
      DigitalPrice price = digitalPrice(key.first);
      double value = price.unit->value;
      std::string factor;
      for (int i = 0; i < price.power; ++i) {
        value *= static_cast<double>(key.second);
        factor += std::to_string(key.second) + " x ";
      }
      std::string action =
          price.name.str() + (price.power > 0 ? "_" + std::to_string(key.second) + "_bit" : "");
      add(layer, Component::Digital, action, count, value, factor + price.unit->provenance());
    }
  }

  void priceControl(const LayerCounts &layer) {
    add(layer, Component::Control, "step", layer.steps, hardware.control.energyPerStep);
    add(layer, Component::Control, "sample", layer.conversions(),
        hardware.control.samplePerConversion);
    add(layer, Component::Control, "select_column", layer.conversions(),
        hardware.control.columnSelectPerConversion);
  }

  llvm::Error priceActiveRowCounts(const LayerCounts &layer) {
    const std::optional<ActiveRowCountModel> &model = hardware.adc.activeRowCount;
    if (!model && layer.activeRowCounts > 0)
      return llvm::createStringError("layer " + layer.name +
                                     " bounds conversions by the number of active rows, which "
                                     "hardware " +
                                     hardware.name +
                                     " does not count; describe what counting costs in its "
                                     "/adc/active_row_count");
    if (!model)
      return llvm::Error::success();
    add(layer, Component::Control, "count_active_rows", layer.activeRowCounts,
        model->energyPerCount);
    add(layer, Component::Control, "bound_conversion", layer.boundedConversions,
        model->energyPerConversion);
    return llvm::Error::success();
  }

  void leak(llvm::ArrayRef<StaticPart> parts, StringRef per, double instances, double seconds) {
    for (const StaticPart &part : parts)
      ledger.add(wholeChip, Component::Leakage, part.name, instances * seconds, part.value.value,
                 Twine(shortestDecimal(instances)) + " x " + per + " for " +
                     shortestDecimal(seconds) + " s; " + part.value.provenance());
  }

  const ProgramCounts &counts;
  const HardwareModel &hardware;
  double inferences;
};

} // namespace

llvm::Expected<Ledger> mlir::acim::price(const ProgramCounts &counts,
                                         const HardwareModel &hardware) {
  Pricer pricer(counts, hardware);
  for (const LayerCounts &layer : counts.layers)
    if (llvm::Error error = pricer.priceLayer(layer))
      return std::move(error);
  pricer.priceLeakage(schedule(counts, hardware).latency);
  return std::move(pricer.ledger);
}

/// The resolution a converter needs to serve the whole program.
static int64_t converterBits(const ProgramCounts &counts, const HardwareModel &hardware) {
  int64_t bits = 0;
  for (const LayerCounts &layer : counts.layers)
    if (!layer.conversionsByBits.empty())
      bits = std::max(bits, layer.conversionsByBits.rbegin()->first);
  return bits > 0 ? bits : hardware.adc.resolutionBits;
}

llvm::Expected<std::vector<AreaRow>> mlir::acim::priceArea(const ProgramCounts &counts,
                                                           const HardwareModel &hardware) {
  int64_t bits = converterBits(counts, hardware);
  std::optional<UnitValue> converter = hardware.adc.converterArea(bits);
  if (!converter)
    return llvm::createStringError("the program needs converters of " + std::to_string(bits) +
                                   " bits, for which hardware " + hardware.name +
                                   " has no area; add an entry or a law to its /adc/area");
  std::vector<AreaRow> rows;
  auto add = [&](const Twine &part, const char *per, double count, const UnitValue &unit) {
    rows.push_back({part.str(), per, count, unit.value, count * unit.value, unit.provenance()});
  };
  double tiles = static_cast<double>(counts.tiles);
  double crossbars = tiles * static_cast<double>(hardware.array.crossbarsPerTile);
  add("adc_" + Twine(bits) + "_bit", "crossbar",
      crossbars * static_cast<double>(hardware.adc.convertersPerCrossbar), *converter);
  for (const StaticPart &part : hardware.area.perCrossbar)
    add(part.name, "crossbar", crossbars, part.value);
  for (const StaticPart &part : hardware.area.perTile)
    add(part.name, "tile", tiles, part.value);
  for (const StaticPart &part : hardware.area.perChip)
    add(part.name, "chip", 1, part.value);
  return rows;
}

double mlir::acim::totalArea(llvm::ArrayRef<AreaRow> rows) {
  double sum = 0;
  for (const AreaRow &row : rows)
    sum += row.total;
  return sum;
}
