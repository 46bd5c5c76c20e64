//===- Registration.cpp - Translations of acim-translate -----------------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "acim/Translate/Registration.h"

#include "acim/Translate/OperatorReport.h"
#include "acim/Translate/ProgramFile.h"
#include "mlir/IR/Diagnostics.h"
#include "mlir/Parser/Parser.h"
#include "mlir/Tools/mlir-translate/Translation.h"
#include "llvm/Support/SourceMgr.h"

using namespace mlir;

using DialectRegistration = void (*)(DialectRegistry &);

/// A translation that writes what `print` makes of a module.
template <llvm::Expected<std::string> (*print)(ModuleOp)>
static void registerPrinter(StringRef name, StringRef description,
                            DialectRegistration registerDialects) {
  TranslateFromMLIRRegistration(
      name, description,
      [](ModuleOp module, raw_ostream &output) -> LogicalResult {
        llvm::Expected<std::string> text = print(module);
        if (!text)
          return module.emitError() << llvm::toString(text.takeError());
        output << *text;
        return success();
      },
      registerDialects);
}

static void registerReader(DialectRegistration registerDialects) {
  TranslateToMLIRRegistration(
      "acim-to-program", "read an .acim file into an acim.program",
      [](llvm::SourceMgr &sources, MLIRContext *context) -> OwningOpRef<Operation *> {
        const llvm::MemoryBuffer *file = sources.getMemoryBuffer(sources.getMainFileID());
        auto module = acim::readProgramFile(file->getMemBufferRef(), context);
        if (module)
          return OwningOpRef<Operation *>(module->release());
        emitError(UnknownLoc::get(context)) << llvm::toString(module.takeError());
        return nullptr;
      },
      registerDialects);
}

/// Reads modules with operators of any dialect: naming what is not supported is the report's point.
static void registerReport(DialectRegistration registerDialects) {
  TranslateRegistration("operator-report", "say where the operators of a TOSA module run, as JSON",
                        [registerDialects](const std::shared_ptr<llvm::SourceMgr> &sources,
                                           raw_ostream &output,
                                           MLIRContext *context) -> LogicalResult {
                          DialectRegistry registry;
                          registerDialects(registry);
                          context->appendDialectRegistry(registry);
                          context->allowUnregisteredDialects();
                          auto module = parseSourceFile<ModuleOp>(sources, ParserConfig(context));
                          if (!module)
                            return failure();
                          output << acim::reportOperators(*module);
                          return success();
                        });
}

void acim::registerTranslations(DialectRegistration registerDialects) {
  registerPrinter<serializeProgram>("program-to-acim", "write an acim.program as an .acim file",
                                    registerDialects);
  registerPrinter<printProgramJson>("program-to-json", "print the JSON part of an .acim file",
                                    registerDialects);
  registerReader(registerDialects);
  registerReport(registerDialects);
}
