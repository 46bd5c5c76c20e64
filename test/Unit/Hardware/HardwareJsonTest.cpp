//===- HardwareJsonTest.cpp - Reading and refusing descriptions ---------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "acim/Hardware/HardwareJson.h"
#include "gtest/gtest.h"

using namespace mlir::acim;

/// The Chen preset with the first `from` replaced.
static std::string edited(llvm::StringRef from, llvm::StringRef to) {
  std::string text = presetText("chen_rram128").str();
  size_t at = text.find(from.str());
  EXPECT_NE(at, std::string::npos) << from.str();
  return text.replace(at, from.size(), to.str());
}

static std::string messageFor(const std::string &text) {
  llvm::Expected<HardwareModel> model = parseHardware(text, "hw.json");
  if (model)
    return "accepted";
  return llvm::toString(model.takeError());
}

#define EXPECT_REFUSED(text, message) EXPECT_EQ(messageFor(text), message)

TEST(HardwareJson, PrintingAndParsingSettle) {
  std::string odd = edited("\"value\": 0.5,", "\"value\":   5.0e-1 ,");
  std::string printed = hardwareToJson(llvm::cantFail(parseHardware(odd, "hw.json")));
  EXPECT_EQ(printed, presetText("chen_rram128"));
  EXPECT_EQ(hardwareToJson(llvm::cantFail(parseHardware(printed, "hw.json"))), printed);
}

TEST(HardwareJson, KeepsNumbersExactly) {
  HardwareModel model = llvm::cantFail(loadPreset("chen_rram128"));
  for (double value : {0.1, 1e-7, 123456789.125, 3.3333333333333335, 1e22, 7.0}) {
    model.control.energyPerStep.written = value;
    HardwareModel back = llvm::cantFail(parseHardware(hardwareToJson(model), "hw.json"));
    EXPECT_EQ(back.control.energyPerStep.written, value);
  }
}

TEST(HardwareJson, KeepsTextsThatNeedEscapes) {
  HardwareModel model = llvm::cantFail(loadPreset("chen_rram128"));
  model.description = "a \"quoted\" \\ line\nwith µ and {braces}";
  HardwareModel back = llvm::cantFail(parseHardware(hardwareToJson(model), "hw.json"));
  EXPECT_EQ(back.description, model.description);
}

TEST(HardwareJson, MisspeltKeyIsLocatedAndCorrected) {
  EXPECT_REFUSED(edited("\"rows\"", "\"rowz\""),
                 "hw.json:7:5: /array/rowz: unknown key; did you mean \"rows\"?");
}

TEST(HardwareJson, UnknownKeyListsTheKnownOnes) {
  EXPECT_REFUSED(
      edited("\"readout\"", "\"colour\": 3, \"readout\""),
      "hw.json:22:52: /mapping/colour: unknown key; remove it, expected only \"weight_encoding\", "
      "\"readout\", \"correction\"");
}

TEST(HardwareJson, MissingKeySaysWhatItMeans) {
  EXPECT_REFUSED(edited("    \"rows\": 128,\n", ""),
                 "hw.json:6:12: /array: expected key \"rows\" (word lines of a "
                 "crossbar), found none; add it");
}

TEST(HardwareJson, MissingSectionIsReportedOnce) {
  std::string text = edited("\"dac\": {", "\"ddac\": {");
  EXPECT_NE(messageFor(text).find("/ddac: unknown key; did you mean \"dac\"?"), std::string::npos)
      << messageFor(text);
  EXPECT_EQ(messageFor(text).find('\n'), std::string::npos);
}

TEST(HardwareJson, PartsThatHardwareMayLackMayBeLeftOut) {
  HardwareModel model = llvm::cantFail(loadPreset("chen_rram128"));
  ASSERT_TRUE(model.adc.activeRowCount);
  EXPECT_DOUBLE_EQ(model.adc.activeRowCount->energyPerCount.value, .396875e-12);
  model.adc.activeRowCount.reset();
  std::string text = hardwareToJson(model);
  EXPECT_EQ(text.find("active_row_count"), std::string::npos);
  EXPECT_FALSE(llvm::cantFail(parseHardware(text, "hw.json")).adc.activeRowCount);
}

TEST(HardwareJson, PartsThatHardwareMayLackAreWholeWhereTheyAre) {
  std::string message = messageFor(edited("\"energy_per_count\"", "\"energy_per_cound\""));
  EXPECT_NE(message.find("/adc/active_row_count/energy_per_cound: unknown key; did you mean "),
            std::string::npos)
      << message;
}

