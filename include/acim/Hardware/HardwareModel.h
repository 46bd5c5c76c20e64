//===- HardwareModel.h - The accelerator a program is compiled for --------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// One value type, loaded once from JSON, verified once, passed by const reference.
// All unit values are SI: joule, second, square metre, watt. Every unit value carries where it
// comes from.
//
//===----------------------------------------------------------------------===//

#ifndef ACIM_HARDWARE_HARDWAREMODEL_H
#define ACIM_HARDWARE_HARDWAREMODEL_H

#include "acim/Hardware/UnitValue.h"
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace mlir::acim {

/// Version of the JSON format that this build reads and writes.
inline constexpr int64_t hardwareSchemaVersion = 1;

/// Geometry that decides how layers are mapped, and what the cells cost.
struct ArrayModel {
  int64_t rows = 128;             ///< word lines of a crossbar
  int64_t columns = 128;          ///< bit lines of a crossbar
  int64_t cellBits = 2;           ///< bits a cell holds
  int64_t maxActiveRows = 128;    ///< word lines that may be driven at once (operation-unit height)
  int64_t maxActiveColumns = 128; ///< bit lines one activation covers (operation-unit width)
  bool pair = true;               ///< crossbars come as (+,-) pairs
  int64_t crossbarsPerTile = 24;  ///< crossbars, or pairs when `pair`, that share a tile's buffers
  /// Bit lines whose conversion a program leaves out are disconnected, so that their cells do not
  /// conduct.
  bool gateSkippedColumns = false;
  UnitValue iterationTime; ///< one drive of the word lines until the bit lines have settled
  std::vector<UnitValue> cellEnergyByLevel; ///< of one cell in a driven row, 2^cellBits entries
};

/// How the plain pipeline maps a layer unless told otherwise.
struct MappingModel {
  std::string weightEncoding =
      "sign-magnitude";               ///< "twos-complement", "offset" or "sign-magnitude"
  std::string readout = "difference"; ///< "difference", "separate" or "single"
  std::string correction = "digital"; ///< of the weights' offset: "digital" or "reference-column"
};

/// value(R) = linear * R / 8 + exponential * 2^(R - 8).
struct ResolutionLaw {
  UnitValue linear;      ///< part that grows with the bits, at 8 bits
  UnitValue exponential; ///< part that doubles with every bit, at 8 bits
};

struct ResolutionEntry {
  int64_t bits = 0;
  UnitValue value;
};

/// A constant that depends on a converter's resolution: a table, a law, or a law with exceptions.
struct ResolutionModel {
  std::optional<ResolutionLaw> law;
  std::vector<ResolutionEntry> byBits; ///< rising bits; an entry comes before the law
};

/// Counting active rows, so that conversions resolve no more bits than these can give.
struct ActiveRowCountModel {
  UnitValue energyPerCount;      ///< of the driven word lines of one row group
  UnitValue energyPerConversion; ///< choosing the bits
};

struct AdcModel {
  int64_t resolutionBits = 8; ///< unless the program's conversions say otherwise
  std::string semantics =
      "unit-step"; ///< "unit-step" saturates; "full-range" widens its step to cover the sum
  std::string granularity =
      "column";                 ///< finest sharing of a setting: "column", "crossbar" or "layer"
  bool programmableZero = true; ///< else ranges begin at -2^(bits-1) or at 0
  int64_t convertersPerCrossbar = 1; ///< per pair when the array is one
  UnitValue sampleRate;
  ResolutionModel
      energy; ///< its law gives the power at `sampleRate`, its table joules per conversion
  ResolutionModel area;                              ///< of one converter
  std::optional<ActiveRowCountModel> activeRowCount; ///< none where the hardware cannot

  /// Joules of one conversion; nullopt where the description gives none (above the table, without a
  /// law).
  std::optional<UnitValue> conversionEnergy(int64_t bits) const;
  std::optional<UnitValue> converterArea(int64_t bits) const;
};

/// Word-line drivers.
struct DacModel {
  int64_t bits = 1;            ///< levels 0 to 2^bits - 1
  bool bipolar = true;         ///< of either sign
  UnitValue energyPerRowDrive; ///< one word line (of both arrays of a pair), one drive of level 1
};

struct BufferModel {
  int64_t portBits = 256;
  UnitValue energyPerAccess;
};

struct BuffersModel {
  BufferModel tile;           ///< activations of a tile (eDRAM)
  BufferModel inputRegister;  ///< rows about to be driven
  BufferModel outputRegister; ///< accumulated outputs of a crossbar
};

struct InterconnectModel {
  UnitValue busEnergyPerBit;    ///< within a tile
  UnitValue routerEnergyPerBit; ///< between tiles
};

/// The vector unit for everything that is not on a crossbar.
struct DigitalModel {
  UnitValue addPerBit;
  UnitValue multiplyPerSquareBit;
  UnitValue comparePerBit;
  UnitValue shiftPerBit;
  UnitValue lookupPerBit;
  UnitValue floatAdd;
  UnitValue floatMultiply;
  UnitValue floatFunction;
  UnitValue throughput; ///< operations per second
};

struct ControlModel {
  UnitValue energyPerStep;             ///< sequencing one activation of a crossbar
  UnitValue samplePerConversion;       ///< sample-and-hold
  UnitValue columnSelectPerConversion; ///< column multiplexer
};

struct StaticPart {
  std::string name;
  UnitValue value;
};

/// Leakage or area by what it comes with.
struct StaticModel {
  std::vector<StaticPart> perCrossbar;
  std::vector<StaticPart> perTile;
  std::vector<StaticPart> perChip;
};

struct HardwareModel {
  std::string name;
  std::string description;
  std::string source;
  ArrayModel array;
  MappingModel mapping;
  AdcModel adc;
  DacModel dac;
  UnitValue shiftAddEnergyPerConversion;
  BuffersModel buffers;
  InterconnectModel interconnect;
  DigitalModel digital;
  ControlModel control;
  StaticModel leakage; ///< watts
  StaticModel area;    ///< square metres, without the converters (AdcModel::area)
};

} // namespace mlir::acim

#endif // ACIM_HARDWARE_HARDWAREMODEL_H
