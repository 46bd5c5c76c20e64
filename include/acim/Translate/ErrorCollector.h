//===- ErrorCollector.h - Diagnostics as text -------------------------------- ===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef ACIM_TRANSLATE_ERRORCOLLECTOR_H
#define ACIM_TRANSLATE_ERRORCOLLECTOR_H

#include "mlir/IR/Diagnostics.h"
#include <string>

namespace mlir::acim {

/// Keeps the errors that are emitted while it lives, to become part of an llvm::Error.
class ErrorCollector {
public:
  explicit ErrorCollector(MLIRContext *context)
      : handler(context, [this](Diagnostic &diagnostic) { return collect(diagnostic); }) {}

  /// One line an error, with file, line and column where they are known.
  StringRef getText() const { return text; }

private:
  LogicalResult collect(Diagnostic &diagnostic);

  std::string text;
  ScopedDiagnosticHandler handler;
};

} // namespace mlir::acim

#endif // ACIM_TRANSLATE_ERRORCOLLECTOR_H