TEST(HardwareJson, KeysWithADefaultMayBeLeftOut) {
  std::string text = presetText("isaac32").str();
  for (llvm::StringRef key :
       {"    \"granularity\": \"column\",\n", "    \"programmable_zero\": true,\n",
        "    \"bits\": 1,\n", "    \"bipolar\": false,\n"}) {
    size_t at = text.find(key.str());
    ASSERT_NE(at, std::string::npos) << key.str();
    text.erase(at, key.size());
  }
  HardwareModel model = llvm::cantFail(parseHardware(text, "hw.json"));
  EXPECT_EQ(model.adc.granularity, "column");
  EXPECT_TRUE(model.adc.programmableZero);
  EXPECT_EQ(model.dac.bits, 1);
  EXPECT_TRUE(model.dac.bipolar);
}

TEST(HardwareJson, MisspeltOptionalKeyIsRefused) {
  std::string message = messageFor(edited("\"bipolar\"", "\"bipola\""));
  EXPECT_NE(message.find("/dac/bipola: unknown key; remove it, expected only \"bits\", "
                         "\"bipolar\", \"energy_per_row_drive\""),
            std::string::npos)
      << message;
}

TEST(HardwareJson, WrongTypesAreNamed) {
  EXPECT_REFUSED(
      edited("\"rows\": 128", "\"rows\": \"128\""),
      "hw.json:7:13: /array/rows: expected an integer from 1 to 65536, found \"128\", a string");
  EXPECT_REFUSED(
      edited("\"rows\": 128", "\"rows\": 12.5"),
      "hw.json:7:13: /array/rows: expected an integer from 1 to 65536, found 12.5, a number");
  EXPECT_REFUSED(edited("\"pair\": true", "\"pair\": 1"),
                 "hw.json:12:13: /array/pair: expected true or false, found 1, an integer");
  EXPECT_REFUSED(edited("\"name\": \"chen_rram128\"", "\"name\": null"),
                 "hw.json:3:11: /name: expected a text in quotes, found null, a null");
}

TEST(HardwareJson, OutOfRangeValuesAreRefused) {
  EXPECT_REFUSED(
      edited("\"cell_bits\": 2", "\"cell_bits\": 9"),
      "hw.json:9:18: /array/cell_bits: expected an integer from 1 to 6, found 9, an integer");
  EXPECT_REFUSED(edited("\"rows\": 128", "\"rows\": 18446744073709551615"),
                 "hw.json:7:13: /array/rows: expected an integer from 1 to 65536, found "
                 "18446744073709551615, an integer");
  std::string negative = messageFor(edited("\"value\": 0.5,", "\"value\": -0.5,"));
  EXPECT_NE(
      negative.find("/control/energy_per_step/value: expected a number, 0 or above, found -0.5"),
      std::string::npos)
      << negative;
  std::string zero = messageFor(edited("{\"value\": 100,", "{\"value\": 0,"));
  EXPECT_NE(zero.find("/array/iteration_time/value: expected a number above 0, found 0"),
            std::string::npos)
      << zero;
}

TEST(HardwareJson, UnitsMustFitWhatTheyMeasure) {
  std::string message = messageFor(edited("\"unit\": \"GS/s\"", "\"unit\": \"pJ\""));
  EXPECT_NE(message.find("/adc/sample_rate/unit: expected one of \"S/s\", \"MS/s\", \"GS/s\", "
                         "\"op/s\", \"Mop/s\", "
                         "\"Gop/s\", found \"pJ\", a string"),
            std::string::npos)
      << message;
}

TEST(HardwareJson, MisspeltChoiceIsCorrected) {
  EXPECT_REFUSED(
      edited("\"sign-magnitude\"", "\"sign-magnitud\""),
      "hw.json:22:34: /mapping/weight_encoding: expected one of \"twos-complement\", \"offset\", "
      "\"sign-magnitude\", found \"sign-magnitud\", a string; did you mean \"sign-magnitude\"?");
}

TEST(HardwareJson, BareNumberAsksForItsProvenance) {
  std::string text = presetText("chen_rram128").str();
  size_t begin = text.find("{\"value\": 100,");
  text.replace(begin, text.find('}', begin) - begin + 1, "100");
  EXPECT_REFUSED(
      text,
      "hw.json:14:23: /array/iteration_time: expected a constant with its provenance, {\"value\", "
      "\"unit\", \"grade\", \"source\"}, found 100, an integer");
}

TEST(HardwareJson, NewerFormatIsRefusedBeforeAnythingElse) {
  std::string text = edited("\"rows\"", "\"rowz\"");
  text.replace(text.find("\"schema\": 1"), 11, "\"schema\": 2");
  EXPECT_REFUSED(text, "hw.json:2:13: /schema: expected format version 1, found 2; this "
                       "description needs a newer acim");
  EXPECT_REFUSED(edited("\"schema\": 1", "\"schema\": 0"),
                 "hw.json:2:13: /schema: expected an integer from 1 to 1, found 0, an integer");
}

