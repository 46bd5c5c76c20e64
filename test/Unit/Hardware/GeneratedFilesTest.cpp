//===- GeneratedFilesTest.cpp - Committed files that the code can write -===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

// ACIM_UPDATE_GENERATED=1 in the environment rewrites them instead of comparing.

#include "acim/Hardware/HardwareJson.h"
#include "gtest/gtest.h"
#include <cstdlib>
#include <fstream>
#include <sstream>

using namespace mlir::acim;

static std::string readFile(const std::string &path) {
  std::ostringstream text;
  text << std::ifstream(path).rdbuf();
  return text.str();
}

static void expectFile(const std::string &path, const std::string &expected) {
  std::string full = std::string(ACIM_SOURCE_DIR) + "/" + path;
  if (std::getenv("ACIM_UPDATE_GENERATED"))
    std::ofstream(full) << expected;
  EXPECT_EQ(readFile(full), expected)
      << path << " is stale; run this test with ACIM_UPDATE_GENERATED=1";
}

/// Checks the part of a document between "<!-- generated: NAME -->" and "<!-- end -->".
static void expectSection(const std::string &path, const std::string &name,
                          const std::string &expected) {
  std::string text = readFile(std::string(ACIM_SOURCE_DIR) + "/" + path);
  std::string open = "<!-- generated: " + name + " -->\n";
  size_t begin = text.find(open);
  ASSERT_NE(begin, std::string::npos) << path << " has no section " << name;
  begin += open.size();
  size_t end = text.find("<!-- end -->", begin);
  ASSERT_NE(end, std::string::npos) << path << ": section " << name << " has no end";
  expectFile(path, text.replace(begin, end - begin, expected));
}

TEST(GeneratedFiles, Schema) {
  expectFile("lib/Hardware/hardware.schema.json", hardwareJsonSchema());
}

TEST(GeneratedFiles, KeysInHardwareDocument) {
  expectSection("docs/Hardware.md", "keys", hardwareKeysMarkdown());
}

TEST(GeneratedFiles, ConstantsInCostModelDocument) {
  for (llvm::StringRef name : presetNames())
    expectSection("docs/CostModel.md", name.str(),
                  hardwareConstantsMarkdown(llvm::cantFail(loadPreset(name))));
}
