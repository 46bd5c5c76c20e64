//===- Registration.h - Translations of acim-translate -------------------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef ACIM_TRANSLATE_REGISTRATION_H
#define ACIM_TRANSLATE_REGISTRATION_H

namespace mlir {
class DialectRegistry;
} // namespace mlir

namespace mlir::acim {

/// Registers --program-to-acim, --acim-to-program, --program-to-json and --operator-report for
/// modules of the dialects that `registerDialects` names.
void registerTranslations(void (*registerDialects)(DialectRegistry &));

} // namespace mlir::acim

#endif // ACIM_TRANSLATE_REGISTRATION_H
