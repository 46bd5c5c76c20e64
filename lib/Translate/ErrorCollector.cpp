//===- ErrorCollector.cpp - Diagnostics as text ------------------------------ ===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "acim/Translate/ErrorCollector.h"

#include "mlir/IR/BuiltinAttributes.h"
#include "llvm/Support/raw_ostream.h"

using namespace mlir;
using namespace mlir::acim;

LogicalResult ErrorCollector::collect(Diagnostic &diagnostic) {
  if (diagnostic.getSeverity() != DiagnosticSeverity::Error)
    return success();
  llvm::raw_string_ostream stream(text);
  if (!text.empty())
    stream << "\n";
  auto position = dyn_cast<FileLineColLoc>(diagnostic.getLocation());
  if (position && position.getLine())
    stream << position.getFilename().getValue() << ":" << position.getLine() << ":"
           << position.getColumn() << ": ";
  stream << diagnostic;
  return success();
}
