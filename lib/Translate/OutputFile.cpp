//===- OutputFile.cpp - Files that appear whole or not at all ---------------- ===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "acim/Translate/OutputFile.h"

#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"

using namespace mlir;
using namespace mlir::acim;

llvm::Error acim::checkWritable(StringRef path) {
  if (path.empty())
    return llvm::Error::success();
  StringRef directory = llvm::sys::path::parent_path(path);
  if (std::error_code code = llvm::sys::fs::access(directory.empty() ? "." : directory,
                                                   llvm::sys::fs::AccessMode::Write))
    return llvm::createStringError(code, path + ": cannot be written: " + code.message() +
                                             "; name a file in an existing, writable directory");
  if (llvm::sys::fs::is_directory(path))
    return llvm::createStringError(path + ": is a directory; name a file");
  return llvm::Error::success();
}