TEST(HardwareJson, MalformedJsonIsLocated) {
  std::string message = messageFor("{\n  \"schema\": 1,\n  \"name\": }\n");
  EXPECT_EQ(
      message.rfind(
          "hw.json:3:11: malformed JSON: syntax error while parsing value - unexpected '}'", 0),
      0u)
      << message;
  EXPECT_EQ(messageFor("").rfind("hw.json:1:1: malformed JSON: ", 0), 0u) << messageFor("");
  std::string half = presetText("chen_rram128").take_front(700).str();
  EXPECT_NE(messageFor(half).find("malformed JSON"), std::string::npos);
  EXPECT_EQ(messageFor("[1, 2]"),
            "hw.json:1:1: expected a hardware description, an object, found an array");
}

TEST(HardwareJson, RepeatedKeyIsRefused) {
  EXPECT_REFUSED(
      edited("\"rows\": 128,", "\"rows\": 128, \"rows\": 64,"),
      "hw.json:7:5: /array/rows: expected each key once, found it again; remove one of the two");
}

TEST(HardwareJson, NumbersTooLargeForAnyMachineAreRefused) {
  EXPECT_NE(messageFor(edited("\"value\": 0.5,", "\"value\": 1e999,")).find("malformed JSON"),
            std::string::npos);
}

TEST(HardwareJson, DamagedTextIsRefusedWithAMessage) {
  std::string text = presetText("isaac32").str();
  for (size_t length = 0; length + 2 < text.size(); length += 31)
    EXPECT_NE(messageFor(text.substr(0, length)).find("hw.json:"), std::string::npos) << length;
  for (size_t at = 0; at < text.size(); at += 29)
    for (char replacement : {'\0', '"', '}', '[', '9', '\\', '\xff'}) {
      std::string damaged = text;
      damaged[at] = replacement;
      EXPECT_FALSE(messageFor(damaged).empty()) << at; // accepted or refused, but never a crash
    }
}

TEST(HardwareJson, AllFindingsAreReportedTogether) {
  std::string text = edited("\"rows\": 128", "\"rows\": 0");
  text.replace(text.find("\"pair\": true"), 12, "\"pair\": 0");
  EXPECT_REFUSED(
      text, "hw.json:7:13: /array/rows: expected an integer from 1 to 65536, found 0, an integer\n"
            "hw.json:12:13: /array/pair: expected true or false, found 0, an integer");
}

TEST(HardwareRules, OperationUnitsFitTheCrossbar) {
  EXPECT_REFUSED(edited("\"max_active_rows\": 128", "\"max_active_rows\": 256"),
                 "hw.json:10:24: /array/max_active_rows: expected at most the 128 rows of the "
                 "crossbar, found 256");
}

TEST(HardwareRules, EveryLevelHasAnEnergy) {
  EXPECT_REFUSED(edited("\"cell_bits\": 2", "\"cell_bits\": 3"),
                 "hw.json:15:29: /array/cell_energy_by_level: expected 8 constants, one for each "
                 "level of a 3-bit "
                 "cell, found 4");
}

TEST(HardwareRules, ReadoutFitsTheArray) {
  EXPECT_REFUSED(edited("\"readout\": \"difference\"", "\"readout\": \"single\""),
                 "hw.json:22:63: /mapping/readout: expected \"difference\" or \"separate\", found "
                 "\"single\", because "
                 "/array/pair is true");
}

TEST(HardwareRules, OnlyOffsetsNeedAReferenceColumn) {
  EXPECT_REFUSED(edited("\"correction\": \"digital\"", "\"correction\": \"reference-column\""),
                 "hw.json:22:91: /mapping/correction: expected \"digital\", found "
                 "\"reference-column\", because only "
                 "the encoding \"offset\" has an offset to take out, not \"sign-magnitude\"");
}

TEST(HardwareRules, DefaultResolutionHasAPrice) {
  std::string text = presetText("isaac32").str();
  text.replace(text.find("\"resolution_bits\": 9"), 20, "\"resolution_bits\": 12");
  std::string message = messageFor(text);
  EXPECT_NE(
      message.find(
          "/adc/energy: expected a law or an entry for the default of 12 bits, found none; add it"),
      std::string::npos)
      << message;
}

TEST(Units, ConvertExactly) {
  EXPECT_EQ(*toSi(35, "fJ", Dimension::Energy), 35e-15);
  EXPECT_EQ(*toSi(4042.5, "um2", Dimension::Area), 4042.5e-12);
  EXPECT_EQ(*toSi(0.562, "mW", Dimension::Power), 0.562e-3);
  EXPECT_EQ(*toSi(100, "ns", Dimension::Time), 100e-9);
  EXPECT_EQ(*toSi(1.28, "GS/s", Dimension::Rate), 1.28e9);
  EXPECT_FALSE(toSi(1, "pJ", Dimension::Time));
}
