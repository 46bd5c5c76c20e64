//===- ReferenceJson.h - What a reference adds to a report ----------------===//
//
// Part of acim, under the Apache License v2.0 with LLVM Exceptions.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef ACIM_LIB_INTERPRETER_REFERENCEJSON_H
#define ACIM_LIB_INTERPRETER_REFERENCEJSON_H

#include "acim/Interpreter/Report.h"
#include <nlohmann/json.hpp>

namespace mlir::acim {

/// The objects `reference` and `explanation` of a report that has them.
nlohmann::ordered_json referenceToJson(const RunReport &report);
nlohmann::ordered_json explanationToJson(const RunReport &report);

} // namespace mlir::acim

#endif // ACIM_LIB_INTERPRETER_REFERENCEJSON_H
