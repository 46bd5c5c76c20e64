//===- HardwareFormat.h - The hardware JSON format, described once --------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//
//
// describeHardware names every key, its meaning and its limits. The reader, the writer, the
// JSON schema and the documentation tables are visitors of this one description, so they cannot
// disagree. Keys within `optional` may be left out and then have the default of the model.
//
//===----------------------------------------------------------------------===//

#ifndef ACIM_LIB_HARDWARE_HARDWAREFORMAT_H
#define ACIM_LIB_HARDWARE_HARDWAREFORMAT_H

#include "acim/Hardware/HardwareModel.h"

namespace mlir::acim::detail {

/// Whether a physical constant may be zero.
enum class Sign : uint8_t { NonNegative, Positive };

template <typename Visitor, typename Array> void describeArray(Visitor &v, Array &array) {
  v.integer("rows", array.rows, 1, 65536, "word lines of a crossbar");
  v.integer("columns", array.columns, 1, 65536, "bit lines of a crossbar");
  v.integer("cell_bits", array.cellBits, 1, 6, "bits a cell holds");
  v.integer("max_active_rows", array.maxActiveRows, 1, 65536,
            "word lines that may be driven at once (height of an operation unit)");
  v.integer("max_active_columns", array.maxActiveColumns, 1, 65536,
            "bit lines that one activation covers (width of an operation unit)");
  v.flag("pair", array.pair, "whether crossbars come as (+,-) pairs");
  v.integer("crossbars_per_tile", array.crossbarsPerTile, 1, 65536,
            "crossbars (pairs, when `pair`) that share a tile's buffers");
  v.optional([&] {
    v.flag("gate_skipped_columns", array.gateSkippedColumns,
           "whether bit lines are disconnected in planes in which a program leaves out their "
           "conversion, so that their cells do not conduct");
  });
  v.quantity("iteration_time", array.iterationTime, Dimension::Time, Sign::Positive,
             "one drive of the word lines until the bit lines have settled");
  v.quantities("cell_energy_by_level", array.cellEnergyByLevel, Dimension::Energy,
               "energy of one cell in a driven row, for level 0, 1, ... 2^cell_bits - 1");
}

template <typename Visitor, typename Mapping> void describeMapping(Visitor &v, Mapping &mapping) {
  v.choice("weight_encoding", mapping.weightEncoding,
           {"twos-complement", "offset", "sign-magnitude"},
           "how a weight becomes digits, unless the pipeline says otherwise");
  v.choice("readout", mapping.readout, {"difference", "separate", "single"},
           "one conversion of a pair's analog difference, one of each array, or single arrays");
  v.choice(
      "correction", mapping.correction, {"digital", "reference-column"},
      "how the weights' offset is taken out: a digital sum of the inputs or a converted column");
}

template <typename Visitor, typename Adc> void describeAdc(Visitor &v, Adc &adc) {
  v.integer("resolution_bits", adc.resolutionBits, 1, 24,
            "resolution unless the pipeline says otherwise");
  v.choice(
      "semantics", adc.semantics, {"unit-step", "full-range"},
      "steps of one level, saturating; or steps widened by a power of two to cover the whole sum");
  v.optional([&] {
    v.choice("granularity", adc.granularity, {"column", "crossbar", "layer"},
             "which conversions share a range that fits their sums: those of a bit line in a row "
             "group, of a crossbar, or of a layer");
    v.flag("programmable_zero", adc.programmableZero,
           "whether such a range may begin at any sum, or only at -2^(bits-1) and 0");
  });
  v.integer("converters_per_crossbar", adc.convertersPerCrossbar, 1, 65536,
            "converters that share the columns of a crossbar (of a pair, when `pair`)");
  v.quantity("sample_rate", adc.sampleRate, Dimension::Rate, Sign::Positive,
             "conversions per second of one converter");
  v.resolution(
      "energy", adc.energy, Dimension::Power, Dimension::Energy,
      "energy of a conversion by its bits R: `by_bits` in joules; elsewhere `law`, the power "
      "linear * R/8 + exponential * 2^(R-8) divided by the sample rate");
  v.resolution("area", adc.area, Dimension::Area, Dimension::Area,
               "area of one converter by its bits R: `by_bits`, elsewhere `law`, "
               "linear * R/8 + exponential * 2^(R-8)");
  v.option("active_row_count", adc.activeRowCount,
           "counts the driven word lines of a row group, so that conversions resolve no more bits "
           "than these can give; left out where the hardware cannot",
           [&](auto &option) {
             v.quantity("energy_per_count", option.energyPerCount, Dimension::Energy,
                        Sign::NonNegative,
                        "counting the driven word lines of a row group in one plane");
             v.quantity("energy_per_conversion", option.energyPerConversion, Dimension::Energy,
                        Sign::NonNegative, "choosing the bits of one conversion by that number");
           });
}

template <typename Visitor, typename Dac> void describeDac(Visitor &v, Dac &dac) {
  v.optional([&] {
    v.integer("bits", dac.bits, 1, 4,
              "resolution of the drivers, which put levels 0 to 2^bits - 1 on a word line");
    v.flag("bipolar", dac.bipolar, "whether they can drive with either sign");
  });
  v.quantity("energy_per_row_drive", dac.energyPerRowDrive, Dimension::Energy, Sign::NonNegative,
             "driving one word line (of both arrays, when `pair`) with level 1 for one activation; "
             "level l takes l times as much");
}

template <typename Visitor, typename Buffer>
void describeBuffer(Visitor &v, const char *key, Buffer &buffer, const char *meaning) {
  v.object(key, meaning, [&] {
    v.integer("port_bits", buffer.portBits, 1, 65536, "bits moved by one access");
    v.quantity("energy_per_access", buffer.energyPerAccess, Dimension::Energy, Sign::NonNegative,
               "energy of one access of the port's width");
  });
}

template <typename Visitor, typename Digital> void describeDigital(Visitor &v, Digital &digital) {
  auto energy = [&](const char *key, auto &value, const char *meaning) {
    v.quantity(key, value, Dimension::Energy, Sign::NonNegative, meaning);
  };
  energy("add_per_bit", digital.addPerBit,
         "integer addition or subtraction, per bit of the result");
  energy("multiply_per_square_bit", digital.multiplyPerSquareBit,
         "integer multiplication, per square of the operands' bits");
  energy("compare_per_bit", digital.comparePerBit,
         "comparison, minimum, maximum or selection, per bit");
  energy("shift_per_bit", digital.shiftPerBit, "shift or bitwise operation, per bit");
  energy("lookup_per_bit", digital.lookupPerBit, "table look-up, per bit read");
  energy("float_add", digital.floatAdd, "32-bit floating-point addition, comparison or conversion");
  energy("float_multiply", digital.floatMultiply, "32-bit floating-point multiplication");
  energy("float_function", digital.floatFunction, "32-bit exp, log, reciprocal and the like");
  v.quantity("throughput", digital.throughput, Dimension::Rate, Sign::Positive,
             "operations per second of the whole unit");
}

template <typename Visitor, typename Control> void describeControl(Visitor &v, Control &control) {
  v.quantity("energy_per_step", control.energyPerStep, Dimension::Energy, Sign::NonNegative,
             "sequencing one activation of a crossbar");
  v.quantity("sample_per_conversion", control.samplePerConversion, Dimension::Energy,
             Sign::NonNegative, "sample-and-hold, per conversion");
  v.quantity("column_select_per_conversion", control.columnSelectPerConversion, Dimension::Energy,
             Sign::NonNegative, "column multiplexer, per conversion");
}

template <typename Visitor, typename Static>
void describeStatic(Visitor &v, const char *key, Static &model, Dimension dimension,
                    const char *meaning) {
  v.object(key, meaning, [&] {
    v.parts("per_crossbar", model.perCrossbar, dimension,
            "parts that come with every crossbar (pair), by name");
    v.parts("per_tile", model.perTile, dimension, "parts that come with every tile, by name");
    v.parts("per_chip", model.perChip, dimension, "parts that come once, by name");
  });
}

template <typename Visitor, typename Model> void describeHardware(Visitor &v, Model &model) {
  v.version("schema", "version of this format");
  v.text("name", model.name, "short name, as printed in reports");
  v.text("description", model.description, "what this hardware is");
  v.text("source", model.source, "where its geometry and defaults come from");
  v.object("array", "crossbars", [&] { describeArray(v, model.array); });
  v.object("mapping", "defaults of the plain pipeline", [&] { describeMapping(v, model.mapping); });
  v.object("adc", "converters", [&] { describeAdc(v, model.adc); });
  v.object("dac", "word-line drivers", [&] { describeDac(v, model.dac); });
  v.object("shift_add", "digital accumulation behind the converters", [&] {
    v.quantity("energy_per_conversion", model.shiftAddEnergyPerConversion, Dimension::Energy,
               Sign::NonNegative, "shifting and adding one conversion's code");
  });
  v.object("buffers", "memories", [&] {
    describeBuffer(v, "tile", model.buffers.tile, "activations of a tile (eDRAM)");
    describeBuffer(v, "input_register", model.buffers.inputRegister, "rows about to be driven");
    describeBuffer(v, "output_register", model.buffers.outputRegister,
                   "accumulated outputs of a crossbar");
  });
  v.object("interconnect", "wires", [&] {
    v.quantity("bus_energy_per_bit", model.interconnect.busEnergyPerBit, Dimension::Energy,
               Sign::NonNegative, "moving one bit within a tile");
    v.quantity("router_energy_per_bit", model.interconnect.routerEnergyPerBit, Dimension::Energy,
               Sign::NonNegative, "moving one bit between tiles");
  });
  v.object("digital", "vector unit", [&] { describeDigital(v, model.digital); });
  v.object("control", "steering of the analog part", [&] { describeControl(v, model.control); });
  describeStatic(v, "leakage", model.leakage, Dimension::Power,
                 "power drawn whether or not anything happens");
  describeStatic(v, "area", model.area, Dimension::Area, "areas other than the converters'");
}

} // namespace mlir::acim::detail

#endif // ACIM_LIB_HARDWARE_HARDWAREFORMAT_H
