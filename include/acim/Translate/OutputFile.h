//===- OutputFile.h - Files that appear whole or not at all ------------------ ===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef ACIM_TRANSLATE_OUTPUTFILE_H
#define ACIM_TRANSLATE_OUTPUTFILE_H

#include "mlir/Support/LLVM.h"
#include "llvm/Support/Error.h"

namespace mlir::acim {

/// Finds out before the work starts whether a file can be written; an empty path is none.
llvm::Error checkWritable(StringRef path);

} // namespace mlir::acim

#endif // ACIM_TRANSLATE_OUTPUTFILE_H
